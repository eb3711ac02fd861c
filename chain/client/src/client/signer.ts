import { Keyring } from "@polkadot/keyring";
import type { KeyringPair } from "@polkadot/keyring/types";
import { cryptoWaitReady } from "@polkadot/util-crypto";
import { ChainError } from "../errors.js";
import type { Address } from "../views.js";

/** An sr25519 key that signs extrinsics. */
export interface Signer {
  readonly address: Address;
  readonly pair: KeyringPair;
}

/**
 * A key from a secret URI: `//Alice`, a mnemonic, or either with a derivation path.
 * @throws ChainError code BadSecretUri
 */
export async function signerFromUri(uri: string): Promise<Signer> {
  await cryptoWaitReady();
  try {
    const pair = new Keyring({ type: "sr25519", ss58Format: 42 }).addFromUri(uri);
    return { address: pair.address, pair };
  } catch (cause) {
    // The message of the library may hold the phrase itself.
    throw new ChainError(
      "BadSecretUri",
      false,
      "the key is not a secret URI: expected //Name, a mnemonic phrase, or a 32-byte hex seed, with an optional path",
      { cause: cause instanceof Error ? cause.name : undefined },
    );
  }
}
