import {
  invalidArgument,
  physicalName,
  placeWorkload,
  requireCapability,
  resolvePlacement,
  type NetworkAttachment,
  type PlacedResource,
  type PlacementArgs,
} from "@dinfra/port";
import * as pulumi from "@pulumi/pulumi";
import { programOf, type CatalogueEntryArgs } from "./catalogue-entry.js";
import { checkedArgs } from "./checked-args.js";
import { balancerSpec } from "./endpoint/spec.js";
import { balancerOutline, balancerPorts, balancerWorkload } from "./endpoint/workload.js";
import { endpointsOf, type Endpoint } from "./endpoints.js";
import { metricsOf, type MetricsTarget } from "./metrics.js";
import { requireNode } from "./require-node.js";

/** A node behind an endpoint: give a SubstrateNode's own outputs. */
export interface BalancedNodeArgs {
  /**
   * URL of its JSON-RPC (ws:// or http://), as the output `endpoint` of a SubstrateNode.
   * @example node.endpoint
   */
  endpoint: pulumi.Input<string>;
  /**
   * URL (http://) that answers 200 while it should get traffic, as the output `readiness` of a SubstrateNode. The path is the
   * same for all nodes of an endpoint.
   * @example node.readiness
   */
  readiness: pulumi.Input<string>;
  /**
   * Whether a gateway stands before it, as the output `gateway` of a SubstrateNode. Where all nodes have one, a change of
   * `nodes` or of a setting cuts nobody off. Defaults to false.
   * @example node.gateway
   */
  gateway?: pulumi.Input<boolean>;
}

/** How the balancer asks its nodes whether they are ready. */
export interface HealthChecksArgs {
  /**
   * Seconds between two questions to one node, from 0.1 to 300. Defaults to 2.
   * @example 2
   */
  intervalSeconds?: pulumi.Input<number>;
  /**
   * Seconds that an answer may take, from 0.1 to 300. Defaults to 1.
   * @example 1
   */
  timeoutSeconds?: pulumi.Input<number>;
  /**
   * Questions in a row without a good answer that take a node out, 1 to 100. Defaults to 2.
   * @example 2
   */
  fall?: pulumi.Input<number>;
  /**
   * Good answers in a row that bring a node back, 1 to 100. Defaults to 2.
   * @example 2
   */
  rise?: pulumi.Input<number>;
}

/** The least that a balancer must be given. */
export interface BalancerResourcesArgs {
  /**
   * Processor, in thousandths of a core. Defaults to 1000.
   * @example 2000
   */
  cpu?: pulumi.Input<number>;
  /**
   * Memory in MiB. Defaults to 512.
   * @example 1024
   */
  memory?: pulumi.Input<number>;
}

/** Arguments of a LoadBalancedRpcEndpoint. */
export interface LoadBalancedRpcEndpointArgs {
  /**
   * Where the balancer is placed.
   * @example { local: {} }
   */
  placement: PlacementArgs;
  /**
   * What balances: the catalogue's entry of HAProxy, 2.4 or later.
   * @example { name: "haproxy", version: "2.6", command: "/usr/sbin/haproxy" }
   */
  proxy: CatalogueEntryArgs;
  /**
   * The nodes that answer. One that is not ready gets no client, and loses those that it has.
   * @example [first, second].map(({ endpoint, readiness }) => ({ endpoint, readiness }))
   */
  nodes: pulumi.Input<pulumi.Input<BalancedNodeArgs>[]>;
  /**
   * Network that the balancer is placed in: the one of its nodes. Defaults to one of its own.
   * @example network.attachment
   */
  network?: pulumi.Input<NetworkAttachment>;
  /**
   * How nodes are asked whether they are ready. Defaults to the defaults of each of its fields.
   * @example { intervalSeconds: 1 }
   */
  healthChecks?: HealthChecksArgs;
  /**
   * Clients served at once, 1 to 30000; each takes two file descriptors. Defaults to 2000.
   * @example 5000
   */
  maxConnections?: pulumi.Input<number>;
  /**
   * Seconds after which a WebSocket without a message in either direction is closed, 1 to 86400. Defaults to 3600.
   * @example 600
   */
  idleSeconds?: pulumi.Input<number>;
  /**
   * The least that the balancer must be given. Defaults to the defaults of each of its fields.
   * @example { cpu: 2000, memory: 1024 }
   */
  resources?: BalancerResourcesArgs;
}

/** One address for the JSON-RPC of many nodes, HTTP and WebSocket, which sends clients to those that are ready. */
export class LoadBalancedRpcEndpoint extends pulumi.ComponentResource {
  /** URL that clients use, for example ws://203.0.113.7:9944. */
  public readonly endpoint!: pulumi.Output<string>;
  /** Everything that is served: rpc, and the balancer's own status (/ready, /live, /metrics). */
  public readonly endpoints!: pulumi.Output<Endpoint[]>;
  /** What a Prometheus scrapes: the balancer. Its nodes have their own. */
  public readonly metrics!: pulumi.Output<MetricsTarget[]>;
  /** Name of the balancer on its platform. */
  public readonly physicalName!: pulumi.Output<string>;
  /** What was made, by physical name. */
  public readonly resources!: pulumi.Output<PlacedResource[]>;

  constructor(name: string, args: LoadBalancedRpcEndpointArgs, opts?: pulumi.ComponentResourceOptions) {
    super("dinfra:index:LoadBalancedRpcEndpoint", name, {}, opts);
    requireNode("LoadBalancedRpcEndpoint", name);
    args = checkedArgs("LoadBalancedRpcEndpoint", name, args);
    const place = resolvePlacement(args.placement);
    const program = programOf(args.proxy, "proxy");
    if (args.proxy.commandLine !== undefined)
      throw invalidArgument("proxy.commandLine", "nothing: it is what a node understands", args.proxy.commandLine);
    const identity = { owner: place.owner, role: name, index: 0 };
    const children = { parent: this };
    const called = physicalName(identity.owner, name);

    const network = args.network ? undefined : ownNetwork();
    const placed = placeWorkload(
      "LoadBalancedRpcEndpoint",
      place,
      {
        ...identity,
        logicalName: name,
        outline: balancerOutline,
        workload: workload(),
        sharesNetwork: network === undefined,
        network: network?.attachment ?? pulumi.output(args.network as pulumi.Input<NetworkAttachment>),
      },
      children,
    );

    const served = balancerPorts.flatMap(({ name, scheme }) => (scheme ? [{ name, scheme }] : []));
    this.endpoints = placed.ports.apply((bound) => endpointsOf(bound, served));
    this.endpoint = this.endpoints.apply((all) => all.find((e) => e.name === "rpc")?.url ?? "");
    this.metrics = placed.ports.apply((bound) => metricsOf({ node: called, role: "balancer" }, bound, balancerPorts));
    this.physicalName = pulumi.output(called);
    this.resources = pulumi.output([...(network?.resources ?? []), ...placed.resources]);
    this.registerOutputs({
      endpoint: this.endpoint,
      endpoints: this.endpoints,
      metrics: this.metrics,
      physicalName: this.physicalName,
      resources: this.resources,
    });

    function ownNetwork() {
      requireCapability("LoadBalancedRpcEndpoint", place, "network");
      const size = balancerOutline.ports.length;
      return place.platform.driver.network({ ...identity, logicalName: `${name}-network`, size }, children);
    }

    function workload() {
      const { healthChecks: checks = {} } = args;
      return pulumi
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
          balancerWorkload({ physicalName: called, program, resources, ...balancerSpec(values) }),
        );
    }
  }
}
