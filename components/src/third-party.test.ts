import * as pulumi from "@pulumi/pulumi";
import {
  identifyByName,
  Network,
  NodeRole,
  observerFor,
  ownerLabel,
  ownerView,
  physicalName,
  Reach,
  registerPlatform,
  renderStatefulSet,
  sharedLooks,
  SubstrateNode,
  WaitFor,
  withoutBalancers,
  withoutGroups,
  type PlacementArgs,
  type CapabilityColumn,
  type MachineDriver,
  type NetworkAttachment,
  type Observer,
  type PlatformDefinition,
  type WorkloadDriver,
} from "./index.js";
import { mockEngine, unwrap, type Made } from "./testing/mocks.js";

// Two platforms as third parties write them: nothing of a component is edited for them.

class Toy extends pulumi.CustomResource {
  declare readonly address: pulumi.Output<string>;
  constructor(kind: string, name: string, inputs: Record<string, unknown>, opts: pulumi.CustomResourceOptions) {
    super(`toy:index:${kind}`, name, { address: undefined, ...inputs }, opts);
  }
}

interface Settings {
  region: string;
  image?: pulumi.Input<string>;
}

const settingsSchema = {
  type: "object",
  additionalProperties: false,
  required: ["region"],
  properties: { region: { type: "string" }, image: { type: "string", minLength: 3 } },
};

const all: CapabilityColumn = {
  ...{ network: true, existingNetwork: true, sharedNetwork: true, workload: true, machine: true, disk: true },
  ...{ diskGrowth: true, snapshotRestore: true, reservedPeers: true, mountedSecrets: true, login: true },
  ...withoutBalancers("give the endpoint a proxy"),
  ...withoutGroups("make a SubstrateNode for each"),
};

const observer = ({ region }: Settings): Observer => ({
  snapshot: sharedLooks(async () => [
    { type: "toy:index:Thing", name: "thing", id: `${region}/thing`, owner: ownerLabel("me") },
  ]),
  consistencyDelayMs: 0,
  identify: identifyByName(({ inputs }) => inputs["id"]),
});

const network =
  ({ region }: Settings): WorkloadDriver["network"] =>
  ({ logicalName, owner, role, index, existing }, opts) => {
    const id = physicalName(owner, role, index);
    if (existing === undefined) new Toy("Namespace", logicalName, { id, region }, opts);
    return {
      attachment: pulumi.output({ id: existing ?? id, address: "", firstPort: 0, lastPort: 0, zone: region }),
      resources: existing === undefined ? [{ kind: "namespace", name: id }] : [],
    };
  };

const podDriver = (settings: Settings): WorkloadDriver => ({
  network: network(settings),
  workload({ logicalName, workload, network }, opts) {
    const manifest = workload.apply(renderStatefulSet);
    const set = new Toy("Set", `${logicalName}-set`, { manifest, namespace: network.apply((n) => n.id) }, opts);
    return {
      ports: pulumi
        .all([set.address, workload])
        .apply(([address, w]) => w.ports.map(({ name, number: port }) => ({ name, address, port }))),
      resources: [],
    };
  },
});

const machineDriver = (settings: Settings): MachineDriver => ({
  network: network(settings),
  disk({ logicalName, volume, sizeGib, protectData, owner, role, index }, opts) {
    const handle = new Toy("Disk", logicalName, { sizeGib }, { ...opts, protect: protectData });
    return { volume, handle, resources: [{ kind: "disk", name: physicalName(owner, role, index) }] };
  },
  machine({ logicalName, userData, resources, disks, ports, zone, network, rebuild, image = settings.image }, opts) {
    const open = ports.apply((all) =>
      all.map(({ number, ranges }) => `${number} to ${ranges.join(" and ") || "nobody"}`),
    );
    const attached = disks.map(({ handle }) => (handle as Toy).id);
    const where = network.apply((n) => zone ?? n.zone);
    const inputs = { userData, resources, disks: attached, open, image, zone: where, rebuild };
    const machine = new Toy("Machine", logicalName, inputs, opts);
    return {
      addresses: { private: machine.address },
      ssh: { host: machine.address, port: pulumi.output(22), user: pulumi.output("admin") },
      devices: pulumi.output(Object.fromEntries(disks.map(({ volume }) => [volume, `/dev/disk/by-id/${volume}`]))),
      resources: [{ kind: "machine", name: logicalName }],
    };
  },
});

const pods: PlatformDefinition<Settings> = {
  name: "toy-pods",
  settingsSchema,
  open: (settings) => ({
    shape: "workload",
    reach: Reach.Network,
    capabilities: all,
    observer: observer(settings),
    driver: podDriver(settings),
  }),
};

const machines: PlatformDefinition<Settings> = {
  name: "toy-cloud",
  settingsSchema,
  open: (settings) => ({
    shape: "machine",
    capabilities: all,
    observer: observer(settings),
    driver: machineDriver(settings),
  }),
};

const machinesless: PlatformDefinition<Settings> = { ...pods, name: "toy-pods-only" };

registerPlatform(pods);
registerPlatform(machines);

const entry = {
  name: "polkadot",
  version: "1.20.2",
  command: "/opt/dinfra/polkadot",
  digest: `sha256:${"1".repeat(64)}`,
  image: `docker.io/parity/polkadot@sha256:${"2".repeat(64)}`,
};
const placed = (name: string, more: object = {}) => ({
  owner: "me",
  custom: { name, settings: { region: "moon", ...more } },
});

let made: Made[];
beforeEach(async () => (made = await mockEngine(() => ({ address: "192.0.2.7" }))));
afterEach(() => pulumi.runtime.disconnect());
const inputs = (type: string) => made.find((m) => m.type === `toy:index:${type}`)!.inputs;

test("a platform that runs workloads gets the node's workload", async () => {
  const placement = placed("toy-pods");
  const network = new Network("net", { placement }).attachment;
  const node = new SubstrateNode("rpc", { placement, network, entry, chain: "kusama", role: NodeRole.Rpc });
  expect(await unwrap(node.endpoint)).toBe("ws://192.0.2.7:9944");
  await pulumi.runtime.disconnect();
  expect(made.map((m) => `${m.type} ${m.name}`).sort()).toEqual([
    "dinfra:index:Network net",
    "dinfra:index:SubstrateNode rpc",
    "toy:index:Namespace net-network",
    "toy:index:Set rpc-set",
  ]);
  expect(inputs("Namespace")["region"]).toBe("moon");
  expect(inputs("Set")["namespace"]).toBe(physicalName("me", "net"));
  expect(inputs("Set")["manifest"]).toContain("kind: StatefulSet");
});

test("a platform that has machines gets a machine that makes itself, with its data on a disk of its own", async () => {
  const node = new SubstrateNode("full", { placement: placed("toy-cloud"), entry, chain: "kusama" });
  expect(await unwrap(node.endpoint)).toBe("ws://192.0.2.7:9944");
  expect((await unwrap(node.resources)).map((r) => r.kind)).toEqual(["namespace", "disk", "machine"]);
  await pulumi.runtime.disconnect();
  expect(inputs("Disk")).toMatchObject({ sizeGib: 100 });
  expect(inputs("Machine")).toMatchObject({
    resources: { cpu: 2000, memory: 4096 },
    disks: ["full-data-id"],
    zone: "moon",
    open: ["22 to nobody", "30333 to 0.0.0.0/0 and ::/0", "9944 to nobody", "9615 to nobody"],
  });
  expect(inputs("Machine")["userData"]).toMatch(/^#cloud-config\n/);
});

test("a gateway with an authority is known by its name; the authority reaches port 443, and clients are who they were", async () => {
  const hex = "ab".repeat(32);
  const machines = {
    artifacts: { baseUrl: "https://artifacts.example", agent: { amd64: hex } },
    operators: { publicKeys: ["ssh-ed25519 AAAA op"], privateKey: { file: "/key" } },
    ranges: { gateway: ["10.0.0.0/16"] },
  };
  const gateway = { tls: { acme: { hosts: ["rpc.example.org"] } } };
  const args = { entry: { ...entry, url: "polkadot-1.20.2" }, chain: "kusama", role: NodeRole.Rpc, gateway };
  const node = new SubstrateNode("rpc", { ...args, placement: { ...placed("toy-cloud"), machines } });
  expect(await unwrap(node.endpoints)).toEqual([{ name: "rpc", url: "wss://rpc.example.org:9944" }]);
  await pulumi.runtime.disconnect();
  const { open } = inputs("Machine") as { open: string[] };
  expect(open).toEqual(expect.arrayContaining(["9944 to 10.0.0.0/16", "443 to 0.0.0.0/0 and ::/0"]));
  const release = made.find(({ type }) => type === "dinfra-node:index:Release")!.inputs;
  expect(release["document"]).toMatchObject({
    protocol: 6,
    services: [{}, { name: "gateway", privilegedPorts: true }],
  });
});

test("logs go where the placement says, with a secret by its place alone; whoever runs workloads has them already", async () => {
  process.env.DINFRA_TEST_LOGS_TOKEN = "a-secret-of-the-test";
  const machines = {
    artifacts: { baseUrl: "https://artifacts.example", agent: { amd64: "ab".repeat(32) } },
    operators: { publicKeys: ["ssh-ed25519 AAAA op"], privateKey: { file: "/key" } },
  };
  const logs = { loki: { url: "https://loki.example.org" }, token: { env: "DINFRA_TEST_LOGS_TOKEN" } };
  const args = { entry: { ...entry, url: "polkadot-1.20.2" }, chain: "kusama" };
  const network = new Network("net", { placement: placed("toy-cloud") }).attachment;
  const node = (name: string, more: object) =>
    new SubstrateNode(name, {
      ...args,
      network,
      placement: { ...placed("toy-cloud"), machines: { ...machines, ...more } },
    });
  node("quiet", {});
  node("told", { logs });
  expect(() => node("refused", { logs: { ...logs, otlp: { url: "https://otel.example.org" } } })).toThrow(
    "one of loki",
  );
  const pods = { ...placed("toy-pods"), machines: { logs } };
  const capabilities = { ...all, machine: { lacks: "the cluster has their logs" } };
  registerPlatform<Settings>({
    ...machinesless,
    open: (settings) => ({ ...machinesless.open(settings), capabilities }),
  });
  const onPods = { ...pods, custom: { ...pods.custom, name: "toy-pods-only" } };
  expect(() => new SubstrateNode("pod", { ...args, network, placement: onPods })).toThrow("the cluster has their logs");
  await pulumi.runtime.disconnect();
  const of = (type: string, name: string) => made.find((m) => m.type === type && m.name === name)!.inputs;
  const release = (name: string) => of("dinfra-node:index:Release", `${name}-release`);
  expect(release("told")["document"]).toMatchObject({ services: [{ name: "node" }, { name: "logs" }], protocol: 6 });
  expect(release("told")["secrets"]).toEqual([
    { service: "logs", name: "secret", source: { env: "DINFRA_TEST_LOGS_TOKEN" } },
  ]);
  expect(release("quiet")["document"]).toMatchObject({ services: [{ name: "node" }] });
  // The machine is the same one.
  const machine = (name: string) =>
    JSON.stringify(of("toy:index:Machine", `${name}-machine`))
      .replaceAll(physicalName("me", name), "x")
      .replaceAll(name, "x");
  expect(machine("told")).toBe(machine("quiet"));
  expect(JSON.stringify(made)).not.toContain("a-secret-of-the-test");
});

test("what a third party's platform lacks is refused with its name and way out", () => {
  registerPlatform<Settings>({
    ...machines,
    name: "toy-diskless",
    open: (settings) => ({
      ...machines.open(settings),
      capabilities: { ...all, disk: { lacks: "choose a machine with a local disk" } },
    }),
  });
  expect(() => new SubstrateNode("full", { placement: placed("toy-diskless"), entry, chain: "kusama" })).toThrow(
    'SubstrateNode needs "disk", which the platform "toy-diskless" does not have: choose a machine with a local disk',
  );
});

const artifacts = { baseUrl: "https://example.org", agent: { amd64: `sha256:${"3".repeat(64)}` } };
const operators = { publicKeys: ["ssh-ed25519 AAAA"], privateKey: { env: "KEY" } };
const fetched = { ...entry, url: "polkadot" };
const diskGrowth = { thresholdPercent: 85, stepGib: 50, maximumGib: 300 };

test("a disk is given what its machine said that it wants, which the stack's state has, and never less than it has", async () => {
  const machines = { artifacts, operators, diskGrowth };
  const wanted = { placement: { ...placed("toy-cloud"), machines }, entry: fetched, chain: "kusama" };
  const make = async (seen: object | undefined) => {
    const outputs = { document: { name: physicalName("me", "full", 0) }, disks: { data: seen } };
    const other = { document: { name: "other" }, disks: { data: { sizeGib: 900, wantsGib: 900 } } };
    made = await mockEngine(
      () => ({ address: "192.0.2.7" }),
      ({ token, inputs: { stackName } }) =>
        token === "pulumi:pulumi:readStackResourceOutputs" && stackName === "organization/shop/prod"
          ? { outputs: [other, outputs].map((o) => ({ type: "dinfra-node:index:Release", outputs: o })) }
          : {},
    );
    await unwrap(new SubstrateNode("full", wanted).endpoint);
    await pulumi.runtime.disconnect();
    return inputs("Disk")["sizeGib"];
  };
  expect(await make(undefined)).toBe(100);
  expect(await make({ sizeGib: 100, wantsGib: 150 })).toBe(150);
  expect(await make({ sizeGib: 150, wantsGib: 0 })).toBe(150);
  expect(await make({ sizeGib: 280, wantsGib: 330 })).toBe(300);
  const release = made.find((m) => m.type === "dinfra-node:index:Release")!.inputs;
  expect(release).toMatchObject({ document: { volumes: [{ name: "data", growth: diskGrowth }] } });
});

test("what an update waits for and how a version takes over reach the machine; its agent says whether it is ready", async () => {
  made = await mockEngine(() => ({ address: "192.0.2.7", hostKey: "ssh-ed25519 BBBB" }));
  const node = new SubstrateNode("full", {
    placement: { ...placed("toy-cloud"), machines: { artifacts, operators, ranges: { gateway: ["198.51.100.0/24"] } } },
    entry: fetched,
    chain: "kusama",
    waitFor: WaitFor.Started,
    waitForSeconds: 1200,
    upgrade: { drainSeconds: 180 },
  });
  expect(await unwrap(node.readiness)).toBe("http://192.0.2.7:8001/ready");
  expect(await unwrap(node.hostKey)).toBe("ssh-ed25519 BBBB");
  await pulumi.runtime.disconnect();
  const release = made.find((m) => m.type === "dinfra-node:index:Release")!.inputs;
  expect(release).toMatchObject({ waitFor: "started", timeoutSeconds: 1200 });
  expect(release["document"]).toMatchObject({ health: { port: 8001 }, upgrade: { drainSeconds: 180 } });
  expect(inputs("Machine")["open"]).toContain("8001 to 198.51.100.0/24");
});

test("waiting for a machine is refused where there is none, or no agent that says anything", () => {
  const node = (more: object) => () => new SubstrateNode("full", { entry: fetched, chain: "kusama", ...more } as never);
  for (const [name, value] of Object.entries({ waitFor: WaitFor.Ready, waitForSeconds: 1, upgrade: {} })) {
    expect(node({ placement: { local: {} }, [name]: value })).toThrow(
      `SubstrateNode.${name} needs "machine", which the platform "local" does not have`,
    );
  }
  expect(node({ placement: placed("toy-cloud"), waitFor: WaitFor.Ready })).toThrow(
    "placement.machines.artifacts: expected where machines fetch the agent, which is waited for",
  );
});

test("growth is refused where the platform cannot, where nobody would ask for it, and where it makes no sense", () => {
  const node = (placement: PlacementArgs) => () =>
    new SubstrateNode("full", { placement, entry: fetched, chain: "kusama" });
  const cloud = placed("toy-cloud");
  registerPlatform<Settings>({
    ...machines,
    name: "toy-rigid",
    open: (settings) => ({
      ...machines.open(settings),
      capabilities: { ...all, diskGrowth: { lacks: "ask for a larger disk at first" } },
    }),
  });
  const wish = { artifacts, operators, diskGrowth };
  expect(node({ ...placed("toy-rigid"), machines: wish })).toThrow(
    'SubstrateNode needs "diskGrowth", which the platform "toy-rigid" does not have: ask for a larger disk at first',
  );
  expect(node({ local: {}, machines: wish })).toThrow('needs "diskGrowth", which the platform "local" does not have');
  expect(node({ ...cloud, machines: { diskGrowth } })).toThrow("placement.machines.artifacts: expected where machines");
  expect(node({ ...cloud, machines: { ...wish, diskGrowth: { ...diskGrowth, thresholdPercent: 100 } } })).toThrow(
    "placement.machines.diskGrowth.thresholdPercent: expected a whole number from 1 to 99, found 100",
  );
});

test("ports are opened to the ranges of the placement, and an existing network is used as it is", async () => {
  const placement = {
    ...placed("toy-cloud"),
    machines: { zone: "sea", ranges: { operators: ["198.51.100.0/24"], world: [] } },
  };
  const { attachment } = new Network("net", { placement, existing: "vpc-7" });
  const node = new SubstrateNode("full", { placement, network: attachment, entry, chain: "kusama" });
  await unwrap(node.endpoint);
  await pulumi.runtime.disconnect();
  expect(made.filter((m) => m.type === "toy:index:Namespace")).toEqual([]);
  const open = ["22 to 198.51.100.0/24", "30333 to nobody", "9944 to 198.51.100.0/24", "9615 to 198.51.100.0/24"];
  expect(inputs("Machine")).toMatchObject({ zone: "sea", open });
});

test("a machine in another zone than its network is refused when it is constructed, before the network is there", () => {
  registerPlatform<Settings>({
    ...machines,
    name: "toy-zoned",
    open: (settings) => {
      const driver = machineDriver(settings);
      const network: MachineDriver["network"] = ({ logicalName }, opts) => {
        const { id } = new Toy("Network", logicalName, {}, opts);
        return {
          attachment: pulumi.output({ id, address: "", firstPort: 0, lastPort: 0, zone: settings.region }),
          resources: [],
        };
      };
      const opened = { ...machines.open(settings), shape: "machine" as const };
      return { ...opened, networkZone: settings.region, driver: { ...driver, network } };
    },
  });
  const net = new Network("net", { placement: placed("toy-zoned", { region: "sea" }) });
  const node = (region: string, network: pulumi.Output<NetworkAttachment>) => () =>
    new SubstrateNode(region, { placement: placed("toy-zoned", { region }), network, entry, chain: "kusama" });
  const refusal =
    'zone: expected "sea", the zone of the network, found "hill"; such a network lies in one zone: give each zone a';
  expect(node("hill", net.attachment)).toThrow(refusal);
  expect(
    node(
      "hill",
      pulumi.all([net.attachment, 1]).apply(([a]) => a),
    ),
  ).toThrow(refusal);
  expect(node("sea", net.attachment)).not.toThrow();
});

test("settings are held against the platform's schema, and those that come later when they come", async () => {
  const node = (more: object) =>
    new SubstrateNode("full", { placement: placed("toy-cloud", more), entry, chain: "kusama" });
  expect(() => node({ image: "ab" })).toThrow("placement.custom.settings.image: expected at least 3 characters");
  expect(() => node({ region: undefined })).toThrow(
    "placement.custom.settings.region: expected a value, found nothing",
  );
  expect(() => node({ regoin: "x" })).toThrow("placement.custom.settings.regoin: expected one of the properties");
  await unwrap(node({ image: pulumi.output("debian") }).endpoint);
  await pulumi.runtime.disconnect();
  expect(inputs("Machine")["image"]).toBe("debian");
});

test("a machine is made anew on purpose, where there are machines", async () => {
  const wanted = { placement: placed("toy-cloud"), entry, chain: "kusama" };
  await unwrap(new SubstrateNode("full", { ...wanted, rebuild: 2 }).endpoint);
  await pulumi.runtime.disconnect();
  expect(inputs("Machine")["rebuild"]).toBe(2);
  expect(() => new SubstrateNode("b", { ...wanted, rebuild: -1 })).toThrow("rebuild: expected a whole number from 0");
  expect(() => new SubstrateNode("c", { ...wanted, placement: { local: {} }, rebuild: 1 })).toThrow(
    'SubstrateNode.rebuild needs "machine", which the platform "local" does not have',
  );
});

test("its observer is asked by the same placement", async () => {
  const observed = ownerView(observerFor(placed("toy-pods")));
  expect(await observed.find("me", "thing")).toMatchObject({ id: "moon/thing" });
  expect(await observed.isEmpty("me")).toBe(false);
  expect(await observed.isEmpty("you")).toBe(true);
});

test("a name is registered once", () => {
  expect(() => registerPlatform({ ...pods })).toThrow('the platform name "toy-pods" is taken');
  expect(() => registerPlatform(pods)).not.toThrow();
});
