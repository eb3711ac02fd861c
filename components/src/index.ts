export * from "@dinfra/port";
export { commandLineOf, programOf, type CatalogueEntryArgs } from "./catalogue-entry.js";
export type { Endpoint } from "./endpoints.js";
export { Network, type NetworkArgs } from "./network.js";
export { CommandLine, NodeRole, type NodeSpec } from "./node/node-spec.js";
export { substrateNodeWorkload } from "./node/workload.js";
export { SubstrateNode, type NodeResourcesArgs, type SnapshotArgs, type SubstrateNodeArgs } from "./substrate-node.js";
