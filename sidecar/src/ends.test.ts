import { assignmentOf } from "./testing/assignments.js";
import type { NotedEnd } from "./cursor.js";
import { isExpected, noteEnds, paidBlocks } from "./ends.js";

const active = (endsAt: number) => assignmentOf("7.1", { stored: { kind: "Active" }, endsAt });
const ended = assignmentOf("7.1", { stored: { kind: "Ending", reason: "FundsSpent" }, endsAt: null });

/** What is noted after these looks. */
function after(...looks: [block: number, assignments: Parameters<typeof noteEnds>[1]][]) {
  const noted = new Map<string, NotedEnd>();
  for (const [block, assignments] of looks) {
    for (const [id, end] of noteEnds(noted, assignments, block)) {
      if (end === null) noted.delete(id);
      else noted.set(id, end);
    }
  }
  return noted.get("7.1");
}

test.each<[string, NotedEnd | undefined, number, boolean]>([
  ["funds that ran out as computed", after([100, [active(500)]], [500, [ended]]), 500, true],
  ["looked at later", after([100, [active(500)]], [900, [ended]]), 900, true],
  ["before the end that was computed", after([100, [active(500)]], [499, [ended]]), 499, false],
  ["announced a moment before", after([100, [active(500)]], [401, [active(450)]], [450, [ended]]), 450, false],
  ["announced a hundred blocks before", after([100, [active(900)]], [400, [active(500)]], [500, [ended]]), 500, true],
  [
    "topped up, and it came at the old end",
    after([100, [active(500)]], [300, [active(900)]], [500, [ended]]),
    500,
    false,
  ],
  ["never seen active", after([500, [ended]]), 500, false],
  [
    "forgotten with its assignment, and the same id again",
    after([1, [active(9)]], [5, []], [900, [ended]]),
    900,
    false,
  ],
])("%s", (_name, noted, block, expected) => {
  expect(isExpected(noted, block)).toBe(expected);
});

test("what was paid at most", () => {
  expect(paidBlocks({ deployedAt: 100 }, 150)).toBe(50);
  expect(paidBlocks({ deployedAt: null }, 150)).toBe(0);
});
