import type { Cloud, Thing } from "./cloud.js";
import type { Values } from "./values.js";

/**
 * What EC2 and Elastic Load Balancing answer to a Describe… command, of the stand-in's cloud, as the SDK hands it to its caller. Without paging and
 * without filters: the stand-in is asked for what bears our tags, and has nothing else.
 * @throws Error for a command that is not modelled
 */
export function described(cloud: Cloud, command: string, input: object = {}): object {
  const answer = answers[command.replace(/Command$/, "")];
  if (answer) return answer(cloud, input);
  throw new Error(`the stand-in for AWS does not answer ${command}: add it`);
}

const tags = ({ values }: Thing) => ({
  Tags: Object.entries((values.tags ?? {}) as Record<string, string>).map(([Key, Value]) => ({ Key, Value })),
});

/** The things of a type, each with its id under the name that EC2 has for it, and its tags. */
const listed = (type: string, list: string, id: string) => (cloud: Cloud) => ({
  [list]: cloud.all(type).map((thing) => ({ [id]: thing.id, ...tags(thing) })),
});

const associations = (cloud: Cloud, table: string) =>
  cloud
    .all("RouteTableAssociation")
    .filter(({ values }) => values.routeTableId === table)
    .map(({ id, values }: { id: string; values: Values }) => ({
      RouteTableAssociationId: id,
      SubnetId: values.subnetId,
    }));

const answers: Readonly<Record<string, (cloud: Cloud, input: object) => object>> = {
  DescribeInstances: (cloud) => ({
    Reservations: cloud.all("Instance").map((thing) => ({
      Instances: [{ InstanceId: thing.id, State: { Name: "running" }, ...tags(thing) }],
    })),
  }),
  DescribeVolumes: listed("Volume", "Volumes", "VolumeId"),
  DescribeVpcs: listed("Vpc", "Vpcs", "VpcId"),
  DescribeSubnets: listed("Subnet", "Subnets", "SubnetId"),
  DescribeInternetGateways: listed("InternetGateway", "InternetGateways", "InternetGatewayId"),
  DescribeRouteTables: (cloud) => ({
    RouteTables: cloud.all("RouteTable").map((thing) => ({
      ...{ RouteTableId: thing.id, Associations: associations(cloud, thing.id) },
      ...tags(thing),
    })),
  }),
  DescribeSecurityGroups: listed("SecurityGroup", "SecurityGroups", "GroupId"),
  DescribeNetworkInterfaces: (cloud) => ({
    NetworkInterfaces: cloud
      .all("NetworkInterface")
      .map((thing) => ({ NetworkInterfaceId: thing.id, TagSet: tags(thing).Tags })),
  }),
  DescribeAddresses: listed("Eip", "Addresses", "AllocationId"),
  DescribeLaunchTemplates: listed("LaunchTemplate", "LaunchTemplates", "LaunchTemplateId"),
  DescribeLoadBalancers: (cloud) => ({
    LoadBalancers: cloud.all("LoadBalancer").map(({ id }) => ({ LoadBalancerArn: id })),
  }),
  DescribeTargetGroups: (cloud) => ({
    TargetGroups: cloud.all("TargetGroup").map(({ id }) => ({ TargetGroupArn: id })),
  }),
  DescribeListeners: (cloud, { LoadBalancerArn: of }: { LoadBalancerArn?: string }) => ({
    Listeners: cloud
      .all("Listener")
      .flatMap(({ id, values }) => (values.loadBalancerArn === of ? [{ ListenerArn: id }] : [])),
  }),
  DescribeTags: (cloud, { ResourceArns: of = [] }: { ResourceArns?: string[] }) => ({
    TagDescriptions: of.flatMap((id) => {
      const thing = cloud.things.get(id);
      return thing ? [{ ResourceArn: id, ...tags(thing) }] : [];
    }),
  }),
  DescribeSnapshots: listed("Snapshot", "Snapshots", "SnapshotId"),
};
