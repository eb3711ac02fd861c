import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes } from "@noble/hashes/utils.js";
import { base64, base64nopad } from "@scure/base";
import { KeysError } from "./error.js";
import { string } from "./wire.js";

export const KEY_TYPE = "ssh-ed25519";

/** The wire form of a public key, 51 bytes. */
export function publicKeyBlob(sshKey: Uint8Array): Uint8Array {
  return concatBytes(string(KEY_TYPE), string(sshKey));
}

/**
 * `ssh-ed25519 AAAA… comment`, one line of printable ASCII without its end.
 * @throws KeysError `comment.invalid`
 */
export function publicKeyLine(sshKey: Uint8Array, comment = ""): string {
  const line = `${KEY_TYPE} ${base64.encode(publicKeyBlob(sshKey))}`;
  return comment === "" ? line : `${line} ${checkedComment(comment)}`;
}

/** `SHA256:…`, as `ssh-keygen -l` prints it. */
export function fingerprint(blob: Uint8Array): string {
  return `SHA256:${base64nopad.encode(sha256(blob))}`;
}

/** A line break in a comment would begin a line of its own, which could be somebody else's key. */
export function checkedComment(comment: string): string {
  if (/^[\x21-\x7e](?:[\x20-\x7e]{0,198}[\x21-\x7e])?$/.test(comment)) return comment;
  throw new KeysError(
    "comment.invalid",
    "expected a comment of 1 to 200 printable ASCII characters without spaces at its ends, found something else",
  );
}
