import { startStandIn, type StandIn } from "@dinfra/cloudstack-stand-in";
import { CommandLine, Network, SubstrateNode } from "@dinfra/components";
import { asker, jobEnd } from "@dinfra/cloudstack-stand-in/dist/testing/ask.js";
import {
  Architecture,
  Exposure,
  resolvePlacement,
  type MachineDriver,
  type MachinePort,
  type PlacementArgs,
} from "@dinfra/port";
import * as cloudstack from "@pulumi/cloudstack";
import * as pulumi from "@pulumi/pulumi";
import { openStack, type TestStack } from "./stack.js";

jest.setTimeout(600_000);

let cloud: StandIn;
let stack: TestStack | undefined;

beforeEach(async () => {
  cloud = await startStandIn();
  process.env.DINFRA_TEST_CLOUDSTACK_KEY = cloud.admin.apiKey;
  process.env.DINFRA_TEST_CLOUDSTACK_SECRET = cloud.admin.secret;
});
afterEach(async () => {
  stack?.close();
  stack = undefined;
  await cloud.close();
});

const sizes = [{ name: "small", cpu: 1000, memory: 512 }];

function placement(more: Record<string, unknown> = {}): PlacementArgs {
  return {
    protectData: false,
    custom: {
      name: "cloudstack",
      settings: {
        apiUrl: cloud.url,
        apiKey: { env: "DINFRA_TEST_CLOUDSTACK_KEY" },
        secretKey: { env: "DINFRA_TEST_CLOUDSTACK_SECRET" },
        zone: "zone-1",
        template: "debian-12",
        sizes,
        ...more,
      },
    },
  };
}

interface Wish {
  settings?: Record<string, unknown>;
  diskGib?: number;
  userData?: string;
  rebuild?: number;
  operators?: string[];
  tags?: Record<string, string>;
  /** Id of a network that is there. */
  existing?: string;
  via?: { host: string };
  /** One of several machines, each in a program of its own part. */
  index?: number;
}

/** A network and a machine in it, as components ask for them. */
function oneMachine({
  settings,
  diskGib = 10,
  userData = "#!/bin/sh\n",
  rebuild = 0,
  operators = ["198.51.100.0/24"],
  tags = {},
  existing,
  via,
  index = 0,
}: Wish = {}) {
  const called = (name: string) => (index === 0 ? name : `${name}-${index}`);
  return async () => {
    const place = resolvePlacement(placement(settings));
    const driver = place.platform.driver as MachineDriver;
    const { owner } = place;
    const net = new Network(called("net"), { placement: placement(settings), existing });
    const identity = { owner, index };
    const disk = driver.disk(
      {
        ...identity,
        logicalName: called("data"),
        role: "node/data",
        volume: "data",
        sizeGib: pulumi.output(diskGib),
        protectData: false,
      },
      {},
    );
    const machine = driver.machine(
      {
        ...identity,
        logicalName: called("machine"),
        role: "node/machine",
        network: net.attachment,
        architecture: Architecture.Amd64,
        resources: pulumi.output({ cpu: 500, memory: 256 }),
        bootDisk: { sizeGib: 4 },
        loginKeys: pulumi.output([]),
        tags,
        userData: pulumi.output(userData),
        disks: [disk],
        ports: pulumi.output<MachinePort[]>([
          { name: "ssh", number: 22, protocol: "tcp", exposure: Exposure.Operators, ranges: operators },
          { name: "rpc", number: 9944, protocol: "tcp", exposure: Exposure.World, ranges: ["0.0.0.0/0", "::/0"] },
        ]),
        rebuild,
        via,
      },
      {},
    );
    return { address: machine.addresses.public, private: machine.addresses.private, devices: machine.devices };
  };
}

function machines() {
  return cloud.cloud.machines.table.all();
}

/** What a cloud of nobody has. */
function expectEmpty() {
  expect(machines()).toEqual([]);
  expect(cloud.cloud.volumes.table.all()).toEqual([]);
  expect(cloud.cloud.networks.table.all()).toEqual([]);
  expect(cloud.cloud.networks.vpcs.all()).toEqual([]);
  expect(cloud.cloud.addresses.table.where((a) => a.tenant !== undefined)).toEqual([]);
  expect(cloud.cloud.tags.all()).toEqual([]);
}

describe.each(["isolated", "vpc"])("a machine with a disk in a network of kind %s", (networkKind) => {
  test("is made, is unchanged after a look, and leaves nothing", async () => {
    stack = await openStack(cloud, oneMachine({ settings: { networkKind } }));
    const { outputs } = await stack.up();
    expect(machines().map((m) => m.state)).toEqual(["Running"]);
    expect(outputs.address).toMatch(/^198\.51\.100\./);
    expect(await stack.refreshed()).toEqual([]);
    await stack.destroy();
    expectEmpty();
  });
});

test("in the shared network of a zone with security groups each machine has a group: neighbours are shut out", async () => {
  await cloud.close();
  cloud = await startStandIn({ securityGroups: true });
  process.env.DINFRA_TEST_CLOUDSTACK_KEY = cloud.admin.apiKey;
  process.env.DINFRA_TEST_CLOUDSTACK_SECRET = cloud.admin.secret;
  const { groups } = cloud.cloud;
  const [shared] = cloud.cloud.networks.table.all();
  const settings = { networkKind: "shared", network: shared!.id };
  const two = (more: Wish = {}) => {
    const [one, other] = [oneMachine({ settings, ...more }), oneMachine({ settings, index: 1 })];
    return async () => ({ one: await one(), other: await other() });
  };
  stack = await openStack(cloud, two());
  const { outputs } = await stack.up();
  // Both are made at the same time: which comes first is chance.
  const addressed = (name: string) =>
    machines().find((m) => m.ipAddress === (outputs[name] as { address: string }).address);
  const [one, other] = [addressed("one"), addressed("other")];
  expect([one!.network, other!.network]).toEqual([shared, shared]);
  expect(new Set([one!, other!].flatMap((m) => m.groups)).size).toBe(2);
  const comes = (port: number, peer: string) =>
    groups.admits(cloud.cloud, one!, { traffic: "ingress", protocol: "tcp", port, peer });
  expect([comes(22, "198.51.100.7"), comes(9944, "192.0.2.1"), comes(9944, other!.ipAddress)]).toEqual([
    true,
    true,
    true,
  ]);
  expect([comes(22, other!.ipAddress), comes(30333, other!.ipAddress), comes(22, "192.0.2.1")]).toEqual([
    false,
    false,
    false,
  ]);
  const leaves = { traffic: "egress", protocol: "tcp", port: 443, peer: "192.0.2.1" } as const;
  expect(groups.admits(cloud.cloud, one!, leaves)).toBe(true);

  // Another range changes the group's rules and no machine.
  cloud.requests.length = 0;
  await stack.up(two({ operators: [] }));
  expect(comes(22, "198.51.100.7")).toBe(false);
  expect(comes(9944, "192.0.2.1")).toBe(true);
  expect(cloud.requests.filter((c) => /VirtualMachine$/.test(c) && !c.startsWith("list"))).toEqual([]);

  // A rebuild keeps the group.
  const group = one!.groups[0];
  await stack.up(two({ rebuild: 1, operators: [] }));
  expect(machines().map((m) => m.id)).not.toContain(one!.id);
  expect(machines().filter((m) => m.groups[0] === group)).toHaveLength(1);
  expect(await stack.refreshed()).toEqual([]);

  await stack.destroy();
  expect(machines()).toEqual([]);
  expect(cloud.cloud.networks.table.all()).toEqual([shared]);
  expect(groups.table.all().filter((g) => g.name !== "default")).toEqual([]);
  expect(groups.rules.all()).toEqual([]);
});

test("growing the disk, opening a port, another tag: in place, without a stop of the machine", async () => {
  stack = await openStack(cloud, oneMachine());
  await stack.up();
  cloud.requests.length = 0;
  await stack.up(oneMachine({ diskGib: 20, operators: ["203.0.113.0/24"], tags: { team: "infra" } }));
  expect(cloud.cloud.volumes.table.where((v) => v.type === "DATADISK").map((v) => v.size)).toEqual([20 * 1024 ** 3]);
  expect(cloud.cloud.addresses.firewallRules.where((r) => r.startPort === 22).map((r) => r.cidrs)).toEqual([
    ["203.0.113.0/24"],
  ]);
  expect(cloud.cloud.tags.of(machines()[0]!.id)).toContainEqual({ key: "team", value: "infra" });
  expect(cloud.requests.filter((c) => /^(stop|start|deploy|destroy)VirtualMachine|etachVolume/.test(c))).toEqual([]);
  expect(await stack.refreshed()).toEqual([]);
  await stack.destroy();
  expectEmpty();
});

test("user data that changes later changes nothing, after a look as well", async () => {
  stack = await openStack(cloud, oneMachine({ userData: "#!/bin/sh\necho one\n" }));
  await stack.up();
  const before = machines()[0]!;
  const { userData, updated } = before;
  await stack.up(oneMachine({ userData: "#!/bin/sh\necho two\n" }));
  expect(await stack.refreshed()).toEqual([]);
  expect(machines()).toEqual([before]);
  expect({ userData: before.userData, updated: before.updated }).toEqual({ userData, updated });
  expect(Buffer.from(userData!, "base64").toString()).toBe("#!/bin/sh\necho one\n");
  await stack.destroy();
  expectEmpty();
});

test("a rebuild is another machine with new user data, the same disk, the same address and its open ports", async () => {
  stack = await openStack(cloud, oneMachine());
  const { outputs } = await stack.up();
  const [before] = machines();
  const disk = cloud.cloud.volumes.table.where((v) => v.type === "DATADISK")[0]!;
  const again = await stack.up(oneMachine({ rebuild: 1, userData: "#!/bin/sh\necho new\n" }));
  const [after] = machines();
  expect(machines()).toHaveLength(1);
  expect(after!.id).not.toBe(before!.id);
  expect(after!.name).not.toBe(before!.name);
  expect(Buffer.from(after!.userData!, "base64").toString()).toBe("#!/bin/sh\necho new\n");
  expect(disk.machine).toBe(after);
  expect(again.outputs).toEqual({ ...outputs, private: again.outputs.private });
  expect(
    cloud.cloud.addresses.firewallRules
      .all()
      .map((r) => r.startPort)
      .sort(),
  ).toEqual([22, 9944]);
  expect(await stack.refreshed()).toEqual([]);
  await stack.destroy();
  expectEmpty();
});

test("what others deleted is seen and made again: a rule, the translation, the machine", async () => {
  stack = await openStack(cloud, oneMachine());
  await stack.up();
  const rules = cloud.cloud.addresses.firewallRules;
  rules.remove(rules.all()[0]!.id);
  expect(await stack.refreshed()).not.toEqual([]);
  expect(
    rules
      .all()
      .map((r) => r.startPort)
      .sort(),
  ).toEqual([22, 9944]);

  const disk = cloud.cloud.volumes.table.where((v) => v.type === "DATADISK")[0]!;
  await cloud.cloud.machines.destroy(cloud.cloud, machines()[0]!, true);
  expect(await stack.refreshed()).not.toEqual([]);
  expect(machines().map((m) => m.state)).toEqual(["Running"]);
  expect(disk.machine).toBe(machines()[0]);
  expect(
    rules
      .all()
      .map((r) => r.startPort)
      .sort(),
  ).toEqual([22, 9944]);
  expect(await stack.refreshed()).toEqual([]);
  await stack.destroy();
  expectEmpty();
});

test("in a project, with machines kept apart: made, unchanged, nothing left", async () => {
  const admin = cloud.admin.account;
  cloud.cloud.projects.insert({ name: "p1", displaytext: "p1", owner: admin, created: new Date(), limits: {} });
  stack = await openStack(cloud, oneMachine({ settings: { project: "p1", antiAffinity: true } }));
  await stack.up();
  expect(machines().map((m) => [m.tenant.project?.name, m.affinity.length])).toEqual([["p1", 1]]);
  expect(await stack.refreshed()).toEqual([]);
  await stack.destroy();
  expectEmpty();
  expect(cloud.cloud.keys.affinity.all()).toEqual([]);
});

test("a router that takes its time: no rule is made before the machine runs", async () => {
  cloud.cloud.settings.routerStart = 1500;
  stack = await openStack(cloud, oneMachine());
  await stack.up();
  expect(
    cloud.cloud.addresses.table.where((a) => a.sourceNat).every((a) => cloud.cloud.tags.of(a.id).length === 0),
  ).toBe(true);
  await stack.destroy();
  expectEmpty();
});

test("with a key pair and an affinity group that are there, behind a jump host: no address of its own, all as it was after", async () => {
  const ask = asker(cloud.url, cloud.admin);
  const publickey = `ssh-ed25519 ${"A".repeat(68)} operator`;
  await ask("registerSSHKeyPair", { name: "operators", publickey });
  const { body } = await ask("createAffinityGroup", { name: "theirs", type: "host anti-affinity" });
  const settings = { keyPair: "operators", affinityGroups: [String(body.id)] };
  stack = await openStack(cloud, oneMachine({ settings, via: { host: "jump.example" } }));
  const { outputs } = await stack.up();
  expect(outputs.address).toBeUndefined();
  const [machine] = machines();
  expect([machine!.affinity.map((g) => g.name), machine!.details["SSH.PublicKey"]]).toEqual([["theirs"], publickey]);
  expect(cloud.cloud.addresses.table.where((a) => a.tenant !== undefined && !a.sourceNat)).toEqual([]);
  expect(await stack.refreshed()).toEqual([]);
  await stack.destroy();
  expectEmpty();
  expect(cloud.cloud.keys.affinity.all().map((g) => g.name)).toEqual(["theirs"]);
  expect(cloud.cloud.keys.pairs.all().map((k) => k.name)).toEqual(["operators"]);
});

/** Somebody else's network or VPC, made as its owner would. */
async function elsewhere(command: string, params: Record<string, string>): Promise<string> {
  const answer = await asker(cloud.url, cloud.admin)(command, {
    zoneid: cloud.cloud.catalogue.zones.all()[0]!.id,
    ...params,
  });
  const { network } = answer.body as { network?: { id: string } };
  if (network) return network.id;
  await jobEnd(asker(cloud.url, cloud.admin), answer);
  return String(answer.body.id);
}

const offering = (name: string) => cloud.cloud.catalogue.networkOfferings.all().find((o) => o.name === name)!.id;

test("in a network that somebody else made: the machine comes and goes, the network stays", async () => {
  const networkofferingid = offering("DefaultIsolatedNetworkOfferingWithSourceNatService");
  const existing = await elsewhere("createNetwork", { name: "theirs", networkofferingid });
  stack = await openStack(cloud, oneMachine({ existing }));
  await stack.up();
  expect(machines().map((m) => m.network.id)).toEqual([existing]);
  expect(await stack.refreshed()).toEqual([]);
  await stack.destroy();
  expect(machines()).toEqual([]);
  expect(cloud.cloud.networks.table.all().map((n) => n.name)).toEqual(["theirs"]);
  expect(cloud.cloud.tags.all()).toEqual([]);
});

test("in a VPC that somebody else made: a tier of it with its own access list comes and goes", async () => {
  const vpcofferingid = cloud.cloud.catalogue.vpcOfferings.all()[0]!.id;
  const vpc = await elsewhere("createVPC", {
    name: "theirs",
    cidr: "10.7.0.0/16",
    displaytext: "theirs",
    vpcofferingid,
  });
  stack = await openStack(cloud, oneMachine({ settings: { vpc, cidr: "10.7.3.0/24" } }));
  await stack.up();
  expect(cloud.cloud.networks.table.all().map((n) => [n.vpc?.id, n.cidr])).toEqual([[vpc, "10.7.3.0/24"]]);
  expect(await stack.refreshed()).toEqual([]);
  await stack.destroy();
  expect(cloud.cloud.networks.table.all()).toEqual([]);
  expect(cloud.cloud.networks.vpcs.all().map((v) => v.name)).toEqual(["theirs"]);
  expect(cloud.cloud.tags.all()).toEqual([]);
});

/** A whole node in the account of a provider. */
function nodeOf(name: string, provider: pulumi.ProviderResource): SubstrateNode {
  const digest = `sha256:${"0".repeat(64)}`;
  return new SubstrateNode(
    name,
    {
      chain: "dev",
      entry: {
        name: "x",
        version: "1",
        commandLine: CommandLine.PolkadotSdk,
        command: "/opt/x",
        url: "https://x.example/x",
        digest,
      },
      resources: { cpu: 500, memory: 256, disk: 1 },
      placement: {
        protectData: false,
        cloudstack: { zone: "zone-1", template: "debian-12", sizes },
      },
    },
    { providers: [provider] },
  );
}

function providerOf(name: string, { apiKey, secret }: { apiKey: string; secret: string }): cloudstack.Provider {
  return new cloudstack.Provider(
    name,
    { apiUrl: cloud.url, apiKey, secretKey: secret },
    { ignoreChanges: ["version"] },
  );
}

test("two accounts in one program: each node and all that is its is in the account of its provider", async () => {
  const accounts = { alice: cloud.user, bob: cloud.addAccount("bob") };
  stack = await openStack(cloud, async () => {
    for (const [name, caller] of Object.entries(accounts)) nodeOf(name, providerOf(`${name}-account`, caller));
  });
  await stack.up();
  const { networks, volumes, addresses, tags } = cloud.cloud;
  const things = [...machines(), ...volumes.table.all(), ...networks.table.all(), ...addresses.table.all()];
  // The name of the node is part of the physical name of what is its; an address bears it as a tag.
  const whose = (thing: { id: string; name?: string }) =>
    /alice|bob/.exec(thing.name ?? tags.of(thing.id).find((t) => t.key === "dinfra-name")?.value ?? "")?.[0];
  const crossed = things
    .filter((thing) => thing.tenant !== undefined)
    .map((thing) => [whose(thing), thing.tenant!.account.name])
    .filter(([name]) => name !== undefined);
  expect(crossed.filter(([name, account]) => name !== account)).toEqual([]);
  // A network, a machine, a disk, an address.
  for (const name of ["alice", "bob"])
    expect(crossed.filter(([, account]) => account === name).length).toBeGreaterThanOrEqual(4);
  const owners = things.flatMap((thing) => thing.tenant?.account.name ?? []);
  expect(new Set(owners)).toEqual(new Set(["alice", "bob"]));
  expect(await stack.refreshed()).toEqual([]);
  await stack.destroy();
  expectEmpty();
});
