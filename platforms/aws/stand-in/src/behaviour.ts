import { refuse, userDataLimit, type Behaviour } from "./contract.js";
import type { Caller, Cloud, Thing } from "./cloud.js";
import { balancerBehaviours, balancerOfAddress, balancersIn, balancersOf } from "./balancers.js";
import { groupBehaviours } from "./groups.js";
import type { Values } from "./values.js";

const ofVpc = (cloud: Cloud, type: string, vpc: unknown) => cloud.all(type).filter((t) => t.values.vpcId === vpc);

const vpcOfCard = (cloud: Cloud, caller: Caller, card: unknown) => {
  const { values } = cloud.need(caller, "NetworkInterface", card);
  return cloud.need(caller, "Subnet", values.subnetId).values.vpcId;
};

function inUse(cloud: Cloud, thing: Thing, others: readonly Thing[]): void {
  const [first] = others;
  if (first)
    refuse(
      "DependencyViolation",
      `The resource '${thing.id}' has a dependent object (${first.id}) and cannot be deleted.`,
    );
}

const vpc: Behaviour = {
  remove: (cloud, thing) =>
    inUse(
      cloud,
      thing,
      ["Subnet", "InternetGateway", "RouteTable", "SecurityGroup"].flatMap((type) => ofVpc(cloud, type, thing.id)),
    ),
};

const internetGateway: Behaviour = {
  create(cloud, caller, { vpcId }) {
    cloud.need(caller, "Vpc", vpcId);
    if (ofVpc(cloud, "InternetGateway", vpcId).length > 0)
      refuse("Resource.AlreadyAssociated", `network ${String(vpcId)} already has an internet gateway attached`);
    return {};
  },
  remove(cloud, thing) {
    const mapped = cloud.all("Eip").filter((address) => {
      const card = address.values.networkInterface;
      if (card !== undefined) return vpcOfCard(cloud, thing, card) === thing.values.vpcId;
      return balancerOfAddress(cloud, address.id)?.values.vpcId === thing.values.vpcId;
    });
    if (mapped.length > 0)
      refuse("DependencyViolation", `Network ${String(thing.values.vpcId)} has some mapped public address(es).`);
  },
};

const subnet: Behaviour = {
  create(cloud, caller, { vpcId, cidrBlock, availabilityZone }) {
    cloud.need(caller, "Vpc", vpcId);
    if (ofVpc(cloud, "Subnet", vpcId).some((other) => other.values.cidrBlock === cidrBlock))
      refuse("InvalidSubnet.Conflict", `The CIDR '${String(cidrBlock)}' conflicts with another subnet`);
    return { availabilityZone: availabilityZone ?? `${caller.region}a` };
  },
  remove: (cloud, thing) =>
    inUse(cloud, thing, [
      ...cloud.all("NetworkInterface").filter((card) => card.values.subnetId === thing.id),
      ...balancersIn(cloud, thing.id),
    ]),
};

const routeTable: Behaviour = {
  create(cloud, caller, { vpcId, routes }) {
    cloud.need(caller, "Vpc", vpcId);
    for (const { gatewayId } of (routes ?? []) as { gatewayId?: string }[]) {
      if (cloud.need(caller, "InternetGateway", gatewayId).values.vpcId !== vpcId)
        refuse("InvalidParameterValue", `route table and network gateway ${gatewayId} belong to different networks`);
    }
    return {};
  },
  remove: (cloud, thing) =>
    inUse(
      cloud,
      thing,
      cloud.all("RouteTableAssociation").filter((link) => link.values.routeTableId === thing.id),
    ),
};

const routeTableAssociation: Behaviour = {
  create(cloud, caller, { routeTableId, subnetId }) {
    cloud.need(caller, "RouteTable", routeTableId);
    cloud.need(caller, "Subnet", subnetId);
    if (cloud.all("RouteTableAssociation").some((link) => link.values.subnetId === subnetId))
      refuse(
        "Resource.AlreadyAssociated",
        `the specified association for subnet ${String(subnetId)} conflicts with an existing one`,
      );
    return {};
  },
};

interface GroupRule {
  securityGroups?: string[];
}
const referred = ({ values }: Thing) =>
  ((values.ingress ?? []) as GroupRule[]).flatMap(({ securityGroups = [] }) => securityGroups);

const securityGroup: Behaviour = {
  create(cloud, caller, { name, vpcId, ingress }) {
    cloud.need(caller, "Vpc", vpcId);
    if (typeof name !== "string" || name.length > 255 || name.startsWith("sg-"))
      refuse("InvalidParameterValue", `Invalid security group name '${String(name)}'`);
    if (ofVpc(cloud, "SecurityGroup", vpcId).some((other) => other.values.name === name))
      refuse("InvalidGroup.Duplicate", `The security group '${name}' already exists for VPC '${String(vpcId)}'`);
    for (const id of ((ingress ?? []) as GroupRule[]).flatMap((rule) => rule.securityGroups ?? []))
      cloud.need(caller, "SecurityGroup", id);
    return {};
  },
  remove(cloud, thing) {
    const cards = cloud.all("NetworkInterface");
    inUse(cloud, thing, [
      ...cards.filter((card) => ((card.values.securityGroups ?? []) as string[]).includes(thing.id)),
      ...balancersOf(cloud, thing.id),
      ...cloud.all("SecurityGroup").filter((group) => group.id !== thing.id && referred(group).includes(thing.id)),
    ]);
  },
};

const networkInterface: Behaviour = {
  create(cloud, caller, { subnetId, securityGroups }) {
    const { values } = cloud.need(caller, "Subnet", subnetId);
    for (const id of (securityGroups ?? []) as string[]) {
      if (cloud.need(caller, "SecurityGroup", id).values.vpcId !== values.vpcId)
        refuse("InvalidParameterValue", `You have specified two resources that belong to different networks: ${id}`);
    }
    return { privateIp: `10.0.${cloud.nextAddress()}` };
  },
  remove(cloud, thing) {
    if (cloud.all("Instance").some((instance) => cardOf(instance.values) === thing.id))
      refuse("InvalidParameterValue", `Network interface '${thing.id}' is currently in use.`);
    for (const address of cloud.all("Eip"))
      if (address.values.networkInterface === thing.id) delete address.values.networkInterface;
  },
};

function associated(cloud: Cloud, caller: Caller, card: unknown): Values {
  if (card === undefined) return {};
  const network = vpcOfCard(cloud, caller, card);
  if (ofVpc(cloud, "InternetGateway", network).length === 0)
    refuse("Gateway.NotAttached", `Network ${String(network)} is not attached to any internet gateway`);
  return { associationId: cloud.nextId("eipassoc") };
}

const eip: Behaviour = {
  create: (cloud, caller, { networkInterface: card }) => ({
    publicIp: `${cloud.publicPrefix}.${cloud.nextAddress()}`,
    ...associated(cloud, caller, card),
  }),
  update: (cloud, thing, { networkInterface: card }) => associated(cloud, thing, card),
  remove(cloud, thing) {
    if (balancerOfAddress(cloud, thing.id))
      refuse("InvalidIPAddress.InUse", `Address ${String(thing.values.publicIp)} is in use.`);
  },
};

const cardOf = ({ primaryNetworkInterface }: Values): unknown =>
  (primaryNetworkInterface as { networkInterfaceId?: string } | undefined)?.networkInterfaceId;

const instance: Behaviour = {
  create(cloud, caller, inputs) {
    const card = cloud.need(caller, "NetworkInterface", cardOf(inputs));
    if (cloud.all("Instance").some((other) => cardOf(other.values) === card.id))
      refuse("InvalidNetworkInterface.InUse", `Interface ${card.id} in use.`);
    if (typeof inputs.ami !== "string" || !/^ami-[0-9a-f]+$/.test(inputs.ami))
      refuse("InvalidAMIID.Malformed", `Invalid id: "${String(inputs.ami)}"`);
    if (Buffer.from(String(inputs.userDataBase64 ?? ""), "base64").length > userDataLimit)
      refuse("InvalidParameterValue", `User data is limited to ${userDataLimit} bytes`);
    const place = cloud.need(caller, "Subnet", card.values.subnetId).values;
    return {
      privateIp: card.values.privateIp,
      availabilityZone: place.availabilityZone,
      instanceState: "running",
    };
  },
  update(cloud, thing, wanted) {
    const needsStop = ["instanceType", "userDataBase64"].some((key) => wanted[key] !== thing.values[key]);
    if (needsStop) cloud.events.push(`stop ${thing.id}`, `start ${thing.id}`);
    return {};
  },
  remove(cloud, thing) {
    cloud.events.push(`terminate ${thing.id}`);
    for (const link of cloud.all("VolumeAttachment"))
      if (link.values.instanceId === thing.id) cloud.things.delete(link.id);
  },
};

interface VolumeInputs {
  size?: number;
  iops?: number;
  throughput?: number;
}

function requireVolume({ size = 0, iops = 3000, throughput = 125 }: VolumeInputs): void {
  if (size < 1 || size > 65_536) refuse("InvalidParameterValue", `Volume of ${size}GiB is not supported for type gp3`);
  if (iops < 3000 || iops > Math.max(3000, 500 * size))
    refuse("InvalidParameterCombination", `Iops to volume size ratio of ${iops}:${size} is too high; maximum is 500`);
  if (throughput < 125 || throughput * 4 > iops)
    refuse(
      "InvalidParameterCombination",
      `Throughput to iops ratio of ${throughput}:${iops} is too high; maximum is 0.25`,
    );
}

const volume: Behaviour = {
  create(_cloud, caller, inputs) {
    requireVolume(inputs);
    if (!String(inputs.availabilityZone).startsWith(caller.region))
      refuse("InvalidParameterValue", `The availability zone '${String(inputs.availabilityZone)}' does not exist`);
    return {};
  },
  update(_cloud, thing, wanted) {
    requireVolume(wanted);
    if (Number(wanted.size) < Number(thing.values.size))
      refuse("InvalidParameterValue", "New size cannot be smaller than existing size");
    return {};
  },
  remove(cloud, thing) {
    const link = cloud.all("VolumeAttachment").find((one) => one.values.volumeId === thing.id);
    if (link) refuse("VolumeInUse", `Volume ${thing.id} is currently attached to ${String(link.values.instanceId)}`);
  },
};

const volumeAttachment: Behaviour = {
  // ebs_volume_attachment.go looks for the attachment before it makes one, and makes its id of what is attached where.
  taken: (cloud, _caller, { volumeId, instanceId, deviceName }) =>
    cloud
      .all("VolumeAttachment")
      .find(
        ({ values }) =>
          values.volumeId === volumeId && values.instanceId === instanceId && values.deviceName === deviceName,
      ),
  create(cloud, caller, { volumeId, instanceId, deviceName }) {
    const disk = cloud.need(caller, "Volume", volumeId).values;
    const machine = cloud.need(caller, "Instance", instanceId).values;
    if (disk.availabilityZone !== machine.availabilityZone)
      refuse(
        "InvalidVolume.ZoneMismatch",
        `The volume '${String(volumeId)}' is not in the same availability zone as the instance`,
      );
    for (const { values } of cloud.all("VolumeAttachment")) {
      if (values.volumeId === volumeId) refuse("VolumeInUse", `${String(volumeId)} is already attached to an instance`);
      if (values.instanceId === instanceId && values.deviceName === deviceName)
        refuse(
          "InvalidParameterValue",
          `Invalid value '${String(deviceName)}' for unixDevice. Attachment point is already in use`,
        );
    }
    return {};
  },
};

export const behaviours: Readonly<Record<string, Behaviour>> = {
  Vpc: vpc,
  InternetGateway: internetGateway,
  Subnet: subnet,
  RouteTable: routeTable,
  RouteTableAssociation: routeTableAssociation,
  SecurityGroup: securityGroup,
  NetworkInterface: networkInterface,
  Eip: eip,
  Instance: instance,
  Volume: volume,
  VolumeAttachment: volumeAttachment,
  ...balancerBehaviours,
  ...groupBehaviours,
};

export const behaviourOf = (type: string): Behaviour => behaviours[type.split(":").at(-1) ?? ""] ?? {};
