import { refuse, type Behaviour } from "./contract.js";
import type { Caller, Cloud, Thing } from "./cloud.js";
import type { Values } from "./values.js";

/*
 * What Elastic Load Balancing does with a network load balancer. Error codes are those of its API reference (2015-12-01); the provider
 * looks for a name before it makes anything, and says "already exists" by itself.
 */

const mostOfName = 32;

function requireName(cloud: Cloud, caller: Caller, type: string, what: string, name: unknown): void {
  if (typeof name !== "string" || name.length > mostOfName || !/^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$/.test(name))
    refuse("ValidationError", `The ${what} name '${String(name)}' cannot be longer than '${mostOfName}' characters`);
  if (cloud.all(type).some(({ values, region }) => values.name === name && region === caller.region))
    refuse("Duplicate", `ELBv2 ${what} (${name}) already exists`);
}

interface Mapping {
  subnetId: string;
  allocationId?: string;
}

const mappingsOf = ({ subnetMappings, subnets }: Values): Mapping[] =>
  (subnetMappings as Mapping[] | undefined) ?? ((subnets ?? []) as string[]).map((subnetId) => ({ subnetId }));

/** What has the address. */
export const balancerOfAddress = (cloud: Cloud, id: string): Thing | undefined =>
  cloud.all("LoadBalancer").find(({ values }) => mappingsOf(values).some((one) => one.allocationId === id));

/** What is in the subnet. */
export const balancersIn = (cloud: Cloud, subnet: string): Thing[] =>
  cloud.all("LoadBalancer").filter(({ values }) => mappingsOf(values).some((one) => one.subnetId === subnet));

/** What is a member of the security group. */
export const balancersOf = (cloud: Cloud, group: string): Thing[] =>
  cloud.all("LoadBalancer").filter(({ values }) => ((values.securityGroups ?? []) as string[]).includes(group));

function requireMappings(cloud: Cloud, caller: Caller, inputs: Values, self?: string): string {
  const mappings = mappingsOf(inputs);
  const places = mappings.map(({ subnetId }) => cloud.need(caller, "Subnet", subnetId).values);
  if (new Set(places.map((place) => place.availabilityZone)).size < mappings.length)
    refuse("InvalidConfigurationRequest", "A load balancer cannot be attached to multiple subnets in the same zone");
  const vpc = String(places[0]?.vpcId);
  if (inputs.internal !== true && !cloud.all("InternetGateway").some(({ values }) => values.vpcId === vpc))
    refuse("InvalidSubnet", `VPC ${vpc} has no internet gateway`);
  for (const { allocationId } of mappings) {
    if (allocationId === undefined) continue;
    const address = cloud.need(caller, "Eip", allocationId);
    const other = balancerOfAddress(cloud, allocationId);
    if (address.values.networkInterface !== undefined || (other && other.id !== self))
      refuse("AllocationIdNotFound", `The allocation ID '${allocationId}' is already associated`);
  }
  for (const group of (inputs.securityGroups ?? []) as string[])
    if (cloud.need(caller, "SecurityGroup", group).values.vpcId !== vpc)
      refuse("InvalidSecurityGroup", `The security group '${group}' does not belong to VPC ${vpc}`);
  return vpc;
}

const listenersOf = (cloud: Cloud, { id }: Thing) =>
  cloud.all("Listener").filter(({ values }) => values.loadBalancerArn === id);

const loadBalancer: Behaviour = {
  create(cloud, caller, inputs) {
    requireName(cloud, caller, "LoadBalancer", "Load Balancer", inputs.name);
    if (inputs.loadBalancerType !== "network") refuse("ValidationError", "the stand-in models network load balancers");
    const vpcId = requireMappings(cloud, caller, inputs);
    return {
      vpcId,
      dnsName: `${String(inputs.name)}-${cloud.nextId("x").slice(-8)}.elb.${caller.region}.amazonaws.com`,
    };
  },
  update(cloud, thing, wanted) {
    requireMappings(cloud, thing, wanted, thing.id);
    return {};
  },
  remove(cloud, thing) {
    for (const listener of listenersOf(cloud, thing)) cloud.things.delete(listener.id);
  },
};

function requireNumber(name: string, value: unknown, least: number, most: number): void {
  if (value === undefined || (Number(value) >= least && Number(value) <= most)) return;
  refuse("ValidationError", `${name} '${String(value)}' must be in the range ${least}-${most}`);
}

function requireTargetGroup({ healthCheck, deregistrationDelay }: Values): void {
  const { protocol, interval, timeout, healthyThreshold, unhealthyThreshold } = (healthCheck ?? {}) as Values;
  if (protocol !== "HTTP")
    refuse("ValidationError", `the stand-in models health checks by HTTP, found ${String(protocol)}`);
  requireNumber("Health check interval", interval, 5, 300);
  requireNumber("Health check timeout", timeout, 2, 120);
  requireNumber("Healthy threshold", healthyThreshold, 2, 10);
  requireNumber("Unhealthy threshold", unhealthyThreshold, 2, 10);
  requireNumber("Deregistration delay", deregistrationDelay, 0, 3600);
}

const targetGroup: Behaviour = {
  create(cloud, caller, inputs) {
    requireName(cloud, caller, "TargetGroup", "Target Group", inputs.name);
    cloud.need(caller, "Vpc", inputs.vpcId);
    requireTargetGroup(inputs);
    return {};
  },
  update(_cloud, _thing, wanted) {
    requireTargetGroup(wanted);
    return {};
  },
  remove(cloud, thing) {
    const user = cloud.all("Listener").find(({ values }) => groupOf(values) === thing.id);
    if (user) refuse("ResourceInUse", `Target group '${thing.id}' is currently in use by a listener or a rule`);
    // Its targets are parts of it.
    for (const part of targetsOf(cloud, thing.id)) cloud.things.delete(part.id);
  },
};

const groupOf = ({ defaultActions }: Values) =>
  (defaultActions as { targetGroupArn?: string }[] | undefined)?.[0]?.targetGroupArn;

function requireListener(cloud: Cloud, caller: Caller, inputs: Values, self?: string): void {
  const balancer = cloud.need(caller, "LoadBalancer", inputs.loadBalancerArn);
  const group = cloud.need(caller, "TargetGroup", groupOf(inputs));
  if (group.values.vpcId !== balancer.values.vpcId)
    refuse("InvalidConfigurationRequest", "The target group is in another VPC than the load balancer");
  if (group.values.protocol !== inputs.protocol)
    refuse("InvalidConfigurationRequest", "The protocol of the listener does not fit that of the target group");
  requireNumber("tcp.idle_timeout.seconds", inputs.tcpIdleTimeoutSeconds, 60, 6000);
  const other = listenersOf(cloud, balancer).find(({ id, values }) => values.port === inputs.port && id !== self);
  if (other) refuse("DuplicateListener", `A listener already exists on port ${String(inputs.port)}`);
}

const listener: Behaviour = {
  create(cloud, caller, inputs) {
    requireListener(cloud, caller, inputs);
    return {};
  },
  update(cloud, thing, wanted) {
    requireListener(cloud, thing, wanted, thing.id);
    return {};
  },
};

const targetsOf = (cloud: Cloud, group: unknown) =>
  cloud.all("TargetGroupAttachment").filter(({ values }) => values.targetGroupArn === group);

const targetGroupAttachment: Behaviour = {
  create(cloud, caller, { targetGroupArn, targetId }) {
    const group = cloud.need(caller, "TargetGroup", targetGroupArn);
    const machine = cloud.need(caller, "Instance", targetId);
    const card = cloud.need(caller, "NetworkInterface", cardOf(machine));
    if (cloud.need(caller, "Subnet", card.values.subnetId).values.vpcId !== group.values.vpcId)
      refuse("InvalidTarget", `The following targets are not in the target group VPC: '${String(targetId)}'`);
    cloud.events.push(`register ${String(targetId)}`);
    return {};
  },
  remove: (cloud, { values }) => void cloud.events.push(`deregister ${String(values.targetId)}`),
};

const cardOf = ({ values }: Thing): unknown =>
  (values.primaryNetworkInterface as { networkInterfaceId?: string } | undefined)?.networkInterfaceId;

export const balancerBehaviours: Readonly<Record<string, Behaviour>> = {
  LoadBalancer: loadBalancer,
  TargetGroup: targetGroup,
  Listener: listener,
  TargetGroupAttachment: targetGroupAttachment,
};
