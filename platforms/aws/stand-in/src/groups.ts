import { refuse, userDataLimit, type Behaviour } from "./contract.js";
import type { Caller, Cloud, Thing } from "./cloud.js";
import type { Values } from "./values.js";

/*
 * What Auto Scaling does with a group. Machines, their disks and their interfaces are things like any other, which the group makes and
 * removes; nothing is waited for, and what happens stands in `cloud.events` in its order.
 */

interface TagSpecification {
  resourceType: string;
  tags: Record<string, string>;
}

interface BlockDevice {
  deviceName: string;
  ebs?: { volumeSize?: number; snapshotId?: string };
}

interface Template {
  imageId?: string;
  instanceType?: string;
  userData?: string;
  blockDeviceMappings?: BlockDevice[];
  networkInterfaces?: { securityGroups?: string[]; associatePublicIpAddress?: string }[];
  tagSpecifications?: TagSpecification[];
}

interface GroupValues {
  name: string;
  minSize: number;
  maxSize: number;
  desiredCapacity?: number;
  vpcZoneIdentifiers?: string[];
  launchTemplate?: { id: string; version: string };
  warmPool?: { minSize?: number };
  targetGroupArns?: string[];
}

const valuesOf = (group: Thing) => group.values as unknown as GroupValues;

/** What each version of a template said. */
const versions = new WeakMap<Thing, Template[]>();

const launchTemplate: Behaviour = {
  create(cloud, caller, inputs) {
    const { name } = inputs;
    if (cloud.all("LaunchTemplate").some((other) => other.values.name === name && other.region === caller.region))
      refuse("InvalidLaunchTemplateName.AlreadyExistsException", `Launch template name already in use.`);
    requireTemplate(inputs);
    return { latestVersion: 1, defaultVersion: 1 };
  },
  update(_cloud, thing, wanted) {
    requireTemplate(wanted);
    // The version before is what the thing still says.
    const latest = remember(thing, thing.values) + 1;
    return { latestVersion: latest, defaultVersion: latest };
  },
};

function requireTemplate({ imageId, userData }: Values): void {
  if (typeof imageId !== "string" || !/^ami-[0-9a-f]+$/.test(imageId))
    refuse("InvalidAMIID.Malformed", `Invalid id: "${String(imageId)}"`);
  if (Buffer.from(String(userData ?? ""), "base64").length > userDataLimit)
    refuse("InvalidUserData.Malformed", `User data is limited to ${userDataLimit} bytes`);
}

/** Keeps what the present version says, and answers its number. */
function remember(template: Thing, values: Values): number {
  const known = versions.get(template) ?? [];
  versions.set(template, known);
  const number = Number(values.latestVersion);
  known[number] ??= structuredClone(values) as Template;
  return number;
}

function templateOf(cloud: Cloud, group: Thing): Template {
  const { id, version } = valuesOf(group).launchTemplate ?? { id: "", version: "" };
  const template = cloud.need(group, "LaunchTemplate", id);
  remember(template, template.values);
  const found = versions.get(template)?.[Number(version)];
  if (!found) refuse("ValidationError", `Could not find the specified version ${version} for the launch template`);
  return found;
}

const scalingGroup: Behaviour = {
  create(cloud, caller, inputs) {
    const values = inputs as unknown as GroupValues;
    if (cloud.things.has(values.name))
      refuse(
        "AlreadyExists",
        `AutoScalingGroup by this name already exists - A group with the name ${values.name} already exists`,
      );
    requireSizes(values);
    const draft = { type: "", id: values.name, ...caller, values: inputs };
    templateOf(cloud, draft);
    for (const subnet of values.vpcZoneIdentifiers ?? []) cloud.need(caller, "Subnet", subnet);
    for (const targets of values.targetGroupArns ?? []) cloud.need(caller, "TargetGroup", targets);
    settle(cloud, draft, values.minSize);
    return { desiredCapacity: values.minSize };
  },
  update(cloud, thing, wanted) {
    const before = valuesOf(thing);
    const next = { ...before, ...wanted } as GroupValues;
    requireSizes(next);
    const desired = Math.min(Math.max(before.desiredCapacity ?? next.minSize, next.minSize), next.maxSize);
    const draft = { ...thing, values: next as unknown as Values };
    templateOf(cloud, draft);
    settle(cloud, draft, desired);
    const refreshes =
      wanted.instanceRefresh !== undefined && before.launchTemplate?.version !== next.launchTemplate?.version;
    if (refreshes) refresh(cloud, draft);
    return { desiredCapacity: desired };
  },
  remove(cloud, thing) {
    for (const machine of machinesOf(cloud, thing)) terminate(cloud, machine);
    // They are parts of the group.
    for (const part of [...cloud.all("LifecycleHook"), ...cloud.all("Policy")])
      if (part.values.autoscalingGroupName === thing.id) cloud.things.delete(part.id);
  },
};

function requireSizes({ minSize, maxSize }: GroupValues): void {
  if (minSize > maxSize) refuse("ValidationError", "Min size must be less than or equal to max size");
}

/** Machines of a group, those of its warm pool too. */
export const machinesOf = (cloud: Cloud, { id }: Pick<Thing, "id">): Thing[] =>
  cloud.all("Instance").filter(({ values }) => values.group === id);

const inService = (cloud: Cloud, group: Thing) => machinesOf(cloud, group).filter(({ values }) => !values.warm);

/** As many machines as are wanted, and the pool. */
function settle(cloud: Cloud, group: Thing, desired: number): void {
  const running = inService(cloud, group);
  for (let i = running.length; i < desired; i++) launch(cloud, group, false);
  for (const machine of running.slice(desired)) terminate(cloud, machine);
  const wanted = valuesOf(group).warmPool?.minSize ?? 0;
  const warm = machinesOf(cloud, group).filter(({ values }) => values.warm);
  for (let i = warm.length; i < wanted; i++) launch(cloud, group, true);
  for (const machine of warm.slice(wanted)) terminate(cloud, machine);
}

/** One more, then one less, until all are of the group's version ("Instance refresh", maximum healthy percentage above 100). */
function refresh(cloud: Cloud, group: Thing): void {
  const version = valuesOf(group).launchTemplate?.version;
  for (const machine of machinesOf(cloud, group)) {
    if (machine.values.version === version) continue;
    launch(cloud, group, Boolean(machine.values.warm));
    terminate(cloud, machine);
  }
}

function launch(cloud: Cloud, group: Thing, warm: boolean): void {
  const { account, region } = group;
  const template = templateOf(cloud, group);
  const { vpcZoneIdentifiers: subnets = [], launchTemplate: of } = valuesOf(group);
  const tagsOf = (type: string) => template.tagSpecifications?.find((one) => one.resourceType === type)?.tags;
  const make = (type: string, prefix: string, tags: string, values: Values) => {
    const id = cloud.nextId(prefix);
    const mine = tagsOf(tags);
    cloud.things.set(id, { type, id, account, region, values: { ...values, ...(mine && { tags: mine }) } });
    return id;
  };
  // Zones are kept in balance.
  const counts = subnets.map(
    (id) =>
      machinesOf(cloud, group).filter(({ values }) => values.subnetId === id && Boolean(values.warm) === warm).length,
  );
  const subnetId = subnets[counts.indexOf(Math.min(...counts))];
  const card = make("aws:ec2/networkInterface:NetworkInterface", "eni", "network-interface", {
    ...{ subnetId, securityGroups: template.networkInterfaces?.[0]?.securityGroups ?? [] },
    privateIp: `10.0.${cloud.nextAddress()}`,
  });
  const disks = (template.blockDeviceMappings ?? []).map(({ deviceName, ebs }) =>
    make("aws:ebs/volume:Volume", "vol", "volume", { deviceName, size: ebs?.volumeSize, snapshotId: ebs?.snapshotId }),
  );
  const id = make("aws:ec2/instance:Instance", "i", "instance", {
    ...{ ami: template.imageId, instanceType: template.instanceType, userDataBase64: template.userData },
    ...{ group: group.id, version: of?.version, subnetId, warm, parts: [card, ...disks] },
    instanceState: warm ? "stopped" : "running",
  });
  cloud.events.push(`launch ${id}${warm ? " warm" : ""}`);
  if (!warm) for (const _ of valuesOf(group).targetGroupArns ?? []) cloud.events.push(`register ${id}`);
}

function terminate(cloud: Cloud, machine: Thing): void {
  const hook = cloud.all("LifecycleHook").find(({ values }) => values.autoscalingGroupName === machine.values.group);
  const { targetGroupArns = [] } = valuesOf(cloud.things.get(String(machine.values.group)) ?? machine);
  // It leaves its balancer first, then the hook holds it.
  if (!machine.values.warm) for (const _ of targetGroupArns) cloud.events.push(`deregister ${machine.id}`);
  if (hook && !machine.values.warm) cloud.events.push(`drain ${machine.id} ${String(hook.values.heartbeatTimeout)}`);
  cloud.events.push(`terminate ${machine.id}`);
  for (const id of [machine.id, ...(machine.values.parts as string[])]) cloud.things.delete(id);
}

/** What an alarm does: a machine more, or one less, within the group's limits. For tests. */
export function scale(cloud: Cloud, policy: Thing): void {
  const group = cloud.need(policy, "Group", policy.values.autoscalingGroupName);
  const { minSize, maxSize, desiredCapacity = minSize } = valuesOf(group);
  const desired = Math.min(Math.max(desiredCapacity + Number(policy.values.scalingAdjustment), minSize), maxSize);
  group.values.desiredCapacity = desired;
  settle(cloud, group, desired);
}

const ofGroup = (cloud: Cloud, caller: Caller, { autoscalingGroupName }: Values) =>
  cloud.need(caller, "Group", autoscalingGroupName);

const lifecycleHook: Behaviour = {
  create(cloud, caller, inputs) {
    ofGroup(cloud, caller, inputs);
    const timeout = Number(inputs.heartbeatTimeout ?? 3600);
    if (timeout < 30 || timeout > 7200)
      refuse("ValidationError", "1 validation error detected: heartbeatTimeout must be between 30 and 7200");
    return {};
  },
};

const policy: Behaviour = {
  create(cloud, caller, inputs) {
    ofGroup(cloud, caller, inputs);
    return { arn: `arn:aws:autoscaling:${caller.region}:0:scalingPolicy:${String(inputs.name)}` };
  },
};

const metricAlarm: Behaviour = {
  create: (_cloud, caller, inputs) => ({ arn: `arn:aws:cloudwatch:${caller.region}:0:alarm:${String(inputs.name)}` }),
};

export const groupBehaviours: Readonly<Record<string, Behaviour>> = {
  LaunchTemplate: launchTemplate,
  Group: scalingGroup,
  LifecycleHook: lifecycleHook,
  Policy: policy,
  MetricAlarm: metricAlarm,
};
