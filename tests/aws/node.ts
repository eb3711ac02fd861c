import {
  NodeRole,
  SubstrateNode,
  type MachinesPlacementArgs,
  type PlacementArgs,
  type SubstrateNodeArgs,
} from "@dinfra/components";
import type * as pulumi from "@pulumi/pulumi";

export const settings = {
  region: "eu-central-1",
  zones: ["eu-central-1a", "eu-central-1b"],
  image: "ami-0123456789abcdef0",
};

export interface Wish {
  aws?: Record<string, unknown>;
  machines?: MachinesPlacementArgs;
  placement?: Partial<PlacementArgs>;
  disk?: number;
  chain?: string;
  rebuild?: number;
  /** More arguments of the program that runs. */
  words?: string[];
}

/** Arguments of a node, as an engineer writes them. */
export function nodeArgs(wish: Wish = {}): SubstrateNodeArgs {
  const { aws, machines, placement, disk = 100, chain = "dev", rebuild, words } = wish;
  return {
    placement: { aws: { ...settings, ...aws }, machines, protectData: false, ...placement },
    chain,
    role: NodeRole.Rpc,
    entry: {
      name: "node",
      version: "1.0.0",
      command: "/opt/node/bin/node",
      args: words,
      url: "https://artifacts.example/node",
      digest: `sha256:${"0".repeat(64)}`,
    },
    resources: { cpu: 2000, memory: 4096, disk },
    rebuild,
  };
}

export function oneNode(wish: Wish = {}): pulumi.automation.PulumiFn {
  return async () => {
    const { endpoint, resources } = new SubstrateNode("node", nodeArgs(wish));
    return { endpoint, resources };
  };
}
