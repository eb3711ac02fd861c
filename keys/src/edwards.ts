import { ed25519, ristretto255 } from "@noble/curves/ed25519.js";
import { KeysError } from "./error.js";
import type { Scheme } from "./scheme.js";
import { sameBytes } from "./wire.js";

/**
 * The Ed25519 public key (32 bytes) under which the holder of an account's secret can log in: for ed25519 the account's own key, for
 * sr25519 eight times the Edwards point of the decoded ristretto point. Always a canonical encoding of a point of prime order.
 * @throws KeysError `key.unsound`
 */
export function sshKeyOf(scheme: Scheme, publicKey: Uint8Array): Uint8Array {
  if (scheme === "sr25519") return edwardsOfSr25519(publicKey);
  assertSound(publicKey);
  return publicKey.slice();
}

/**
 * An sr25519 public key is a ristretto point: a class of Edwards points that differ by 4-torsion. Times eight, the difference is gone:
 * the result does not depend on the member, has prime order, and its discrete logarithm is eight times the account's scalar, which is
 * just how sr25519 secrets are stored ("ed25519 bytes").
 */
function edwardsOfSr25519(publicKey: Uint8Array): Uint8Array {
  let point;
  try {
    point = ristretto255.Point.fromBytes(publicKey);
  } catch {
    throw unsound(
      "an sr25519 public key (a canonical ristretto255 encoding of 32 bytes)",
      "bytes that encode no ristretto point",
    );
  }
  if (point.is0()) throw unsound("an sr25519 public key", "the neutral element, for which anybody can sign");
  return ed25519.Point.fromAffine(point.toAffine()).clearCofactor().toBytes();
}

/**
 * Refuses what is no sound Ed25519 public key. OpenSSH checks none of this: with a key of small order in `authorized_keys` anybody can
 * log in, with a mixed-order or non-canonical one, what counts as "the same key" differs between programs.
 * @throws KeysError `key.unsound`
 */
export function assertSound(key: Uint8Array): void {
  if (!(key instanceof Uint8Array) || key.length !== 32)
    throw unsound("an Ed25519 public key of 32 bytes", "something else");
  let point;
  try {
    // zip215 = true also takes y >= p and x = 0 with a sign, so that the message can tell them from bytes that are no point at all.
    point = ed25519.Point.fromBytes(key, true);
  } catch {
    throw unsound("an Ed25519 public key", "bytes that encode no point of the curve");
  }
  if (!sameBytes(point.toBytes(), key))
    throw unsound("a canonical encoding (y < p)", "another encoding of the same point");
  if (point.isSmallOrder())
    throw unsound("a point of prime order", "a point of small order, for which anybody can forge a login");
  if (!point.isTorsionFree())
    throw unsound("a point of prime order", "a point of mixed order, which no honest key generation makes");
}

function unsound(expected: string, found: string): KeysError {
  return new KeysError(
    "key.unsound",
    `expected ${expected}, found ${found}: this account cannot be written into authorized_keys`,
  );
}
