// Three nodes of one chain behind one address. Give another number, or other nodes, and only what differs is changed.
import {
  LoadBalancedRpcEndpoint,
  Network,
  NodeRole,
  SubstrateNode,
  type CatalogueEntryArgs,
  type PlacementArgs,
} from "@dinfra/components";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const placement: PlacementArgs = { kubernetes: config.requireObject("cloud"), machines: config.getObject("machines") };

const network = new Network("network", { placement }).attachment;
const nodes = Array.from(
  { length: config.getNumber("nodes") ?? 3 },
  (_, i) =>
    new SubstrateNode(`node-${i}`, {
      placement,
      network,
      entry: config.requireObject<CatalogueEntryArgs>("entry"),
      chain: config.require("chain"),
      role: NodeRole.Rpc,
    }),
);
const rpc = new LoadBalancedRpcEndpoint("rpc", {
  placement,
  network,
  nodes: nodes.map(({ endpoint, readiness, gateway }) => ({ endpoint, readiness, gateway })),
  proxy: config.requireObject<CatalogueEntryArgs>("proxy"),
});

export const endpoint = rpc.endpoint;
