export {
  Release,
  WaitFor,
  type JumpHost,
  type KeyReference,
  type Connection,
  type ReleaseArgs,
  type ReleaseSecret,
  type SealedSecret,
  type SetUp,
} from "./resources/release.js";
export { Peers, type PeersArgs } from "./resources/peers.js";
export { renderUserData, type Bootstrap } from "./bootstrap/user-data.js";
export { agentArtifactPath } from "./bootstrap/artifact.js";
export { digestOf } from "./release/digest.js";
export { NodeError, type NodeErrorCode } from "./errors.js";
export { installNodePlugin, pluginPath } from "./plugin.js";
export { pluginName, version } from "./version.js";
