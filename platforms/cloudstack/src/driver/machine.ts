import {
  invalidArgument,
  type Machine,
  type MachineRequest,
  type PlacedResource,
  tagged,
  withLoginKeys,
} from "@dinfra/port";
import * as pulumi from "@pulumi/pulumi";
import type * as sdk from "@pulumi/cloudstack";
import type { CloudStackSettings } from "../settings.js";
import { deviceId, devicePath, type DiskPlan } from "./disk.js";
import { machineSecurityGroup, type MachineSecurityGroup } from "./security-group.js";
import { hasSecurityGroups, isVpc } from "./network.js";
import { agreedZone, cloudstack, providerOptions } from "./provider.js";
import { aclRules, firewallRules } from "./rules.js";
import { smallestSize } from "./size.js";
import { fitted } from "./user-data.js";

/** Everything that is attached to one machine; each rule of the provider that it keeps to is said where it stands. */
export function machine(
  settings: CloudStackSettings,
  request: MachineRequest,
  opts: pulumi.CustomResourceOptions,
): Machine {
  const options = providerOptions(settings, request.logicalName, opts);
  const identity = tagged(request, "", { tags: request.tags, incarnation: request.rebuild });
  const group = hasSecurityGroups(settings) ? machineSecurityGroup(settings, request, options) : undefined;
  const instance = makeInstance(settings, request, group, options);
  const disks = request.disks.map((d, i) => makeDisk(settings, d.handle as DiskPlan, i, request, instance, options));
  const reach = request.via ? undefined : reachable(settings, request, instance, group, options);
  const host = reach?.opened ?? instance.ipAddress;
  const devices = pulumi
    .all(disks.map((d) => d.id))
    .apply((ids) => Object.fromEntries(ids.map((id, i) => [request.disks[i]?.volume ?? "", devicePath(id)])));
  return {
    resource: instance,
    addresses: { public: reach?.address, private: instance.ipAddress },
    ssh: { host, port: pulumi.output(22), user: pulumi.output("root") },
    devices,
    resources: [
      { kind: "instance", name: identity.name },
      ...(reach?.resources ?? []),
      ...(group ? [{ kind: "securitygroup", name: group.name }] : []),
    ],
  };
}

function makeInstance(
  settings: CloudStackSettings,
  request: MachineRequest,
  group: MachineSecurityGroup | undefined,
  opts: pulumi.CustomResourceOptions,
) {
  const { size, image = settings.template } = request;
  const { sizes } = settings;
  if (image === undefined)
    throw invalidArgument("placement.cloudstack.template", "a template, or an image of the machine", undefined);
  if (size === undefined && sizes === undefined) {
    throw invalidArgument("placement.cloudstack.sizes", "a list of sizes, or a size of the machine", undefined);
  }
  const { name, tags } = tagged(request, "", { tags: request.tags, incarnation: request.rebuild });
  const zone = zoneOf(settings, request, opts);
  return new (cloudstack().Instance)(
    request.logicalName,
    {
      name,
      displayName: name,
      zone,
      networkId: request.network.apply((n) => n.id),
      serviceOffering: size ?? request.resources.apply((least) => smallestSize(sizes ?? [], least)),
      template: image,
      rootDiskSize: request.bootDisk.sizeGib,
      userData: firstUserData(request, opts),
      affinityGroupIds: pulumi
        .all([request.network, settings.affinityGroups ?? []])
        .apply(([n, groups]) => [...(n.details?.group ? [n.details.group] : []), ...groups]),
      securityGroupIds: group && [group.id],
      keypair: settings.keyPair,
      // Without it the machine stays as Destroyed, and its network cannot be deleted.
      expunge: true,
      // The provider's default, said: recovery takes a half-made machine in by its inputs, and without it would replace the machine.
      startVm: true,
      project: settings.project,
      tags,
    },
    {
      ...opts,
      // A name is taken until the machine is gone, and a disk is attached to the new one only when it is free.
      deleteBeforeReplace: true,
      replaceOnChanges: ["name"],
      // The provider would replace the machine, or stop it, for them.
      ignoreChanges: ["template", "rootDiskSize", "affinityGroupIds", "keypair"],
    },
  );
}

function zoneOf(
  settings: CloudStackSettings,
  request: MachineRequest,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const agreed = agreedZone(settings, opts);
  return pulumi.all([agreed, request.network]).apply(([zone, net]) => net.zone ?? request.zone ?? zone);
}

/**
 * The user data that the machine was made with, whatever the program says by now: the provider would stop the machine to change it, and cloud-init
 * does not run again. `ignoreChanges` does not do here: the state has only a hash of user data, which a refresh puts among the inputs, and the
 * provider would write that hash onto the machine.
 */
function firstUserData(request: MachineRequest, opts: pulumi.CustomResourceOptions): pulumi.Output<string> {
  const input = pulumi
    .all([request.userData, request.loginKeys])
    .apply(([data, keys]) => fitted(withLoginKeys(data, keys)));
  const { parent } = opts;
  const stash = new pulumi.Stash(
    `${request.logicalName}-user-data-${request.rebuild}`,
    { input },
    { parent, ignoreChanges: ["input"] },
  );
  return stash.output as pulumi.Output<string>;
}

function makeDisk(
  settings: CloudStackSettings,
  { request, identity }: DiskPlan,
  position: number,
  machineRequest: MachineRequest,
  instance: sdk.Instance,
  opts: pulumi.CustomResourceOptions,
): sdk.Disk {
  return new (cloudstack().Disk)(
    request.logicalName,
    {
      name: identity.name,
      diskOffering: settings.diskOffering ?? "Custom",
      size: request.sizeGib,
      // Not the machine's own output: a zone that is not known while the machine is replaced would replace the disk.
      zone: zoneOf(settings, machineRequest, opts),
      attach: true,
      virtualMachineId: instance.id,
      deviceId: deviceId(position),
      project: settings.project,
      tags: { ...machineRequest.tags, ...identity.tags },
    },
    { ...opts, protect: request.protectData },
  );
}

interface Reach {
  address: pulumi.Output<string>;
  /** The same, once the rules that let SSH in are there. */
  opened: pulumi.Output<string>;
  resources: PlacedResource[];
}

function reachable(
  settings: CloudStackSettings,
  request: MachineRequest,
  instance: sdk.Instance,
  group: MachineSecurityGroup | undefined,
  opts: pulumi.CustomResourceOptions,
): Reach {
  if (!group) return makeReachable(settings, request, instance, opts);
  // In a shared network the machine's own address is the one that all others know.
  const address = instance.ipAddress;
  return { address, opened: pulumi.all([address, group.opened]).apply(([ip]) => ip), resources: [] };
}

/**
 * A public address of its own, translated to the machine. It is taken after the machine runs: the first address of a network without a running
 * router becomes the network's own, which the provider never gives back.
 */
function makeReachable(
  settings: CloudStackSettings,
  request: MachineRequest,
  instance: sdk.Instance,
  opts: pulumi.CustomResourceOptions,
): Reach {
  const { logicalName } = request;
  const { project } = settings;
  const { name, tags } = tagged(request, "address");
  const inVpc = isVpc(settings);
  const address = new (cloudstack().Ipaddress)(
    `${logicalName}-address`,
    {
      ...(inVpc
        ? { vpcId: request.network.apply((n) => n.details?.vpcId ?? ""), zone: zoneOf(settings, request, opts) }
        : { networkId: request.network.apply((n) => n.id) }),
      // As startVm of a machine.
      isPortable: false,
      project,
      tags,
    },
    // The provider has no update for addresses at all. After a replacement of the machine the address stays.
    { ...opts, dependsOn: [instance], ignoreChanges: ["tags"] },
  );
  const nat = new (cloudstack().StaticNat)(
    `${logicalName}-nat`,
    { ipAddressId: address.id, virtualMachineId: instance.id, project },
    { ...opts, deleteBeforeReplace: true },
  );
  const rules = inVpc
    ? new (cloudstack().NetworkAclRule)(
        `${logicalName}-open`,
        { aclId: request.network.apply((n) => n.details?.aclId ?? ""), project, rules: request.ports.apply(aclRules) },
        { ...opts, dependsOn: [nat] },
      )
    : new (cloudstack().Firewall)(
        `${logicalName}-open`,
        // Rules that others deleted are seen only in a managed firewall.
        { ipAddressId: address.id, managed: true, project, rules: request.ports.apply(firewallRules) },
        // Ending the translation takes the address's rules with it, the router takes none before the machine runs, and a managed firewall of
        // which every rule is gone is not seen: with another machine it is made anew.
        {
          ...opts,
          dependsOn: [instance, nat],
          replaceWith: [nat],
          replacementTrigger: instance.id,
          deleteBeforeReplace: true,
        },
      );
  // Who asks for the opened address waits for the rules: what is brought to the machine would knock at a shut door.
  const opened = pulumi.all([address.ipAddress, rules.id]).apply(([ip]) => ip);
  return { address: address.ipAddress, opened, resources: [{ kind: "ipaddress", name }] };
}
