import {
  ComponentError,
  invalidArgument,
  type NetworkAttachment,
  type NetworkRequest,
  type PlacedNetwork,
  tagged,
} from "@dinfra/port";
import * as pulumi from "@pulumi/pulumi";
import type { CloudStackSettings } from "../settings.js";
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
  const options = providerOptions(settings, request.logicalName, opts);
  const there = request.existing ?? settings.network;
  if (there !== undefined) return existing(settings, request, there, options);
  if (hasSecurityGroups(settings)) {
    const wanted = "the id of a shared network, which the operator of the zone has made";
    throw invalidArgument("placement.cloudstack.network", wanted, undefined);
  }
  return isVpc(settings) ? tierOfVpc(settings, request, options) : isolated(settings, request, options);
}

/** Whether networks are tiers of a VPC, each with an access list instead of a firewall per address. */
export const isVpc = ({ networkKind, vpc }: CloudStackSettings): boolean => networkKind === "vpc" || vpc !== undefined;

/** Whether machines are in a shared network of a zone with security groups, each with a group of its own. */
export const hasSecurityGroups = ({ networkKind }: CloudStackSettings): boolean => networkKind === "shared";

/** What somebody else made is read, so that a wrong id or zone is an error of the preview. */
function existing(
  settings: CloudStackSettings,
  { logicalName }: NetworkRequest,
  id: pulumi.Input<string>,
  opts: pulumi.CustomResourceOptions,
): PlacedNetwork {
  const { project } = settings;
  const found = cloudstack().Network.get(`${logicalName}-existing`, id, { project }, opts);
  // What is read does not hang on where its id is from, so that the attachment does.
  const zone = agreedZone(settings, opts);
  const attachment = pulumi
    .all([found.id, found.zone, zone, found.vpcId, found.aclId, id])
    .apply(([networkId, itsZone, wanted, vpcId, aclId]) => {
      requireZone(`network ${networkId}`, itsZone, wanted);
      requireKind(settings, networkId, Boolean(vpcId));
      const kind = hasSecurityGroups(settings) ? "shared" : "isolated";
      const details: Record<string, string> = vpcId ? { kind: "vpc", vpcId, aclId: aclId ?? "" } : { kind };
      return attached(networkId, wanted, details);
    });
  return { attachment, resources: [] };
}

/** @throws ComponentError `InvalidArgument` */
export function requireZone(what: string, found: string, wanted: string): void {
  if (found === wanted) return;
  throw new ComponentError(
    "InvalidArgument",
    `placement.cloudstack.zone: expected ${JSON.stringify(found)}, in which the ${what} lies, found ` +
      `${JSON.stringify(wanted)}; give the zone of the ${what.replace(/ .*/, "")}, or one that lies in yours`,
  );
}

/**
 * How a machine is opened to the world is decided before the network is known.
 * @throws ComponentError `InvalidArgument`
 */
export function requireKind(settings: CloudStackSettings, network: string, tier: boolean): void {
  if (isVpc(settings) === tier) return;
  const found = settings.networkKind ?? (isVpc(settings) ? "vpc" : "isolated");
  const [expected, is] = tier ? ["vpc", "a tier of a VPC"] : ["isolated", "no tier of a VPC"];
  throw new ComponentError(
    "InvalidArgument",
    `placement.cloudstack.networkKind: expected "${expected}", because the network ${network} is ${is}, found "${found}"`,
  );
}

/** Leaving is allowed before the first machine exists: its packages, its peers and its time servers are outside. */
function isolated(
  settings: CloudStackSettings,
  request: NetworkRequest,
  opts: pulumi.CustomResourceOptions,
): PlacedNetwork {
  const { logicalName } = request;
  const { name, tags } = tagged(request, "");
  const zone = agreedZone(settings, opts);
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
  const id = pulumi.all([made.id, egress.id]).apply(([network]) => network);
  const attachment = attached(id, zone, { kind: "isolated", ...(spread && { group: spread.id }) });
  return { attachment, resources: [{ kind: "network", name }] };
}

function tierOfVpc(
  settings: CloudStackSettings,
  request: NetworkRequest,
  opts: pulumi.CustomResourceOptions,
): PlacedNetwork {
  const { logicalName } = request;
  const { name, tags } = tagged(request, "");
  const zone = agreedZone(settings, opts);
  const cidr = settings.cidr ?? defaults.cidr;
  const { project } = settings;
  const { vpcId, made } = vpcOf(settings, request, zone, opts);
  const list = tagged(request, "acl");
  const acl = new (cloudstack().NetworkAcl)(`${logicalName}-acl`, { name: list.name, vpcId, project }, opts);
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
      vpcId,
      aclId: acl.id,
      zone,
      project,
      tags,
    },
    opts,
  );
  const spread = affinityGroup(settings, request, opts);
  const id = pulumi.all([tier.id, out.id]).apply(([network]) => network);
  const details = { kind: "vpc", vpcId, aclId: acl.id, ...(spread && { group: spread.id }) };
  const attachment = attached(id, zone, details);
  return { attachment, resources: [...made, { kind: "network", name }] };
}

/** The VPC of the settings, which is read as an existing network is, else one of the network's own. */
function vpcOf(
  settings: CloudStackSettings,
  request: NetworkRequest,
  zone: pulumi.Output<string>,
  opts: pulumi.CustomResourceOptions,
): { vpcId: pulumi.Output<string>; made: PlacedNetwork["resources"] } {
  const { project } = settings;
  const cidr = settings.cidr ?? defaults.cidr;
  const logicalName = `${request.logicalName}-vpc`;
  if (settings.vpc !== undefined) {
    const found = cloudstack().Vpc.get(`${logicalName}-existing`, settings.vpc, { project }, opts);
    const vpcId = pulumi.all([found.id, found.zone, zone, settings.vpc]).apply(([id, itsZone, wanted]) => {
      requireZone(`VPC ${id}`, itsZone, wanted);
      return id;
    });
    return { vpcId, made: [] };
  }
  const { name, tags } = tagged(request, "vpc");
  const vpcOffering = settings.vpcOffering ?? defaults.vpcOffering;
  const vpc = new (cloudstack().Vpc)(
    logicalName,
    { name, displayText: name, cidr, vpcOffering, zone, project, tags },
    opts,
  );
  return { vpcId: vpc.id, made: [{ kind: "vpc", name }] };
}

/** Never changed once it is there: its description replaces it, and its name is taken then. */
function affinityGroup(settings: CloudStackSettings, request: NetworkRequest, opts: pulumi.CustomResourceOptions) {
  if (!settings.antiAffinity) return undefined;
  const { name, tags } = tagged(request, "spread");
  return new (cloudstack().AffinityGroup)(
    `${request.logicalName}-spread`,
    { name, type: "host anti-affinity", description: JSON.stringify(tags), project: settings.project },
    { ...opts, ignoreChanges: ["description"] },
  );
}

function attached(
  id: pulumi.Input<string>,
  zone: pulumi.Input<string>,
  details: Record<string, pulumi.Input<string>>,
): pulumi.Output<NetworkAttachment> {
  return pulumi.output({ id, address: "", firstPort: 0, lastPort: 0, zone, details });
}
