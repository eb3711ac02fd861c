import { bytesToHex } from "@noble/hashes/utils.js";
import { createPrivateKey, createPublicKey, sign, verify } from "node:crypto";

/** Substrate's development phrase: known to everybody, so that a test may print it. */
export const DEVELOPMENT_PHRASE = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";

/** A phrase that is used nowhere else, so that finding it anywhere means that it leaked. */
export const PHRASE = "legal winner thank year wave sausage worth useful legal winner thank yellow";

// Ed25519 and X25519 by OpenSSL, by way of node:crypto: independent of the @noble and @scure libraries.

export function opensslPrivateKey(seed: Uint8Array) {
  return createPrivateKey({
    key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]),
    format: "der",
    type: "pkcs8",
  });
}

export function opensslPublicKey(seed: Uint8Array): Uint8Array {
  const spki = createPublicKey(opensslPrivateKey(seed)).export({ format: "der", type: "spki" });
  return new Uint8Array(spki.subarray(-32));
}

export function opensslSign(seed: Uint8Array, message: Uint8Array): Uint8Array {
  return new Uint8Array(sign(null, message, opensslPrivateKey(seed)));
}

export function opensslVerify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const key = createPublicKey({
    key: Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), publicKey]),
    format: "der",
    type: "spki",
  });
  return verify(null, message, key, signature);
}

/** The u-coordinate of clamp(scalar) · 9 on Curve25519. */
export function opensslX25519(scalar: Uint8Array): Uint8Array {
  const key = createPrivateKey({
    key: Buffer.concat([Buffer.from("302e020100300506032b656e04220420", "hex"), scalar]),
    format: "der",
    type: "pkcs8",
  });
  return new Uint8Array(createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-32));
}

export function hex(bytes: Uint8Array): string {
  return bytesToHex(bytes);
}
