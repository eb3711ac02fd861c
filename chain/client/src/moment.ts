/**
 * A subscription at a block: what time has made of the records as they are stored, and what could be had back. The same numbers as the chain's
 * runtime API gives (`SubscriptionView`), for any block without asking; golden vectors from the pallet hold the two together.
 */
import {
  cost,
  costUntil,
  effectiveState,
  fundsEnd,
  isDark,
  leaveAt,
  leaveBefore,
  rolledTo,
  type LeaveTerms,
  type Liveness,
  type StoredAssignment,
} from "./money.js";
import type { AssignmentState, Balance, SubscriptionState } from "./views.js";

/** The parts of the stored assignment that time works on. */
export interface RunningAssignment extends StoredAssignment, LeaveTerms {
  /** NB; null before the first declaration. */
  readonly deployedAt: number | null;
}

/** The parts of the stored subscription that money depends on. */
export interface StoredSubscription {
  readonly state: SubscriptionState;
  readonly funds: Balance;
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

/** Of a subscription that nobody serves, `assignment` is null. `minFundedBlocks` is the chain's constant. */
export function momentOf(
  stored: StoredSubscription,
  assignment: RunningAssignment | null,
  liveness: Liveness,
  minFundedBlocks: number,
  block: number,
): Moment {
  const placed = stored.state.kind === "Placed" ? assignment : null;
  const after = assignment === null ? null : effectiveState(assignment, liveness, block);
  const subscription =
    placed === null || after === null ? stored.state : subscriptionAfter(stored.state, placed, after);
  const rolled = placed === null ? null : rolledTo(placed, liveness, block);
  const earned = rolled?.earned ?? 0n;
  const refundable = stored.funds - earned;
  const toCome = rolled?.changed === true ? null : (placed?.next ?? null);
  const called = placed?.stop?.at ?? Infinity;
  const goesOn = rolled !== null && after?.kind === placed?.state.kind;
  const kept =
    placed === null || rolled === null || placed.deployedAt === null
      ? cost(stored.maxPrice, minFundedBlocks)
      : costUntil(
          rolled.segment,
          toCome,
          Math.min(called, leave({ ...placed, deployedAt: placed.deployedAt, next: toCome }, liveness, block)),
        );
  return {
    assignment: after,
    subscription,
    endsAt: goesOn ? Math.min(called, fundsEnd(rolled.segment, toCome)) : null,
    earned,
    refundable,
    withdrawable: subscription.kind === "Closed" || refundable < kept ? 0n : refundable - kept,
  };
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
  return after.kind === "Ending" ? { kind: "Closed", reason: after.reason } : stored;
}
