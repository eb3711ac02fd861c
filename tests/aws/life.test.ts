/** @integration */
import { randomBytes } from "node:crypto";
import { ApiError, machinesOf, scale, type AwsStandIn, type Thing } from "@dinfra/aws-stand-in";
import { Network, openPlacement, SubstrateNode, type Observed } from "@dinfra/components";
import { linkName } from "@dinfra/platform-aws/dist/observer/look.js";
import type { HalfMade } from "@dinfra/reactor/dist/engine/programs.js";
import { Provider } from "@pulumi/aws/provider.js";
import { oneGroup } from "./group.js";
import { nodeArgs, oneNode, settings } from "./node.js";
import { openReactor } from "./reactor.js";
import { awsWorld } from "./world.js";

jest.setTimeout(300_000);

const world = awsWorld("test");
const { all, the, leavesNothing } = world;
const unchanged = { same: expect.any(Number) as number };
/** Ports of the machine's own group, with who may come. */
const opened = () =>
  (
    all("SecurityGroup").find((g) => g.values.description === "one machine")!.values.ingress as {
      fromPort: number;
      cidrBlocks: string[];
    }[]
  ).map((rule) => [rule.fromPort, rule.cidrBlocks]);

/** What an observer would see, of the stand-in's cloud: the observer itself is tried against another (platforms/aws). */
function observedBy({ cloud }: AwsStandIn): Observed[] {
  return [...cloud.things.values()].flatMap(({ type, id, values }) => {
    const tags = values.tags as Record<string, string> | undefined;
    const name = tags?.["dinfra-name"] ?? linkName(values.routeTableId, values.subnetId);
    return [{ type, id, name, owner: tags?.["dinfra-owner"] ?? "" }];
  });
}

test("a node is made, is unchanged, changes in place without a stop, and leaves nothing", async () => {
  const { outputs } = await world.stack.up(oneNode());
  const [address, machine] = [the("Eip").values.publicIp, the("Instance")];
  expect(outputs.endpoint).toBe(`ws://${String(address)}:9944`);
  expect(machine.values).toMatchObject({
    instanceType: "c7i.large",
    metadataOptions: { httpTokens: "required", httpEndpoint: "enabled" },
    rootBlockDevice: { encrypted: true, volumeType: "gp3" },
  });
  expect(the("Volume").values).toMatchObject({
    ...{ availabilityZone: "eu-central-1a", size: 100, iops: 4000, throughput: 1000, encrypted: true },
  });
  const subnets = all("Subnet").map((s) => [s.values.availabilityZone, s.values.cidrBlock]);
  expect(new Set(subnets)).toEqual(
    new Set([
      ["eu-central-1a", "10.0.0.0/20"],
      ["eu-central-1b", "10.0.16.0/20"],
    ]),
  );
  expect((await world.stack.up(oneNode())).changes).toEqual(unchanged);
  expect(await world.stack.refreshed(oneNode())).toEqual(unchanged);

  const machines = { ranges: { operators: ["198.51.100.0/24"] }, tags: { team: "infra" } };
  const { changes } = await world.stack.up(oneNode({ disk: 200, machines }));
  expect(Object.keys(changes).sort()).toEqual(["same", "update"]);
  expect(the("Volume").values).toMatchObject({ size: 200, tags: { team: "infra" } });
  expect(opened()).toContainEqual([22, ["198.51.100.0/24"]]);
  expect(world.standIn.cloud.events).toEqual([]);
  await leavesNothing();
});

test("what is written once changes nothing; a rebuild is another machine with the same disk and addresses", async () => {
  await world.stack.up(oneNode());
  const [before, disk, card, address] = [the("Instance"), the("Volume"), the("NetworkInterface"), the("Eip")];
  const later = { chain: "other", aws: { image: "ami-0fedcba9876543210" } };
  expect((await world.stack.up(oneNode(later))).changes).toEqual(unchanged);

  await world.stack.up(oneNode({ ...later, rebuild: 1 }));
  const after = the("Instance");
  expect(after.id).not.toBe(before.id);
  expect(after.values.ami).toBe("ami-0fedcba9876543210");
  expect(after.values.userDataBase64).not.toBe(before.values.userDataBase64);
  expect([the("Volume"), the("NetworkInterface"), the("Eip")].map((t) => t.id)).toEqual([disk.id, card.id, address.id]);
  expect(the("VolumeAttachment").values).toMatchObject({ instanceId: after.id, volumeId: disk.id });
  expect(world.standIn.cloud.events).toEqual([`terminate ${before.id}`]);
  expect(await world.stack.refreshed(oneNode({ ...later, rebuild: 1 }))).toEqual(unchanged);
});

test("what others changed is put back: a rule, the address's place, the machine", async () => {
  await world.stack.up(oneNode());
  const rules = opened();
  const group = all("SecurityGroup").find((g) => g.values.description === "one machine")!;
  (group.values.ingress as unknown[]).pop();
  delete the("Eip").values.networkInterface;
  expect(await world.stack.refreshed(oneNode())).toMatchObject({ update: 2 });
  expect(opened()).toEqual(rules);
  expect(the("Eip").values.networkInterface).toBe(the("NetworkInterface").id);

  const [machine, disk] = [the("Instance"), the("Volume")];
  for (const gone of [the("VolumeAttachment"), machine]) world.standIn.cloud.things.delete(gone.id);
  await world.stack.refreshed(oneNode());
  expect(the("Instance").id).not.toBe(machine.id);
  expect(the("VolumeAttachment").values).toMatchObject({ instanceId: the("Instance").id, volumeId: disk.id });
  await leavesNothing();
});

test("a disk that is to shrink is refused in the preview; one that is protected stays", async () => {
  const kept = { placement: { protectData: true } };
  await world.stack.up(oneNode(kept));
  await expect(world.stack.preview(oneNode({ ...kept, disk: 50 }))).rejects.toThrow(
    /size of the disk "data": expected at least 100 GiB, because a disk of EBS never shrinks.*found 50/,
  );
  expect(the("Volume").values.size).toBe(100);
  await expect(world.stack.destroy()).rejects.toThrow(/protect/);
  expect(the("Volume").values.size).toBe(100);
});

test("user data that EC2 does not take is refused in the preview, with the numbers", async () => {
  const words = Array.from({ length: 100 }, () => randomBytes(200).toString("base64"));
  const { ok, said } = await world.workspace.preview({ args: nodeArgs({ words }) });
  expect(ok).toBe(false);
  expect(said).toMatch(/user data: expected at most 16384 bytes, which EC2 takes, found \d+ and \d+ compressed/);
});

test("a create that AWS refuses fails the update, and the next one goes on from there", async () => {
  world.standIn.faults.fail(
    "create",
    "Instance",
    new ApiError("InsufficientInstanceCapacity", "no capacity in the zone"),
  );
  await expect(world.stack.up(oneNode())).rejects.toThrow(/InsufficientInstanceCapacity/);
  const [network, disk] = [the("Vpc").id, the("Volume").id];
  await world.stack.up(oneNode());
  expect([the("Vpc").id, the("Volume").id, all("Instance").length]).toEqual([network, disk, 1]);
  await leavesNothing();
});

test("an engine that dies in a create, three times: what it made is found again, and nothing is made twice", async () => {
  const { observer } = openPlacement({ aws: settings }).platform;
  const views = {
    list: () => Promise.resolve(observedBy(world.standIn)),
    isEmpty: () => Promise.resolve(false),
    identify: (half: HalfMade, observed: readonly Observed[]) => observer.identify(half, observed),
  };
  const made: string[] = [];
  // By a tag; by its two ends, for it has no tags; by the provider, which takes what is attached.
  for (const [type, found] of [
    ["RouteTableAssociation", true],
    ["Instance", true],
    ["VolumeAttachment", false],
  ] as const) {
    const held = world.standIn.faults.hold("create", type);
    const dying = world.stack.up(oneNode()).then(
      () => "done",
      () => "died",
    );
    const id = await held.reached;
    made.push(id);
    await world.stack.kill();
    held.release();
    expect(await dying).toBe("died");

    const { adopted, dropped } = await world.stack.repair(views, "nobody");
    const urns = (found ? adopted : dropped).filter((urn) => urn.includes(`:${type}::`));
    // One or two of the associations: the other one may have been on its way as well.
    expect(urns).not.toEqual([]);
    expect((await world.stack.resources()).some((r) => r.id === id)).toBe(found);
  }
  await world.stack.refreshed(oneNode());
  for (const id of made) expect(world.standIn.cloud.things.has(id)).toBe(true);
  expect([all("RouteTableAssociation"), all("Instance"), all("VolumeAttachment")].map((t) => t.length)).toEqual([
    2, 1, 1,
  ]);
  expect(await world.stack.refreshed(oneNode())).toEqual(unchanged);
  await leavesNothing();
});

/** Machines of the one group: what their tags say of their version, and whether they wait in the pool. */
const members = () => machinesOf(world.standIn.cloud, the("Group"));
const versionsOf = (machines: readonly Thing[]) =>
  new Set(machines.map(({ values }) => (values.tags as Record<string, string>)["dinfra-version"]));

test("a group is made over its zones, is unchanged, scales, changes in place, and leaves nothing", async () => {
  const { outputs } = await world.stack.up(
    oneGroup({ warmStart: { diskSnapshot: "snap-0123456789abcdef0", poolSize: 1 } }),
  );
  expect(outputs.groupId).toBe(the("Group").id);
  expect(outputs.endpoint).toBe(`ws://${String(the("LoadBalancer").values.dnsName)}:9944`);
  expect(the("Group").values.targetGroupArns).toEqual([the("TargetGroup").id]);
  expect(the("TargetGroup").values).toMatchObject({
    ...{ deregistrationDelay: 300, connectionTermination: true },
    healthCheck: { protocol: "HTTP", path: "/health/readiness", matcher: "200" },
  });
  const [first, ...others] = members();
  expect(others).toHaveLength(2);
  expect(new Set(members().map((m) => m.values.subnetId)).size).toBe(2);
  expect(versionsOf(members())).toEqual(new Set([outputs.version]));
  expect(first!.values.tags).toMatchObject({ team: "infra", "dinfra-owner": expect.any(String) as string });
  expect(
    all("Volume")
      .filter((v) => v.values.deviceName === "/dev/sdf")
      .map((v) => v.values),
  ).toEqual(
    members().map(() => expect.objectContaining({ size: 200, snapshotId: "snap-0123456789abcdef0" }) as unknown),
  );
  expect(the("LaunchTemplate").values).toMatchObject({
    metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
    blockDeviceMappings: [
      { deviceName: "/dev/xvda", ebs: { volumeType: "gp3", encrypted: "true", volumeSize: 20 } },
      { deviceName: "/dev/sdf", ebs: { iops: 4000, throughput: 1000, deleteOnTermination: "true" } },
    ],
  });
  const warm = { warmStart: { diskSnapshot: "snap-0123456789abcdef0", poolSize: 1 } };
  expect(await world.stack.refreshed(oneGroup(warm))).toEqual(unchanged);

  // An alarm goes off. What the group does by itself is no drift.
  const policy = (by: number) => all("Policy").find((p) => p.values.scalingAdjustment === by)!;
  scale(world.standIn.cloud, policy(1));
  expect(members()).toHaveLength(4);
  expect(await world.stack.refreshed(oneGroup(warm))).toEqual(unchanged);
  world.standIn.cloud.events.length = 0;
  scale(world.standIn.cloud, policy(-1));
  expect(world.standIn.cloud.events).toEqual([
    expect.stringMatching(/^deregister i-/),
    expect.stringMatching(/^drain i-\w+ 300$/),
    expect.stringMatching(/^terminate i-/),
  ]);

  world.standIn.cloud.events.length = 0;
  const { changes } = await world.stack.up(oneGroup({ ...warm, maximum: 6, drainSeconds: 60 }));
  expect(changes).toMatchObject({ update: 3 });
  expect(Object.keys(changes).sort()).toEqual(["same", "update"]);
  expect(world.standIn.cloud.events).toEqual([]);
  await leavesNothing();
});

test("another version of a group replaces its machines one after another; what others changed is put back", async () => {
  const before = await world.stack.up(oneGroup());
  const old = members();
  world.standIn.cloud.events.length = 0;
  const after = await world.stack.up(oneGroup({ chain: "other" }));
  expect(after.outputs.version).not.toBe(before.outputs.version);
  expect(after.outputs.groupId).toBe(before.outputs.groupId);
  expect(after.changes).toMatchObject({ update: 2 });
  expect(versionsOf(members())).toEqual(new Set([after.outputs.version]));
  const words = world.standIn.cloud.events.map((event) => event.split(" ")[0]);
  const one = ["launch", "register", "deregister", "drain", "terminate"];
  expect(words).toEqual([...one, ...one]);
  for (const { id } of old) expect(world.standIn.cloud.things.has(id)).toBe(false);
  expect(await world.stack.refreshed(oneGroup({ chain: "other" }))).toEqual(unchanged);

  the("Group").values.maxSize = 9;
  world.standIn.cloud.things.delete(the("LifecycleHook").id);
  expect(await world.stack.refreshed(oneGroup({ chain: "other" }))).toMatchObject({ create: 1, update: 1 });
  expect(the("Group").values.maxSize).toBe(4);
  await leavesNothing();
});

test("two accounts in one program by opts.providers; a provider of another region is refused", async () => {
  const { region } = settings;
  await world.stack.up(async () => {
    for (const profile of ["first", "second"]) {
      const args = nodeArgs({ placement: { owner: profile } });
      new SubstrateNode(profile, args, { providers: { aws: new Provider(profile, { region, profile }) } });
    }
  });
  for (const type of ["Vpc", "Instance", "Volume"])
    expect(new Set(all(type).map((t) => t.account))).toEqual(new Set(["first", "second"]));

  const { ok, said } = await world.workspace.preview({ args: nodeArgs(), region: "us-east-1" });
  expect(ok).toBe(false);
  expect(said).toMatch(
    /region of AWS: expected the same in the placement's settings and in the provider.*"eu-central-1" and "us-east-1"/,
  );
});

test("strangers in one network: each machine has a group of its own, and no group lets the other in", async () => {
  await world.stack.up(async () => {
    const placement = { aws: settings, owner: "provider" };
    const { attachment } = new Network("shared", { placement });
    for (const owner of ["a", "b", "provider"]) {
      const args = nodeArgs({ placement: { owner } });
      new SubstrateNode(owner, { ...args, network: attachment });
    }
  });
  const group = (name: string) => all("SecurityGroup").find((g) => String(g.values.description) === name)!.id;
  const inside = group("machines of one owner's network");
  const groups = all("NetworkInterface").map((card) => card.values.securityGroups as string[]);
  expect(groups.map((ids) => ids.includes(inside)).sort()).toEqual([false, false, true]);
  expect(new Set(groups.flat()).size).toBe(4);
  const referring = all("SecurityGroup").flatMap((g) =>
    ((g.values.ingress ?? []) as { securityGroups?: string[] }[]).flatMap((rule) => rule.securityGroups ?? []),
  );
  expect(new Set(referring)).toEqual(new Set([inside]));
  await leavesNothing();
});

test("a subnet that somebody else made is read and not touched; a machine behind a jump host has no address", async () => {
  const theirs = await world.workspace.open("theirs");
  await theirs.up(async () => void new Network("theirs", { placement: { aws: settings, owner: "theirs" } }));
  const before = [...world.standIn.cloud.things.keys()].sort();
  const subnet = all("Subnet").find((s) => s.values.availabilityZone === "eu-central-1b")!;
  const inIt =
    (existing: string, aws = {}) =>
    async () => {
      const machines = { via: { host: "jump.example" } };
      const args = nodeArgs({ aws, machines });
      const { attachment } = new Network("net", { placement: args.placement, existing });
      new SubstrateNode("node", { ...args, network: attachment });
    };
  await world.stack.up(inIt(subnet.id));
  expect([all("Eip"), the("Instance").values.availabilityZone, the("Volume").values.availabilityZone]).toEqual([
    ...[[], "eu-central-1b", "eu-central-1b"],
  ]);
  expect((await world.stack.refreshed(inIt(subnet.id)))["create"]).toBeUndefined();
  await world.stack.destroy();
  expect([...world.standIn.cloud.things.keys()].sort()).toEqual(before);

  const vpc = the("Vpc").id;
  await world.stack.up(inIt(vpc, { subnets: [subnet.id] }));
  expect(the("NetworkInterface").values.subnetId).toBe(subnet.id);
});

test("the reactor's engine finds the plugin where Pulumi installs it and brings a node up, which is unchanged after a look", async () => {
  const reactor = await openReactor(world.standIn);
  const job = {
    ...{ id: "1.1", owner: "own-1.1", type: "substrate-node/v1", refresh: false },
    descriptor: {
      ...{ type: "substrate-node/v1", name: "a", chain: "dev", role: "rpc", entry: { name: "node" } },
      resources: { cpu: 500, memory: 256, disk: 1 },
    },
    profile: {
      ...{ type: "profile/v1", platform: "aws", settings },
      catalogue: [{ ...nodeArgs().entry, commandLine: "polkadot-sdk" }],
    },
  };
  try {
    const { outputs } = await reactor.engine.up(job);
    expect(outputs.endpoints).toMatchObject([{ name: "rpc", url: `ws://${String(the("Eip").values.publicIp)}:9944` }]);
    expect(await reactor.engine.up({ ...job, refresh: true })).toMatchObject({ changes: unchanged });
  } finally {
    await reactor.close();
  }
});
