import {
  invalidArgument,
  physicalName,
  placeBalancer,
  placeWorkload,
  requireBalancer,
  supports,
  type Place,
  type Placed,
  type Port,
} from "@dinfra/port";
import * as pulumi from "@pulumi/pulumi";
import { programOf, type CatalogueEntryArgs } from "../catalogue-entry.js";
import { endpointsOf } from "../endpoints.js";
import type { LoadBalancedRpcEndpointArgs } from "../load-balanced-rpc-endpoint.js";
import { metricsOf } from "../metrics.js";
import { rpcPort, type EndpointPlace, type Served } from "./served.js";
import type { BalancerSpec } from "./haproxy.js";
import { balancerSpec } from "./spec.js";
import { balancerOutline, balancerPorts, balancerWorkload, outlineBehind } from "./workload.js";

const mostReplicas = 8;

/** @throws ComponentError `InvalidArgument` */
export function checkProxy(
  proxy: CatalogueEntryArgs,
  { drainSeconds, replicas = 1 }: LoadBalancedRpcEndpointArgs,
  place: Place,
): void {
  if (!Number.isInteger(replicas) || replicas < 1 || replicas > mostReplicas)
    throw invalidArgument("replicas", `a whole number from 1 to ${mostReplicas}`, replicas);
  if (replicas > 1) requireBalancer("LoadBalancedRpcEndpoint with replicas", place, { asksByHttp: false });
  programOf(proxy, "proxy");
  if (proxy.commandLine !== undefined)
    throw invalidArgument("proxy.commandLine", "nothing: it is what a node understands", proxy.commandLine);
  if (drainSeconds !== undefined)
    throw invalidArgument(
      "drainSeconds",
      "nothing with a proxy, which keeps clients of before by itself",
      drainSeconds,
    );
}

/** HAProxy, as a process or on a machine of its own; or many of it behind the platform's balancer of connections. */
export function serveByProxy(
  args: LoadBalancedRpcEndpointArgs & { proxy: CatalogueEntryArgs },
  at: EndpointPlace,
): Served {
  const { replicas = 1 } = args;
  const served = balancerPorts.flatMap(({ name, scheme }) => (scheme ? [{ name, scheme }] : []));
  const all = Array.from({ length: replicas }, (_one, i) => placeProxy(args, at, i, behindOf(args, at)));
  const metrics = pulumi
    .all(
      all.map(({ placed, called }) =>
        placed.ports.apply((bound) => metricsOf({ node: called, role: "balancer" }, bound, balancerPorts)),
      ),
    )
    .apply((lists) => lists.flat());
  const resources = all.flatMap(({ placed }) => placed.resources);
  const [first, ...others] = all as [Proxy, ...Proxy[]];
  if (others.length === 0)
    return {
      endpoints: first.placed.ports.apply((bound) => endpointsOf(bound, served)),
      addresses: pulumi.output([]),
      ...{ metrics, physicalName: at.called, resources },
    };
  const front = placeBalancer("LoadBalancedRpcEndpoint", at.place, frontOf(args, at, all), at.children);
  return {
    endpoints: pulumi.all([front.ports, pulumi.all(all.map(({ placed }) => placed.ports))]).apply(([bound, lists]) => [
      ...endpointsOf(bound, served),
      ...endpointsOf(
        lists.flatMap((ports) => ports.filter(({ name }) => name === "status")),
        served,
      ),
    ]),
    addresses: front.addresses,
    ...{ metrics, physicalName: at.called, resources: [...resources, ...front.resources] },
  };
}

function behindOf({ replicas = 1 }: LoadBalancedRpcEndpointArgs, { place: { platform } }: EndpointPlace) {
  if (replicas === 1 || platform.shape !== "machine") return undefined;
  return { tellsClients: platform.balancerTellsClients ?? false };
}

interface Proxy {
  called: string;
  placed: Placed;
}

/** The first one is what a single one is, by all its names. */
function placeProxy(
  args: LoadBalancedRpcEndpointArgs & { proxy: CatalogueEntryArgs },
  { place, identity, network, sharesNetwork, children }: EndpointPlace,
  index: number,
  behind: BalancerSpec["behind"],
): Proxy {
  const program = programOf(args.proxy, "proxy");
  const called = physicalName(identity.owner, identity.role, index);
  const { healthChecks: checks = {} } = args;
  const workload = pulumi
    .output({
      nodes: args.nodes,
      health: {
        intervalSeconds: checks.intervalSeconds ?? 2,
        timeoutSeconds: checks.timeoutSeconds ?? 1,
        fall: checks.fall ?? 2,
        rise: checks.rise ?? 2,
      },
      maxConnections: args.maxConnections ?? 2000,
      idleSeconds: args.idleSeconds ?? 3600,
      resources: { cpu: args.resources?.cpu ?? 1000, memory: args.resources?.memory ?? 512 },
    })
    .apply(({ resources, ...values }) =>
      balancerWorkload({ physicalName: called, program, resources, ...balancerSpec(values), behind }),
    );
  const logicalName = index === 0 ? identity.logicalName : `${identity.logicalName}-${index}`;
  const placed = placeWorkload(
    "LoadBalancedRpcEndpoint",
    place,
    {
      ...identity,
      logicalName,
      index,
      outline: behind ? outlineBehind : balancerOutline,
      workload,
      sharesNetwork,
      network,
    },
    children,
  );
  return { called, placed };
}

function frontOf(
  args: LoadBalancedRpcEndpointArgs,
  { place, identity, network }: EndpointPlace,
  all: readonly Proxy[],
) {
  const status = balancerPorts.find(({ name }) => name === "status") as Port;
  return {
    ...{ ...identity, logicalName: `${identity.logicalName}-front`, network, ports: [rpcPort] },
    targets: all.map(({ placed }, i) => {
      const { machineId: machine } = placed;
      if (!machine) throw new Error("a platform with a balancer of machines says no id of a machine");
      return { name: String(i), machine, ports: { rpc: pulumi.output(rpcPort.number) } };
    }),
    ...(supports(place, "balancerHealth") && { health: pulumi.output({ port: status.number, path: "/ready" }) }),
    idleSeconds: pulumi.output(args.idleSeconds ?? 3600),
    drainSeconds: pulumi.output(0),
  };
}
