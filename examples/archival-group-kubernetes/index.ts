// Archive nodes that scale. Copy the folder; what differs from one cloud to another is the line that says where they are placed.
import { ArchivalAutoscalingGroup, type CatalogueEntryArgs, type PlacementArgs } from "@dinfra/components";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const placement: PlacementArgs = { kubernetes: config.requireObject("cloud"), machines: config.getObject("machines") };

const group = new ArchivalAutoscalingGroup("archive", {
  placement,
  entry: config.requireObject<CatalogueEntryArgs>("entry"),
  chain: config.require("chain"),
  minimum: 2,
  maximum: 6,
  warmStart: { snapshot: config.requireObject("snapshot") },
});

export const groupId = group.groupId;
export const version = group.version;
export const endpoint = group.endpoint;
