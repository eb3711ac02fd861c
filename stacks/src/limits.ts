import { StackError } from "./errors.js";
import type { Profile } from "./profile.js";

const units = { cpu: "thousandths of a core", memory: "MiB of memory", disk: "GiB of disk" } as const;

/**
 * Holds what a deployment takes, all of it together, against the profile's limits.
 * @throws StackError `ExceedsLimits`
 */
export function checkLimits({ limits = {} }: Profile, taken: { cpu: number; memory: number; disk: number }): void {
  const exceeded = (["cpu", "memory", "disk"] as const).flatMap((kind) => {
    const limit = limits[kind];
    return limit !== undefined && taken[kind] > limit ? [`at most ${limit} ${units[kind]}, found ${taken[kind]}`] : [];
  });
  if (exceeded.length > 0) throw new StackError("ExceedsLimits", `resources: expected ${exceeded.join("; ")}`);
}
