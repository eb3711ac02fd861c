import { pbkdf2 } from "@noble/hashes/pbkdf2.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { mnemonicToEntropy } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { KeysError } from "./error.js";

/**
 * The mini secret (32 bytes) of a BIP-39 phrase, as Substrate makes it: PBKDF2 over the phrase's *entropy*, not over its words as
 * other wallets do (substrate-bip39). The same one serves ed25519 and sr25519.
 * @throws KeysError `mnemonic.invalid`; its message never repeats a word of the phrase
 */
export function miniSecretFromMnemonic(mnemonic: string, password = ""): Uint8Array {
  const words = mnemonic.normalize("NFKD").trim().toLowerCase().split(/\s+/);
  if (password.normalize("NFC") !== password)
    throw new KeysError(
      "mnemonic.invalid",
      "expected a password in Unicode NFC, found another form, which tools read differently",
    );
  let entropy: Uint8Array;
  try {
    entropy = mnemonicToEntropy(words.join(" "), wordlist);
  } catch {
    // The library's message names the word that it did not know.
    const unknown = words.findIndex((word) => !wordlist.includes(word));
    throw new KeysError(
      "mnemonic.invalid",
      `expected 12, 15, 18, 21 or 24 English BIP-39 words with a valid checksum, found ${words.length} words` +
        (unknown >= 0
          ? `, of which word ${unknown + 1} is not in the list`
          : ", whose checksum is wrong: a word is mistaken or misplaced"),
    );
  }
  const seed = pbkdf2(sha512, entropy, `mnemonic${password}`, { c: 2048, dkLen: 64 });
  const miniSecret = seed.slice(0, 32);
  seed.fill(0);
  entropy.fill(0);
  return miniSecret;
}
