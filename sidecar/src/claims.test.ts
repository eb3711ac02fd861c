import type { AssignmentView } from "@dinfra/chain/client";
import fc from "fast-check";
import { claimDueAt, timesTheFee, type ClaimTerms } from "./claims.js";

const terms: ClaimTerms = { fee: 10n, interval: 14_400, payoutDelay: 0 };
const active = { kind: "Active" } as const;
const earning = (more: Partial<AssignmentView> = {}) => ({
  stored: active,
  effective: active,
  rate: 1n,
  earned: 0n,
  deployedAt: 100,
  ...more,
});

test.each([
  ["cheap: when 100 fees are earned", earning({ rate: 1n, deployedAt: 0 }), 20_000, undefined, terms, 21_000],
  ["enough is earned: a day after the declaration", earning({ earned: 5_000n }), 200, undefined, terms, 14_500],
  ["enough is earned: a day after the claim before", earning({ earned: 5_000n }), 30_000, 20_000, terms, 34_400],
  ["enough, and a day is over: now", earning({ earned: 1_000n }), 50_000, 20_000, terms, 50_000],
  ["one unit less than 100 fees: a block later", earning({ earned: 999n }), 50_000, 20_000, terms, 50_001],
  ["a price above the rest: one block", earning({ earned: 0n, rate: 5_000n }), 50_000, 20_000, terms, 50_001],
  [
    "young blocks are not paid yet",
    earning({ earned: 1_000n, rate: 10n }),
    50_000,
    20_000,
    { ...terms, payoutDelay: 30 },
    50_030,
  ],
  ["a claim costs nothing: once a day", earning(), 50_000, 20_000, { ...terms, fee: 0n }, 50_000],
  ["not declared", earning({ deployedAt: null }), 50_000, undefined, terms, Infinity],
  ["an award", earning({ stored: { kind: "Awarded", deadline: 9 } }), 1, undefined, terms, Infinity],
  ["ended", earning({ stored: { kind: "Ending", reason: "FundsSpent" } }), 1, undefined, terms, Infinity],
  [
    "ended in effect: its end pays it out",
    earning({ effective: { kind: "Ending", reason: "FundsSpent" }, earned: 9_999n }),
    50_000,
    undefined,
    terms,
    Infinity,
  ],
])("%s", (_name, assignment, readAt, claimedAt, terms, due) => {
  expect(claimDueAt(assignment, readAt, claimedAt, terms)).toBe(due);
});

test("at the block that is said, and at none before, 100 fees are earned and the interval is over", () => {
  const amount = fc.bigInt({ min: 0n, max: 10n ** 12n });
  const block = fc.integer({ min: 0, max: 10_000_000 });
  fc.assert(
    fc.property(
      fc.record({ fee: amount, interval: fc.integer({ min: 1, max: 20_000 }), payoutDelay: fc.nat(100) }),
      fc.bigInt({ min: 1n, max: 10n ** 16n }),
      amount,
      block,
      fc.option(block, { nil: undefined }),
      fc.nat(1_000_000),
      (terms, rate, earned, deployedAt, claimedAt, later) => {
        const readAt = deployedAt + later;
        const due = claimDueAt(earning({ rate, earned, deployedAt }), readAt, claimedAt, terms);
        const payable = (at: number) => earned + rate * BigInt(at - readAt) - rate * BigInt(terms.payoutDelay);
        const holds = (at: number) =>
          payable(at) >= timesTheFee * terms.fee && at - Math.max(claimedAt ?? 0, deployedAt) >= terms.interval;
        expect(holds(Math.max(due, readAt))).toBe(true);
        if (due > readAt) expect(holds(due - 1)).toBe(false);
      },
    ),
  );
});
