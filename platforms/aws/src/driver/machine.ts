import {
  fitUserData,
  invalidArgument,
  ownerLabel,
  withLoginKeys,
  type Machine,
  type MachineRequest,
  type NetworkAttachment,
} from "@dinfra/port";
import type { Instance } from "@pulumi/aws/ec2/instance.js";
import type { SecurityGroup } from "@pulumi/aws/ec2/securityGroup.js";
import type { NetworkInterface } from "@pulumi/aws/ec2/networkInterface.js";
import * as pulumi from "@pulumi/pulumi";
import type { AwsSettings } from "../settings.js";
import { deviceName, devicePath, refuseShrinking, type DiskPlan } from "./disk.js";
import { gp3For } from "./gp3.js";
import { named } from "./identity.js";
import { requireName } from "./network.js";
import { agreedRegion, providerOptions, sdk } from "./provider.js";
import { egressRules, ingressRules } from "./rules.js";
import { instanceTypeFor } from "./sizes.js";
import { subnetFor } from "./zones.js";

/** Bytes of user data before base64 that EC2 takes (API reference, RunInstances). */
export const userDataLimit = { bytes: 16_384, taker: "EC2" };

/**
 * A machine and what is attached to it. Its network interface is a resource of its own, so that its addresses are there before it
 * boots, when it fetches what it runs, and stay when it is replaced.
 */
export function machine(settings: AwsSettings, request: MachineRequest, opts: pulumi.CustomResourceOptions): Machine {
  const options = providerOptions(settings, request.logicalName, opts);
  const place = placeOf(request);
  const region = agreedRegion(settings, opts);
  const card = makeInterface(request, place, options);
  const address = request.via ? undefined : makeAddress(request, card.resource, options);
  const instance = makeInstance(settings, request, region, card.resource, address?.resource, options);
  const disks = request.disks.map((d, i) =>
    makeDisk(settings, d.handle as DiskPlan, i, request, place, instance, options),
  );
  const privateIp = card.resource.privateIp;
  const publicIp = address?.resource.publicIp;
  const { name } = named(request, "", { incarnation: request.rebuild });
  return {
    id: instance.id,
    resource: instance,
    addresses: { public: publicIp, private: privateIp },
    ssh: {
      // Who asks for it waits for the machine: the address alone is there before.
      host: pulumi.all([publicIp ?? privateIp, instance.id]).apply(([host]) => host),
      port: pulumi.output(22),
      user: pulumi.output("root"),
    },
    devices: pulumi.all(disks).apply((paths) => Object.fromEntries(paths)),
    resources: [
      { kind: "instance", name },
      { kind: "networkinterface", name: card.name },
      ...(address ? [{ kind: "address", name: address.name }] : []),
    ],
  };
}

interface Spot {
  zone: string;
  subnet: string;
  network: NetworkAttachment;
}

function placeOf(request: MachineRequest): pulumi.Output<Spot> {
  return request.network.apply((network) => {
    if (request.via && network.details?.kind === "own") {
      throw invalidArgument(
        "placement.machines.via",
        "none in a network of the owner's own, in which a machine without a public address has no way out; " +
          "give an existing subnet whose routes have one (NAT gateway)",
        request.via.host,
      );
    }
    return { ...subnetFor(network, request.zone), network };
  });
}

function makeInterface(request: MachineRequest, place: pulumi.Output<Spot>, opts: pulumi.CustomResourceOptions) {
  const { logicalName } = request;
  const group = makeFirewall(
    request,
    "one machine",
    place.apply(({ network }) => network),
    opts,
  ).resource;
  const inside = insideOf(
    request,
    place.apply(({ network }) => network),
  );
  const { name, tags } = named(request, "interface", request);
  const resource = new (sdk.NetworkInterface())(
    `${logicalName}-interface`,
    {
      subnetId: place.apply((p) => p.subnet),
      securityGroups: pulumi.all([group.id, inside]).apply(([id, also]) => (also === undefined ? [id] : [id, also])),
      description: name,
      tags,
    },
    opts,
  );
  return { resource, name };
}

/** What the security group of a machine, or of all machines of a group, needs to know. */
type Opened = Pick<MachineRequest, "logicalName" | "owner" | "role" | "index" | "ports" | "tags">;

/** Who may come to a machine, or to each machine of a group. */
export function makeFirewall(
  request: Opened,
  description: string,
  network: pulumi.Output<NetworkAttachment>,
  opts: pulumi.CustomResourceOptions,
): { resource: SecurityGroup; name: string } {
  const { name, tags } = named(request, "firewall", { tags: request.tags });
  requireName("securityGroup", name);
  const resource = new (sdk.SecurityGroup())(
    `${request.logicalName}-firewall`,
    {
      name,
      description,
      vpcId: network.apply(({ details }) => details?.vpc ?? ""),
      ingress: pulumi
        .all([request.ports, insideOf(request, network)])
        .apply(([ports, from]) => ingressRules(ports, from)),
      egress: egressRules,
      tags,
    },
    opts,
  );
  return { resource, name };
}

/** The network's own group, of which a group of strangers never lets the members in: only where the network is the owner's. */
export function insideOf(
  { owner }: { owner: string },
  network: pulumi.Output<NetworkAttachment>,
): pulumi.Output<string | undefined> {
  return network.apply(({ details = {} }) =>
    details.inside !== undefined && details.owner === ownerLabel(owner) ? details.inside : undefined,
  );
}

function makeAddress(request: MachineRequest, card: NetworkInterface, opts: pulumi.CustomResourceOptions) {
  const { name, tags } = named(request, "address", request);
  const resource = new (sdk.Eip())(
    `${request.logicalName}-address`,
    { domain: "vpc", networkInterface: card.id, tags },
    opts,
  );
  return { resource, name };
}

function makeInstance(
  settings: AwsSettings,
  request: MachineRequest,
  region: pulumi.Output<string>,
  card: NetworkInterface,
  address: pulumi.Resource | undefined,
  opts: pulumi.CustomResourceOptions,
): Instance {
  const { tags } = named(request, "", { tags: request.tags, incarnation: request.rebuild });
  const first = asFirstMade(settings, request, opts);
  return new (sdk.Instance())(
    request.logicalName,
    {
      ami: first.image,
      userDataBase64: first.userData,
      keyName: first.keyPair,
      // Through the region, so that a provider of another one fails the preview.
      instanceType: pulumi
        .all([request.size, request.resources, region])
        .apply(([size, least]) => size ?? instanceTypeFor(settings, request.architecture, least)),
      primaryNetworkInterface: { networkInterfaceId: card.id },
      // Version 2 only: a request that a workload was talked into gets no credentials.
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      rootBlockDevice: {
        volumeType: "gp3",
        volumeSize: request.bootDisk.sizeGib,
        encrypted: true,
        kmsKeyId: settings.kmsKey,
        deleteOnTermination: true,
        tags: named(request, "boot", { tags: request.tags, incarnation: request.rebuild }).tags,
      },
      iamInstanceProfile: settings.instanceProfile,
      tags,
    },
    {
      ...opts,
      // Its disks and its interface are free for the new one only when it is gone.
      deleteBeforeReplace: true,
      replacementTrigger: request.rebuild,
      // The first packages that it fetches go through its address.
      ...(address ? { dependsOn: [address] } : {}),
    },
  );
}

interface FirstMade {
  image: pulumi.Output<string>;
  userData: pulumi.Output<string>;
  keyPair: pulumi.Output<string | undefined>;
}

/**
 * What the machine was made with, whatever the program says by now: the provider would stop or replace the machine for a change of
 * it. `ignoreChanges` does not do here, because it would keep the old values in a rebuild as well.
 */
function asFirstMade(settings: AwsSettings, request: MachineRequest, opts: pulumi.CustomResourceOptions): FirstMade {
  const { image = settings.image } = request;
  if (image === undefined)
    throw invalidArgument("placement.aws.image", "the id of an image (ami-…), or an image of the machine", undefined);
  const userData = pulumi
    .all([request.userData, request.loginKeys])
    .apply(([data, keys]) => fitUserData(withLoginKeys(data, keys), userDataLimit).bytes.toString("base64"));
  const stash = new pulumi.Stash(
    `${request.logicalName}-first-${request.rebuild}`,
    { input: { image, userData, keyPair: settings.keyPair } },
    { parent: opts.parent, ignoreChanges: ["input"] },
  );
  const kept = stash.output as pulumi.Output<{ image: string; userData: string; keyPair?: string }>;
  return {
    image: kept.apply((k) => k.image),
    userData: kept.apply((k) => k.userData),
    keyPair: kept.apply((k) => k.keyPair),
  };
}

/** The disk, attached: its volume and the path of its device, once it is there. */
function makeDisk(
  settings: AwsSettings,
  { request, identity }: DiskPlan,
  position: number,
  machineRequest: MachineRequest,
  place: pulumi.Output<Spot>,
  instance: Instance,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<[string, string]> {
  const { logicalName, volume } = request;
  const does = request.sizeGib.apply((size) => gp3For(size, settings.disk));
  const noShrinking = new pulumi.ResourceHook(
    `${identity.name}-never-shrinks`,
    ({ oldInputs, newInputs }) =>
      refuseShrinking(
        volume,
        (oldInputs as { size?: unknown } | undefined)?.size,
        (newInputs as { size?: unknown } | undefined)?.size,
      ),
    { onDryRun: true },
  );
  const made = new (sdk.Volume())(
    logicalName,
    {
      // Not the machine's own output: a zone that is not known while the machine is replaced would replace the disk.
      availabilityZone: place.apply((p) => p.zone),
      size: request.sizeGib,
      type: "gp3",
      iops: does.apply((d) => d.iops),
      throughput: does.apply((d) => d.throughput),
      encrypted: true,
      kmsKeyId: settings.kmsKey,
      tags: { ...machineRequest.tags, ...identity.tags },
    },
    { ...opts, protect: request.protectData, hooks: { beforeUpdate: [noShrinking] } },
  );
  const attached = new (sdk.VolumeAttachment())(
    `${logicalName}-attachment`,
    {
      deviceName: deviceName(position),
      instanceId: instance.id,
      volumeId: made.id,
      // A file system in use is not pulled out.
      stopInstanceBeforeDetaching: true,
    },
    { ...opts, deleteBeforeReplace: true },
  );
  return pulumi.all([made.id, attached.id]).apply(([id]) => [volume, devicePath(id)] as [string, string]);
}
