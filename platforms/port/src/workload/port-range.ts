import { ComponentError } from "../errors.js";

/**
 * Ports of the workload with this index in a range that several share: each takes as many as it names, in order, so
 * workloads of the same outline never meet.
 * @throws ComponentError `PortRangeTooSmall`
 */
export function portsInRange(
  range: { firstPort: number; lastPort: number },
  names: readonly string[],
  index: number,
): Record<string, number> {
  const start = range.firstPort + index * names.length;
  const end = start + names.length - 1;
  if (end > range.lastPort) {
    throw new ComponentError(
      "PortRangeTooSmall",
      `the network has ports ${range.firstPort} to ${range.lastPort}: expected ${(index + 1) * names.length} for ` +
        `index ${index} with ${names.length} ports each; give the network a larger size`,
    );
  }
  return Object.fromEntries(names.map((name, i) => [name, start + i]));
}
