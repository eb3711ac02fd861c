import { checkAddress } from "@polkadot/util-crypto";

/** Of the runtime: generic Substrate. */
const SS58_PREFIX = 42;

/** Whether a text is an account of this chain in SS58, checksum included. */
export function isAddress(text: string): boolean {
  return checkAddress(text, SS58_PREFIX)[0];
}
