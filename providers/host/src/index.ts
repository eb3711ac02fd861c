export { Network, type NetworkArgs } from "./resources/network.js";
export { Ports, recordedPorts, type PortsArgs } from "./resources/ports.js";
export {
  Process,
  ProbeKind,
  type PeerProcessArgs,
  type ProcessArgs,
  type ProcessPeer,
  type ProcessReload,
  type ProcessPort,
  type Readiness,
} from "./resources/process.js";
export { Directory, type DirectoryArgs } from "./resources/directory.js";
export { File, type FileArgs } from "./resources/file.js";
export {
  findProcess,
  findProcesses,
  isEmpty,
  listAll,
  listOwned,
  removeOwned,
  type FoundProcess,
  type Owned,
} from "./observer.js";
export type { IsolationArgs } from "./resources/isolation.js";
export { IsolationKind, defaultUids, type Isolation, type UidRange } from "./isolation/isolation.js";
export { isolationProblem } from "./isolation/impossible.js";
export { moveToNamespaces, moveToOwnUser, type Moved } from "./isolation/move.js";
export { sharedOwners } from "./isolation/shared.js";
export { barrier } from "./barrier.js";
export { HostError, type HostErrorCode } from "./errors.js";
export { installHostPlugin, pluginPath } from "./plugin.js";
export { processState, type ProcessState } from "./proc/state.js";
export { bootId } from "./proc/boot.js";
export { defaultRoot } from "./root.js";
export { pluginName, version } from "./version.js";
