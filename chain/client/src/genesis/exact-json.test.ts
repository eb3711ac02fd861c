import fc from "fast-check";
import { mergePatch, parseExact, stringifyExact, type Json } from "./exact-json.js";

test("integers beyond 2^53 keep every digit, as numbers in the text", () => {
  const text =
    '{"balances":[["5G",1152921504606846976]],"big":340282366920938463463374607431768211455,"small":7,"f":1.5}';
  expect(stringifyExact(parseExact(text))).toBe(text);
  expect(JSON.stringify(JSON.parse(text))).not.toBe(text);
});

test("any bigint comes back", () => {
  fc.assert(
    fc.property(fc.bigInt(), (n) => {
      const back = parseExact(stringifyExact({ n })) as { n: bigint | number };
      expect(BigInt(back.n)).toBe(n);
    }),
  );
});

test.each<[string, Json | undefined, Json, Json]>([
  ["a nested object is merged", { a: { b: 1, c: 2 } }, { a: { c: 3 } }, { a: { b: 1, c: 3 } }],
  ["null removes", { a: 1, b: 2 }, { a: null }, { b: 2 }],
  ["an array is replaced, not merged", { a: [1, 2] }, { a: [3] }, { a: [3] }],
  ["an object takes the place of a value", { a: 1 }, { a: { b: 1 } }, { a: { b: 1 } }],
  ["nothing is a base too", undefined, { a: 10n ** 20n }, { a: 10n ** 20n }],
])("merge patch: %s", (_name, target, patch, merged) => {
  expect(mergePatch(target, patch)).toEqual(merged);
});
