/**
 * A subscription at a block: what time has made of the records as they are stored, and what could be had back. The same numbers as the chain's
 * runtime API gives (`SubscriptionView`), for any block without asking; golden vectors from the pallet hold the two together.
 */
import {
  MAX_BALANCE,
  cost,
  costUntil,
  effectiveState,
  fundsEnd,
  isDark,
  leaveAt,
  leaveBefore,
  live,
  rolledTo,
  setupFee,
  type LeaveTerms,
  type Liveness,
  type RateChange,
  type Segment,
  type StoredAssignment,
} from "./money.js";
import type { AssignmentState, Balance, SubscriptionState } from "./views.js";

/** The parts of the stored assignment that time works on. */
export interface RunningAssignment extends StoredAssignment, LeaveTerms {
  /** NB; null before the first declaration. */
  readonly deployedAt: number | null;
}

/** The award of a provider that is to take over. */
export interface SuccessorAward {
  readonly rate: Balance;
  readonly awardedAt: number;
  readonly deadline: number;
  /** Blocks that it is paid at least, from its declaration on. */
  readonly minimum: number;
  /** Of its provider, which has no set-up fee for an end that comes when it was dark in the block before. */
  readonly liveness: Liveness;
}

/** What the chain fixes for all; its constants of these names. */
export interface MomentTerms {
  readonly minFundedBlocks: number;
  readonly setupBlocks: number;
}

/** The parts of the stored subscription that money depends on. */
export interface StoredSubscription {
  readonly state: SubscriptionState;
  readonly funds: Balance;
  /** Of the funds: kept for the set-up of who is to take over, out of reach of who serves. Default 0. */
  readonly reserve?: Balance;
  readonly maxPrice: Balance;
}

export interface Moment {
  readonly assignment: AssignmentState | null;
  readonly subscription: SubscriptionState;
  /** While active: the earliest block at which it ends. */
  readonly endsAt: number | null;
  /** Not yet settled. */
  readonly earned: Balance;
  /** What would come back if it ended now. */
  readonly refundable: Balance;
  /** What `withdraw` would give now. */
  readonly withdrawable: Balance;
}

/** A subscription with who serves it, and who is to take over, if there are such. */
export interface StoredTogether {
  readonly subscription: StoredSubscription;
  readonly assignment: RunningAssignment | null;
  readonly successor?: SuccessorAward | null;
}

export function momentOf(
  { subscription: stored, assignment: asStored, successor = null }: StoredTogether,
  liveness: Liveness,
  terms: MomentTerms,
  block: number,
): Moment {
  const late =
    stored.state.kind === "Placed" &&
    asStored !== null &&
    successor !== null &&
    successor.deadline <= block &&
    effectiveState(asStored, liveness, successor.deadline).kind === asStored.state.kind;
  const next = late ? null : successor;
  const reserve = stored.reserve ?? 0n;
  // What was kept for one that is late is there for who serves.
  const assignment = late && asStored !== null ? withFunds(asStored, reserve) : asStored;
  const placed = stored.state.kind === "Placed" ? assignment : null;
  const after = assignment === null ? null : effectiveState(assignment, liveness, block);
  const goesOn = placed !== null && after?.kind === placed.state.kind;
  const takesOver = !goesOn && next !== null && after?.kind === "Ending" && handsOver(after.reason);
  const subscription = takesOver
    ? block >= next.deadline
      ? ({ kind: "Waiting" } as const)
      : stored.state
    : placed === null || after === null
      ? stored.state
      : subscriptionAfter(stored.state, placed, after);
  const rolled = placed === null ? null : rolledTo(placed, liveness, block);
  const givenUp = !goesOn && !takesOver && next !== null && placed !== null;
  const setUp = givenUp ? feeAtEnd(placed, next, liveness, terms, reserve, block) : 0n;
  const earned = (rolled?.earned ?? 0n) + setUp;
  const refundable = stored.funds - earned;
  const toCome = rolled?.changed === true ? null : (placed?.next ?? null);
  const called = placed?.stop?.at ?? Infinity;
  const kept =
    placed === null || rolled === null || placed.deployedAt === null || takesOver
      ? cost(stored.maxPrice, terms.minFundedBlocks)
      : committedTo(
          { ...placed, deployedAt: placed.deployedAt, segment: rolled.segment, next: toCome },
          goesOn ? next : null,
          reserve,
          liveness,
          terms,
          block,
        );
  return {
    assignment: after,
    subscription,
    endsAt: goesOn && rolled !== null ? Math.min(called, fundsEnd(rolled.segment, toCome)) : null,
    earned,
    refundable,
    withdrawable: subscription.kind === "Closed" || refundable < kept ? 0n : refundable - kept,
  };
}

const withFunds = (assignment: RunningAssignment, more: Balance): RunningAssignment =>
  assignment.segment === null
    ? assignment
    : { ...assignment, segment: { ...assignment.segment, funds: assignment.segment.funds + more } };

/** What who was to take over gets for its set-up out of what was kept for it, when a deployment has ended with its funds at `block` or before. */
function feeAtEnd(
  ended: RunningAssignment,
  successor: SuccessorAward,
  liveness: Liveness,
  { setupBlocks }: MomentTerms,
  reserve: Balance,
  block: number,
): Balance {
  const end = firstBlock(
    Math.min(ended.segment?.since ?? block, block),
    block,
    (at) => effectiveState(ended, liveness, at).kind === "Ending",
  );
  return feeAt(end, successor, setupBlocks, reserve);
}

/**
 * What the set-up of an award costs that is given up at `block`, out of `funds`. Nothing when its provider was dark in the block before,
 * or in that of the award if that is `block`: what the provider does in `block` itself does not matter.
 */
function feeAt(
  block: number,
  { rate, awardedAt, liveness }: SuccessorAward,
  setupBlocks: number,
  funds: Balance,
): Balance {
  const judged = Math.max(block - 1, awardedAt);
  const dark = live(liveness, judged + 1) === live(liveness, judged);
  return dark ? 0n : setupFee(rate, awardedAt, block, setupBlocks, funds);
}

/** The first block from `from` on, up to `to`, at which something is so that stays so; `to` if it is so nowhere before. */
function firstBlock(from: number, to: number, isSo: (block: number) => boolean): number {
  let [notBefore, so] = [from, to];
  while (notBefore < so) {
    const middle = notBefore + Math.floor((so - notBefore) / 2);
    if (isSo(middle)) so = middle;
    else notBefore = middle + 1;
  }
  return so;
}

/** Whether who is to take over does so at once when a deployment ends for this reason. */
const handsOver = (reason: string) => reason === "Resigned" || reason === "Retired";

/** An assignment settled to the block that is looked at. */
interface Settled extends RunningAssignment {
  readonly deployedAt: number;
  readonly segment: Segment;
  readonly next: RateChange | null;
}

/** What a withdrawal must leave: what leaving now would cost, and, while somebody is to take over, what that takes or what is kept for it. */
function committedTo(
  settled: Settled,
  successor: SuccessorAward | null,
  reserve: Balance,
  liveness: Liveness,
  { setupBlocks }: MomentTerms,
  block: number,
): Balance {
  const { segment, next, notice, stop } = settled;
  const called = stop?.at ?? Infinity;
  const leaving = costUntil(segment, next, Math.min(called, leave(settled, liveness, block)));
  if (successor === null) return leaving;
  const { rate, minimum } = successor;
  const fee = feeAt(block, successor, setupBlocks, MAX_BALANCE);
  const setUp = fee > reserve ? fee : reserve;
  // What it costs, whether or not the funds cover it.
  const before = costUntil({ ...segment, funds: MAX_BALANCE }, next, Math.min(called, block + notice));
  const switching = before + cost(rate, Math.max(minimum, setupBlocks));
  return leaving + setUp > switching ? leaving + setUp : switching;
}

/** When it ends if the consumer leaves now. Who is served by nobody owes no notice, and who is told another price may leave before it. */
function leave(
  assignment: RunningAssignment & { readonly deployedAt: number },
  liveness: Liveness,
  block: number,
): number {
  if (isDark(liveness, block)) return block;
  const { next = null, notice, deployedAt } = assignment;
  return next === null ? leaveAt(block, deployedAt, assignment) : leaveBefore(block, notice, next.at);
}

/** A missed deadline shows as Waiting: the next award is made when it is served. */
function subscriptionAfter(
  stored: SubscriptionState,
  assignment: RunningAssignment,
  after: AssignmentState,
): SubscriptionState {
  if (after.kind === assignment.state.kind) return stored;
  if (after.kind === "Revoked") return { kind: "Waiting" };
  return after.kind === "Ending" && after.reason !== "Migrated" ? { kind: "Closed", reason: after.reason } : stored;
}
