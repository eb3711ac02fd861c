import { existsSync } from "node:fs";
import { join } from "node:path";
import { describeWhere, programOnPath } from "../needs.js";

/** The agent for this machine, which is the gateway before a node. */
export const agentHere = join(
  ...[__dirname, "..", "..", "agent", "dist"],
  `dinfra-agent-linux-${process.arch === "x64" ? "amd64" : process.arch}`,
);

/**
 * Tests with the path of HAProxy. Skipped where it or the agent is missing, unless DINFRA_HAPROXY is "required".
 */
export function describeWithHaproxy(name: string, tests: (haproxy: string) => void): void {
  const found = programOnPath("haproxy");
  const lacking = [
    ...(found ? [] : ["haproxy (apt-get install haproxy)"]),
    ...(existsSync(agentHere) ? [] : ["the agent (node tools/agent.mjs)"]),
  ];
  describeWhere({ variable: "DINFRA_HAPROXY", lacking }, name, () => tests(found ?? "/usr/sbin/haproxy"));
}
