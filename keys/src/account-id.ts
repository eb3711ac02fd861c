import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { isDevelopmentAccount } from "./development-accounts.js";
import { KeysError } from "./error.js";
import { decodeAddress } from "./ss58.js";
import { sameBytes } from "./wire.js";

/** Beginnings of the account ids that FRAME makes up for pallets, parachains and siblings: nobody has a key to them, though the bytes may look like one. */
const PALLET_PREFIXES = ["modl", "para", "sibl", "Parent"].map((text) => ({ text, bytes: utf8ToBytes(text) }));

/** How pallet-revive fills up the 20 bytes of an Ethereum address, or of a contract, to an account id. */
const ETHEREUM_FILLER = new Uint8Array(12).fill(0xee);

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
  if (sameBytes(id.subarray(20), ETHEREUM_FILLER))
    throw new KeysError(
      "key.pallet",
      "expected the account of a person, found one that ends with twelve bytes 0xEE, which the chain made up for an Ethereum address or a contract: " +
        "it has no key that SSH can check; use an ed25519 or sr25519 account",
    );
  if (!allowDevelopment && isDevelopmentAccount(bytesToHex(id)))
    throw new KeysError(
      "key.development",
      "expected an account of your own, found one of the well-known development accounts (//Alice and the like): everybody has its secret and could log in; " +
        "on a machine that only you can reach, allow it explicitly",
    );
  return id;
}
