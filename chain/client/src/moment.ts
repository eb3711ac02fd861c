/**
 * A subscription at a block: what time has made of the records as they are stored, and what could be had back. The same numbers as the chain's
 * runtime API gives (`SubscriptionView`), for any block without asking; golden vectors from the pallet hold the two together.
 */
import {
  committed,
  cost,
  earliestEnd,
  earned,
  effectiveState,
  isDark,
  leaveAt,
  live,
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
  const running = placed?.segment ?? null;
  const counted = live(liveness, placed?.stop ? Math.min(block, placed.stop.at) : block);
  const paid = running === null ? 0n : earned(running, counted);
  const refundable = stored.funds - paid;
  const goesOn = placed !== null && after?.kind === placed.state.kind;
  const end = running === null || !goesOn ? null : earliestEnd(running, live(liveness, block), block);
  const minimum = cost(stored.maxPrice, minFundedBlocks);
  const kept =
    placed === null || running === null || placed.deployedAt === null
      ? minimum
      : committed(
          { ...running, funds: refundable, live0: counted },
          counted,
          block,
          Math.min(
            isDark(liveness, block) ? block : leaveAt(block, placed.deployedAt, placed),
            placed.stop?.at ?? Infinity,
          ),
        );
  return {
    assignment: after,
    subscription,
    endsAt: end === null ? null : Math.min(end, placed?.stop?.at ?? Infinity),
    earned: paid,
    refundable,
    withdrawable: subscription.kind === "Closed" || refundable < kept ? 0n : refundable - kept,
  };
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
