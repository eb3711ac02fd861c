import { ed25519, ristretto255 } from "@noble/curves/ed25519.js";
import { bytesToNumberLE, numberToBytesLE } from "@noble/curves/utils.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { concatBytes } from "@noble/hashes/utils.js";
import { KeysError } from "./error.js";
import { sameBytes } from "./wire.js";

const L = ed25519.Point.Fn.ORDER;

/** RFC 8032, 5.1.5: SHA-512 of the seed, the scalar half clamped. The one place where a scalar is clamped. */
export function expandSeed(seed: Uint8Array): Uint8Array {
  const expanded = sha512(seed);
  expanded[0]! &= 248;
  expanded[31]! = (expanded[31]! & 127) | 64;
  return expanded;
}

/** The Ed25519 public key of a seed. (The library's own function leaves the expanded secret in memory.) */
export function publicKeyOfSeed(seed: Uint8Array): Uint8Array {
  const expanded = expandSeed(seed);
  const publicKey = publicKeyOfScalar(expanded.subarray(0, 32));
  expanded.fill(0);
  return publicKey;
}

/** scalar · B, encoded. The scalar is reduced by the group's order, never clamped. */
export function publicKeyOfScalar(scalar: Uint8Array): Uint8Array {
  return ed25519.Point.BASE.multiply(reduced(scalar)).toBytes();
}

function reduced(scalar: Uint8Array): bigint {
  const value = bytesToNumberLE(scalar) % L;
  if (value === 0n) throw mismatch("a secret scalar that is not zero", "zero");
  return value;
}

/**
 * An Ed25519 signature (64 bytes) by an expanded secret (scalar, 32 bytes little-endian, then the 32-byte nonce prefix), RFC 8032 5.1.6
 * from step 2 on. `publicKey` must be the key recomputed from that scalar: with another one, two signatures give the scalar away.
 */
export function signExpanded(expanded: Uint8Array, publicKey: Uint8Array, message: Uint8Array): Uint8Array {
  const scalar = reduced(expanded.subarray(0, 32));
  const secretNonce = concatBytes(expanded.subarray(32, 64), message);
  const hash = sha512(secretNonce);
  const r = bytesToNumberLE(hash) % L;
  secretNonce.fill(0);
  hash.fill(0); // with the signature it would give the scalar
  const R = ed25519.Point.BASE.multiply(r).toBytes();
  const k = bytesToNumberLE(sha512(concatBytes(R, publicKey, message))) % L;
  return concatBytes(R, numberToBytesLE((r + k * scalar) % L, 32));
}

/**
 * The 64-byte sr25519 secret in the encoding with the scalar times eight ("ed25519 bytes", polkadot-js and its keystores). The other
 * encoding (the scalar itself, `SecretKey::to_bytes` of schnorrkel, subkey) has the same length and no mark: what tells them
 * apart is which of the two gives the account's public key.
 * @throws KeysError `key.mismatch` when neither does, `key.soft` for what no mini secret expands to
 */
export function normaliseSr25519Secret(secret: Uint8Array, publicKey: Uint8Array): Uint8Array {
  if (secret.length !== 64) throw mismatch("an sr25519 secret of 64 bytes", `${secret.length} bytes`);
  const value = bytesToNumberLE(secret.subarray(0, 32));
  const prefix = secret.subarray(32, 64);
  const times8 = value % 8n === 0n && gives(value / 8n, publicKey);
  if (!times8 && !(value < L && gives(value, publicKey)))
    throw mismatch(
      "an sr25519 secret that belongs to its public key, in either encoding of the scalar",
      "one whose scalar gives another public key",
    );
  const scalar = times8 ? value / 8n : value;
  // A mini secret expands to a clamped scalar: bit 254 set, bit 255 not. Soft derivation adds a hash and reduces, so that about half
  // of all softly derived scalars fall outside; the other half cannot be recognised by anybody.
  if (scalar >> 251n !== 1n)
    throw new KeysError(
      "key.soft",
      "expected the secret of a root or hard-derived account, found a scalar that no mini secret expands to, so a softly derived account: " +
        "whoever has its secret and the parent's public key can compute the parent's secret; derive with // instead",
    );
  const times8Bytes = numberToBytesLE(scalar * 8n, 32);
  const normalised = concatBytes(times8Bytes, prefix);
  times8Bytes.fill(0);
  return normalised;
}

function gives(scalar: bigint, publicKey: Uint8Array): boolean {
  const value = scalar % L;
  return value !== 0n && sameBytes(ristretto255.Point.BASE.multiply(value).toBytes(), publicKey);
}

export function mismatch(expected: string, found: string): KeysError {
  return new KeysError("key.mismatch", `expected ${expected}, found ${found}; nothing was signed or written`);
}
