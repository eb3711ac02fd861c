import { describeWhere } from "../needs.js";

/** Tests whose machines answer at port 22 of loopback addresses, which only root opens. */
export function describeUnbooted(name: string, tests: () => void): void {
  const lacking = process.getuid?.() === 0 ? [] : ["root (port 22 of loopback addresses)"];
  describeWhere({ variable: "DINFRA_MACHINES", lacking }, name, tests);
}
