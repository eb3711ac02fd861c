import { createKeyMulti, encodeAddress, sortAddresses } from "@polkadot/util-crypto";
import type { Address } from "../views.js";
import { SS58_PREFIX } from "./address.js";

/** The account that `threshold` of the signatories together are; their order does not matter. */
export function multisigAccount(threshold: number, signatories: readonly Address[]): Address {
  return encodeAddress(createKeyMulti([...signatories], threshold), SS58_PREFIX);
}

/** The other signatories as the calls of pallet Multisig want them: sorted by their public keys. */
export function otherSignatories(signatories: readonly Address[], signer: Address): readonly Address[] {
  return sortAddresses(
    signatories.filter((each) => each !== signer),
    SS58_PREFIX,
  );
}
