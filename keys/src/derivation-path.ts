import { blake2b } from "@noble/hashes/blake2.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { KeysError } from "./error.js";

/** The path of the key that is for logins and nothing else. */
export const LOGIN_PATH = "//dinfra//ssh";

/**
 * The chain codes (32 bytes each) of a hard derivation path such as `//dinfra//ssh`; of "" none.
 * @throws KeysError `path.soft`, `path.password`, `path.ambiguous`, `path.invalid`
 */
export function hardPath(path: string): Uint8Array[] {
  if (path === "") return [];
  if (path.includes("///"))
    throw new KeysError(
      "path.password",
      "expected a path without ///password: a password is a secret and does not belong into a path; give it apart",
    );
  if (!path.startsWith("/"))
    throw new KeysError("path.invalid", "expected a path that starts with //, found other text");
  const junctions = path.split("/");
  // "//a//b" splits into "", "", "a", "", "b": hard junctions stand at the even places from 2 on.
  const chainCodes: Uint8Array[] = [];
  for (let i = 1; i < junctions.length; i += 2) {
    if (junctions[i] !== "")
      throw new KeysError(
        "path.soft",
        `expected hard junctions only, found the soft junction /${junctions[i]}: whoever has a softly derived secret and the parent's ` +
          `public key can compute the parent's secret, so a login key that leaks would take the account along; use //${junctions[i]}`,
      );
    const code = junctions[i + 1];
    if (code === undefined || code === "")
      throw new KeysError("path.invalid", "expected a name after //, found the end of the path");
    chainCodes.push(chainCode(code));
  }
  return chainCodes;
}

/** SCALE: a number as u64, a text with its compact length; over 32 bytes hashed, under 32 padded with zeros. */
function chainCode(code: string): Uint8Array {
  // Rust's Substrate and polkadot-js read these differently, and a key that depends on the tool is lost with it.
  const ambiguous =
    /^0x[0-9a-f]*$/i.test(code) ||
    /^\+\d+$/.test(code) ||
    (/^\d+$/.test(code) && BigInt(code) >= 1n << 64n) ||
    code.normalize("NFC") !== code;
  if (ambiguous)
    throw new KeysError(
      "path.ambiguous",
      `expected a junction that every tool reads alike, found //${code}: hex, signed numbers, numbers above 64 bits and text that is not in NFC are ` +
        "derived differently by Substrate and by polkadot-js; use plain words",
    );
  const padded = new Uint8Array(32);
  if (/^\d+$/.test(code)) {
    new DataView(padded.buffer).setBigUint64(0, BigInt(code), true);
    return padded;
  }
  const scale = scaleText(code);
  if (scale.length > 32) return blake2b(scale, { dkLen: 32 });
  padded.set(scale);
  return padded;
}

/** SCALE encoding of a text: compact length, then UTF-8. */
export function scaleText(text: string): Uint8Array {
  const bytes = utf8ToBytes(text);
  if (bytes.length < 1 << 6) return concatBytes(Uint8Array.of(bytes.length << 2), bytes);
  if (bytes.length >= 1 << 14)
    throw new KeysError("path.invalid", `expected a junction below 16 KiB, found ${bytes.length} bytes`);
  const compact = (bytes.length << 2) | 1;
  return concatBytes(Uint8Array.of(compact & 0xff, compact >> 8), bytes);
}
