import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cost, costUntil, earned, funded, fundsEnd, leaveAt, leaveBefore, live, roll, setupFee, spent } from "../money.js";
import type { DarkPeriod, Liveness, RateChange, Segment } from "../money.js";
import { momentOf, type Moment, type RunningAssignment, type StoredSubscription, type SuccessorAward } from "../moment.js";
import type { Balance } from "../views.js";

/**
 * What the pallet answered for the same records (chain/pallets/subscriptions/src/tests/golden.rs, which writes the file and fails when it is
 * not what the pallet would answer now). Amounts are decimal text.
 */
interface Vectors {
  readonly arithmetic: readonly Arithmetic[];
  readonly views: readonly View[];
}

type Arithmetic =
  | {
      readonly kind: "segment";
      readonly segment: Segment;
      readonly live: number;
      readonly funded: number;
      readonly spent: number;
      readonly earned: Balance;
    }
  | {
      readonly kind: "roll";
      readonly segment: Segment;
      readonly change: RateChange | null;
      readonly until: number;
      readonly earned: Balance;
      readonly rolled: Segment;
      readonly changed: boolean;
      readonly fundsEnd: number;
      readonly costUntil: Balance;
    }
  | {
      readonly kind: "leave";
      readonly now: number;
      readonly notice: number;
      readonly deployedAt: number;
      readonly minimum: number;
      readonly trial: number;
      readonly leaveAt: number;
      readonly changeAt: number;
      readonly leaveBefore: number;
    }
  | {
      readonly kind: "cost";
      readonly rate: Balance;
      readonly blocks: number;
      readonly cost: Balance;
      readonly funds: Balance;
      readonly awardedAt: number;
      readonly now: number;
      readonly setupFee: Balance;
    }
  | {
      readonly kind: "live";
      readonly acc: number;
      readonly lastHeartbeat: number;
      readonly gap: number;
      readonly darkPeriods: readonly DarkPeriod[];
      readonly block: number;
      readonly live: number;
    };

interface View {
  readonly now: number;
  readonly minFundedBlocks: number;
  readonly setupBlocks: number;
  readonly liveness: Liveness;
  readonly subscription: StoredSubscription;
  readonly assignment: RunningAssignment | null;
  readonly successor: SuccessorAward | null;
  readonly answer: Moment;
}

const amounts = ["rate", "funds", "reserve", "maxPrice", "earned", "refundable", "withdrawable", "costUntil", "cost", "setupFee"];
const { arithmetic, views } = JSON.parse(
  readFileSync(join(__dirname, "money.json"), "utf8"),
  (key, value: unknown) => (amounts.includes(key) && typeof value === "string" ? BigInt(value) : value),
) as Vectors;

test.each(arithmetic.map((vector, i) => [`${vector.kind} ${i}`, vector] as const))("arithmetic: %s", (_name, vector) => {
  switch (vector.kind) {
    case "segment": {
      const { segment, live: count } = vector;
      expect([Number(funded(segment)), Number(spent(segment, count)), earned(segment, count)]).toEqual([
        vector.funded,
        vector.spent,
        vector.earned,
      ]);
      break;
    }
    case "roll": {
      const { segment, change, until } = vector;
      const rolled = roll(segment, change, until, (block) => segment.live0 + block - segment.since);
      expect(rolled).toEqual({ earned: vector.earned, segment: vector.rolled, changed: vector.changed });
      expect(fundsEnd(segment, change)).toBe(vector.fundsEnd);
      expect(costUntil(segment, change, until)).toBe(vector.costUntil);
      break;
    }
    case "leave":
      expect(leaveAt(vector.now, vector.deployedAt, vector)).toBe(vector.leaveAt);
      expect(leaveBefore(vector.now, vector.notice, vector.changeAt)).toBe(vector.leaveBefore);
      break;
    case "cost":
      expect(cost(vector.rate, vector.blocks)).toBe(vector.cost);
      expect(setupFee(vector.rate, vector.awardedAt, vector.now, vector.blocks, vector.funds)).toBe(vector.setupFee);
      break;
    case "live":
      expect(live(vector, vector.block)).toBe(vector.live);
  }
});

test.each(views.map((vector, i) => [i, vector] as const))("records: %d", (_i, vector) => {
  const { now, liveness, answer } = vector;
  expect(momentOf(vector, liveness, vector, now)).toEqual(answer);
});

test("the vectors reach every state, and every way to leave", () => {
  const seen = new Set<string>();
  const count = (what: string) => seen.add(what);
  for (const { now, liveness, assignment, successor, answer } of views) {
    if (assignment === null) continue;
    const { state, stop, deployedAt, trial = 0 } = assignment;
    const after = answer.assignment;
    count(`${state.kind} → ${after?.kind ?? "none"}${after !== null && "reason" in after ? ` ${after.reason}` : ""}`);
    if (state.kind !== "Active") continue;
    count(stop === null ? "no end called" : stop.at <= now ? "a called end is over" : "a called end is to come");
    count(now - liveness.lastHeartbeat >= liveness.gap ? "dark" : "live");
    count((liveness.darkPeriods ?? []).length > 0 ? "was dark" : "never was dark");
    const { next = null } = assignment;
    count(next === null ? "no price to come" : next.at <= now ? "another price counts" : "another price is to come");
    if (deployedAt !== null) count(now < deployedAt + trial ? "in the trial" : "after the trial");
    if (successor !== null) count(now < successor.deadline ? "somebody is to take over" : "who was to take over is late");
    if (successor !== null && after?.kind === "Ending") count(`to be taken over, subscription ${answer.subscription.kind}`);
    if (answer.withdrawable > 0n) count("something can be withdrawn");
  }
  expect([...seen].sort()).toEqual(
    [
      "Active → Active",
      "Active → Ending Cancelled",
      "Active → Ending FundsSpent",
      "Active → Ending Resigned",
      "Awarded → Awarded",
      "Awarded → Revoked MissedDeadline",
      "Ending → Ending FundsSpent",
      "Revoked → Revoked Rejected",
      "a called end is over",
      "a called end is to come",
      "after the trial",
      "another price counts",
      "another price is to come",
      "dark",
      "in the trial",
      "live",
      "never was dark",
      "no end called",
      "no price to come",
      "somebody is to take over",
      "who was to take over is late",
      "to be taken over, subscription Closed",
      "to be taken over, subscription Placed",
      "to be taken over, subscription Waiting",
      "something can be withdrawn",
      "was dark",
    ].sort(),
  );
});
