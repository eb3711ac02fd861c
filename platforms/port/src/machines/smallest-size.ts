import { invalidArgument } from "../errors.js";

/** A size of machine: what a cloud calls it, and what a machine of it has. */
export interface MachineSize {
  name: string;
  /** Thousandths of a core. */
  cpu: number;
  /** MiB. */
  memory: number;
}

/** JSON Schema of a list of sizes in a platform's settings. */
export const machineSizesSchema = {
  type: "array",
  minItems: 1,
  items: {
    type: "object",
    additionalProperties: false,
    required: ["name", "cpu", "memory"],
    properties: {
      name: { type: "string", minLength: 1 },
      cpu: { type: "integer", minimum: 1 },
      memory: { type: "integer", minimum: 1 },
    },
  },
} as const;

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
