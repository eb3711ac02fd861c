import canonicalize from "canonicalize";
import { SchemasError } from "./errors.js";

/** A descriptor is small; what is larger is refused before it is hashed, stored or parsed. */
export const MAX_DESCRIPTOR_BYTES = 64 * 1024;

/** Deeper documents are refused: parsers of other languages give up at depths of their own choosing. */
export const MAX_DEPTH = 64;

/**
 * Refuses what has no JSON form instead of letting a serialiser drop or convert it: two programs that disagree about what
 * was dropped would hash the same value differently.
 * @throws SchemasError `json.value`, naming the place as a JSON pointer
 */
export function assertJson(value: unknown, pointer = "", depth = 0): void {
  const refuse = (found: string): never => {
    throw new SchemasError(
      "json.value",
      `${pointer === "" ? "the document" : pointer}: expected a JSON value, found ${found}`,
    );
  };
  if (depth > MAX_DEPTH) refuse(`more than ${MAX_DEPTH} levels (or a cycle)`);
  switch (typeof value) {
    case "boolean":
      return;
    case "string":
      if (!value.isWellFormed()) refuse("a string with half a surrogate pair, which has no UTF-8 form");
      return;
    case "number":
      if (!Number.isFinite(value)) refuse(`${value}, which JSON cannot say`);
      // Above, doubles skip integers, and what one language reads exactly another one rounds.
      if (Math.abs(value) > Number.MAX_SAFE_INTEGER) refuse(`${value}, beyond ±(2^53 − 1); write it as a string`);
      return;
    case "object":
      break;
    default:
      return refuse(`a ${typeof value}`);
  }
  if (value === null) return;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      if (!(i in value)) refuse(`an array with nothing at ${i}`);
      assertJson(value[i], `${pointer}/${i}`, depth + 1);
    }
    return;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  // Objects of another realm (jest, vm) have another Object.prototype, whose own prototype is null all the same.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
    refuse(`an object of class ${value.constructor.name}`);
  if (Object.getOwnPropertySymbols(value).length > 0) refuse("an object with a symbol for a key");
  for (const [key, child] of Object.entries(value)) {
    if (!key.isWellFormed()) refuse("a key with half a surrogate pair");
    if (key === "toJSON" && typeof child === "function") refuse("an object with toJSON()");
    assertJson(child, `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`, depth + 1);
  }
}

/**
 * The canonical JSON (RFC 8785) of a value, in UTF-8.
 * @throws SchemasError `json.value`
 */
export function canonicalBytes(value: unknown): Uint8Array {
  assertJson(value);
  const text = canonicalize(value);
  if (text === undefined) throw new SchemasError("json.value", "the document has no JSON form");
  return new TextEncoder().encode(text);
}
