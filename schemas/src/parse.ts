import { printParseErrorCode, visit, type ParseError } from "jsonc-parser";
import { assertJson, MAX_DESCRIPTOR_BYTES } from "./canonical.js";
import { SchemasError } from "./errors.js";

/**
 * Reads JSON that every language reads alike. Beyond what `JSON.parse` refuses, it refuses a key that stands twice in one object
 * (languages differ in which one counts), numbers beyond ±(2^53 − 1) (languages differ in what they round to) and bytes that
 * are not UTF-8.
 * @throws SchemasError `json.invalid` with line and column, `json.value`, `descriptor.too-large`
 */
export function parseJson(source: string | Uint8Array): unknown {
  const text = typeof source === "string" ? source : decode(source);
  const size = typeof source === "string" ? Buffer.byteLength(source) : source.byteLength;
  if (size > MAX_DESCRIPTOR_BYTES) throw tooLarge(size);

  if (text.startsWith("\ufeff"))
    throw new SchemasError(
      "json.invalid",
      "expected JSON, found a byte order mark before it; save it as UTF-8 without one",
    );
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new SchemasError("json.invalid", `expected JSON: ${syntaxProblem(text) ?? (cause as Error).message}`, {
      cause,
    });
  }
  try {
    assertJson(value); // also its depth, before anything recursive looks at it
  } catch (error) {
    throw asWritten(text) ?? error;
  }
  refuseDuplicateKeys(text);
  return value;
}

export function tooLarge(size: number): SchemasError {
  return new SchemasError(
    "descriptor.too-large",
    `a descriptor has at most ${MAX_DESCRIPTOR_BYTES} bytes, this one has ${size}`,
  );
}

/** An integer that doubles skip, shown as it stands in the text: what was read of it is another number. */
function asWritten(text: string): SchemasError | undefined {
  let found: SchemasError | undefined;
  try {
    visit(text, {
      onLiteralValue: (value, offset, length, _line, _character, path) => {
        if (found !== undefined || typeof value !== "number" || Math.abs(value) <= Number.MAX_SAFE_INTEGER) return;
        const pointer = path().map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`);
        found = new SchemasError(
          "json.value",
          `${pointer.join("") || "the document"}: expected a JSON value, found ${text.slice(offset, offset + length)}, ` +
            "beyond ±(2^53 − 1); write it as a string",
        );
      },
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // too deep, which assertJson has said
  }
  return found;
}

const byteOrderMarks = [
  { name: "UTF-32", bytes: [0xff, 0xfe, 0, 0] },
  { name: "UTF-32", bytes: [0, 0, 0xfe, 0xff] },
  { name: "UTF-16", bytes: [0xff, 0xfe] },
  { name: "UTF-16", bytes: [0xfe, 0xff] },
];

/** Editors of some systems write them, and JSON has none (RFC 8259, 8.1). */
function refuseByteOrderMark(bytes: Uint8Array): void {
  const mark = byteOrderMarks.find((mark) => mark.bytes.every((byte, at) => bytes[at] === byte));
  if (mark !== undefined)
    throw new SchemasError(
      "json.invalid",
      `expected UTF-8, found ${mark.name} (its byte order mark); save it as UTF-8`,
    );
}

function decode(bytes: Uint8Array): string {
  if (bytes.byteLength > MAX_DESCRIPTOR_BYTES) throw tooLarge(bytes.byteLength);
  refuseByteOrderMark(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new SchemasError("json.invalid", "expected UTF-8, found other bytes", { cause });
  }
}

/** Where and what, since V8's own message has no line. */
function syntaxProblem(text: string): string | undefined {
  const problems: ParseError[] = [];
  try {
    visit(
      text,
      { onError: (error, offset, length) => problems.push({ error, offset, length }) },
      { disallowComments: true, allowTrailingComma: false },
    );
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // tens of thousands of open brackets
  }
  const first = problems[0];
  return first && `${printParseErrorCode(first.error)} at ${place(text, first.offset)}`;
}

function refuseDuplicateKeys(text: string): void {
  const open: Set<string>[] = [];
  visit(text, {
    onObjectBegin: () => void open.push(new Set()),
    onObjectEnd: () => void open.pop(),
    onObjectProperty: (key, offset) => {
      const seen = open[open.length - 1];
      if (seen?.has(key)) {
        throw new SchemasError(
          "json.invalid",
          `the key ${JSON.stringify(key)} stands twice in one object, at ${place(text, offset)}`,
        );
      }
      seen?.add(key);
    },
  });
}

function place(text: string, offset: number): string {
  const before = text.slice(0, offset).split("\n");
  return `line ${before.length}, column ${(before[before.length - 1] ?? "").length + 1}`;
}
