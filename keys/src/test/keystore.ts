import { xsalsa20poly1305 } from "@noble/ciphers/salsa.js";
import { Keyring } from "@polkadot/keyring";
import type { KeyringPair$Json } from "@polkadot/keyring/types";
import { scryptSync } from "node:crypto";
import { PHRASE } from "./accounts.js";

/**
 * A keystore as polkadot-js encrypts it, with the smallest of the parameters that it ever wrote, and by Node's own scrypt: today's
 * parameters take seconds of CPU to encrypt and as many to open.
 */
export function quickKeystore(type: Keyring["type"], path: string, passphrase: string): KeyringPair$Json {
  const json = new Keyring({ type }).addFromUri(`${PHRASE}${path}`).toJson();
  const [N, p, r] = [32768, 1, 8];
  const salt = Buffer.alloc(32, 1);
  const nonce = Buffer.alloc(24, 2);
  const key = scryptSync(passphrase, salt, 64, { N, p, r, maxmem: 2 ** 28 }).subarray(0, 32);
  const box = xsalsa20poly1305(key, nonce).encrypt(Buffer.from(json.encoded, "base64"));
  return {
    ...json,
    encoded: Buffer.concat([salt, new Uint8Array(Uint32Array.of(N, p, r).buffer), nonce, box]).toString("base64"),
    encoding: { ...json.encoding, type: ["scrypt", "xsalsa20-poly1305"] },
  };
}
