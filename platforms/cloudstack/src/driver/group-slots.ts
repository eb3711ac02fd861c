import { ComponentError, nameTag, type OutputsBefore } from "@dinfra/port";

/** Tag of the version of a group, in the description of its rule. */
export const versionTag = "dinfra-version";

/** Between the public ports of two versions of a group. */
const stride = 10_000;
const most = 65_535;

/**
 * Public ports of a group that serves `port`: the versions that follow each other take turns, because a rule of the old one and
 * one of the new one are there at the same time, on one address. The third is for a version that never got ready.
 */
export function slotsOf(port: number): [number, number, number] {
  const at = (i: number) => ((port - 1 + i * stride) % most) + 1;
  return [at(0), at(1), at(2)];
}

/** A version that there is already, and its public port. */
export interface Taken {
  version: string;
  port: number;
}

/**
 * The public port of a version: its own where it is there already, else the first that nobody has.
 * @throws ComponentError `InvalidArgument` where three other versions are there
 */
export function portOf(version: string, port: number, taken: readonly Taken[]): number {
  const own = taken.find((one) => one.version === version);
  if (own) return own.port;
  const free = slotsOf(port).find((slot) => !taken.some((one) => one.port === slot));
  if (free !== undefined) return free;
  throw new ComponentError(
    "InvalidArgument",
    `group: expected at most two other versions, of which none is ready yet, found ${taken.map((t) => t.version).join(", ")}; ` +
      "update once with one of them, then with the new one",
  );
}

/** What the state has of a group's rules. @param name tag of the group's rule */
export function takenIn(rules: readonly OutputsBefore[], name: string): Taken[] {
  return rules.flatMap(({ description, publicPort }) => {
    const tags = tagsIn(description);
    const version = tags?.[versionTag];
    if (tags?.[nameTag] !== name || version === undefined || typeof publicPort !== "number") return [];
    return [{ version, port: publicPort }];
  });
}

/** Tags of what CloudStack has no tags for: its description holds them. */
export function tagsIn(description: unknown): Record<string, string> | undefined {
  try {
    const tags = JSON.parse(String(description)) as unknown;
    return typeof tags === "object" && tags !== null ? (tags as Record<string, string>) : undefined;
  } catch {
    return undefined; // somebody else's
  }
}
