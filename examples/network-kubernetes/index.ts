// A network that nodes of several programs are placed in. Copy the folder; what differs from one cloud to another is one line.
import { Network, type PlacementArgs } from "@dinfra/components";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const placement: PlacementArgs = { kubernetes: config.requireObject("cloud") };

export const { attachment } = new Network("network", { placement, existing: config.get("existing") });
