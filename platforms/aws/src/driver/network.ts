import {
  invalidArgument,
  ownerLabel,
  type Identity,
  type NetworkAttachment,
  type NetworkRequest,
  type PlacedNetwork,
} from "@dinfra/port";
import type { Subnet } from "@pulumi/aws/ec2/subnet.js";
import * as pulumi from "@pulumi/pulumi";
import type { AwsSettings } from "../settings.js";
import { nameLimits, named } from "./identity.js";
import { agreedRegion, providerOptions, sdk } from "./provider.js";
import { subnetRanges } from "./subnets.js";
import { subnetDetails } from "./zones.js";

const defaultCidr = "10.0.0.0/16";

export function network(
  settings: AwsSettings,
  request: NetworkRequest,
  opts: pulumi.CustomResourceOptions,
): PlacedNetwork {
  const options = providerOptions(settings, request.logicalName, opts);
  const region = agreedRegion(settings, opts);
  if (request.existing !== undefined) return existing(settings, request, request.existing, region, options);
  return own(settings, request, region, options);
}

/** A VPC with a way out, a public subnet in each zone, and a group of which the owner's machines are members. */
function own(
  settings: AwsSettings,
  request: NetworkRequest,
  region: pulumi.Output<string>,
  opts: pulumi.CustomResourceOptions,
): PlacedNetwork {
  const { logicalName } = request;
  const { name, tags } = named(request, "");
  const cidrBlock = settings.cidr ?? defaultCidr;
  const vpc = new (sdk.Vpc())(
    logicalName,
    // Through the region, so that a provider of another one fails the preview: ids are not known by then.
    { cidrBlock: region.apply(() => cidrBlock), enableDnsSupport: true, enableDnsHostnames: true, tags },
    opts,
  );
  const gateway = new (sdk.InternetGateway())(
    `${logicalName}-gateway`,
    { vpcId: vpc.id, tags: named(request, "gateway").tags },
    opts,
  );
  const table = new (sdk.RouteTable())(
    `${logicalName}-routes`,
    // Inline: a route that was half made is found with its table, and one that others added is seen.
    { vpcId: vpc.id, routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }], tags: named(request, "routes").tags },
    opts,
  );
  // Undefined: one subnet, where AWS wants it.
  const zones = settings.zones ?? [undefined];
  const ranges = subnetRanges(cidrBlock, zones.length);
  const subnets = zones.map((zone, i) => {
    const part = zone ?? "any";
    const subnet = new (sdk.Subnet())(
      `${logicalName}-${part}`,
      // Machines get an address of their own, and only if they are to be reached.
      {
        vpcId: vpc.id,
        availabilityZone: zone,
        cidrBlock: ranges[i],
        mapPublicIpOnLaunch: false,
        tags: named(request, part).tags,
      },
      opts,
    );
    const route = new (sdk.RouteTableAssociation())(
      `${logicalName}-${part}-routes`,
      { subnetId: subnet.id, routeTableId: table.id },
      opts,
    );
    return { subnet, route };
  });
  const inside = insideGroup(request, vpc.id, opts);
  // Who gets the attachment waits for the way out, and is gone before it.
  const attachment = pulumi
    .all([vpc.id, inside.id, subnetsOf(subnets.map((s) => s.subnet)), subnets.map((s) => s.route.id)])
    .apply(([id, group, places]) =>
      attachmentOf(id, [cidrBlock], {
        vpc: id,
        kind: "own",
        inside: group,
        owner: ownerLabel(request.owner),
        ...subnetDetails(places),
      }),
    );
  return { attachment, resources: [{ kind: "vpc", name }] };
}

/** Has no rules: the groups of machines let its members in by reference, so that no rule has an address that may change. */
function insideGroup(
  request: Identity & { logicalName: string },
  vpcId: pulumi.Output<string>,
  opts: pulumi.CustomResourceOptions,
) {
  const { name, tags } = named(request, "inside");
  requireName("securityGroup", name);
  return new (sdk.SecurityGroup())(
    `${request.logicalName}-inside`,
    { name, description: "machines of one owner's network", vpcId, tags },
    opts,
  );
}

export function requireName(kind: keyof typeof nameLimits, name: string): void {
  if (name.length <= nameLimits[kind]) return;
  throw invalidArgument(`name of a ${kind}`, `at most ${nameLimits[kind]} characters`, name);
}

/** What somebody else made is read, so that a wrong id is an error of the preview. */
function existing(
  settings: AwsSettings,
  { logicalName }: NetworkRequest,
  given: pulumi.Input<string>,
  region: pulumi.Output<string>,
  opts: pulumi.CustomResourceOptions,
): PlacedNetwork {
  const ids: pulumi.Input<string>[] = settings.subnets ?? [pulumi.output(given).apply(requireSubnetId)];
  const subnets = ids.map((id, i) => {
    const there = pulumi.all([id, region]).apply(([subnet]) => subnet);
    return sdk.Subnet().get(`${logicalName}-existing-${i}`, there, undefined, opts);
  });
  const attachment = pulumi
    .all([given, subnetsOf(subnets), subnets.map((s) => s.vpcId), subnets.map((s) => s.cidrBlock)])
    .apply(([id, places, vpcs, ranges]) => {
      const vpc = vpcs[0] ?? "";
      const other = settings.subnets && vpcs.findIndex((one) => one !== id);
      if (other !== undefined && other >= 0) {
        throw invalidArgument(`placement.aws.subnets.${other}`, `a subnet of ${id}, the existing network`, vpcs[other]);
      }
      return attachmentOf(id, ranges.map(String).sort(), { vpc, kind: "existing", ...subnetDetails(places) });
    });
  return { attachment, resources: [] };
}

/** @throws ComponentError `InvalidArgument` */
function requireSubnetId(id: string): string {
  if (id.startsWith("subnet-")) return id;
  throw invalidArgument(
    "existing network",
    "the id of a subnet (subnet-…), or that of a VPC whose subnets placement.aws.subnets names",
    id,
  );
}

const subnetsOf = (subnets: readonly Subnet[]): pulumi.Output<{ zone: string; id: string }[]> =>
  pulumi.all(subnets.map((s) => ({ zone: s.availabilityZone, id: s.id })));

function attachmentOf(id: string, ranges: string[], details: Record<string, string>): NetworkAttachment {
  return { id, address: "", firstPort: 0, lastPort: 0, ranges, details };
}
