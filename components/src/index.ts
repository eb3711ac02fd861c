import { registerBuiltInPlatforms } from "./platforms/built-in.js";

export { programOf, type CatalogueEntryArgs } from "./catalogue-entry.js";
export type { Endpoint } from "./endpoints.js";
export { ComponentError, type ComponentErrorCode } from "./errors.js";
export { MAX_PHYSICAL_NAME, ownerOfDeployment, ownerOfStack, physicalName } from "./naming.js";
export { Network, type NetworkArgs } from "./network.js";
export {
  resolvePlacement,
  type CustomPlacementArgs,
  type LocalPlacementArgs,
  type Place,
  type PlacementArgs,
} from "./placement.js";
export {
  capabilityNames,
  capabilityTable,
  requireCapability,
  type Capability,
  type CapabilityColumn,
  type Support,
} from "./platforms/capabilities.js";
export type * from "./platforms/port.js";
export { observerFor } from "./platforms/observer-for.js";
export { platform, registeredPlatforms, registerPlatform } from "./platforms/registry.js";
export { SubstrateNode, type NodeResourcesArgs, type SnapshotArgs, type SubstrateNodeArgs } from "./substrate-node.js";
export { CommandLine, NodeRole, type NodeSpec } from "./workload/node-spec.js";
export { patienceSeconds } from "./workload/patience.js";
export { renderCloudInit } from "./workload/render-systemd.js";
export { renderProcess } from "./workload/render-process.js";
export { renderStatefulSet } from "./workload/render-statefulset.js";
export { substrateNodeWorkload } from "./workload/substrate-node.js";
export * from "./workload/workload.js";

registerBuiltInPlatforms();
