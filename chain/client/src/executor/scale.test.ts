import { compactFromU8a, compactToU8a } from "@polkadot/util";
import fc from "fast-check";
import { appended, compact, optionOfBytes, readCompact } from "./scale.js";

const edges = [0, 63, 64, 16_383, 16_384, 2 ** 30 - 1];
const numbers = fc.oneof(fc.constantFrom(...edges), fc.nat(2 ** 30 - 1));

test("compact numbers are those of polkadot-js", () => {
  fc.assert(
    fc.property(numbers, (value) => {
      const bytes = compactToU8a(value);
      expect([...compact(value)]).toEqual([...bytes]);
      expect(readCompact(bytes)).toEqual({ value, size: compactFromU8a(bytes)[0] });
    }),
  );
  expect(readCompact(compactToU8a(2 ** 30))).toBeNull();
  expect(readCompact(Uint8Array.of())).toBeNull();
});

test("a vector grows item by item, across the lengths of its own length", () => {
  let vector: Uint8Array | null = null;
  for (let i = 0; i < 70; i++) vector = appended(vector, Uint8Array.of(i));
  expect([...vector!]).toEqual([...compactToU8a(70), ...Array.from({ length: 70 }, (_, i) => i)]);
});

test("an option of bytes", () => {
  expect([...optionOfBytes(null)]).toEqual([0]);
  expect([...optionOfBytes(Uint8Array.of(7, 8))]).toEqual([1, 8, 7, 8]);
});
