import { Exposure, Reach, renderProcess, renderRelease, renderStatefulSet, type HostPlace } from "@dinfra/port";
import { expectGolden } from "../testing/golden.js";
import { node, polkadotProgram } from "../testing/node-specs.js";
import { NodeRole, RpcExposure } from "./axes.js";
import type { NodeSpec } from "./node-spec.js";
import { substrateNodeWorkload } from "./workload.js";

// Each role on each renderer, and a parachain's node in each of its forms: a diff shows what a change means everywhere.

const chainSpec = {
  chain: "my-chain",
  digest: `sha256:${"4".repeat(64)}`,
  path: "/etc/specs/my-chain.json",
  url: "specs/my-chain.json",
};

const nodes: Record<string, Partial<NodeSpec>> = {
  ...Object.fromEntries(Object.values(NodeRole).map((role) => [role, { role }])),
  [NodeRole.Collator]: {
    role: NodeRole.Collator,
    chain: "my-chain",
    relay: { chain: "polkadot" },
    chains: { names: [], relayNames: ["polkadot"], files: [chainSpec] },
  },
  // Three programs that lie side by side.
  [NodeRole.Validator]: {
    role: NodeRole.Validator,
    program: { ...polkadotProgram, url: "https://releases.example/polkadot-1.20.2.tar.gz", archive: "bin/polkadot" },
  },
  "behind-address-translation": { publicAddresses: ["/ip4/198.51.100.7/tcp/30333", "/dns/node.example/tcp/30333/ws"] },
  "parachain-remote-relay": {
    role: NodeRole.Rpc,
    chain: "asset-hub-polkadot",
    relay: { chain: "polkadot", rpcUrls: ["wss://rpc.example", "ws://10.0.0.1:9944"] },
  },
};

const host: HostPlace = {
  address: "127.83.12.201",
  ports: { p2p: 20000, rpc: 20001, "p2p-ws": 20002, "relay-p2p": 20003, "relay-rpc": 20004 },
  volumes: { data: "/state/directories/d12-1-node-data" },
};
const machine = {
  devices: { data: "/dev/disk/by-id/virtio-d12-1-node-data" },
  ranges: {
    [Exposure.World]: ["0.0.0.0/0"],
    [Exposure.Peers]: [],
    [Exposure.Gateway]: ["10.0.0.0/16"],
    [Exposure.Operators]: ["192.0.2.0/24"],
  },
  architecture: "amd64",
};
const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

describe.each(Object.entries(nodes))("%s", (name, change) => {
  const workload = (reach: Reach) => substrateNodeWorkload(node({ ...change, reach }));

  test("as a process", () =>
    expectGolden(`roles/${name}.process.json`, json(renderProcess(workload(Reach.Loopback), "node", host))));

  test("as a release", () =>
    expectGolden(`roles/${name}.release.json`, json(renderRelease(workload(Reach.Network), machine))));

  test("as a StatefulSet", () =>
    expectGolden(`roles/${name}.statefulset.yaml`, renderStatefulSet(workload(Reach.Network))));
});

test.each([
  ["validator-behind-sentries", { ...nodes[NodeRole.Validator], peers: { reservedOnly: true } }],
  ["sentry", { peers: { reservedOnly: false }, rpcExposure: RpcExposure.Machine }],
])("%s, which is told its peers, as a release alone", (name, change) => {
  const workload = substrateNodeWorkload(node(change));
  expectGolden(`roles/${name}.release.json`, json(renderRelease(workload, machine)));
  expect(() => renderStatefulSet(workload)).toThrow("expected a place with an agent");
  expect(() => substrateNodeWorkload(node({ ...change, reach: Reach.Loopback }))).toThrow("peers: expected a machine");
});

/**
 * Flags of polkadot-sdk's command lines (sc-cli: run, network, rpc, node key, pruning, import and prometheus parameters;
 * cumulus-client-cli: RunCmd), stable2412 and later.
 */
const documented = new Set(
  `--validator --collator --unsafe-force-node-key-generation --name --chain --base-path --database --state-pruning
   --blocks-pruning --sync --listen-addr --no-mdns --no-private-ip --experimental-rpc-endpoint --rpc-max-connections
   --rpc-max-batch-request-len --rpc-port --rpc-external --rpc-methods --rpc-cors --no-prometheus --prometheus-port
   --prometheus-external --node-key-file --reserved-only --relay-chain-rpc-urls --public-addr --no-telemetry --`.split(
    /\s+/,
  ),
);

test.each(Object.entries(nodes))("%s: every flag is one that the SDK documents", (_name, change) => {
  for (const reach of Object.values(Reach)) {
    const flags = substrateNodeWorkload(node({ ...change, reach })).services[0]!.args.filter(
      (arg): arg is string => typeof arg === "string" && arg.startsWith("-"),
    );
    expect(flags.filter((flag) => !documented.has(flag))).toEqual([]);
  }
});
