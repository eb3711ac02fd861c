// What a program needs that follows a chain and signs: without the development chain and what makes a genesis.
export * from "../errors.js";
export * from "../views.js";
export { accountOfKey, isAddress } from "./address.js";
export { calls, type Call, type ProxyType } from "./calls.js";
export type { BatchItem, Chain, ConnectOptions, Cost, DecodedCall, Included, SubmitOptions, Weight } from "./chain.js";
export { connect } from "./connect.js";
export { multisigAccount, otherSignatories } from "./multisig.js";
export { accountFromUri, signerFromUri, type KeyScheme, type Signer } from "./signer.js";
