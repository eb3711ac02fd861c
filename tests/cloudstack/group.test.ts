/** @integration */
import { startStandIn, type StandIn } from "@dinfra/cloudstack-stand-in";
import {
  ArchivalAutoscalingGroup,
  CommandLine,
  observerFor,
  ownedBy,
  type ArchivalAutoscalingGroupArgs,
  type PlacementArgs,
} from "@dinfra/components";
import { openStack, type TestStack } from "./stack.js";

jest.setTimeout(600_000);

let cloud: StandIn;
let stack: TestStack;

const owner = "own";
const placement = (): PlacementArgs => ({
  owner,
  cloudstack: {
    ...{ apiUrl: cloud.url, zone: "zone-1", template: "debian-12", sizes: [{ name: "small", cpu: 1000, memory: 512 }] },
    apiKey: { env: "DINFRA_TEST_CLOUDSTACK_KEY" },
    secretKey: { env: "DINFRA_TEST_CLOUDSTACK_SECRET" },
  },
  machines: { ranges: { gateway: ["198.51.100.0/24"] } },
});

function oneGroup(wish: Partial<ArchivalAutoscalingGroupArgs> = {}) {
  return async () => {
    const { endpoint, version, resources } = new ArchivalAutoscalingGroup("archive", {
      placement: placement(),
      entry: {
        ...{ name: "node", version: "1.0.0", command: "/opt/node/bin/node", url: "https://artifacts.example/node" },
        ...{ digest: `sha256:${"0".repeat(64)}`, commandLine: CommandLine.PolkadotSdk },
      },
      ...{ chain: "dev", minimum: 1, maximum: 3, readyAfterSeconds: 1, resources: { cpu: 500, memory: 256, disk: 10 } },
      scaling: { outCooldownSeconds: 300 },
      ...wish,
    });
    return { endpoint, version, resources };
  };
}

beforeAll(async () => {
  cloud = await startStandIn();
  process.env.DINFRA_TEST_CLOUDSTACK_KEY = cloud.admin.apiKey;
  process.env.DINFRA_TEST_CLOUDSTACK_SECRET = cloud.admin.secret;
  stack = await openStack(cloud, oneGroup());
});
afterAll(async () => {
  stack.close();
  await cloud.close();
});

const scaling = () => cloud.cloud.autoscale;
const theGroup = () => {
  const groups = scaling().groups.all();
  if (groups.length !== 1) throw new Error(`expected one group, found ${groups.length}`);
  return groups[0]!;
};
const members = async () => {
  await scaling().idle();
  return scaling().machinesOf(cloud.cloud, theGroup());
};
const seen = async () =>
  ownedBy(await observerFor(placement()).snapshot({ notBefore: performance.now() }), owner).map(({ type }) =>
    type.split(":").at(-1)!,
  );

test("a group is made, is unchanged, scales, changes its numbers in place, rolls to another version, and leaves nothing", async () => {
  const made = await stack.up();
  const first = theGroup();
  expect((await members()).map((m) => m.state)).toEqual(["Running"]);
  const { address } = first.rule;
  expect(made.outputs.endpoint).toBe(`ws://${address.address}:9944`);
  // Data lies on the boot disk, because a disk of a group's own would stay behind.
  const volumes = cloud.cloud.volumes.table.where((v) => v.machine?.name.startsWith("autoScaleVm-") === true);
  expect(volumes.map(({ type, size }) => [type, size / 1024 ** 3])).toEqual([["ROOT", 30]]);
  expect(first.profile.otherDeployParams.networkids).toBe(first.rule.network!.id);
  expect(
    scaling()
      .policies.all()
      .map((p) => [p.action, p.conditions[0]!.counter.provider]),
  ).toEqual(
    expect.arrayContaining([
      ["SCALEUP", "VirtualRouter"],
      ["SCALEDOWN", "VirtualRouter"],
    ]),
  );
  expect(await stack.refreshed()).toEqual([]);

  // What the group does by itself is no drift, and the observer sees it.
  await scaling().fire(cloud.cloud, first.up[0]!);
  expect(await members()).toHaveLength(2);
  expect(await stack.refreshed()).toEqual([]);
  expect((await seen()).sort()).toEqual(
    [
      ...["AutoscalePolicy", "AutoscalePolicy", "AutoscaleVmGroup", "AutoscaleVmProfile", "Condition", "Condition"],
      ...["Instance", "Instance", "Ipaddress", "LoadbalancerRule", "Network"],
    ].sort(),
  );
  await scaling().fire(cloud.cloud, first.down[0]!);
  expect(await members()).toHaveLength(1);

  // Numbers and thresholds change only while a group is disabled; its machines stay.
  const [machine] = await members();
  const larger = { maximum: 5, scaling: { outAbove: 80, outCooldownSeconds: 300 } };
  await stack.up(oneGroup(larger));
  expect(theGroup()).toMatchObject({ id: first.id, maximum: 5, state: "ENABLED" });
  expect(theGroup().up[0]!.conditions[0]!.threshold).toBe(80);
  expect(await members()).toEqual([machine]);
  expect(await stack.refreshed()).toEqual([]);

  // Another version is another group on the same address, and the old one goes when the new one is there.
  const rolled = await stack.up(oneGroup({ ...larger, chain: "other" }));
  expect(rolled.outputs.version).not.toBe(made.outputs.version);
  expect(theGroup().id).not.toBe(first.id);
  expect(theGroup().rule.address).toBe(address);
  expect(rolled.outputs.endpoint).toBe(`ws://${address.address}:19944`);
  const order = cloud.requests.filter((c) => /^(create|delete)AutoScaleVmGroup$|^destroyVirtualMachine$/.test(c));
  expect(order).toEqual(["createAutoScaleVmGroup", "createAutoScaleVmGroup", "deleteAutoScaleVmGroup"]);
  expect(await members()).toHaveLength(1);
  expect(await stack.refreshed()).toEqual([]);

  // And back to the first port.
  expect((await stack.up(oneGroup(larger))).outputs.endpoint).toBe(`ws://${address.address}:9944`);

  // Drift: disabled by others, and with other numbers.
  Object.assign(theGroup(), { state: "DISABLED", maximum: 9 });
  expect(await stack.refreshed()).not.toEqual([]);
  expect(theGroup()).toMatchObject({ state: "ENABLED", maximum: 5 });

  await stack.destroy();
  expect(await seen()).toEqual([]);
  const { machines, networks, balancers } = cloud.cloud;
  const left = [machines.table, networks.table, balancers.table, scaling().profiles, scaling().conditions].map((t) =>
    t.all(),
  );
  expect(left).toEqual([[], [], [], [], []]);
});
