/** Every failure of this package. `code` is stable; the message says what was expected, what was found and what to do. */
export class KeysError extends Error {
  override readonly name = "KeysError";

  constructor(
    readonly code: KeysErrorCode,
    message: string,
  ) {
    super(message);
  }
}

export type KeysErrorCode =
  | "address.invalid"
  | "agent.locked"
  | "agent.refused"
  | "agent.running"
  | "agent.socket"
  | "comment.invalid"
  | "evidence.missing"
  | "evidence.scheme"
  | "file.busy"
  | "file.denied"
  | "file.exists"
  | "file.missing"
  | "key.development"
  | "key.mismatch"
  | "key.no-file"
  | "key.pallet"
  | "key.soft"
  | "key.unsound"
  | "key.wiped"
  | "keystore.invalid"
  | "keystore.passphrase"
  | "keystore.unsupported"
  | "mnemonic.invalid"
  | "passphrase.invalid"
  | "path.ambiguous"
  | "path.invalid"
  | "path.password"
  | "path.soft"
  | "proof.domain"
  | "proof.expired"
  | "proof.invalid"
  | "proof.nonce"
  | "proof.signature"
  | "secret.invalid"
  | "secret.missing"
  | "secret.permissions"
  | "text.encoding"
  | "usage"
  | "wire.malformed";
