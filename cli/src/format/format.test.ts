import { label } from "./label.js";
import { formatAmount } from "./amount.js";
import { formatDuration } from "./duration.js";
import { formatJson } from "./json.js";
import { printable } from "./printable.js";
import { formatState, words } from "./state.js";
import { formatFields, formatTable } from "./table.js";

test.each<[bigint, string]>([
  [0n, "0 UNIT"],
  [1n, "1 planck"],
  [999n, "999 planck"],
  [1_000n, "1 nUNIT"],
  [1_500n, "1.5 nUNIT"],
  [1_001_001n, "1.001001 uUNIT"],
  [10_000_000_000n, "10 mUNIT"],
  [2_500_000_000_000n, "2.5 UNIT"],
  [1_234_567_000_000_000_000n, "1_234_567 UNIT"],
  [1_000_000_000_001n, "1.000000000001 UNIT"],
  [-2_500_000_000_000n, "-2.5 UNIT"],
])("%s planck is %s", (amount, text) => expect(formatAmount(amount)).toBe(text));

test.each<[number, string]>([
  [0, "0 s"],
  [89, "89 s"],
  [90, "2 min"],
  [3600, "60 min"],
  [5400, "1.5 h"],
  [86_400, "24 h"],
  [3 * 86_400, "3 days"],
  [400 * 86_400, "400 days"],
  [800 * 86_400, "2.2 years"],
  [Infinity, "for ever"],
])("%s seconds: %s", (seconds, text) => expect(formatDuration(seconds)).toBe(text));

test("tables align, numbers to the right, and leave no blanks at the end", () => {
  expect(
    formatTable(
      ["name", "price", ""],
      [
        ["a", "10 UNIT", "open"],
        ["longer", "5 UNIT", ""],
      ],
    ),
  ).toBe(["name      price", "a       10 UNIT  open", "longer   5 UNIT"].join("\n"));
  expect(
    formatFields([
      ["a", "1"],
      ["long", "2"],
    ]),
  ).toBe("a     1\nlong  2");
});

test("JSON keeps every digit", () => {
  expect(formatJson({ funds: 2n ** 128n - 1n, list: [1n] })).toBe(
    '{"funds":"340282366920938463463374607431768211455","list":["1"]}',
  );
});

test("what a stranger wrote cannot move the cursor or reorder a line", () => {
  expect(printable("a\u001b[2Jb\u202ec\nd")).toBe("a\\u{1b}[2Jb\\u{202e}c\\u{a}d");
  expect(printable("Grüße 😀")).toBe("Grüße 😀");
});

test("states in words", () => {
  expect(formatState({ kind: "Closed", reason: "FundsSpent" })).toBe("closed: funds spent");
  expect(formatState({ kind: "Placed", provider: "x", attempt: 2 })).toBe("placed, attempt 2");
  expect(formatState({ kind: "Waiting" })).toBe("waiting for a provider");
  expect(words("DeadlineMissed")).toBe("deadline missed");
});

test.each([
  ["Z\u00fcrich", "Z\u00fcrich"],
  ["Zu\u0308rich", "Zu\u0308rich (not in Unicode form NFC: no consumer of dinfra meets it; set it again)"],
])("a label %j that meets nothing, since another program did not normalise it, is named", (text, said) => {
  expect(label(text)).toBe(said);
});
