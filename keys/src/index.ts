export { AccountKey } from "./account-key.js";
export { authorizedKeysLine, type Evidence, type LineOptions, type Registration } from "./authorized-keys.js";
export { LOGIN_PATH, hardPath } from "./derivation-path.js";
export { assertSound, sshKeyOf } from "./edwards.js";
export { KeysError, type KeysErrorCode } from "./error.js";
export { accountFromKeystore, keystoreIsEncrypted } from "./keystore.js";
export { signMessage, verifyMessage } from "./message.js";
export { opensshPrivateKey, type PrivateKeyFileOptions } from "./openssh-private.js";
export { fingerprint, publicKeyBlob, publicKeyLine } from "./openssh-public.js";
export {
  PROOF_TYPE,
  type LoginClaim,
  type LoginProof,
  type ProofExpectation,
  type ProveOptions,
  loginStatement,
  parseProof,
  proveLogin,
  verifyLogin,
} from "./proof.js";
export { SCHEMES, type Scheme, schemeOf } from "./scheme.js";
export { decodeAddress, encodeAddress } from "./ss58.js";
export { type UserauthRequest, parseUserauthRequest } from "./userauth.js";
