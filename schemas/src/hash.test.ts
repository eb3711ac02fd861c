/** @integration */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import fc from "fast-check";
import vectors from "../vectors/descriptor-hash.json";
import { canonicalBytes, MAX_DEPTH, MAX_DESCRIPTOR_BYTES } from "./canonical.js";
import { SchemasError } from "./errors.js";
import { cidOfDigest, descriptorHash, digestOfCid, verifyBlock } from "./hash.js";
import { parseJson } from "./parse.js";

const bytes = (text: string) => new TextEncoder().encode(text);

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof SchemasError) return error.code;
    throw error;
  }
  return "no error";
}

describe("golden vectors", () => {
  test.each(vectors.valid)("$name", ({ text, canonical, digest, cid }) => {
    const value = parseJson(text);
    expect(new TextDecoder().decode(canonicalBytes(value))).toBe(canonical);
    expect(descriptorHash(value)).toEqual({ digest, cid });
    // Read as text again: canonical JSON knows no minus zero.
    expect(verifyBlock(cid, bytes(canonical))).toEqual(JSON.parse(canonical));
    expect(verifyBlock(digest, bytes(canonical))).toEqual(JSON.parse(canonical));
  });

  test.each(vectors.invalid)("refused: $name", ({ text }) => {
    expect(codeOf(() => descriptorHash(parseJson(text)))).toMatch(/^json\.(invalid|value)$/);
  });

  test("an implementation in Python that shares nothing with this one agrees", () => {
    const out = execFileSync("python3", [join(__dirname, "..", "vectors", "verify.py")], { encoding: "utf8" });
    expect(out).toBe(`${vectors.valid.length} hashes, ${vectors.invalid.length} refusals\n`);
  });
});

describe("values that have no JSON form are refused, not dropped", () => {
  const cyclic: Record<string, unknown> = {};
  cyclic["self"] = cyclic;
  test.each<[string, unknown, string]>([
    ["NaN", { a: [NaN] }, "/a/0"],
    ["infinite", { a: -Infinity }, "/a"],
    ["undefined", { a: { b: undefined } }, "/a/b"],
    ["undefined itself", undefined, "the document"],
    ["bigint", [1n], "/0"],
    ["function", { "a/b": () => 1 }, "/a~1b"],
    ["symbol key", { [Symbol("s")]: 1 }, "the document"],
    ["date", { a: new Date(0) }, "/a"],
    ["map", new Map(), "the document"],
    ["boxed", { a: Object(1) as unknown }, "/a"],
    ["toJSON", { a: { toJSON: () => 1 } }, "/a"],
    ["hole", [1, , 2], "the document"],
    ["lone surrogate", ["\ud800"], "/0"],
    ["cycle", cyclic, "levels"],
  ])("%s", (_name, value, place) => {
    expect(codeOf(() => descriptorHash(value))).toBe("json.value");
    expect(() => descriptorHash(value)).toThrow(place);
  });
});

describe("parseJson", () => {
  const bytes = (text: string, encoding: BufferEncoding = "utf8") => Buffer.from(text, encoding);

  test.each<[string, Uint8Array | string, string]>([
    ["a byte order mark", bytes("\ufeff{}"), "found a byte order mark before it; save it as UTF-8 without one"],
    ["the same in text", "\ufeff{}", "found a byte order mark before it"],
    ["UTF-16", bytes("\ufeff{}", "utf16le"), "expected UTF-8, found UTF-16 (its byte order mark)"],
    ["UTF-16, the other way", bytes("\ufeff{}", "utf16le").swap16(), "expected UTF-8, found UTF-16"],
    ["UTF-32", Uint8Array.of(0xff, 0xfe, 0, 0, 0x7b, 0, 0, 0), "found UTF-32"],
  ])("%s is named", (_name, source, message) => {
    expect(() => parseJson(source)).toThrow(expect.objectContaining({ code: "json.invalid" }));
    expect(() => parseJson(source)).toThrow(message);
  });

  test("an integer that doubles skip is shown as it is written", () => {
    expect(() => parseJson('{"a":[{"b/c":9007199254740993}]}')).toThrow(
      "/a/0/b~1c: expected a JSON value, found 9007199254740993, beyond",
    );
    expect(() => parseJson("1e400")).toThrow("the document: expected a JSON value, found 1e400");
    expect(() => parseJson(`[-9007199254740993,${"[".repeat(30_000)}${"]".repeat(30_000)}]`)).toThrow(
      expect.objectContaining({ code: "json.value" }),
    );
  });

  test("says where", () => {
    expect(() => parseJson('{\n  "a": 1,\n  "a": 2\n}')).toThrow(
      'the key "a" stands twice in one object, at line 3, column 3',
    );
    expect(() => parseJson('{"a": tru}')).toThrow("line 1, column 7");
    expect(() => parseJson('// of mine\n{"a": 1}')).toThrow("expected JSON: InvalidCommentToken at line 1, column 1");
    expect(() => parseJson('{"a": 1, /* of mine */ "b": 2}')).toThrow("line 1, column 10");
    expect(codeOf(() => parseJson('{"a": [1,]}'))).toBe("json.invalid");
  });

  test.each([
    ["65 KiB", JSON.stringify("x".repeat(MAX_DESCRIPTOR_BYTES)), "descriptor.too-large"],
    ["deep", "[".repeat(30_000) + "]".repeat(30_000), "json.value"],
    ["deep and broken", "[".repeat(60_000), "json.invalid"],
    ["just too deep", "[".repeat(MAX_DEPTH + 2) + "]".repeat(MAX_DEPTH + 2), "json.value"],
  ])("%s", (_name, text, code) => expect(codeOf(() => parseJson(text))).toBe(code));

  test("bytes that are not UTF-8", () => {
    expect(codeOf(() => parseJson(Uint8Array.of(0x22, 0xff, 0x22)))).toBe("json.invalid");
  });
});

describe("properties", () => {
  const exact = (value: unknown): boolean =>
    typeof value === "number"
      ? Math.abs(value) <= Number.MAX_SAFE_INTEGER
      : value === null || typeof value !== "object" || Object.values(value).every(exact);
  const json = fc.jsonValue({ maxDepth: 4 }).filter(exact);
  const shuffled = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shuffled);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, child]) => [key, shuffled(child)]),
    );
  };

  test("the hash does not depend on the order of keys or on white space, and canonical text reads back as itself", () => {
    fc.assert(
      fc.property(json, (value) => {
        const hash = descriptorHash(value);
        expect(descriptorHash(shuffled(value))).toEqual(hash);
        const canonical = canonicalBytes(value);
        expect(descriptorHash(parseJson(JSON.stringify(value, null, 2)))).toEqual(hash);
        expect(canonicalBytes(verifyBlock(hash.cid, canonical))).toEqual(canonical);
      }),
    );
  });

  test("a changed byte is found", () => {
    fc.assert(
      fc.property(json, fc.nat(), fc.integer({ min: 1, max: 255 }), (value, at, flip) => {
        const block = canonicalBytes(value);
        const i = at % block.length;
        block[i] = (block[i] ?? 0) ^ flip;
        expect(codeOf(() => verifyBlock(descriptorHash(value).cid, block))).toBe("descriptor.hash");
      }),
    );
  });

  test("CID and digest are the same thing in two spellings", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (raw) => {
        const digest = `0x${Buffer.from(raw).toString("hex")}`;
        expect(digestOfCid(cidOfDigest(digest))).toBe(digest);
      }),
    );
  });

  test("no text but our one spelling passes for a CID", () => {
    fc.assert(fc.property(fc.string(), (text) => expect(codeOf(() => digestOfCid(text))).toBe("cid.invalid")));
  });
});

describe("hostile CIDs", () => {
  const good = descriptorHash({}).cid;
  test.each([
    ["empty", ""],
    ["path", "../../etc/passwd"],
    ["good one with a path behind", `${good}/../x`],
    ["upper case", good.toUpperCase()],
    ["base58 of the same", "z4EBG9jGf1hBfkyFFbrGKQcBVQnxXr3sS1gPpqgeBf5nJQ9M5Y5"],
    ["CIDv0", "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG"],
    ["codec raw", "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy"],
    ["long", `b${"a".repeat(10_000)}`],
    ["null byte", `${good}\0`],
  ])("%s", (_name, cid) => expect(codeOf(() => digestOfCid(cid))).toBe("cid.invalid"));

  test.each(["", "0x", `0x${"A".repeat(64)}`, "a".repeat(64), `0x${"a".repeat(63)}`])("digest %p", (digest) =>
    expect(codeOf(() => cidOfDigest(digest))).toBe("cid.invalid"),
  );
});

test("content with the right hash that is not canonical is refused: two readers could take it for two things", () => {
  const { createHash } = jest.requireActual<typeof import("node:crypto")>("node:crypto");
  for (const [text, code] of [
    ['{ "a": 1 }', "descriptor.canonical"],
    ['{"a":1.0}', "descriptor.canonical"],
    ['{"b":1,"a":1}', "descriptor.canonical"],
    ['{"a":1,"a":1}', "json.invalid"],
    ["not json", "json.invalid"],
  ] as const) {
    const digest = `0x${createHash("sha256").update(text).digest("hex")}`;
    expect([text, codeOf(() => verifyBlock(digest, bytes(text)))]).toEqual([text, code]);
  }
});
