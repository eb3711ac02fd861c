import { invalidArgument } from "@dinfra/port";
import type { Size } from "../settings.js";

/** The smallest size that has at least what is asked: by memory, then by processor, then by name. */
export function smallestSize(sizes: readonly Size[], least: { cpu: number; memory: number }): string {
  const enough = sizes
    .filter((s) => s.cpu >= least.cpu && s.memory >= least.memory)
    .sort((a, b) => a.memory - b.memory || a.cpu - b.cpu || (a.name < b.name ? -1 : 1));
  if (enough[0]) return enough[0].name;
  throw invalidArgument(
    "placement.cloudstack.sizes",
    `a size with at least ${least.cpu} thousandths of a core and ${least.memory} MiB`,
    sizes,
  );
}
