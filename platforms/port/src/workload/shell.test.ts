/** @integration */
import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { shellWord, systemdWord } from "./shell.js";

test("a shell reads back any word as it was", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "'", '"', "$", "`", "\\", "\n", " ", ";", "*"), maxLength: 12 });
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 20 }), (words) => {
      const script = `printf '%s\\0' ${words.map(shellWord).join(" ")}`;
      expect(execFileSync("/bin/sh", ["-c", script]).toString()).toBe(words.map((w) => `${w}\0`).join(""));
    }),
    { numRuns: 30 },
  );
});

test.each([
  ["--name", "--name"],
  ["100%", "100%%"],
  ["$HOME", "$$HOME"],
  ['a "b" \\c', '"a \\"b\\" \\\\c"'],
  ["", '""'],
  ["a;b", '"a;b"'],
])("systemd word %s becomes %s", (text, word) => expect(systemdWord(text)).toBe(word));

test("a line break cannot start another line of a unit", () => {
  expect(() => systemdWord("a\nExecStartPre=b")).toThrow("line break");
});
