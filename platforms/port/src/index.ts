export {
  capabilityNames,
  capabilityTable,
  requireCapability,
  supportOf,
  supports,
  withoutBalancers,
  withoutGroups,
  type BalancerCapability,
  type Capability,
  type CapabilityColumn,
  type GroupCapability,
  type HasCapabilities,
  type Support,
} from "./capabilities.js";
export type * from "./balancers/balancer.js";
export { placeBalancer, requireBalancer, type PlaceableBalancer } from "./balancers/place-balancer.js";
export * from "./driver.js";
export { agentArtifactPath, WaitFor, type SetUp } from "@dinfra/node";
export type * from "./evidence.js";
export { ComponentError, invalidArgument, type ComponentErrorCode } from "./errors.js";
export {
  addPlatformRoot,
  builtInPlatforms,
  platformNamed,
  platformOfPackage,
  requirePlatform,
  platformRoots,
  registerPlatform,
} from "./load.js";
export { groupPolicy, placeGroup, type PlaceableGroup, type PlacedGroup } from "./groups/place-group.js";
export type * from "./groups/machine-group.js";
export * from "./groups/policy.js";
export { groupVersion } from "./groups/user-data.js";
export { agentProgram } from "./machines/agent-program.js";
export { checkAuthorities } from "./machines/authorities.js";
export { checkLogs, withLogs } from "./machines/logs.js";
export { withLoginKeys } from "./machines/login-keys.js";
export { machineSizesSchema, smallestSize, type MachineSize } from "./machines/smallest-size.js";
export { fitUserData, type FittedUserData, type UserDataLimit } from "./machines/user-data.js";
export {
  MAX_PHYSICAL_NAME,
  NameAlphabet,
  ownerLabel,
  ownerOfDeployment,
  ownerOfStack,
  physicalName,
  type NameLimits,
} from "./naming.js";
export * from "./observer.js";
export { outputsBefore, type OutputsBefore } from "./outputs-before.js";
export * from "./placement.js";
export type { AwsDiskArgs, AwsPlacementArgs, AwsSizeArgs } from "./placements/aws.js";
export type { CloudStackPlacementArgs, CloudStackSizeArgs } from "./placements/cloudstack.js";
export type {
  KubernetesAgentArgs,
  KubernetesEndpointArgs,
  KubernetesGatewayArgs,
  KubernetesIngressArgs,
  KubernetesPlacementArgs,
  KubernetesTolerationArgs,
} from "./placements/kubernetes.js";
export type * from "./placements/machines.js";
export { machinePorts, placeWorkload, rangesOf, reachOf, type PlaceableWorkload } from "./place-workload.js";
export type * from "./platform.js";
export { tellPeers, type TellPeersRequest } from "./tell-peers.js";
export { givenProvider, requireAgreement, withProvider } from "./provider.js";
export { readSecret, secretRefSchema, type SecretRef } from "./secret.js";
export { checkSettings } from "./settings.js";
export { nameTag, ownerTag, tagged, type Tagged } from "./tagged.js";
export { patienceSeconds, setUpSeconds, startSeconds, type SetUpRates } from "./workload/patience.js";
export { portsInRange } from "./workload/port-range.js";
export {
  renderFile,
  renderProcess,
  type HostFile,
  type HostPlace,
  type HostProcess,
} from "./workload/render-process.js";
export {
  fetched,
  POD_UID,
  podArguments,
  podAssetsPath,
  podFilesPath,
  podVolumePath,
  renderPod,
  renderPodFile,
  restrictedContainer,
  type PodArgument,
  type PodPlace,
  type PodSpec,
} from "./workload/render-pod.js";
export { renderStatefulSet } from "./workload/render-statefulset.js";
export { assertFetchable, HEALTH_PORT, renderRelease, type ReleasePlace } from "./workload/render-release.js";
export { renderCloudInit, renderMachineFiles, type MachineFile, type MachinePlace } from "./workload/render-systemd.js";
export * from "./workload/workload.js";
export { planZone } from "./zones.js";
