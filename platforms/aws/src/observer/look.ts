import { nameTag, type Observed, ownerTag } from "@dinfra/port";
import type * as ec2 from "@aws-sdk/client-ec2";
import { types } from "./kinds.js";

type Sdk = typeof ec2;
type Tags = readonly ec2.Tag[] | undefined;

/** Only what bears our tag is listed at all. */
const Filters = [{ Name: "tag-key", Values: [ownerTag] }];

/** Most things of a page that EC2 takes. */
const mostOfPage = 1000;
/** The same of route tables, which are many lines each. */
const mostRouteTables = 100;
/** The same of launch templates. */
const mostTemplates = 200;

/** Everything that bears our marks, in a list per kind with all its pages, whatever the number of owners. */
export async function look(
  sdk: Sdk,
  client: ec2.EC2Client,
  abortSignal?: AbortSignal,
  pageSize = mostOfPage,
): Promise<Observed[]> {
  const options = { client, pageSize };
  const tablesOptions = { client, pageSize: Math.min(pageSize, mostRouteTables) };
  const templatesOptions = { client, pageSize: Math.min(pageSize, mostTemplates) };
  const sent = { abortSignal };
  const all = async <Page, Item>(pages: AsyncIterable<Page>, items: (page: Page) => Item[] | undefined) => {
    const found: Item[] = [];
    for await (const page of pages) {
      found.push(...(items(page) ?? []));
    }
    return found;
  };
  const [instances, volumes, vpcs, subnets, gateways, tables, groups, cards, addresses, snapshots, templates] =
    await Promise.all([
      all(sdk.paginateDescribeInstances(options, { Filters }, sent), (p) =>
        p.Reservations?.flatMap((r) => r.Instances ?? []),
      ),
      all(sdk.paginateDescribeVolumes(options, { Filters }, sent), (p) => p.Volumes),
      all(sdk.paginateDescribeVpcs(options, { Filters }, sent), (p) => p.Vpcs),
      all(sdk.paginateDescribeSubnets(options, { Filters }, sent), (p) => p.Subnets),
      all(sdk.paginateDescribeInternetGateways(options, { Filters }, sent), (p) => p.InternetGateways),
      all(sdk.paginateDescribeRouteTables(tablesOptions, { Filters }, sent), (p) => p.RouteTables),
      all(sdk.paginateDescribeSecurityGroups(options, { Filters }, sent), (p) => p.SecurityGroups),
      all(sdk.paginateDescribeNetworkInterfaces(options, { Filters }, sent), (p) => p.NetworkInterfaces),
      client.send(new sdk.DescribeAddressesCommand({ Filters }), sent).then((p) => p.Addresses ?? []),
      all(sdk.paginateDescribeSnapshots(options, { Filters, OwnerIds: ["self"] }, sent), (p) => p.Snapshots),
      all(sdk.paginateDescribeLaunchTemplates(templatesOptions, { Filters }, sent), (p) => p.LaunchTemplates),
    ]);
  return [
    // A machine that is gone is listed for about an hour more.
    ...instances
      .filter((i) => i.State?.Name !== "terminated")
      .flatMap((i) => observed(types.instance, i.InstanceId, i.Tags, machineState(i.State?.Name))),
    ...volumes.flatMap((v) => observed(types.volume, v.VolumeId, v.Tags)),
    ...vpcs.flatMap((v) => observed(types.vpc, v.VpcId, v.Tags)),
    ...subnets.flatMap((s) => observed(types.subnet, s.SubnetId, s.Tags)),
    ...gateways.flatMap((g) => observed(types.gateway, g.InternetGatewayId, g.Tags)),
    ...tables.flatMap((t) => [...observed(types.routes, t.RouteTableId, t.Tags), ...ofSubnets(t)]),
    ...groups.flatMap((g) => observed(types.group, g.GroupId, g.Tags)),
    ...cards.flatMap((c) => observed(types.card, c.NetworkInterfaceId, c.TagSet)),
    ...addresses.flatMap((a) => observed(types.address, a.AllocationId, a.Tags)),
    ...snapshots.flatMap((s) => observed(types.snapshot, s.SnapshotId, s.Tags)),
    ...templates.flatMap((t) => observed(types.template, t.LaunchTemplateId, t.Tags)),
  ];
}

function observed(type: string, id: string | undefined, tags: Tags, state?: Observed["state"]): Observed[] {
  const owner = valueOf(tags, ownerTag);
  if (!id || !owner) return [];
  return [{ type, id, owner, name: valueOf(tags, nameTag) ?? id, ...(state ? { state } : {}) }];
}

const valueOf = (tags: Tags, key: string): string | undefined => tags?.find((t) => t.Key === key)?.Value;

const machineState = (state: string | undefined): Observed["state"] =>
  state === "running" || state === "pending" ? "running" : "ended";

/** The link from a subnet to its routes has no tags: it is its table's owner's. */
function ofSubnets({ Associations = [], Tags, RouteTableId }: ec2.RouteTable): Observed[] {
  const owner = valueOf(Tags, ownerTag);
  return Associations.flatMap(({ RouteTableAssociationId: id, SubnetId }) =>
    owner && id && SubnetId && RouteTableId
      ? [{ type: types.routesOfSubnet, id, owner, name: linkName(RouteTableId, SubnetId) }]
      : [],
  );
}

export const linkName = (table: unknown, subnet: unknown): string => `${String(table)}/${String(subnet)}`;
