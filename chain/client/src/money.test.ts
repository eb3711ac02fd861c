import fc from "fast-check";
import {
  cancelledEnd,
  costUntil,
  earned,
  effectiveState,
  endsAt,
  fundsEnd,
  leaveAt,
  live,
  refundable,
  roll,
  type Liveness,
  type Segment,
} from "./money.js";
import type { AssignmentState } from "./views.js";

const since = 100;
const segment = (funds: bigint, rate: bigint): Segment => ({ since, rate, funds, live0: 40 });
/** The count of a provider that is never dark stands at live0 + (block − since). */
const count = (block: number) => 40 + block - since;

describe("what is earned and what comes back", () => {
  test.each<[funds: bigint, rate: bigint, block: number, paid: bigint, back: bigint]>([
    // 10 reserved at 3 a block: 9 and 1, whenever the end is served.
    [10n, 3n, 100, 0n, 10n],
    [10n, 3n, 101, 3n, 7n],
    [10n, 3n, 102, 6n, 4n],
    [10n, 3n, 103, 9n, 1n],
    [10n, 3n, 104, 9n, 1n],
    [10n, 3n, 5_000_000, 9n, 1n],
    [9n, 3n, 103, 9n, 0n],
    [2n, 3n, 200, 0n, 2n],
    [0n, 1n, 200, 0n, 0n],
    [1_000_000_000_000n, 1n, 101, 1n, 999_999_999_999n],
    [2n ** 127n, 2n ** 126n, 101, 2n ** 126n, 2n ** 126n],
  ])("%d reserved at %d a block, at block %d: %d earned, %d back", (funds, rate, block, paid, back) => {
    expect(earned(segment(funds, rate), count(block))).toBe(paid);
    expect(refundable(segment(funds, rate), count(block))).toBe(back);
  });

  test("a rate of nothing is refused, for it never ends", () => {
    expect(() => earned(segment(10n, 0n), 41)).toThrow("rate 0");
  });

  test("the split adds up, never exceeds the funds, and settling on the way changes nothing", () => {
    const numbers = fc.record({
      funds: fc.bigInt({ min: 0n, max: 10n ** 30n }),
      rate: fc.bigInt({ min: 1n, max: 10n ** 20n }),
      first: fc.nat(10_000),
      then: fc.nat(10_000),
    });
    fc.assert(
      fc.property(numbers, ({ funds, rate, first, then }) => {
        const whole = segment(funds, rate);
        const end = since + first + then;
        const paid = earned(whole, count(end));
        expect(paid + refundable(whole, count(end))).toBe(funds);
        expect(paid).toBeLessThanOrEqual(funds);
        const settledAt = since + first;
        const before = earned(whole, count(settledAt));
        const rest: Segment = { since: settledAt, rate, funds: funds - before, live0: count(settledAt) };
        expect(before + earned(rest, count(end))).toBe(paid);
        if (before / rate === BigInt(first)) expect(endsAt(rest)).toBe(endsAt(whole));
      }),
    );
  });
});

test.each<[funds: bigint, rate: bigint, end: number]>([
  [10n, 3n, 103],
  [9n, 3n, 103],
  [2n, 3n, 100],
  [300n, 1n, 400],
])("%d at %d a block from block 100 end at %d", (funds, rate, end) => {
  expect(endsAt(segment(funds, rate))).toBe(end);
});

describe("live blocks", () => {
  const liveness: Liveness = { acc: 40, lastHeartbeat: 100, gap: 50, darkPeriods: [{ from: 60, until: 90 }] };
  test.each<[block: number, blocks: number]>([
    [100, 40],
    [101, 41],
    [150, 90],
    [151, 90],
    [9999, 90],
    // Before the last heartbeat: without the blocks that were dark.
    [95, 35],
    [90, 30],
    [75, 30],
    [60, 30],
    [50, 20],
  ])("before block %d: %d", (block, blocks) => expect(live(liveness, block)).toBe(blocks));

  test("a dark provider's end moves by the blocks that were dark", () => {
    const dark: Liveness = { acc: 40, lastHeartbeat: 100, gap: 2 };
    const paid = segment(30n, 3n);
    expect(endsAt(paid)).toBe(110);
    // Alive in 100 and 101, dark since: at block 108 two blocks are paid and eight are left.
    expect(earned(paid, live(dark, 108))).toBe(6n);
    expect(fundsEnd(roll(paid, null, 108, (block) => live(dark, block)).segment, null)).toBe(116);
  });

  test("a heartbeat changes the future only", () => {
    const numbers = fc.record({
      acc: fc.nat(1000),
      last: fc.nat(1000),
      gap: fc.integer({ min: 1, max: 100 }),
      beat: fc.nat(500),
      on: fc.nat(500),
    });
    fc.assert(
      fc.property(numbers, ({ acc, last, gap, beat, on }) => {
        const before: Liveness = { acc, lastHeartbeat: last, gap };
        const at = last + beat;
        const after: Liveness = { acc: live(before, at), lastHeartbeat: at, gap };
        expect(live(after, at)).toBe(live(before, at));
        expect(live(after, at + on)).toBeGreaterThanOrEqual(live(before, at + on));
      }),
    );
  });
});

test.each<[block: number, end: number, notice: number, deployedAt: number, minimum: number, ends: number]>([
  [110, 400, 2, 100, 5, 112], // after the notice
  [100, 400, 2, 100, 5, 105], // not before the minimum period is over
  [110, 111, 2, 100, 5, 111], // the funds end before
  [103, 104, 2, 100, 5, 104],
])(
  "cancelled at %d, funds until %d, notice %d, deployed at %d, minimum %d: ends at %d",
  (block, end, notice, deployedAt, minimum, ends) => {
    expect(cancelledEnd(block, end, deployedAt, { notice, minimum })).toBe(ends);
  },
);

test("what a consumer may not withdraw is what cancelling would still cost", () => {
  const now = (funds: bigint): Segment => ({ since: 110, rate: 3n, funds, live0: 50 });
  const leave = leaveAt(110, 100, { notice: 2, minimum: 5 });
  expect(costUntil(now(270n), null, leave)).toBe(6n);
  // Funds for one more block only.
  expect(costUntil(now(3n), null, leave)).toBe(3n);
  expect(costUntil(now(0n), null, leave)).toBe(0n);
  // One block at the old price, one at the new.
  expect(costUntil(now(270n), { at: 111, rate: 5n }, leave)).toBe(8n);
});

describe("another price from block 105 on", () => {
  const paid = segment(30n, 3n);
  const change = { at: 105, rate: 4n };
  test.each<[block: number, paid: bigint]>([
    [104, 12n],
    [105, 15n],
    [106, 19n],
    [108, 27n],
    [500, 27n],
  ])("at block %d: %d earned", (block, sum) => {
    expect(roll(paid, change, block, count).earned).toBe(sum);
  });
  test("moves the end", () => {
    expect(fundsEnd(paid, null)).toBe(110);
    expect(fundsEnd(paid, change)).toBe(108);
    expect(fundsEnd(segment(15n, 3n), change)).toBe(105);
  });
});

describe("effective state", () => {
  const alive: Liveness = { acc: 40, lastHeartbeat: 100, gap: 1000 };
  const active: AssignmentState = { kind: "Active" };
  const awarded: AssignmentState = { kind: "Awarded", deadline: 120 };
  const revoked: AssignmentState = { kind: "Revoked", reason: "Rejected" };
  const ten = segment(10n, 3n);
  test.each<
    [
      string,
      AssignmentState,
      Segment | null,
      { at: number; reason: "Cancelled" | "Resigned" } | null,
      number,
      AssignmentState,
    ]
  >([
    ["awarded, before the deadline", awarded, null, null, 119, awarded],
    ["awarded, at the deadline", awarded, null, null, 120, { kind: "Revoked", reason: "MissedDeadline" }],
    ["active, funds for another block", active, ten, null, 102, active],
    ["active, at the end of the funds", active, ten, null, 103, { kind: "Ending", reason: "FundsSpent" }],
    ["active, long after", active, ten, null, 5000, { kind: "Ending", reason: "FundsSpent" }],
    ["active, cancelled for later", active, ten, { at: 102, reason: "Cancelled" }, 101, active],
    [
      "active, at a called end",
      active,
      ten,
      { at: 102, reason: "Cancelled" },
      102,
      { kind: "Ending", reason: "Cancelled" },
    ],
    [
      "active, called end long ago",
      active,
      ten,
      { at: 102, reason: "Resigned" },
      500,
      { kind: "Ending", reason: "Resigned" },
    ],
    [
      "funds and a called end together: the funds",
      active,
      ten,
      { at: 103, reason: "Cancelled" },
      103,
      { kind: "Ending", reason: "FundsSpent" },
    ],
    ["terminal stays", revoked, null, null, 9999, revoked],
  ])("%s", (_name, state, of, stop, block, expected) => {
    expect(effectiveState({ state, segment: of, stop }, alive, block)).toEqual(expected);
  });

  test("a provider gone dark keeps an assignment active: its blocks are not paid", () => {
    const dark: Liveness = { acc: 40, lastHeartbeat: 100, gap: 2 };
    expect(effectiveState({ state: active, segment: ten, stop: null }, dark, 5000)).toEqual(active);
  });
});
