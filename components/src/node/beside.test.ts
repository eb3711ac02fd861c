import { Exposure, Reach, renderRelease, withLogs, type Program, type Workload } from "@dinfra/port";
import * as pulumi from "@pulumi/pulumi";
import { expectGolden } from "../testing/golden.js";
import { node } from "../testing/node-specs.js";
import { NodeRole, RpcExposure } from "./axes.js";
import type { Beside } from "./beside.js";
import { CommandLine, type NodeSpec } from "./node-spec.js";
import { endpointPorts, exporterPorts, substrateNodeOutline, substrateNodeWorkload } from "./workload.js";

const program = (name: string): Program => ({
  ...{ name, version: "1.0.0", args: [], url: `${name}.tar.gz`, archive: name },
  digest: `sha256:${"5".repeat(64)}`,
});
const ethRpc = { program: program("eth-rpc"), exposure: RpcExposure.Gateway };
const machineExporter = { program: program("node-exporter") };
const both: Beside = { ethRpc, machineExporter };
const place = {
  devices: { data: "/dev/disk/by-id/virtio-d12-1-node-data" },
  ranges: {
    [Exposure.World]: ["0.0.0.0/0"],
    [Exposure.Peers]: [],
    [Exposure.Gateway]: ["10.0.0.0/16"],
    [Exposure.Operators]: ["192.0.2.0/24"],
  },
  architecture: "amd64",
};
const rpcNode = (change: Partial<NodeSpec> = {}) => node({ role: NodeRole.Rpc, beside: both, ...change });

test("services beside a node have ports of their own, no right to its data, and no word in its readiness", () => {
  const document = renderRelease(substrateNodeWorkload(rpcNode()), place);
  expect(document.protocol).toBe(3);
  expect(document.services.map(({ name, volumes, auxiliary }) => [name, volumes, auxiliary])).toEqual([
    ["node", ["data"], undefined],
    ["eth-rpc", [], true],
    ["machine-exporter", [], true],
  ]);
  expect(document.ports!.filter(({ number }) => [8545, 9100, 9616].includes(number))).toEqual([
    { name: "eth-rpc", number: 8545, protocol: "tcp", exposure: "gateway" },
    { name: "eth-rpc-metrics", number: 9616, protocol: "tcp", exposure: "operators" },
    { name: "machine-metrics", number: 9100, protocol: "tcp", exposure: "operators" },
  ]);
  expectGolden("beside/rpc.release.json", `${JSON.stringify(document, null, 2)}\n`);
});

test("what sends a machine's logs comes beside the same node, and is what the agent reads", async () => {
  const artifacts = { baseUrl: "https://artifacts.example", agent: { amd64: "5".repeat(64) } };
  const logs = { loki: { url: "https://loki.example.org", tenant: "ops" }, token: { file: "/token" } };
  const workload = substrateNodeWorkload(rpcNode({ beside: undefined }));
  const sent = await new Promise<Workload>(
    (resolve) => void withLogs(pulumi.output(workload), { artifacts, logs }).apply((w) => resolve(w as Workload)),
  );
  const document = renderRelease(sent, place);
  expect(document.services[0]).toEqual(renderRelease(workload, place).services[0]);
  expectGolden("beside/logs.release.json", `${JSON.stringify(document, null, 2)}\n`);
});

test("the node beside them is the same node", () => {
  const [beside] = substrateNodeWorkload(rpcNode()).services;
  const [alone] = substrateNodeWorkload(rpcNode({ beside: undefined })).services;
  expect(beside).toEqual(alone);
});

test("outline, endpoints and exporters name them", () => {
  const axes = { role: NodeRole.Rpc };
  const of = [CommandLine.PolkadotSdk, axes, Reach.Network, both] as const;
  const workload = substrateNodeWorkload(rpcNode());
  expect(substrateNodeOutline(...of).services).toEqual(workload.services.map(({ name }) => name));
  expect(substrateNodeOutline(...of).ports).toEqual(workload.ports.map(({ name }) => name));
  expect(endpointPorts(...of).map(({ name }) => name)).toEqual(["rpc", "eth-rpc"]);
  expect(exporterPorts(...of).map(({ metrics }) => metrics!.job)).toEqual(["substrate", "eth-rpc", "machine"]);
});

test("what only the machine asks listens on 127.0.0.1, and is opened to nobody", () => {
  const beside = { ethRpc: { ...ethRpc, exposure: RpcExposure.Machine } };
  const document = renderRelease(substrateNodeWorkload(rpcNode({ beside })), place);
  expect(document.services[1]!.args).not.toContain("--rpc-external");
  expect(document.ports!.map(({ name }) => name)).not.toContain("eth-rpc");
});

test.each<[string, Partial<NodeSpec>, RegExp]>([
  ["beside a validator", { role: NodeRole.Validator }, /ethRpc for the role validator: what authors blocks/],
  ["beside a collator", { role: NodeRole.Collator, relay: { chain: "polkadot" } }, /ethRpc for the role collator/],
  ["beside a bootnode", { role: NodeRole.Bootnode }, /bootnode, which serves peers alone/],
  ["beside another program", { commandLine: CommandLine.DevNode }, /only nodes of polkadot-sdk/],
  ["on a shared machine", { reach: Reach.Loopback }, /ethRpc on a machine that it shares/],
  [
    "of figures of a shared machine",
    { reach: Reach.Loopback, beside: { machineExporter } },
    /machineExporter on a machine that it shares/,
  ],
])("a service %s is refused with the reason", (_name, change, reason) => {
  expect(() => substrateNodeWorkload(rpcNode(change))).toThrow(
    expect.objectContaining({ code: "UnsupportedByEntry", message: expect.stringMatching(reason) as string }),
  );
});

test("an exporter may be beside any node that has its machine alone", () => {
  for (const role of Object.values(NodeRole)) {
    const relay = role === NodeRole.Collator ? { chain: "polkadot" } : undefined;
    const names = substrateNodeWorkload(node({ role, relay, beside: { machineExporter } })).services.map(
      ({ name }) => name,
    );
    expect(names).toEqual(["node", "machine-exporter"]);
  }
});
