import { blake2AsU8a, checkAddress, encodeAddress } from "@polkadot/util-crypto";
import { hexToU8a } from "@polkadot/util";
import type { Address } from "../views.js";
import type { LoginKey } from "../wish.js";

/** Of the runtime: generic Substrate. */
export const SS58_PREFIX = 42;

/** Whether a text is an account of this chain in SS58, checksum included. */
export function isAddress(text: string): boolean {
  return checkAddress(text, SS58_PREFIX)[0];
}

/** The account of a public key. The key of an ecdsa account is longer than an account, whose id is its hash. */
export function accountOfKey({ scheme, key }: LoginKey): Address {
  const bytes = hexToU8a(key);
  return encodeAddress(scheme === "Ecdsa" ? blake2AsU8a(bytes, 256) : bytes, SS58_PREFIX);
}
