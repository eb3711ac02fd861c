import {
  invalidArgument,
  placeBalancer,
  requireBalancer,
  type BalancerHealth,
  type BalancerTarget,
  type Place,
} from "@dinfra/port";
import * as pulumi from "@pulumi/pulumi";
import { endpointsOf } from "../endpoints.js";
import type { BalancedNodeArgs, LoadBalancedRpcEndpointArgs } from "../load-balanced-rpc-endpoint.js";
import { backendsOf, type NodeUrls } from "./backend.js";
import { rpcPort, type EndpointPlace, type Served } from "./served.js";

/** Arguments that only a proxy of its own has. */
const ofTheProxy = ["maxConnections", "resources", "replicas"] as const;

/** @throws ComponentError `PlatformLacks`, `InvalidArgument` */
export function checkBalancer(args: LoadBalancedRpcEndpointArgs, place: Place): void {
  for (const name of ofTheProxy)
    if (args[name] !== undefined)
      throw invalidArgument(name, "nothing without a proxy: the platform's balancer has its own limits", args[name]);
  requireBalancer("LoadBalancedRpcEndpoint without a proxy", place, { asksByHttp: true });
  namedNodes(args.nodes);
}

/**
 * The platform's own balancer. Each of its targets depends on its own node alone, so that another node's replacement moves
 * nothing of it.
 */
export function serveByBalancer(args: LoadBalancedRpcEndpointArgs, at: EndpointPlace): Served {
  const { place, identity, network, children } = at;
  const nodes = namedNodes(args.nodes);
  const urls = pulumi.output(nodes.map(({ endpoint, readiness, gateway }) => ({ endpoint, readiness, gateway })));
  const made = placeBalancer(
    "LoadBalancedRpcEndpoint",
    place,
    {
      ...{ ...identity, network, ports: [rpcPort] },
      targets: nodes.map(targetOf),
      // Every gateway reads who a client is; a node itself would take the header for garbage.
      readsClients: urls.apply((all) => all.every(({ gateway }) => gateway ?? false)),
      health: pulumi.all([urls, args.healthChecks ?? {}]).apply(([all, asked]) => ({ ...healthOf(all), ...asked })),
      idleSeconds: pulumi.output(args.idleSeconds ?? 3600),
      drainSeconds: pulumi.output(args.drainSeconds ?? 300),
    },
    children,
  );
  return {
    endpoints: pulumi
      .all([made.ports, urls])
      .apply(([bound, all]) => endpointsOf(bound, [{ name: rpcPort.name, scheme: schemeOf(all) }])),
    metrics: pulumi.output([]),
    addresses: made.addresses,
    physicalName: made.name,
    resources: made.resources,
  };
}

type NamedNode = BalancedNodeArgs & { name: string };

const nameOf = /^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/;

/** Names say which node stays when another one goes: the place in a list does not. */
function namedNodes(nodes: LoadBalancedRpcEndpointArgs["nodes"]): NamedNode[] {
  if (!Array.isArray(nodes))
    throw invalidArgument("nodes", "a list, and no output of one, where the platform's balancer serves", "an output");
  return (nodes as BalancedNodeArgs[]).map((node, i) => {
    const { name } = node;
    if (name === undefined || !nameOf.test(name))
      throw invalidArgument(
        `nodes[${i}].name`,
        "a name of at most 32 lower-case letters, digits and hyphens, which says which node it is when others come and go",
        name,
      );
    if ((nodes as BalancedNodeArgs[]).findIndex((other) => other.name === name) < i)
      throw invalidArgument(`nodes[${i}].name`, "each name once", name);
    if (node.machine === undefined)
      throw invalidArgument(`nodes[${i}].machine`, "the output machineId of the SubstrateNode", undefined);
    return { ...node, name };
  });
}

function targetOf({ name, machine, endpoint }: NamedNode): BalancerTarget {
  const id = pulumi.output(machine).apply((text) => {
    if (text) return text;
    throw invalidArgument(`machine of the node ${name}`, "a node with a machine of its own", text);
  });
  return { name, machine: id, ports: { rpc: pulumi.output(endpoint).apply(portOf) } };
}

const portOf = (endpoint: string): number => {
  const url = new URL(endpoint);
  return Number(url.port || (url.protocol === "wss:" ? 443 : 80));
};

/** TLS of a node's gateway passes, so the balancer is told of the node as if there were none. */
const plain = ({ endpoint, ...node }: NodeUrls): NodeUrls => ({ ...node, endpoint: endpoint.replace(/^wss:/, "ws:") });

/** How the nodes are asked: all in one way. */
export function healthOf(nodes: readonly NodeUrls[]): BalancerHealth {
  const backends = backendsOf(nodes.map(plain));
  const [{ readiness }] = backends;
  const other = backends.findIndex((b) => b.readiness.port !== readiness.port);
  if (other > 0)
    throw invalidArgument(
      `nodes[${other}].readiness`,
      `one port for all nodes, ${readiness.port}`,
      backends[other]?.readiness.port,
    );
  return { port: readiness.port, path: readiness.path };
}

/** What clients speak with all of the nodes. */
export function schemeOf(nodes: readonly NodeUrls[]): string {
  const [first = "ws", ...others] = nodes.map(({ endpoint }) => (endpoint.startsWith("wss:") ? "wss" : "ws"));
  const other = others.findIndex((scheme) => scheme !== first);
  if (other >= 0)
    throw invalidArgument(`nodes[${other + 1}].endpoint`, `TLS at all nodes or at none: ${first}`, others[other]);
  return first;
}
