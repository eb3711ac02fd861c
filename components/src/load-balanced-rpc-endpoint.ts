import {
  physicalName,
  requireCapability,
  resolvePlacement,
  type NetworkAttachment,
  type PlacedResource,
  type PlacementArgs,
} from "@dinfra/port";
import * as pulumi from "@pulumi/pulumi";
import type { CatalogueEntryArgs } from "./catalogue-entry.js";
import { checkedArgs } from "./checked-args.js";
import type { EndpointPlace } from "./endpoint/served.js";
import { checkBalancer, serveByBalancer } from "./endpoint/by-balancer.js";
import { checkProxy, serveByProxy } from "./endpoint/by-proxy.js";
import { balancerOutline } from "./endpoint/workload.js";
import type { Endpoint } from "./endpoints.js";
import type { MetricsTarget } from "./metrics.js";
import { requireNode } from "./require-node.js";

/** A node behind an endpoint: give a SubstrateNode's own outputs. */
export interface BalancedNodeArgs {
  /**
   * What the node is called among those of the endpoint: lower-case letters, digits and hyphens, the same for ever. Defaults to
   * none, which is enough with a proxy; the platform's own balancer needs it.
   * @example "first"
   */
  name?: string;
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
  /**
   * Id of its machine on the platform, as the output `machineId` of a SubstrateNode. Defaults to none, which is enough with a
   * proxy; the platform's own balancer needs it.
   * @example node.machineId
   */
  machine?: pulumi.Input<string>;
}

/** How the balancer asks its nodes whether they are ready. */
export interface HealthChecksArgs {
  /**
   * Seconds between two questions to one node, from 0.1 to 300. Defaults to 2, without a proxy to what the platform's balancer
   * has, which takes whole seconds alone.
   * @example 2
   */
  intervalSeconds?: pulumi.Input<number>;
  /**
   * Seconds that an answer may take, from 0.1 to 300. Defaults to 1, without a proxy to what the platform's balancer has.
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
   * What balances: the catalogue's entry of HAProxy, 2.4 or later. Defaults to none: then the platform's own balancer serves,
   * where it has one that asks its machines by HTTP.
   * @example { name: "haproxy", version: "2.6", command: "/usr/sbin/haproxy" }
   */
  proxy?: CatalogueEntryArgs;
  /**
   * How many proxies there are, 1 to 8. More than one stand behind the platform's own balancer of connections, each on a machine of
   * its own. Defaults to 1. Another number moves the endpoint to another address where it was, or becomes, 1.
   * @example 2
   */
  replicas?: number;
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
   * Clients that the proxy serves at once, 1 to 30000; each takes two file descriptors. Defaults to 2000.
   * @example 5000
   */
  maxConnections?: pulumi.Input<number>;
  /**
   * Seconds after which a WebSocket without a message in either direction is closed, 1 to 86400. Defaults to 3600.
   * @example 600
   */
  idleSeconds?: pulumi.Input<number>;
  /**
   * Seconds that clients of a node which is taken out of the platform's own balancer stay with it, at most. Defaults to 300. Not
   * with a proxy.
   * @example 60
   */
  drainSeconds?: pulumi.Input<number>;
  /**
   * The least that the proxy must be given. Defaults to the defaults of each of its fields.
   * @example { cpu: 2000, memory: 1024 }
   */
  resources?: BalancerResourcesArgs;
}

/** One address for the JSON-RPC of many nodes, HTTP and WebSocket, which sends clients to those that are ready. */
export class LoadBalancedRpcEndpoint extends pulumi.ComponentResource {
  /** URL that clients use, for example ws://203.0.113.7:9944. */
  public readonly endpoint!: pulumi.Output<string>;
  /**
   * Addresses of the platform's own balancer, which outlive it: what a DNS record of yours may name. None with one proxy alone.
   */
  public readonly addresses!: pulumi.Output<string[]>;
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
    const identity = { owner: place.owner, role: name, index: 0 };
    const children = { parent: this };
    const called = physicalName(identity.owner, name);
    if (args.proxy) checkProxy(args.proxy, args, place);
    else checkBalancer(args, place);

    const network = args.network ? undefined : ownNetwork();
    const at: EndpointPlace = {
      ...{ name, place, called, children },
      identity: { ...identity, logicalName: name },
      sharesNetwork: network === undefined,
      network: network?.attachment ?? pulumi.output(args.network as pulumi.Input<NetworkAttachment>),
    };
    const served = args.proxy ? serveByProxy({ ...args, proxy: args.proxy }, at) : serveByBalancer(args, at);

    this.endpoints = served.endpoints;
    this.endpoint = this.endpoints.apply((all) => all.find((e) => e.name === "rpc")?.url ?? "");
    this.addresses = served.addresses;
    this.metrics = served.metrics;
    this.physicalName = pulumi.output(served.physicalName);
    this.resources = pulumi.output([...(network?.resources ?? []), ...served.resources]);
    this.registerOutputs({
      endpoint: this.endpoint,
      endpoints: this.endpoints,
      addresses: this.addresses,
      metrics: this.metrics,
      physicalName: this.physicalName,
      resources: this.resources,
    });

    function ownNetwork() {
      requireCapability("LoadBalancedRpcEndpoint", place, "network");
      const size = balancerOutline.ports.length;
      return place.platform.driver.network({ ...identity, logicalName: `${name}-network`, size }, children);
    }
  }
}
