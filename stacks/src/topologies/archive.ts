import {
  Network,
  NodeRole,
  SubstrateNode,
  type CatalogueEntryArgs,
  type Database,
  type NodeResourcesArgs,
  type PlacementArgs,
  type SnapshotArgs,
} from "@dinfra/components";
import { runTopology, type Topology } from "./topology.js";

export interface ArchiveConfig {
  placement: PlacementArgs;
  entry: CatalogueEntryArgs;
  chain: string;
  snapshot?: SnapshotArgs;
  database?: Database;
  resources?: NodeResourcesArgs;
}

/** An archive node in a network of its own, which starts from a snapshot where one is given. */
export const archive: Topology<ArchiveConfig> = {
  name: "archive",
  title: "An archive node, from a snapshot",
  keys: {
    placement: { component: "SubstrateNode", argument: "placement" },
    entry: { component: "SubstrateNode", argument: "entry" },
    chain: { component: "SubstrateNode", argument: "chain" },
    snapshot: { component: "SubstrateNode", argument: "snapshot" },
    database: { component: "SubstrateNode", argument: "database" },
    resources: { component: "SubstrateNode", argument: "resources" },
  },
  build({ placement, ...args }) {
    const network = new Network("network", { placement });
    const node = new SubstrateNode("archive", {
      ...{ placement, network: network.attachment, role: NodeRole.Archive },
      ...args,
    });
    return { endpoint: node.endpoint, readiness: node.readiness, metrics: node.metrics };
  },
};

export const program = () => runTopology(archive);
