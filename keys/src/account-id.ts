import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { isDevelopmentAccount } from "./development-accounts.js";
import { KeysError } from "./error.js";
import { decodeAddress } from "./ss58.js";

/** Beginnings of the account ids that FRAME makes up for pallets, parachains and siblings: nobody has a key to them. */
const PALLET_PREFIXES = ["modl", "para", "sibl", "Parent"].map((text) => ({ text, bytes: utf8ToBytes(text) }));

/**
 * The 32 bytes of an address, 0x hex or bytes, of an account that a person can hold.
 * @throws KeysError `address.invalid`, `key.pallet`, `key.development`
 */
export function accountIdOf(account: string | Uint8Array, allowDevelopment = false): Uint8Array {
  const id = typeof account === "string" ? decodeAddress(account) : account;
  if (!(id instanceof Uint8Array) || id.length !== 32)
    throw new KeysError("address.invalid", "expected an account id of 32 bytes, found something else");
  const pallet = PALLET_PREFIXES.find(({ bytes }) => bytes.every((byte, i) => id[i] === byte));
  if (pallet)
    throw new KeysError(
      "key.pallet",
      `expected the account of a person, found one that begins with "${pallet.text}", which the chain made up for a pallet or a parachain: it has no key`,
    );
  if (!allowDevelopment && isDevelopmentAccount(bytesToHex(id)))
    throw new KeysError(
      "key.development",
      "expected an account of your own, found one of the well-known development accounts (//Alice and the like): everybody has its secret and could log in; " +
        "on a machine that only you can reach, allow it explicitly",
    );
  return id;
}
