import { blake2b } from "@noble/hashes/blake2.js";
import { concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { base58 } from "@scure/base";
import { KeysError } from "./error.js";
import { sameBytes } from "./wire.js";

/** The prefix of "any Substrate chain". */
const GENERIC_PREFIX = 42;

function checksum(body: Uint8Array): Uint8Array {
  return blake2b(concatBytes(utf8ToBytes("SS58PRE"), body), { dkLen: 64 }).subarray(0, 2);
}

/** The SS58 address of a 32-byte account id. `prefix` is the chain's, 42 for any chain. */
export function encodeAddress(accountId: Uint8Array, prefix = GENERIC_PREFIX): string {
  if (accountId.length !== 32) throw invalid(`an account id of 32 bytes`, `${accountId.length} bytes`);
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > 16383 || prefix === 46 || prefix === 47)
    throw invalid("an SS58 prefix from 0 to 16383, not 46 or 47", String(prefix));
  const head =
    prefix < 64
      ? Uint8Array.of(prefix)
      : Uint8Array.of(((prefix & 0xfc) >> 2) | 0x40, (prefix >> 8) | ((prefix & 0x03) << 6));
  const body = concatBytes(head, accountId);
  return base58.encode(concatBytes(body, checksum(body)));
}

/**
 * The 32-byte account id of an SS58 address of any chain, or of 0x and 64 hex digits.
 * @throws KeysError `address.invalid`
 */
export function decodeAddress(address: string): Uint8Array {
  if (/^0x[0-9a-f]{64}$/i.test(address)) return hexToBytes(address.slice(2));
  // An account is at most 2 + 32 + 2 bytes, 50 digits of base 58: longer input is not worth decoding.
  if (typeof address !== "string" || address.length > 64)
    throw invalid("an SS58 address, or 0x and 64 hex digits", "something else");
  let bytes: Uint8Array;
  try {
    bytes = base58.decode(address);
  } catch {
    throw invalid("an SS58 address, or 0x and 64 hex digits", `${JSON.stringify(address)}, which is not base 58`);
  }
  const headLength = (bytes[0] ?? 0) < 64 ? 1 : 2;
  if ((bytes[0] ?? 128) >= 128 || bytes.length !== headLength + 32 + 2)
    throw invalid("the SS58 address of a 32-byte account", `${JSON.stringify(address)} of ${bytes.length} bytes`);
  const body = bytes.subarray(0, headLength + 32);
  if (!sameBytes(bytes.subarray(headLength + 32), checksum(body)))
    throw invalid(
      "an SS58 address",
      `${JSON.stringify(address)} with a wrong checksum: a character was mistyped or lost`,
    );
  return body.slice(headLength);
}

function invalid(expected: string, found: string): KeysError {
  return new KeysError("address.invalid", `expected ${expected}, found ${found}`);
}
