import { ed25519 } from "@noble/curves/ed25519.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { verify as verifySr25519 } from "@scure/sr25519";
import { accountIdOf } from "./account-id.js";
import type { AccountKey } from "./account-key.js";

/** A text as wallets sign what is no transaction. */
const wrapped = (text: string): Uint8Array => utf8ToBytes(`<Bytes>${text}</Bytes>`);

/** Signs a text as a wallet does: in <Bytes>, so that no chain can take it for an extrinsic. Raw, 64 bytes. */
export const signMessage = (account: AccountKey, text: string): Uint8Array => account.signAsAccount(wrapped(text));

/**
 * Whether the account signed the text, as a wallet does. An account does not say which scheme it has, so a signature of either is taken; one
 * with the scheme's byte before it (00 ed25519, 01 sr25519), as wallets give it, of that one alone.
 *
 * @param address SS58, any prefix
 * @param signature 64 bytes, or 65 with the scheme's byte
 * @throws KeysError `address.invalid`, `key.*`: the address is none, or a key that anybody can sign for
 */
export function verifyMessage(address: string, text: string, signature: Uint8Array): boolean {
  const key = accountIdOf(address, true);
  const message = wrapped(text);
  const [scheme, raw] = signature.length === 65 ? [signature[0], signature.subarray(1)] : [undefined, signature];
  if (raw.length !== 64) return false;
  if (scheme !== undefined && scheme > 1) return false;
  return (
    (scheme !== 0 && holds(() => verifySr25519(message, raw, key))) ||
    (scheme !== 1 && holds(() => ed25519.verify(raw, message, key, { zip215: false })))
  );
}

function holds(verify: () => boolean): boolean {
  try {
    return verify();
  } catch {
    return false;
  }
}
