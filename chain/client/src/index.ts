export * from "./errors.js";
export * from "./views.js";
export * from "./money.js";
export { calls, type Call } from "./client/calls.js";
export { signerFromUri, type Signer } from "./client/signer.js";
export { connect } from "./client/connect.js";
export type { Chain, ConnectOptions, Included, SubmitOptions } from "./client/chain.js";
export { startDevChain, type DevChain, type DevChainOptions } from "./dev/dev-chain.js";
