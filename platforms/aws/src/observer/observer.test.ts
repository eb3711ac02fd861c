/** @integration */
import * as scaling from "@aws-sdk/client-auto-scaling";
import * as watch from "@aws-sdk/client-cloudwatch";
import * as balancing from "@aws-sdk/client-elastic-load-balancing-v2";
import * as ec2 from "@aws-sdk/client-ec2";
import { ownedBy, type Identity } from "@dinfra/port";
import { named } from "../driver/identity.js";
import type { AwsSettings } from "../settings.js";
import { startBusyServer, type BusyServer } from "../testing/busy.js";
import { motoPython, startMoto, type Moto } from "../testing/moto.js";
import { types } from "./kinds.js";
import { look } from "./look.js";
import { awsObserver } from "./observer.js";

const region = "eu-central-1";
const keys = { accessKey: { env: "DINFRA_TEST_AWS_KEY" }, secretKey: { env: "DINFRA_TEST_AWS_SECRET" } };

const python = motoPython();
const onMoto = python === undefined ? test.skip : test;
let moto: Moto;
let server: BusyServer;
let client: ec2.EC2Client;
const endpoints = ["EC2", "AUTO_SCALING", "CLOUDWATCH", "ELASTIC_LOAD_BALANCING_V2"].map(
  (service) => `AWS_ENDPOINT_URL_${service}`,
);
const before = endpoints.map((name) => [name, process.env[name]] as const);

beforeAll(async () => {
  if (python === undefined) return;
  moto = await startMoto(python);
  server = await startBusyServer(moto.url);
  process.env.DINFRA_TEST_AWS_KEY = "AKIATEST";
  process.env.DINFRA_TEST_AWS_SECRET = "secret";
  for (const name of endpoints) process.env[name] = server.url;
  client = connect();
});
beforeEach(async () => {
  if (python === undefined) return;
  await fetch(`${moto.url}/moto-api/reset`, { method: "POST", headers: { connection: "close" } });
  server.asked.length = 0;
});
afterAll(async () => {
  if (python === undefined) return;
  for (const [name, value] of before)
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  client.destroy();
  await server.close();
  await moto.close();
});

const access = () => ({
  ...{ region, endpoint: moto.url },
  credentials: { accessKeyId: "AKIATEST", secretAccessKey: "secret" },
});
const connect = () => new ec2.EC2Client(access());
const observer = (more: Partial<AwsSettings> = {}) => awsObserver({ region, ...keys, ...more });
const seen = async (owner: string) => ownedBy(await observer().snapshot({ notBefore: performance.now() }), owner);

/** Tags as the driver gives them. */
function tagged(ResourceType: ec2.ResourceType, owner: string, role: string) {
  const identity: Identity = { owner, role, index: 0, logicalName: role };
  const Tags = Object.entries(named(identity, "").tags).map(([Key, Value]) => ({ Key, Value }));
  return { TagSpecifications: [{ ResourceType, Tags }] };
}

/** One of each kind, as the driver makes them: type and id. */
async function everything(owner: string): Promise<{ type: string; id: string }[]> {
  const CidrBlock = "10.0.0.0/16";
  const { Vpc } = await client.send(new ec2.CreateVpcCommand({ CidrBlock, ...tagged("vpc", owner, "vpc") }));
  const VpcId = Vpc!.VpcId!;
  const { InternetGateway } = await client.send(
    new ec2.CreateInternetGatewayCommand(tagged("internet-gateway", owner, "gateway")),
  );
  const InternetGatewayId = InternetGateway!.InternetGatewayId!;
  await client.send(new ec2.AttachInternetGatewayCommand({ VpcId, InternetGatewayId }));
  const { Subnet } = await client.send(
    new ec2.CreateSubnetCommand({ VpcId, CidrBlock: "10.0.0.0/20", ...tagged("subnet", owner, "subnet") }),
  );
  const { SubnetId, AvailabilityZone } = Subnet!;
  const { RouteTable } = await client.send(
    new ec2.CreateRouteTableCommand({ VpcId, ...tagged("route-table", owner, "routes") }),
  );
  const { RouteTableId } = RouteTable!;
  const { AssociationId } = await client.send(new ec2.AssociateRouteTableCommand({ RouteTableId, SubnetId }));
  const group = { VpcId, GroupName: named({ owner, role: "g", index: 0, logicalName: "g" }, "").name };
  const { GroupId } = await client.send(
    new ec2.CreateSecurityGroupCommand({ ...group, Description: "d", ...tagged("security-group", owner, "group") }),
  );
  const { NetworkInterface } = await client.send(
    new ec2.CreateNetworkInterfaceCommand({ SubnetId, ...tagged("network-interface", owner, "card") }),
  );
  const { AllocationId } = await client.send(
    new ec2.AllocateAddressCommand({ Domain: "vpc", ...tagged("elastic-ip", owner, "address") }),
  );
  const { VolumeId } = await client.send(
    new ec2.CreateVolumeCommand({ AvailabilityZone, Size: 1, ...tagged("volume", owner, "data") }),
  );
  const { SnapshotId } = await client.send(
    new ec2.CreateSnapshotCommand({ VolumeId, ...tagged("snapshot", owner, "snapshot") }),
  );
  const InstanceId = await machine(owner, "machine");
  return [
    { type: types.vpc, id: VpcId },
    { type: types.gateway, id: InternetGatewayId },
    { type: types.subnet, id: SubnetId! },
    { type: types.routes, id: RouteTableId! },
    { type: types.routesOfSubnet, id: AssociationId! },
    { type: types.group, id: GroupId! },
    { type: types.card, id: NetworkInterface!.NetworkInterfaceId! },
    { type: types.address, id: AllocationId! },
    { type: types.volume, id: VolumeId! },
    { type: types.snapshot, id: SnapshotId! },
    { type: types.instance, id: InstanceId },
  ];
}

async function machine(owner: string, role: string): Promise<string> {
  const { Instances } = await client.send(
    new ec2.RunInstancesCommand({
      ImageId: "ami-12c6146b",
      MinCount: 1,
      MaxCount: 1,
      ...tagged("instance", owner, role),
    }),
  );
  return Instances![0]!.InstanceId!;
}

/** A group of two machines and what belongs to it, as the driver makes them: type and id. */
async function group(owner: string): Promise<{ type: string; id: string }[]> {
  const identity: Identity = { owner, role: "archive", index: 0, logicalName: "archive" };
  const tagsOf = (part: string) => Object.entries(named(identity, part).tags).map(([Key, Value]) => ({ Key, Value }));
  const { name } = named(identity, "");
  const { LaunchTemplate } = await client.send(
    new ec2.CreateLaunchTemplateCommand({
      LaunchTemplateName: named(identity, "template").name,
      LaunchTemplateData: {
        ImageId: "ami-12c6146b",
        InstanceType: "c7i.large",
        TagSpecifications: [{ ResourceType: "instance", Tags: tagsOf("machine") }],
      },
      TagSpecifications: [{ ResourceType: "launch-template", Tags: tagsOf("template") }],
    }),
  );
  const { LaunchTemplateId } = LaunchTemplate!;
  const groups = new scaling.AutoScalingClient(access());
  await groups.send(
    new scaling.CreateAutoScalingGroupCommand({
      ...{ AutoScalingGroupName: name, MinSize: 2, MaxSize: 4, AvailabilityZones: [`${region}a`] },
      LaunchTemplate: { LaunchTemplateId, Version: "1" },
      Tags: tagsOf("").map((tag) => ({ ...tag, PropagateAtLaunch: false })),
    }),
  );
  const { AutoScalingGroups } = await groups.send(
    new scaling.DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] }),
  );
  groups.destroy();
  const alarm = named(identity, "out-alarm");
  const alarms = new watch.CloudWatchClient(access());
  await alarms.send(
    new watch.PutMetricAlarmCommand({
      ...{ AlarmName: alarm.name, AlarmDescription: JSON.stringify(alarm.tags), EvaluationPeriods: 1, Period: 60 },
      ...{ ComparisonOperator: "GreaterThanThreshold", MetricName: "CPUUtilization", Namespace: "AWS/EC2" },
      ...{ Statistic: "Average", Threshold: 60 },
    }),
  );
  alarms.destroy();
  return [
    { type: types.template, id: LaunchTemplateId! },
    { type: types.scaled, id: name },
    { type: types.alarm, id: alarm.name },
    ...AutoScalingGroups![0]!.Instances!.map(({ InstanceId }) => ({ type: types.instance, id: InstanceId! })),
  ];
}

/** A balancer with its target group and its listener, as the driver makes them: type and id. */
async function balancer(owner: string, subnet: string): Promise<{ type: string; id: string }[]> {
  const identity: Identity = { owner, role: "endpoint", index: 0, logicalName: "endpoint" };
  const Tags = (part: string) => Object.entries(named(identity, part).tags).map(([Key, Value]) => ({ Key, Value }));
  const client = new balancing.ElasticLoadBalancingV2Client(access());
  const { Subnets } = await new ec2.EC2Client(access()).send(new ec2.DescribeSubnetsCommand({ SubnetIds: [subnet] }));
  const { LoadBalancers } = await client.send(
    new balancing.CreateLoadBalancerCommand({
      Name: owner,
      Type: "network",
      Subnets: [subnet],
      Tags: Tags("balancer"),
    }),
  );
  const { LoadBalancerArn } = LoadBalancers![0]!;
  const { TargetGroups } = await client.send(
    new balancing.CreateTargetGroupCommand({
      ...{ Name: owner, Protocol: "TCP", Port: 9944, VpcId: Subnets![0]!.VpcId, Tags: Tags("balancer-rpc") },
      ...{ HealthCheckProtocol: "HTTP", HealthCheckPort: "9616", HealthCheckPath: "/ready" },
    }),
  );
  const { TargetGroupArn } = TargetGroups![0]!;
  const { Listeners } = await client.send(
    new balancing.CreateListenerCommand({
      ...{ LoadBalancerArn, Protocol: "TCP", Port: 9944, Tags: Tags("balancer-rpc-listener") },
      DefaultActions: [{ Type: "forward", TargetGroupArn }],
    }),
  );
  client.destroy();
  return [
    { type: types.balancer, id: LoadBalancerArn! },
    { type: types.targets, id: TargetGroupArn! },
    { type: types.listener, id: Listeners![0]!.ListenerArn! },
  ];
}

const byType = (things: readonly { type: string; id: string }[]) =>
  things.map(({ type, id }) => ({ type, id })).sort((a, b) => `${a.type} ${a.id}`.localeCompare(`${b.type} ${b.id}`));

onMoto("every kind that the driver makes is found by its owner, and nothing else", async () => {
  expect(await seen("a")).toEqual([]);
  const ofA = [...(await everything("a")), ...(await group("a"))];
  const ofB = [...(await everything("b")), ...(await group("b"))];
  for (const made of [ofA, ofB])
    made.push(...(await balancer(made === ofA ? "a" : "b", made.find((one) => one.type === types.subnet)!.id)));
  await client.send(new ec2.CreateVpcCommand({ CidrBlock: "10.9.0.0/16" }));
  expect(byType(await seen("a"))).toEqual(byType(ofA));
  expect(byType(await seen("b"))).toEqual(byType(ofB));

  const { name } = named({ owner: "a", role: "machine", index: 0, logicalName: "" }, "");
  const machines = (await seen("a")).filter((one) => one.type === types.instance);
  expect(machines).toContainEqual(expect.objectContaining({ name, state: "running" }));
  const { identify } = observer();
  const half = { type: types.scaled, inputs: { name: ofA.find((one) => one.type === types.scaled)!.id } };
  expect(identify(half, await seen("a"))?.id).toBe(half.inputs.name);
  expect(identify(half, await seen("b"))).toBeUndefined();
});

onMoto("what was half made is known by its tag, and the link of a subnet by its two ends", async () => {
  const made = await everything("a");
  const owned = await seen("a");
  const idOf = (type: string) => made.find((one) => one.type === type)!.id;
  const { identify } = observer();
  const { tags } = named({ owner: "a", role: "machine", index: 0, logicalName: "" }, "");
  expect(identify({ type: types.instance, inputs: { tags } }, owned)?.id).toBe(idOf(types.instance));
  expect(identify({ type: types.volume, inputs: { tags } }, owned)).toBeUndefined();
  const link = { routeTableId: idOf(types.routes), subnetId: idOf(types.subnet) };
  expect(identify({ type: types.routesOfSubnet, inputs: link }, owned)?.id).toBe(idOf(types.routesOfSubnet));
  const other = { ...link, subnetId: "subnet-0" };
  expect(identify({ type: types.routesOfSubnet, inputs: other }, owned)).toBeUndefined();
});

onMoto("a machine that others stopped has ended, one that is terminated is gone", async () => {
  const InstanceIds = [await machine("a", "machine")];
  await client.send(new ec2.StopInstancesCommand({ InstanceIds }));
  const state = async () => (await seen("a")).filter((one) => one.type === types.instance).map((one) => one.state);
  expect(await state()).toEqual(["ended"]);
  await client.send(new ec2.TerminateInstancesCommand({ InstanceIds }));
  expect(await state()).toEqual([]);
});

onMoto("all pages are read", async () => {
  const made = await Promise.all(Array.from({ length: 12 }, (_, i) => machine("a", `machine-${i}`)));
  const pages: string[] = [];
  const counted = connect();
  counted.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        pages.push(String(commandName));
        return next(args);
      },
    { step: "initialize" },
  );
  const found = await look(ec2, counted, undefined, 5);
  counted.destroy();
  expect(found.map((one) => one.id).sort()).toEqual([...made].sort());
  expect(pages.filter((name) => name === "DescribeInstancesCommand")).toHaveLength(3);
});

onMoto("a server that asks for patience is asked again; one look serves who asks at the same time", async () => {
  await machine("a", "machine");
  server.refusals = 4;
  const one = observer();
  const [first, second] = await Promise.all([one.snapshot(), one.snapshot()]);
  expect(first).toBe(second);
  expect(ownedBy(first, "a").map((o) => o.type)).toEqual([types.instance]);
  // Fifteen kinds, and the four calls that were refused.
  expect(server.asked).toHaveLength(19);
});

onMoto("an account that may not look, or keys that are not there, are no empty cloud", async () => {
  server.refusals = Number.POSITIVE_INFINITY;
  server.refusal = { status: 403, code: "UnauthorizedOperation" };
  await expect(observer().snapshot()).rejects.toMatchObject({ name: "UnauthorizedOperation" });
  server.refusals = 0;
  await expect(observer({ accessKey: { env: "DINFRA_TEST_NO_SUCH_KEY" } }).snapshot()).rejects.toMatchObject({
    code: "SecretMissing",
  });
});
