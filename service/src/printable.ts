import { withoutSecrets } from "./secrets.js";

/**
 * Text from a stranger (a descriptor, a platform's error, a chain record) as it may stand in a log line, a condition or an
 * extrinsic: control characters, line separators and the marks that turn text around are replaced, so that nothing can
 * forge a second line or hide a part of the first. A platform's error may quote a credential, so secrets are masked.
 */
export function printable(text: string, maxLength = 500): string {
  const flat = withoutSecrets(text)
    .replace(/[\s\p{Cc}\p{Cf}\p{Co}\p{Cs}]+/gu, " ")
    .trim();
  return flat.length <= maxLength ? flat : `${flat.slice(0, maxLength - 1)}…`;
}

/** The first bytes of a text in UTF-8, never cut inside a character. For fields that the chain bounds in bytes. */
export function withinBytes(text: string, maxBytes: number): string {
  let taken = "";
  let bytes = 0;
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > maxBytes) break;
    taken += character;
  }
  return taken;
}
