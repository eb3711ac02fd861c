export {
  ownedBy,
  ownerLabel,
  ownerOfDeployment,
  ownerOfStack,
  sharedSnapshots,
  type Endpoint,
  type MetricsTarget,
  type NodeSetUp,
  type HalfMade,
  type Observed,
  type Observer,
  type OwnerView,
  type PlacedResource,
  type Snapshot,
  type Usage,
} from "@dinfra/components";
export { checkDigest, findEntry, scriptEntry } from "./catalogue.js";
export { defaultProfile, devNodeEntry, tinyHttpEntry, type DefaultProfileOptions } from "./default-profile.js";
export { StackError, type StackErrorCode } from "./errors.js";
export { networkOf, sharedNetworkKey, type KnownResource, type NetworkChoice } from "./network-choice.js";
export { ownerOfSharedNetwork, sharedNetworkProgram } from "./shared-network.js";
export {
  engineNeedsOf,
  isolate,
  isolationOf,
  loadProfile,
  growsDisks,
  guardedOf,
  observerOf,
  placementOf,
  profileSchemaPath,
  requireProfile,
  usageOf,
  validateProfile,
  type CatalogueEntry,
  type Profile,
} from "./profile.js";
export { planStack, type ProgramInput, type StackOutputs, type StackPlan, type StackProgram } from "./program.js";
export { findProgram, programs } from "./programs.js";
export { topologies } from "./topologies/index.js";
export { runTopology, type Topology } from "./topologies/topology.js";
