import { describeWhere } from "../needs.js";

/** What a machine lacks that is to open port 22 of loopback addresses. */
export const lacksRoot = process.getuid?.() === 0 ? [] : ["root (port 22 of loopback addresses)"];

/** Tests whose machines answer at port 22 of loopback addresses, which only root opens. */
export function describeUnbooted(name: string, tests: () => void): void {
  describeWhere({ variable: "DINFRA_MACHINES", lacking: lacksRoot }, name, tests);
}
