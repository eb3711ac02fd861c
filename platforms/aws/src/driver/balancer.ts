import {
  Exposure,
  invalidArgument,
  nameTag,
  physicalName,
  type Address,
  type Balancer,
  type BalancerHealth,
  type BalancerRequest,
  type GroupPort,
  type Identity,
  type NetworkAttachment,
} from "@dinfra/port";
import type { LoadBalancer } from "@pulumi/aws/lb/loadBalancer.js";
import type { TargetGroup } from "@pulumi/aws/lb/targetGroup.js";
import * as pulumi from "@pulumi/pulumi";
import type { AwsSettings } from "../settings.js";
import type { AddressHandle } from "./address.js";
import { consoleTag, nameLimits, named } from "./identity.js";
import { insideOf, makeFirewall } from "./machine.js";
import { agreedRegion, providerOptions, sdk } from "./provider.js";
import { subnetFor, subnetsOf } from "./zones.js";

/** A network load balancer before machines that are named one by one. */
export function balancer(
  settings: AwsSettings,
  request: BalancerRequest,
  opts: pulumi.CustomResourceOptions,
): Balancer {
  const options = providerOptions(settings, request.logicalName, opts);
  const { groups, ...made } = makeBalancer(request, agreedRegion(settings, opts), options);
  for (const { name, machine, ports } of request.targets)
    for (const [port, { arn }] of Object.entries(groups)) {
      const number = ports[port];
      if (!number) throw new Error(`balancer ${request.logicalName}: the target ${name} has no port ${port}`);
      new (sdk.TargetGroupAttachment())(
        `${request.logicalName}-${port}-${name}`,
        { targetGroupArn: arn, targetId: machine, port: number },
        options,
      );
    }
  return made;
}

/** What a balancer is made of, whoever its machines are. */
export type BalancerParts = Omit<BalancerRequest, "targets"> & {
  /** Whether it has addresses of the network alone. Defaults to false. */
  internal?: boolean;
};

/**
 * A network load balancer with a target group per port. It is a member of the network's own group, so that the groups of its
 * machines let it in by reference. It asks from its own addresses (`preserveClientIp`), for a machine's packet filter knows
 * ranges and no security groups.
 * @returns target groups by the name of their port
 */
export function makeBalancer(
  request: BalancerParts,
  region: pulumi.Output<string>,
  opts: pulumi.CustomResourceOptions,
): Balancer & { groups: Record<string, TargetGroup> } {
  const { logicalName, network, ports, addresses } = request;
  const firewall = makeFirewall(
    { ...request, role: part(request, "balancer"), logicalName: `${logicalName}-balancer`, ports: openTo(request) },
    "one balancer",
    network,
    opts,
  ).resource;
  const { name, tags } = shortNamed(request, "");
  const made = new (sdk.LoadBalancer())(
    `${logicalName}-balancer`,
    {
      // Through the region, so that a provider of another one fails the preview: ids are not known by then.
      name: region.apply(() => name),
      loadBalancerType: "network",
      internal: request.internal ?? false,
      ...(addresses.length > 0
        ? {
            subnetMappings: pulumi.all([network, pulumi.all(addresses.map(placeOf))]).apply(([n, a]) => mappings(n, a)),
          }
        : { subnets: network.apply(subnetsOf) }),
      securityGroups: pulumi
        .all([firewall.id, insideOf(request, network)])
        .apply(([id, also]) => (also === undefined ? [id] : [id, also])),
      // A zone whose machines are not ready has those of the others.
      enableCrossZoneLoadBalancing: true,
      tags,
    },
    // Another one would have the same name and the same addresses.
    { ...opts, deleteBeforeReplace: true },
  );
  const groups = Object.fromEntries(ports.map((port) => [port.name, makePort(request, port, made, opts)]));
  return {
    name,
    groups,
    ports: made.dnsName.apply((host) => ports.map((port) => ({ name: port.name, address: host, port: port.number }))),
    addresses: pulumi.all(addresses.map(({ ip }) => ip)),
    resources: [
      { kind: "loadbalancer", name },
      ...ports.map((port) => ({ kind: "targetgroup", name: shortNamed(request, port.name).name })),
    ],
  };
}

const part = ({ role }: Identity, of: string) => `${role}/${of}`;

/** Names of balancers and target groups have 32 characters at most; the observer knows them by the same. */
function shortNamed(request: BalancerParts, of: string) {
  const role = of === "" ? request.role : part(request, of);
  const name = physicalName(request.owner, role, request.index, { max: nameLimits.balancer });
  const { tags } = named(request, of === "" ? "balancer" : `balancer-${of}`, { tags: request.tags });
  return { name, tags: { ...tags, [consoleTag]: name, [nameTag]: name } };
}

/** What the balancer's own security group lets in. */
const openTo = ({ ports, ranges }: BalancerParts) =>
  pulumi.output(
    ports.map(({ name, number }) => ({
      ...{ name, number, protocol: "tcp" as const, exposure: Exposure.World, ranges: [...ranges] },
    })),
  );

const placeOf = ({ handle }: Address) => {
  const { allocationId, zone } = handle as AddressHandle;
  return pulumi.output({ allocationId, zone });
};

/** Each address in the subnet of its zone. Machines in a zone without one would get no client. */
function mappings(network: NetworkAttachment, addresses: readonly { allocationId: string; zone?: string }[]) {
  const subnets = addresses.map(({ allocationId, zone }) => ({
    allocationId,
    subnetId: subnetFor(network, zone).subnet,
  }));
  const all = subnetsOf(network);
  if (all.length === subnets.length) return subnets;
  throw invalidArgument(
    "placement.aws.zones",
    `the ${all.length} zones of the network ${network.id}, in each of which the balancer has an address`,
    `${subnets.length}`,
  );
}

/** A listener and its target group. TLS passes as it is. */
function makePort(
  request: BalancerParts,
  port: GroupPort,
  to: LoadBalancer,
  opts: pulumi.CustomResourceOptions,
): TargetGroup {
  const { logicalName, network, health } = request;
  if (!health) throw new Error(`balancer ${logicalName}: expected how its machines are asked`);
  const { name, tags } = shortNamed(request, port.name);
  const group = new (sdk.TargetGroup())(
    `${logicalName}-${port.name}`,
    {
      name,
      targetType: "instance",
      protocol: "TCP",
      port: port.number,
      vpcId: network.apply(({ details }) => details?.vpc ?? ""),
      preserveClientIp: "false",
      // Who a client is, a machine learns by the header alone.
      ...(request.readsClients && { proxyProtocolV2: request.readsClients }),
      healthCheck: health.apply(healthCheck),
      deregistrationDelay: request.drainSeconds.apply(requireDrain),
      // Who stays until the end of it is cut off, and so is who is with a machine that is not ready any more.
      connectionTermination: true,
      targetHealthStates: [{ enableUnhealthyConnectionTermination: true, unhealthyDrainingInterval: 0 }],
      tags,
    },
    { ...opts, deleteBeforeReplace: true },
  );
  new (sdk.Listener())(
    `${logicalName}-${port.name}-listener`,
    {
      loadBalancerArn: to.arn,
      protocol: "TCP",
      port: port.number,
      tcpIdleTimeoutSeconds: request.idleSeconds.apply(requireIdle),
      defaultActions: [{ type: "forward", targetGroupArn: group.arn }],
      tags: named(request, `balancer-${port.name}-listener`, { tags: request.tags }).tags,
    },
    // A target group that a listener has cannot be deleted, so the listener goes first.
    { ...opts, deleteBeforeReplace: true, replaceOnChanges: ["defaultActions"] },
  );
  return group;
}

/** What Elastic Load Balancing takes (API references CreateTargetGroup, ModifyListenerAttributes), and what we take where nothing is said. */
const limits = {
  intervalSeconds: { least: 5, most: 300, usual: 5 },
  timeoutSeconds: { least: 2, most: 120, usual: 2 },
  fall: { least: 2, most: 10, usual: 2 },
  rise: { least: 2, most: 10, usual: 2 },
  idleSeconds: { least: 60, most: 6000 },
  drainSeconds: { least: 0, most: 3600 },
} as const;

function within(name: string, value: number, { least, most }: { least: number; most: number }): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw invalidArgument(name, `a whole number from ${least} to ${most}, which a network load balancer takes`, value);
}

const requireIdle = (seconds: number) => within("idleSeconds", seconds, limits.idleSeconds);
const requireDrain = (seconds: number) => within("drainSeconds", seconds, limits.drainSeconds);

/** The question by HTTP; a network load balancer would take any answer from 200 to 399 for a good one. */
export function healthCheck({ port, path, ...said }: BalancerHealth) {
  const of = (name: "intervalSeconds" | "timeoutSeconds" | "fall" | "rise") =>
    within(`healthChecks.${name}`, said[name] ?? limits[name].usual, limits[name]);
  const [interval, timeout] = [of("intervalSeconds"), of("timeoutSeconds")];
  if (timeout > interval)
    throw invalidArgument("healthChecks.timeoutSeconds", `at most intervalSeconds, ${interval}`, timeout);
  return {
    ...{ protocol: "HTTP", port: String(port), path, matcher: "200", interval, timeout },
    ...{ unhealthyThreshold: of("fall"), healthyThreshold: of("rise") },
  };
}
