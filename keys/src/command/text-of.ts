import { KeysError } from "../error.js";

const MARKS: readonly [name: string, bytes: readonly number[]][] = [
  ["the byte order mark of UTF-8 (EF BB BF)", [0xef, 0xbb, 0xbf]],
  ["the byte order mark of UTF-16 (FF FE)", [0xff, 0xfe]],
  ["the byte order mark of UTF-16 (FE FF)", [0xfe, 0xff]],
];

/**
 * The text of bytes that are UTF-8. Nothing is replaced: a passphrase with a replaced byte would be another passphrase.
 * @throws KeysError `text.encoding`
 */
export function textOf(bytes: Uint8Array, what: string): string {
  const mark = MARKS.find(([, start]) => start.every((byte, i) => bytes[i] === byte));
  if (mark) throw encoding(what, mark[0], "save it as UTF-8 without a byte order mark");
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw encoding(what, "bytes that are not UTF-8", "convert it, for example with iconv -t UTF-8");
  }
  if (text.includes("\0")) throw encoding(what, "a zero byte, as in UTF-16", "save it as UTF-8");
  return text;
}

function encoding(what: string, found: string, advice: string): KeysError {
  return new KeysError("text.encoding", `expected ${what} in UTF-8, found ${found}; ${advice}`);
}
