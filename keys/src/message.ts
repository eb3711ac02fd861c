import { ed25519 } from "@noble/curves/ed25519.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { blake2b } from "@noble/hashes/blake2.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { verify as verifySr25519 } from "@scure/sr25519";
import { accountIdOf } from "./account-id.js";
import type { AccountKey } from "./account-key.js";
import { sameBytes } from "./wire.js";

/** A text as wallets sign what is no transaction. */
const wrapped = (text: string): Uint8Array => utf8ToBytes(`<Bytes>${text}</Bytes>`);

/** Signs a text as a wallet does: in <Bytes>, so that no chain can take it for an extrinsic. Raw, 64 bytes. */
export const signMessage = (account: AccountKey, text: string): Uint8Array => account.signAsAccount(wrapped(text));

type Verify = (message: Uint8Array, signature: Uint8Array, account: Uint8Array) => boolean;

/** By the byte that stands for the scheme in a signature of a chain; how many bytes follow it. */
const schemes: readonly { length: number; verify: Verify }[] = [
  { length: 64, verify: (message, raw, key) => ed25519.verify(raw, message, key, { zip215: false }) },
  { length: 64, verify: (message, raw, key) => verifySr25519(message, raw, key) },
  { length: 65, verify: verifyEcdsa },
];

/**
 * Whether the account signed the text, as a wallet does. An account does not say which scheme it has, so a signature of each is taken
 * that is so long; one with the scheme's byte before it (00 ed25519, 01 sr25519, 02 ecdsa), as some wallets give it, of that one too.
 *
 * @param address SS58, any prefix
 * @param signature 64 bytes, for ecdsa 65 (r, s and the recovery id); or one more, with the scheme's byte
 * @throws KeysError `address.invalid`, `key.*`: the address is none, or a key that anybody can sign for
 */
export function verifyMessage(address: string, text: string, signature: Uint8Array): boolean {
  const account = accountIdOf(address, true);
  const message = wrapped(text);
  return schemes.some(({ length, verify }, scheme) =>
    [signature, ...(signature[0] === scheme ? [signature.subarray(1)] : [])]
      .filter((raw) => raw.length === length)
      .some((raw) => holds(() => verify(message, raw, account))),
  );
}

/**
 * An ecdsa account is the blake2b-256 hash of the compressed key, which the signature gives. Wallets make the lower of the two values of s; the
 * other one, which anybody can work out, is not taken.
 */
function verifyEcdsa(message: Uint8Array, raw: Uint8Array, account: Uint8Array): boolean {
  // Ethereum's tools count recovery ids from 27.
  const recovery = raw[64]! >= 27 ? raw[64]! - 27 : raw[64]!;
  const signature = secp256k1.Signature.fromBytes(
    concatBytes(Uint8Array.of(recovery), raw.subarray(0, 64)),
    "recovered",
  );
  if (signature.hasHighS()) return false;
  const key = signature.recoverPublicKey(blake2b(message, { dkLen: 32 })).toBytes(true);
  return sameBytes(blake2b(key, { dkLen: 32 }), account);
}

function holds(verify: () => boolean): boolean {
  try {
    return verify();
  } catch {
    return false;
  }
}
