export * from "@dinfra/port";
export {
  ArchivalAutoscalingGroup,
  type ArchivalAutoscalingGroupArgs,
  type ScalingArgs,
  type WarmStartArgs,
} from "./archival-autoscaling-group/archival-autoscaling-group.js";
export {
  chainsOf,
  commandLineOf,
  programOf,
  type ArtifactArgs,
  type SignatureArgs,
  type CatalogueEntryArgs,
  type ChainSpecFileArgs,
} from "./catalogue-entry.js";
export { checkedConfig, configSchema, type ConfigKey } from "./config-keys.js";
export type { Endpoint } from "./endpoints.js";
export {
  LoadBalancedRpcEndpoint,
  type BalancedNodeArgs,
  type BalancerResourcesArgs,
  type HealthChecksArgs,
  type LoadBalancedRpcEndpointArgs,
} from "./load-balanced-rpc-endpoint.js";
export type { MetricsTarget } from "./metrics.js";
export { Network, type NetworkArgs } from "./network.js";
export { Database, NodeRole, Pruning, RpcExposure, SyncMode } from "./node/axes.js";
export { CommandLine, type NodeSpec } from "./node/node-spec.js";
export { substrateNodeWorkload } from "./node/workload.js";
export { checkSentriedChain } from "./sentry/axes.js";
export { ValidatorSentry, type SentriedNode, type SentryArgs, type ValidatorSentryArgs } from "./validator-sentry.js";
export {
  SubstrateNode,
  type NodePeerArgs,
  type NodeResourcesArgs,
  type RelayChainArgs,
  type EthRpcArgs,
  type MachineExporterArgs,
  type NodeSetUp,
  type SnapshotArgs,
  type SubstrateNodeArgs,
  type UpgradeArgs,
} from "./substrate-node.js";
export type {
  GatewayAcmeArgs,
  GatewayExternalAccountArgs,
  GatewayArgs,
  GatewayKeyArgs,
  GatewayLimitsArgs,
  GatewayTlsArgs,
} from "./gateway/args.js";
