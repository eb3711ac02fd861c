import { invalidArgument } from "../errors.js";

/** A size of machine: what a cloud calls it, and what a machine of it has. */
export interface MachineSize {
  name: string;
  /** Thousandths of a core. */
  cpu: number;
  /** MiB. */
  memory: number;
}

/**
 * The smallest size that has at least what is asked: by memory, then by processor, then by name.
 * @param where path of the list among the arguments
 * @throws ComponentError `InvalidArgument` where none is enough
 */
export function smallestSize(
  where: string,
  sizes: readonly MachineSize[],
  least: { cpu: number; memory: number },
): string {
  const enough = sizes
    .filter((s) => s.cpu >= least.cpu && s.memory >= least.memory)
    .sort((a, b) => a.memory - b.memory || a.cpu - b.cpu || (a.name < b.name ? -1 : 1));
  if (enough[0]) return enough[0].name;
  throw invalidArgument(
    where,
    `a size with at least ${least.cpu} thousandths of a core and ${least.memory} MiB`,
    sizes,
  );
}
