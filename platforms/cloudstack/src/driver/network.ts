import { ComponentError, type NetworkAttachment, type NetworkRequest, type PlacedNetwork } from "@dinfra/port";
import * as pulumi from "@pulumi/pulumi";
import type { CloudStackSettings } from "../settings.js";
import { named } from "./identity.js";
import { agreedZone, cloudstack, providerOptions } from "./provider.js";

const defaults = {
  isolated: "DefaultIsolatedNetworkOfferingWithSourceNatService",
  vpc: "DefaultIsolatedNetworkOfferingForVpcNetworks",
  vpcOffering: "Default VPC offering",
  cidr: "10.1.1.0/24",
};

export function network(
  settings: CloudStackSettings,
  request: NetworkRequest,
  opts: pulumi.CustomResourceOptions,
): PlacedNetwork {
  if (request.existing !== undefined) {
    const zone = agreedZone(settings, undefined, opts);
    const attachment = pulumi.all([request.existing, zone]).apply(([id, z]) => attachmentOf(id, z, {}));
    return { attachment, resources: [] };
  }
  const options = providerOptions(settings, request.logicalName, opts);
  return settings.networkKind === "vpc" ? tierOfVpc(settings, request, options) : isolated(settings, request, options);
}

/** Leaving is allowed before the first machine exists: its packages, its peers and its time servers are outside. */
function isolated(
  settings: CloudStackSettings,
  request: NetworkRequest,
  opts: pulumi.CustomResourceOptions,
): PlacedNetwork {
  const { logicalName } = request;
  const { name, tags } = named(request, "");
  const zone = agreedZone(settings, undefined, opts);
  const made = new (cloudstack().Network)(
    logicalName,
    {
      name,
      displayText: name,
      cidr: settings.cidr ?? defaults.cidr,
      networkOffering: settings.networkOffering ?? defaults.isolated,
      zone,
      project: settings.project,
      tags,
    },
    opts,
  );
  const egress = new (cloudstack().EgressFirewall)(
    `${logicalName}-egress`,
    {
      networkId: made.id,
      managed: true,
      project: settings.project,
      rules: [
        { protocol: "tcp", ports: ["1-65535"], cidrLists: [made.cidr] },
        { protocol: "udp", ports: ["1-65535"], cidrLists: [made.cidr] },
      ],
    },
    opts,
  );
  const spread = affinityGroup(settings, request, opts);
  // Who gets the attachment waits for the way out.
  const attachment = pulumi
    .all([made.id, zone, egress.id, spread?.id])
    .apply(([id, z, _egress, group]) => attachmentOf(id, z, { kind: "isolated", group }));
  return { attachment, resources: [{ kind: "network", name }] };
}

function tierOfVpc(
  settings: CloudStackSettings,
  request: NetworkRequest,
  opts: pulumi.CustomResourceOptions,
): PlacedNetwork {
  const { logicalName } = request;
  const { name, tags } = named(request, "");
  const zone = agreedZone(settings, undefined, opts);
  const cidr = settings.cidr ?? defaults.cidr;
  const { project } = settings;
  const whole = named(request, "vpc");
  const vpcOffering = settings.vpcOffering ?? defaults.vpcOffering;
  const vpc = new (cloudstack().Vpc)(
    `${logicalName}-vpc`,
    { name: whole.name, displayText: whole.name, cidr, vpcOffering, zone, project, tags: whole.tags },
    opts,
  );
  const list = named(request, "acl");
  const acl = new (cloudstack().NetworkAcl)(`${logicalName}-acl`, { name: list.name, vpcId: vpc.id, project }, opts);
  const out = new (cloudstack().NetworkAclRule)(
    `${logicalName}-out`,
    {
      aclId: acl.id,
      project,
      rules: [{ protocol: "all", cidrLists: ["0.0.0.0/0"], action: "allow", trafficType: "egress" }],
    },
    opts,
  );
  const tier = new (cloudstack().Network)(
    logicalName,
    {
      name,
      displayText: name,
      cidr,
      networkOffering: settings.networkOffering ?? defaults.vpc,
      vpcId: vpc.id,
      aclId: acl.id,
      zone,
      project,
      tags,
    },
    opts,
  );
  const spread = affinityGroup(settings, request, opts);
  const attachment = pulumi
    .all([tier.id, zone, vpc.id, acl.id, spread?.id, out.id])
    .apply(([id, z, vpcId, aclId, group]) => attachmentOf(id, z, { kind: "vpc", vpcId, aclId, group }));
  return {
    attachment,
    resources: [
      { kind: "vpc", name: whole.name },
      { kind: "network", name },
    ],
  };
}

/** Never changed once it is there: its description replaces it, and its name is taken then. */
function affinityGroup(settings: CloudStackSettings, request: NetworkRequest, opts: pulumi.CustomResourceOptions) {
  if (!settings.antiAffinity) return undefined;
  const { name, tags } = named(request, "spread");
  return new (cloudstack().AffinityGroup)(
    `${request.logicalName}-spread`,
    { name, type: "host anti-affinity", description: JSON.stringify(tags), project: settings.project },
    { ...opts, ignoreChanges: ["description"] },
  );
}

function attachmentOf(id: string, zone: string, details: Record<string, string | undefined>): NetworkAttachment {
  const known = Object.entries(details).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { id, address: "", firstPort: 0, lastPort: 0, zone, details: Object.fromEntries(known) };
}

/** A network lies in one zone, and so does what is attached to it. */
export function refuseOtherZone(attachment: NetworkAttachment, wanted: string | undefined): string | undefined {
  if (attachment.zone !== undefined && wanted !== undefined && attachment.zone !== wanted) {
    throw new ComponentError(
      "InvalidArgument",
      `zone: expected ${JSON.stringify(attachment.zone)}, the zone of the network, found ${JSON.stringify(wanted)}; ` +
        "a network of CloudStack lies in one zone: give each zone a network of its own",
    );
  }
  return wanted ?? attachment.zone;
}
