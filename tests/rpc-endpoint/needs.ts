import { describeWhere, programOnPath } from "../needs.js";

/** Tests with the path of HAProxy, skipped where there is none, unless DINFRA_HAPROXY is "required". */
export function describeWithHaproxy(name: string, tests: (haproxy: string) => void): void {
  const found = programOnPath("haproxy");
  const lacking = found ? [] : ["haproxy (apt-get install haproxy)"];
  describeWhere({ variable: "DINFRA_HAPROXY", lacking }, name, () => tests(found ?? "/usr/sbin/haproxy"));
}
