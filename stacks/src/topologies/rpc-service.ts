import {
  LoadBalancedRpcEndpoint,
  Network,
  NodeRole,
  RpcExposure,
  SubstrateNode,
  type CatalogueEntryArgs,
  type NodeResourcesArgs,
  type PlacementArgs,
} from "@dinfra/components";
import * as pulumi from "@pulumi/pulumi";
import { runTopology, type Topology } from "./topology.js";

export interface RpcServiceConfig {
  placement: PlacementArgs;
  entry: CatalogueEntryArgs;
  chain: string;
  proxy: CatalogueEntryArgs;
  nodes?: number;
  maxConnections?: number;
  resources?: NodeResourcesArgs;
}

/** Archive nodes in one network behind one address. Give another number of nodes, and only what differs is changed. */
export const rpcService: Topology<RpcServiceConfig> = {
  name: "rpc-service",
  title: "Archive nodes behind one address",
  keys: {
    placement: { component: "SubstrateNode", argument: "placement" },
    entry: { component: "SubstrateNode", argument: "entry" },
    chain: { component: "SubstrateNode", argument: "chain" },
    proxy: { component: "LoadBalancedRpcEndpoint", argument: "proxy" },
    nodes: { component: "ArchivalAutoscalingGroup", argument: "minimum", required: false },
    maxConnections: { component: "LoadBalancedRpcEndpoint", argument: "maxConnections" },
    resources: { component: "SubstrateNode", argument: "resources" },
  },
  build({ placement, entry, chain, proxy, nodes: count = 2, maxConnections, resources }) {
    const { attachment: network } = new Network("network", { placement, size: 16 + 4 * count });
    const nodes = Array.from(
      { length: count },
      (_one, i) =>
        new SubstrateNode(`node-${i}`, {
          ...{ placement, network, entry, chain, resources },
          role: NodeRole.Archive,
          rpcExposure: RpcExposure.Gateway,
        }),
    );
    const rpc = new LoadBalancedRpcEndpoint("rpc", {
      ...{ placement, network, proxy, maxConnections },
      nodes: nodes.map(({ endpoint, readiness, gateway }) => ({ endpoint, readiness, gateway })),
    });
    const metrics = pulumi.all([...nodes.map((node) => node.metrics), rpc.metrics]).apply((all) => all.flat());
    return { endpoint: rpc.endpoint, metrics };
  },
};

export const program = () => runTopology(rpcService);
