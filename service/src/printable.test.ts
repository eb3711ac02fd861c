import fc from "fast-check";
import { printable, withinBytes } from "./printable.js";

test.each([
  ["plain words", "plain words"],
  ["two\nlines\r\nmore", "two lines more"],
  ["\u001b[31mred", "[31mred"],
  ["turned \u202egnp.exe", "turned gnp.exe"],
  ["a\u0000b\u2028c\u2029d\u200be", "a b c d e"],
  ["größe 漢字 🙂", "größe 漢字 🙂"],
])("%j is shown as %j", (text, shown) => expect(printable(text)).toBe(shown));

test("never longer than asked for, never with a control character", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 40 }), (text, length) => {
      const shown = printable(text, length);
      expect(shown.length).toBeLessThanOrEqual(length);
      expect(shown).not.toMatch(/\p{Cc}|\p{Cf}/u);
    }),
  );
});

test("bytes are counted, characters are not cut", () => {
  expect(withinBytes("ééé", 5)).toBe("éé");
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.nat(30), (text, bytes) => {
      const cut = withinBytes(text, bytes);
      expect(text.startsWith(cut)).toBe(true);
      expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(bytes);
    }),
  );
});
