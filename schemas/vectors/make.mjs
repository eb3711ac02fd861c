// Writes descriptor-hash.json: `node make.mjs` after `npm run build`. What is committed was also checked by verify.py, which shares no code with it.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { canonicalBytes, descriptorHash, parseJson } from "../dist/index.js";

const here = dirname(fileURLToPath(import.meta.url));
const valid = [
  ["empty object", "{}"],
  ["null", "null"],
  ["nested arrays", "[[],[[]],{}]"],
  ["white space between tokens", ' \t\r\n{ "b" : [ 1 , 2 ] ,\n"a" : true }\n'],
  [
    "key order is by UTF-16 code units (RFC 8785, 3.2.3)",
    '{"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control","\\u00f6":"Latin Small Letter O With Diaeresis"}',
  ],
  ["names that mean something to JavaScript", '{"__proto__":{"a":1},"constructor":2,"toJSON":3}'],
  ["digits sort as text", '{"10":1,"9":2,"01":3,"":4}'],
  ["no normalisation: composed and decomposed é are two keys", '{"\\u00e9":1,"e\\u0301":2}'],
  ["escapes (RFC 8785, 3.2.2.2)", '{"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/"}'],
  ["control characters", '"\\u0000\\u0001\\b\\t\\n\\u000b\\f\\r\\u001f\\u007f\\u2028"'],
  ["astral characters raw and escaped", '["😀","\\ud83d\\ude00"]'],
  ["numbers (RFC 8785, 3.2.2.3)", '{"numbers":[333333333.33333329,1E15,4.50,2e-3,0.000000000000000000000000001]}'],
  ["zeros", "[0,-0,0.0,-0.0,0e10]"],
  ["integers at the edge of exactness", "[9007199254740991,-9007199254740991]"],
  ["where the exponent begins", "[1e15,0.000001,0.0000001,1.5e-7,-1.25e-9]"],
  ["the smallest doubles and the largest allowed one", "[5e-324,2.2250738585072014e-308,9007199254740991.0]"],
  ["rounding on reading", "[0.1000000000000000055,1.00000000000000011102230246251565]"],
  [
    "example descriptor",
    readFileSync(join(here, "..", "descriptors", "substrate-node", "examples", "dev-node.json"), "utf8"),
  ],
  [
    "second example descriptor",
    readFileSync(join(here, "..", "descriptors", "substrate-node", "examples", "dev-node-2.json"), "utf8"),
  ],
  [
    "schema substrate-node/v1 (its digest is the type's id on chain)",
    readFileSync(join(here, "..", "descriptors", "substrate-node", "v1.schema.json"), "utf8"),
  ],
  [
    "schema substrate-node/v2 (its digest is the type's id on chain)",
    readFileSync(join(here, "..", "descriptors", "substrate-node", "v2.schema.json"), "utf8"),
  ],
  [
    "schema validator-sentry/v1 (its digest is the type's id on chain)",
    readFileSync(join(here, "..", "descriptors", "validator-sentry", "v1.schema.json"), "utf8"),
  ],
  [
    "schema rpc-endpoint/v1 (its digest is the type's id on chain)",
    readFileSync(join(here, "..", "descriptors", "rpc-endpoint", "v1.schema.json"), "utf8"),
  ],
];
const invalid = [
  ["nothing", ""],
  ["NaN", '{"a":NaN}'],
  ["Infinity", "[Infinity]"],
  ["a number beyond double", "[1e400]"],
  ["an integer that no double holds", "[9007199254740993]"],
  ["the first integer beyond exactness", "[9007199254740992]"],
  ["the same with a fraction", "[-9007199254740992.0]"],
  ["the same with an exponent", "[1e30]"],
  ["an integer of 400 digits", `[${"9".repeat(400)}]`],
  ["a lone high surrogate", '"\\ud800"'],
  ["a lone low surrogate in a key", '{"\\udc00":1}'],
  ["surrogates in the wrong order", '"\\ude00\\ud83d"'],
  ["a duplicate key", '{"a":1,"a":1}'],
  ["a duplicate key, escaped differently", '{"a":1,"\\u0061":2}'],
  ["a duplicate key further in", '[{"b":{"x":1,"y":2,"x":3}}]'],
  ["a comment", '{"a":1} // no'],
  ["a trailing comma", "[1,]"],
  ["single quotes", "{'a':1}"],
  ["a leading zero", "[01]"],
  ["a plus sign", "[+1]"],
  ["a control character in a string", '"a\u0001b"'],
  ["two documents", "{} {}"],
  ["a byte order mark", "\ufeff{}"],
];
const file = {
  about:
    "Descriptor hashes: sha2-256 over RFC 8785 canonical JSON. `text` is JSON text (UTF-8); `canonical` its canonical form, `digest` what stands on chain, `cid` the CIDv1 (codec json 0x0200, base32). Every text in `invalid` must be refused. Beyond RFC 8785, numbers beyond +-(2^53 - 1) are refused, so that languages with big integers agree with those without.",
  version: 1,
  valid: valid.map(([name, text]) => {
    const value = parseJson(text);
    return { name, text, canonical: new TextDecoder().decode(canonicalBytes(value)), ...descriptorHash(value) };
  }),
  invalid: invalid.map(([name, text]) => ({ name, text })),
};
writeFileSync(join(here, "descriptor-hash.json"), JSON.stringify(file, null, 2) + "\n");
