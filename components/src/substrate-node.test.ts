import * as pulumi from "@pulumi/pulumi";
import {
  Architecture,
  CommandLine,
  identifyByName,
  Network,
  NodeRole,
  physicalName,
  registerPlatform,
  RpcExposure,
  sharedLooks,
  SubstrateNode,
  SyncMode,
  type CapabilityColumn,
  type SubstrateNodeArgs,
} from "./index.js";
import { mockEngine, unwrap, type Made } from "./testing/mocks.js";

const owner = "deployment:0xab:12.1";
const placement = { local: { root: "/state" }, owner };
const devNode = {
  name: "dev-node",
  version: "0.1.0",
  commandLine: CommandLine.DevNode,
  command: "/opt/dinfra/main.js",
  interpreter: "/usr/bin/node",
  args: ["--block-time", "6000"],
};
const polkadot = { name: "polkadot", version: "1.20.2", command: "/opt/polkadot" };

const local = ({ type, name }: Made) =>
  type.endsWith(":Network")
    ? { address: "127.9.8.7", firstPort: 20000, lastPort: 20015 }
    : type.endsWith(":Directory")
      ? { path: `/state/${name}` }
      : type.endsWith(":Ports")
        ? { numbers: { rpc: name === "a-ports" ? 20007 : 20008 } }
        : { pid: 1 };

let made: Made[];
beforeEach(async () => (made = await mockEngine(local)));

// What a test leaves running would register its outputs with the next one's engine.
afterEach(() => pulumi.runtime.disconnect());

const children = () => made.filter((m) => !m.type.startsWith("dinfra:")).map((m) => `${m.type} ${m.name}`);
const process = () => made.find((m) => m.type === "dinfra-host:index:Process")!.inputs;
const node = (args: Partial<SubstrateNodeArgs> = {}) =>
  new SubstrateNode("node", { placement, entry: devNode, chain: "dev", ...args });

test("peers of other owners go to the platform by name; those of its own it has anyway", async () => {
  node({
    peers: [{ name: "own" }, { name: "sentry", owner: "other" }, { name: "r", index: 1, owner: "o", ports: ["rpc"] }],
  });
  await pulumi.runtime.disconnect();
  expect(process()["peerProcesses"]).toEqual([
    { name: physicalName("other", "sentry/node"), owner: "other", ports: ["p2p"] },
    // A gateway may have taken the port over.
    { name: physicalName("o", "r/node", 1), owner: "o", ports: ["rpc"], also: [physicalName("o", "r/gateway", 1)] },
  ]);
});

test.each([
  ["no list", undefined, undefined],
  ["only nodes of its own", [{ name: "own" }], undefined],
])("with %s of peers the process has the inputs that it always had", async (_, peers, expected) => {
  node({ peers });
  await pulumi.runtime.disconnect();
  expect(process()["peerProcesses"]).toBe(expected);
});

test.each([
  ["an address", [{ address: "127.0.0.1", port: 8080 }], /peers\[0\]\.name: expected/],
  ["an unknown key", [{ name: "a", port: 8080 }], /peers\[0\]\.port/],
  ["an empty name", [{ name: "" }], /peers\[0\]\.name: expected the name of a SubstrateNode/],
  ["a broken index", [{ name: "a", index: -1 }], /peers\[0\]\.index: expected a whole number from 0/],
])("a peer by %s is refused in one line", (_, peers, message) => {
  expect(() => node({ peers: peers as never })).toThrow(message);
});

test("a dev node is a network and a process, named after its owner", async () => {
  const it = node({ role: NodeRole.Rpc });
  expect(await unwrap(it.endpoints)).toEqual([{ name: "rpc", url: "ws://127.9.8.7:20000" }]);
  expect(await unwrap(it.endpoint)).toBe("ws://127.9.8.7:20000");
  expect(await unwrap(it.resources)).toEqual([
    { kind: "network", name: physicalName(owner, "node/network") },
    { kind: "process", name: physicalName(owner, "node/node") },
  ]);
  await pulumi.runtime.disconnect();
  expect(children()).toEqual(["dinfra-host:index:Network node-network", "dinfra-host:index:Process node-node"]);
  expect(process()).toMatchObject({
    name: physicalName(owner, "node/node"),
    owner,
    root: "/state",
    command: "/usr/bin/node",
    args: [
      "/opt/dinfra/main.js",
      ...["--block-time", "6000", "--host", "127.9.8.7", "--port", "20000", "--chain-name", "dev", "--name", "node"],
    ],
    readiness: { kind: "websocket", address: "127.9.8.7", port: 20000, method: "system_health" },
  });
});

test("a polkadot-sdk node has a folder for its data, outside its process", async () => {
  await unwrap(node({ entry: polkadot, chain: "kusama" }).endpoint);
  await pulumi.runtime.disconnect();
  expect(children().sort()).toEqual([
    "dinfra-host:index:Directory node-data",
    "dinfra-host:index:Network node-network",
    "dinfra-host:index:Process node-node",
  ]);
  expect(process()["args"]).toEqual(expect.arrayContaining(["--base-path", "/state/node-data"]));
});

test("a parachain's node is a process with two command lines, and each has ports of its own", async () => {
  const relay = { chain: "polkadot" };
  await unwrap(node({ entry: polkadot, chain: "asset-hub-polkadot", relay, role: NodeRole.Collator }).endpoint);
  await pulumi.runtime.disconnect();
  const args = process()["args"] as string[];
  const cut = args.indexOf("--");
  expect(args.slice(0, cut)).toEqual(expect.arrayContaining(["--collator", "/ip4/127.9.8.7/tcp/20000"]));
  expect(args.slice(cut)).toEqual(expect.arrayContaining(["polkadot", "/ip4/127.9.8.7/tcp/20002"]));
  expect(process()["ports"]).toEqual(
    ["p2p", "rpc", "relay-p2p", "relay-rpc"].map((name, i) => ({ name, address: "127.9.8.7", port: 20000 + i })),
  );
});

test.each<[string, Partial<SubstrateNodeArgs>, string]>([
  ["archive with warp sync", { role: NodeRole.Archive, sync: SyncMode.Warp }, "sync: expected full"],
  [
    "validator with public RPC",
    { role: NodeRole.Validator, rpcExposure: RpcExposure.Gateway },
    "rpcExposure: expected",
  ],
  ["a collator of no parachain", { role: NodeRole.Collator }, "relay: expected"],
])("%s is refused in the constructor, before anything is made", (_what, change, words) => {
  expect(() => node({ entry: polkadot, chain: "kusama", ...change })).toThrow(words);
  expect(children()).toEqual([]);
});

test.each<[string, object[], string]>([
  ["no artefact", [], "entry.artifacts: expected one at least"],
  ["a processor twice", ["a", "a"].map(artifact), "entry.artifacts[1].architecture: expected each processor once"],
  ["an artefact without its hash", [{ ...artifact(), digest: "x" }], "entry.artifacts[0].digest: expected sha256:"],
  [
    "an artefact over http",
    [{ ...artifact(), url: "http://a.example/x" }],
    "entry.artifacts[0].url: expected an https",
  ],
  ["an archive path that climbs", [{ ...artifact(), archive: "../x" }], "entry.artifacts[0].archive: expected"],
])("%s is refused in the constructor", (_what, artifacts, words) => {
  const entry = { ...polkadot, artifacts } as SubstrateNodeArgs["entry"];
  expect(() => node({ entry, chain: "kusama" })).toThrow(words);
});

function artifact() {
  return { architecture: Architecture.Amd64, url: "polkadot.tar.zst", digest: `sha256:${"5".repeat(64)}` };
}

test("nodes in one network are given their ports by name, whatever their index", async () => {
  const network = new Network("shared", { placement, size: 4 }).attachment;
  const nodes = [
    new SubstrateNode("a", { placement, entry: devNode, chain: "dev", network }),
    new SubstrateNode("b", { placement, entry: devNode, chain: "dev", network, index: 1 }),
  ];
  expect(await Promise.all(nodes.map((one) => unwrap(one.endpoint)))).toEqual([
    "ws://127.9.8.7:20007",
    "ws://127.9.8.7:20008",
  ]);
  expect(made.filter((m) => m.type.endsWith(":Ports")).map((m) => m.inputs)).toMatchObject([
    { name: physicalName(owner, "a/node"), network: physicalName(owner, "shared/network"), ports: ["rpc"] },
    { name: physicalName(owner, "b/node", 1), network: physicalName(owner, "shared/network"), ports: ["rpc"] },
  ]);
  await pulumi.runtime.disconnect();
  expect(children().filter((c) => c.includes("Network"))).toEqual(["dinfra-host:index:Network shared-network"]);
});

test("every child belongs to its component", async () => {
  const urns: Promise<string>[] = [];
  const watch = (args: pulumi.ResourceTransformationArgs) => {
    const urn = new Promise<string>((resolve) => queueMicrotask(() => resolve(unwrap(args.resource.urn))));
    urns.push(urn);
    return undefined;
  };
  const it = new SubstrateNode("node", { placement, entry: polkadot, chain: "kusama" }, { transformations: [watch] });
  await unwrap(it.endpoint);
  const lineages = (await Promise.all(urns)).map((urn) => urn.split("::").slice(2).join("::"));
  expect(lineages.sort()).toEqual([
    "dinfra:index:SubstrateNode$dinfra-host:index:Directory::node-data",
    "dinfra:index:SubstrateNode$dinfra-host:index:Network::node-network",
    "dinfra:index:SubstrateNode$dinfra-host:index:Process::node-node",
    "dinfra:index:SubstrateNode::node",
  ]);
});

test("physical names are the same in another run, and differ for another attempt", async () => {
  const names = async (of: string) => {
    const it = node({ placement: { ...placement, owner: of } });
    return (await unwrap(it.resources)).map((r) => r.name);
  };
  expect(await names(owner)).toEqual(await names(owner));
  expect(await names("deployment:0xab:12.2")).not.toEqual(await names(owner));
});

test.each<[string, Partial<SubstrateNodeArgs>, string]>([
  ["no platform", { placement: {} }, "placement: expected exactly one platform, found none"],
  [
    "a role that is none",
    { role: "sentry" as NodeRole },
    'role: expected one of full, archive, rpc, validator, collator, bootnode, found "sentry"',
  ],
  ["half an index", { index: 0.5 }, "index: expected a whole number from 0, found 0.5"],
  [
    "a snapshot on this machine",
    { snapshot: { baseUrl: "https://a.example/b", manifestSha256: "", chainId: "a" } },
    'SubstrateNode.snapshot needs "snapshotRestore", which the platform "local" does not have',
  ],
  [
    "a command that is relative",
    { entry: { ...devNode, command: "node" } },
    'entry.command: expected an absolute path, found "node"',
  ],
  [
    "an image that is not pinned",
    { entry: { ...devNode, image: "parity/polkadot:latest" } },
    "entry.image: expected an image pinned by digest",
  ],
  [
    "a download from outside the artefacts' folder",
    { entry: { ...devNode, url: "../node", digest: `sha256:${"a".repeat(64)}` } },
    "entry.url: expected an https URL, or a relative path below the address of the artefacts",
  ],
  [
    "a file outside its archive",
    { entry: { ...devNode, url: "node.zip", digest: `sha256:${"a".repeat(64)}`, archive: "../node" } },
    "entry.archive: expected a relative path inside the archive",
  ],
  [
    "a download that is not pinned",
    { entry: { ...devNode, url: "https://x.example/node" } },
    "entry.url: expected a digest and a command or an archive beside it",
  ],
])("construction refuses %s before anything is made", async (_what, args, message) => {
  expect(() => node(args)).toThrow(message);
  expect(children()).toEqual([]);
});

test("a component's inputs are not kept in its state", async () => {
  await unwrap(node().endpoint);
  expect(made.filter((m) => m.type.startsWith("dinfra:")).map((m) => m.inputs)).toEqual([{}]);
});

/** What was asked of a platform that makes nothing: all that is plain, and what has resolved. */
const asked: unknown[] = [];
const remember = (request: object) =>
  pulumi
    .output(Object.fromEntries(Object.entries(request).filter(([key]) => key !== "network" && key !== "disks")))
    .apply((resolved) => asked.push(resolved));

registerPlatform({
  name: "machines-alone",
  settingsSchema: { type: "object" },
  open: () => ({
    shape: "machine",
    capabilities: { network: true, machine: true, disk: true } as CapabilityColumn,
    observer: {
      snapshot: sharedLooks(() => Promise.resolve([])),
      consistencyDelayMs: 0,
      identify: identifyByName(() => undefined),
    },
    driver: {
      network: ({ role }) => ({
        attachment: pulumi.output({ id: role, address: "", firstPort: 0, lastPort: 0 }),
        resources: [],
      }),
      disk: (request) => {
        remember(request);
        return { volume: request.volume, handle: undefined, resources: [] };
      },
      machine: (request) => {
        remember(request);
        const address = pulumi.output("203.0.113.4");
        return {
          id: pulumi.output("machine-1"),
          addresses: { public: address, private: address },
          ssh: { host: address, port: pulumi.output(22), user: pulumi.output("root") },
          devices: pulumi.output<Record<string, string>>({ data: "/dev/disk/by-id/data" }),
          resources: [],
        };
      },
    },
  }),
});

test("a node on a machine gets its gateway by its Release alone: a state of before changes nowhere else", async () => {
  const machines = {
    artifacts: { baseUrl: "https://artifacts.example", agent: { amd64: `sha256:${"a".repeat(64)}` } },
    operators: { publicKeys: ["ssh-ed25519 AAAA"], privateKey: { file: "/keys/id" } },
    ranges: { gateway: ["10.0.0.0/16"] },
  };
  const entry = { ...polkadot, url: "polkadot", digest: `sha256:${"0".repeat(64)}` };
  const madeWith = async (gateway?: { enabled: boolean }) => {
    asked.length = 0;
    const all = await mockEngine(
      () => ({ hostKey: "k", digest: "d" }),
      () => ({ outputs: {} }),
    );
    const it = new SubstrateNode("node", {
      placement: { custom: { name: "machines-alone" }, machines, owner },
      ...{ entry, chain: "kusama", role: NodeRole.Rpc, gateway },
    });
    const outputs = [await unwrap(it.endpoint), await unwrap(it.readiness), await unwrap(it.gateway)];
    expect(await unwrap(it.machineId)).toBe("machine-1");
    await pulumi.runtime.disconnect();
    const { document, ...release } = all.find(({ type }) => type.endsWith(":Release"))!.inputs;
    const others = all.filter(({ type }) => !type.endsWith(":Release")).map(({ type, name }) => `${type} ${name}`);
    return { outputs, platform: JSON.stringify(asked), release, others, document };
  };
  // A version of before had none where nothing was said.
  const before = await madeWith({ enabled: false });
  const now = await madeWith();
  expect(now.outputs).toEqual(["ws://203.0.113.4:9944", "http://203.0.113.4:8001/ready", true]);
  expect(before.outputs).toEqual([...now.outputs.slice(0, 2), false]);
  // Its disk, and its machine with size, ports and user data. Which service has a port, no platform asks.
  const read = (text: string) =>
    JSON.parse(text, (key, value: unknown) => (key === "service" ? undefined : value)) as unknown[];
  expect(read(before.platform)).toHaveLength(2);
  expect(read(now.platform)).toEqual(read(before.platform));
  expect([now.release, now.others]).toEqual([before.release, before.others]);
  const services = (doc: unknown) => (doc as { services: { name: string }[] }).services.map(({ name }) => name);
  expect([services(before.document), services(now.document)]).toEqual([["node"], ["node", "gateway"]]);
});
