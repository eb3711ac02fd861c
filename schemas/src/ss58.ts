import { createHash } from "node:crypto";
import { base58btc } from "multiformats/bases/base58";

/**
 * Whether a text is the SS58 address of a 32-byte account, with the prefix of any chain, and with the checksum that it
 * should have: a schema's pattern cannot tell a mistyped character.
 */
export function isAccountAddress(text: string): boolean {
  let bytes: Uint8Array;
  try {
    bytes = base58btc.decode(`z${text}`);
  } catch {
    return false;
  }
  const [first = 128] = bytes;
  const body = (first < 64 ? 1 : 2) + 32;
  if (first >= 128 || bytes.length !== body + 2) return false;
  const hash = createHash("blake2b512").update("SS58PRE").update(bytes.subarray(0, body)).digest();
  return hash[0] === bytes[body] && hash[1] === bytes[body + 1];
}
