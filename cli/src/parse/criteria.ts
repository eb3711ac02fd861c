import { Option } from "commander";
import type { Attribute, Hex, Network } from "@dinfra/chain";
import { badInput } from "../failure.js";
import { parseWhole } from "./numbers.js";

/** Entries of one list that the chain takes. */
export const MOST_LISTED = 8;
/** Bytes of a label on the chain. */
const LABEL_BYTES = 32;

/** Text that programs compare: a region, a network's name, a key or value. */
export function parseLabel(what: string): (text: string) => string {
  return (given) => {
    // The same letters have several forms in Unicode, and the chain compares bytes.
    const text = given.normalize("NFC");
    const bytes = Buffer.byteLength(text);
    if (bytes >= 1 && bytes <= LABEL_BYTES) return text;
    throw badInput(`${what}: expected 1 to ${LABEL_BYTES} bytes of text, found ${bytes}`);
  };
}

/** `AS64500` is an autonomous system, anything else a name. */
export function parseNetwork(text: string): Network {
  const number = /^AS([0-9]+)$/i.exec(text)?.[1];
  return number === undefined
    ? parseLabel("network")(text)
    : Number(parseWhole("network AS", 0n, 2n ** 32n - 1n)(number));
}

/** `key=value`; the value may hold further equals signs. */
export function parseAttribute(text: string): Attribute {
  const at = text.indexOf("=");
  if (at < 1) throw badInput(`attribute: expected key=value, such as disk=nvme, found ${JSON.stringify(text)}`);
  return {
    key: parseLabel("attribute's key")(text.slice(0, at)),
    value: parseLabel("attribute's value")(text.slice(at + 1)),
  };
}

/** `bytes` bytes as 0x and lower-case hex digits. */
export function parseHex(what: string, bytes: number): (text: string) => Hex {
  return (text) => {
    if (new RegExp(`^0x[0-9a-f]{${2 * bytes}}$`).test(text)) return text as Hex;
    throw badInput(`${what}: expected 0x and ${2 * bytes} lower-case hex digits, found ${JSON.stringify(text)}`);
  };
}

/** An option that may be given several times, parsed one by one; its value is the list of them. */
export function repeatable<T>(flags: string, description: string, parse: (text: string) => T): Option {
  const name = /--([a-z-]+)/.exec(flags)?.[1] ?? flags;
  return new Option(flags, description).argParser((text: string, before: readonly T[] | undefined): readonly T[] => {
    if (before !== undefined && before.length >= MOST_LISTED) {
      throw badInput(`${name}: expected at most ${MOST_LISTED}, found more`);
    }
    return [...(before ?? []), parse(text)];
  });
}
