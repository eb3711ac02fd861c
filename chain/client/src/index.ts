export * from "./client/index.js";
export * from "./money.js";
export * from "./moment.js";
export * from "./wish.js";
export { startDevChain, type DevChain, type DevChainOptions } from "./dev/dev-chain.js";
export { chainSpec, type ChainSpec, type ChainSpecOptions } from "./genesis/chain-spec.js";
export { blobPath, metadataPath, readBlob } from "./blob.js";
export { metadataOf, sourcesHashOf, sourcesHashOfTree } from "./sources.js";
