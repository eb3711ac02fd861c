// Nodes that tests describe. Not part of the package.
import { Reach, type Program } from "@dinfra/port";
import { NodeRole } from "../node/axes.js";
import { CommandLine, type NodeSpec } from "../node/node-spec.js";

export const polkadotProgram: Program = {
  name: "polkadot",
  version: "1.20.2",
  command: "/opt/dinfra/polkadot-1.20.2/polkadot",
  args: [],
  digest: `sha256:${"1".repeat(64)}`,
  url: "https://releases.example/polkadot-1.20.2/polkadot",
  image: `docker.io/parity/polkadot@sha256:${"2".repeat(64)}`,
};

/** A full node of Kusama on a machine of its own, but for what is changed. */
export function node(change: Partial<NodeSpec>): NodeSpec {
  return {
    physicalName: "d12-1-node-abcdefghijklmnop",
    nodeName: "sunny",
    chain: "kusama",
    role: NodeRole.Full,
    commandLine: CommandLine.PolkadotSdk,
    program: polkadotProgram,
    rpcMaxConnections: 100,
    telemetry: false,
    resources: { cpu: 4000, memory: 16384, disk: 500 },
    reach: Reach.Network,
    ...change,
  };
}
