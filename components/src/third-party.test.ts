import * as pulumi from "@pulumi/pulumi";
import {
  Network,
  NodeRole,
  physicalName,
  Reach,
  registerPlatform,
  renderStatefulSet,
  SubstrateNode,
  type CapabilityColumn,
  type MachinePlatform,
  type Observed,
  type WorkloadPlatform,
} from "./index.js";
import { observerFor } from "./platforms/observer-for.js";
import { mockEngine, unwrap, type Made } from "./testing/mocks.js";

// Two platforms as third parties write them: nothing of a component is edited for them.

class Toy extends pulumi.CustomResource {
  declare readonly address: pulumi.Output<string>;
  declare readonly device: pulumi.Output<string>;
  constructor(kind: string, name: string, inputs: Record<string, unknown>, opts: pulumi.CustomResourceOptions) {
    super(`toy:index:${kind}`, name, { address: undefined, device: undefined, ...inputs }, opts);
  }
}

const all: CapabilityColumn = {
  ...{ network: true, workload: true, workloadGroup: true, machine: true, machineGroup: true, disk: true },
  ...{ address: true, balancer: true, snapshotRestore: true, secretStore: true, login: true },
};
const observer = ({ region }: { region?: unknown }) => {
  const things: Observed[] = [{ type: "toy:index:Thing", name: "thing", id: `${String(region)}/thing`, owner: "me" }];
  return {
    find: async (owner: string, name: string) => things.find((t) => t.owner === owner && t.name === name),
    list: async (owner: string) => things.filter((t) => t.owner === owner),
    isEmpty: async (owner: string) => !things.some((t) => t.owner === owner),
  };
};

const pods: WorkloadPlatform = {
  name: "toy-pods",
  shape: "workload",
  reach: Reach.Network,
  capabilities: all,
  observer,
  driver: {
    network({ logicalName, owner, role, index }, settings, opts) {
      const id = physicalName(owner, role, index);
      new Toy("Namespace", logicalName, { id, region: settings["region"] }, opts);
      return {
        attachment: pulumi.output({ id, address: "", firstPort: 0, lastPort: 0 }),
        resources: [{ kind: "namespace", name: id }],
      };
    },
    workload({ logicalName, workload, network }, _settings, opts) {
      const manifest = workload.apply(renderStatefulSet);
      const set = new Toy("Set", `${logicalName}-set`, { manifest, namespace: network.apply((n) => n.id) }, opts);
      return {
        ports: pulumi
          .all([set.address, workload])
          .apply(([address, w]) => w.ports.map(({ name, number: port }) => ({ name, address, port }))),
        resources: [],
      };
    },
  },
};

const machines: MachinePlatform = {
  name: "toy-cloud",
  shape: "machine",
  capabilities: all,
  observer,
  driver: {
    network: pods.driver.network,
    disk({ logicalName, sizeGib, owner, role, index }, _settings, opts) {
      const name = physicalName(owner, role, index);
      const disk = new Toy("Disk", logicalName, { sizeGib }, opts);
      return { id: disk.id, devicePath: disk.device, resources: [{ kind: "disk", name }] };
    },
    machine({ logicalName, userData, resources, disks, ports }, _settings, opts) {
      const open = ports.apply((p) => p.map(({ number, exposure }) => `${number} to ${exposure}`));
      const machine = new Toy("Machine", logicalName, { userData, resources, disks, open }, opts);
      return { address: machine.address, resources: [{ kind: "machine", name: logicalName }] };
    },
  },
};

registerPlatform(pods);
registerPlatform(machines);

const entry = {
  name: "polkadot",
  version: "1.20.2",
  command: "/opt/dinfra/polkadot",
  digest: `sha256:${"1".repeat(64)}`,
  image: `docker.io/parity/polkadot@sha256:${"2".repeat(64)}`,
};
const placed = (name: string) => ({ owner: "me", custom: { name, settings: { region: "moon" } } });

let made: Made[];
beforeEach(async () => (made = await mockEngine(() => ({ address: "192.0.2.7", device: "/dev/disk/by-id/toy-1" }))));
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
    open: ["30333 to world", "9944 to operators", "9615 to operators"],
  });
  expect(inputs("Machine")["userData"]).toMatch(/^#cloud-config\n[^]*device='\/dev\/disk\/by-id\/toy-1'/);
});

test("what a third party's platform lacks is refused with its name and way out", () => {
  registerPlatform({
    ...machines,
    name: "toy-diskless",
    capabilities: { ...all, disk: { lacks: "choose a machine with a local disk" } },
  });
  expect(() => new SubstrateNode("full", { placement: placed("toy-diskless"), entry, chain: "kusama" })).toThrow(
    'SubstrateNode needs "disk", which the platform "toy-diskless" does not have: choose a machine with a local disk',
  );
});

test("its observer is asked by the same placement", async () => {
  const observed = observerFor(placed("toy-pods"));
  expect(await observed.find("me", "thing")).toMatchObject({ id: "moon/thing" });
  expect(await observed.isEmpty("me")).toBe(false);
  expect(await observed.isEmpty("you")).toBe(true);
});

test("a name is registered once", () => {
  expect(() => registerPlatform({ ...pods })).toThrow('the platform name "toy-pods" is taken');
  expect(() => registerPlatform(pods)).not.toThrow();
});
