import { Keyring } from "@polkadot/keyring";
import type { KeyringPair } from "@polkadot/keyring/types";
import { isHex } from "@polkadot/util";
import { cryptoWaitReady, keyExtractSuri, mnemonicValidate } from "@polkadot/util-crypto";
import { ChainError } from "../errors.js";
import type { Address } from "../views.js";

/** An sr25519 key that signs extrinsics. */
export interface Signer {
  readonly address: Address;
  readonly pair: KeyringPair;
}

/**
 * A key from a secret URI: `//Alice`, a mnemonic, or a 32-byte hex seed, each with a derivation path if wanted; white space around it is
 * no part of it.
 * @throws ChainError code BadSecretUri
 */
export const signerFromUri = (uri: string): Promise<Signer> => accountFromUri(uri, "sr25519");

/** Of a key of an account. */
export type KeyScheme = "sr25519" | "ed25519" | "ecdsa";

/**
 * The same for an account of any scheme, which signs messages. Keys of ed25519 and ecdsa have no soft steps.
 * @throws ChainError code BadSecretUri
 */
export async function accountFromUri(uri: string, scheme: KeyScheme): Promise<Signer> {
  await cryptoWaitReady();
  try {
    const pair = new Keyring({ type: scheme, ss58Format: 42 }).addFromUri(checked(uri.trim()));
    return { address: pair.address, pair };
  } catch (cause) {
    // The message of the library may hold the phrase itself.
    throw new ChainError(
      "BadSecretUri",
      false,
      "the key is not a secret URI: expected //Name, a mnemonic phrase, or a 32-byte hex seed, with an optional path" +
        (scheme === "sr25519" ? "" : ` of hard steps (//), as ${scheme} has no soft ones`),
      { cause: cause instanceof Error ? cause.name : undefined },
    );
  }
}

/** The keyring takes any short text for a seed, and so a typing error for the key of an account that nobody meant. */
function checked(uri: string): string {
  const development = /^\/\/[^/]/.test(uri);
  // The keyring puts the development phrase before the path; to read the path, any word does.
  const { phrase, password } = keyExtractSuri(development ? `development${uri}` : uri);
  const seed = isHex(phrase, 256) && password === undefined;
  if (/[\r\n]/.test(uri) || !(development || seed || mnemonicValidate(phrase))) throw new Error("no secret URI");
  return uri;
}
