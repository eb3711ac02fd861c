// One Substrate node. Copy the folder; what differs from one cloud to another is the line that says where it is placed.
import { NodeRole, SubstrateNode, type CatalogueEntryArgs, type PlacementArgs } from "@dinfra/components";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const placement: PlacementArgs = { kubernetes: config.requireObject("cloud"), machines: config.getObject("machines") };

const node = new SubstrateNode("node", {
  placement,
  entry: config.requireObject<CatalogueEntryArgs>("entry"),
  chain: config.require("chain"),
  role: NodeRole.Rpc,
});

export const endpoint = node.endpoint;
export const readiness = node.readiness;
