/**
 * The money and time rules of a subscription, as pure functions of stored numbers and the block. The chain is the judge (its runtime API
 * gives the same numbers); this is for showing what will be, without asking for each block. Intervals are half-open: a deployment declared at
 * block NB is paid for blocks [NB, end). Money in the smallest unit, time in blocks.
 */
import type { AssignmentState, Balance } from "./views.js";

/** The last block there can be: the chain counts in 32 bits, and stays here where a sum would go beyond. */
export const LAST_BLOCK = 2 ** 32 - 1;
/** The largest amount that the chain can name. */
export const MAX_BALANCE: Balance = 2n ** 128n - 1n;

const lastBlock = BigInt(LAST_BLOCK);
const atMost = (block: number) => Math.min(block, LAST_BLOCK);

/** A stretch of time at one rate, with the funds that were there when it began. */
export interface Segment {
  /** The first block that it pays. */
  readonly since: number;
  /** Per block, above 0. */
  readonly rate: Balance;
  readonly funds: Balance;
  /** The provider's live blocks before `since`. */
  readonly live0: number;
}

/** A provider was dark in [from, until). */
export interface DarkPeriod {
  readonly from: number;
  readonly until: number;
}

/** What a provider's count of live blocks is made of. */
export interface Liveness {
  /** Live blocks before the last heartbeat. */
  readonly acc: number;
  readonly lastHeartbeat: number;
  /** For how many blocks a heartbeat keeps a provider alive. */
  readonly gap: number;
  /** Dark periods before the last heartbeat, oldest first, as far as they are kept; needed for blocks before it only. */
  readonly darkPeriods?: readonly DarkPeriod[];
}

/** An end that somebody called: the first block that is not paid any more. */
export interface Stop {
  readonly at: number;
  readonly reason: "Cancelled" | "Resigned";
}

/** Live blocks before `block`: acc + min(block − last heartbeat, gap). */
export function live(liveness: Liveness, block: number): number {
  const { acc, lastHeartbeat, gap, darkPeriods = [] } = liveness;
  if (block >= lastHeartbeat) return atMost(acc + Math.min(block - lastHeartbeat, gap));
  let dark = 0;
  for (const { from, until } of darkPeriods) if (until > block) dark += until - Math.max(from, block);
  return Math.max(0, acc - Math.max(0, lastHeartbeat - block - dark));
}

/** Whether the block is one in which the provider is not paid. Not for blocks before its last heartbeat. */
export function isDark({ lastHeartbeat, gap }: Liveness, block: number): boolean {
  return block - lastHeartbeat >= gap;
}

/** What so many blocks cost, as far as an amount can say it. */
export function cost(rate: Balance, blocks: bigint | number): Balance {
  const sum = rate * BigInt(blocks);
  return sum < MAX_BALANCE ? sum : MAX_BALANCE;
}

/** Whole blocks that the funds cover: floor(funds / rate). */
export function funded(segment: Pick<Segment, "funds" | "rate">): bigint {
  if (segment.rate <= 0n) throw new RangeError(`rate ${segment.rate}: expected more than 0 per block`);
  const blocks = segment.funds / segment.rate;
  return blocks < lastBlock ? blocks : lastBlock;
}

/** Blocks to be paid when the provider's count stands at `liveNow`. */
export function spent(segment: Segment, liveNow: number): bigint {
  const blocks = BigInt(Math.max(0, liveNow - segment.live0));
  const covered = funded(segment);
  return blocks < covered ? blocks : covered;
}

/** rate × min(live − live0, floor(funds / rate)): never more than the funds. */
export function earned(segment: Segment, liveNow: number): Balance {
  return segment.rate * spent(segment, liveNow);
}

/** What the consumer has back if it ended now: all that is not earned, the remainder included. */
export function refundable(segment: Segment, liveNow: number): Balance {
  return segment.funds - earned(segment, liveNow);
}

/** When the funds end, for a provider that is never dark: since + floor(funds / rate). The earliest end for any other. */
export function endsAt(segment: Segment): number {
  return atMost(segment.since + Number(funded(segment)));
}

/** Another price, from a block on. */
export interface RateChange {
  readonly at: number;
  readonly rate: Balance;
}

/** What time has made of the money of a running deployment at a block. */
export interface Rolled {
  /** By the segments up to the block together. */
  readonly earned: Balance;
  /** The segment that begins at the block. When its funds cover no block, they have ended. */
  readonly segment: Segment;
  /** Whether it runs at the changed price. */
  readonly changed: boolean;
}

/** A counter that has forgotten old dark periods may stand lower for a block of the past: no block is counted again. */
function settled(segment: Segment, until: number, liveNow: number): readonly [earned: Balance, next: Segment] {
  const paid = earned(segment, liveNow);
  return [
    paid,
    { since: until, rate: segment.rate, funds: segment.funds - paid, live0: Math.max(liveNow, segment.live0) },
  ];
}

/**
 * A deployment rolled forward to block `until`: blocks before a change are paid at the old price, blocks from there on at the new one. When the
 * funds end at the block of the change, or sooner, they were first, and nothing changes any more.
 */
export function roll(
  segment: Segment,
  change: RateChange | null,
  until: number,
  liveBefore: (block: number) => number,
): Rolled {
  if (change !== null && change.at <= until) {
    const [before, next] = settled(segment, change.at, liveBefore(change.at));
    if (funded(next) > 0n) {
      const [after, last] = settled({ ...next, rate: change.rate }, until, liveBefore(until));
      return { earned: before + after, segment: last, changed: true };
    }
  }
  const [paid, next] = settled(segment, until, liveBefore(until));
  return { earned: paid, segment: next, changed: false };
}

const alwaysLive = (segment: Segment) => (block: number) => atMost(segment.live0 + Math.max(0, block - segment.since));

/** What the blocks from now to `until` will cost when the provider is live in all of them, as far as the funds go. `segment` begins now. */
export function costUntil(segment: Segment, change: RateChange | null, until: number): Balance {
  return roll(segment, change, Math.max(until, segment.since), alwaysLive(segment)).earned;
}

/** When the funds end if the provider is live from now on. `segment` begins now. */
export function fundsEnd(segment: Segment, change: RateChange | null): number {
  const end = endsAt(segment);
  if (change === null || change.at >= end) return end;
  return atMost(change.at + Number(funded(roll(segment, change, change.at, alwaysLive(segment)).segment)));
}

/** What was fixed at the award about leaving, in blocks. */
export interface LeaveTerms {
  readonly notice: number;
  /** Blocks that are paid at least, once the trial is over. */
  readonly minimum: number;
  /** Blocks from the declaration in which the notice alone counts. Default 0. */
  readonly trial?: number;
}

/**
 * When a deployment ends that the consumer leaves at `block`: after the notice and, once the trial is over, not before the minimum period is.
 * From a provider that is dark one leaves at once.
 */
export function leaveAt(block: number, deployedAt: number, { notice, minimum, trial = 0 }: LeaveTerms): number {
  const afterNotice = atMost(block + notice);
  return block < atMost(deployedAt + trial) ? afterNotice : Math.max(afterNotice, atMost(deployedAt + minimum));
}

/** When it ends if the consumer leaves at `block` while another price is to come: after the notice, before that price; no minimum binds. */
export function leaveBefore(block: number, notice: number, changeAt: number): number {
  return Math.min(atMost(block + notice), changeAt);
}

/** When it ends if the consumer cancels at `block`: min(end of funds, leaveAt). */
export function cancelledEnd(block: number, end: number, deployedAt: number, terms: LeaveTerms): number {
  return Math.min(end, leaveAt(block, deployedAt, terms));
}

/** What the provider gets for an award that is cancelled at `block`, before it was declared: the blocks since, one at least and `setupBlocks` at most, as far as the funds go. */
export function setupFee(
  rate: Balance,
  awardedAt: number,
  block: number,
  setupBlocks: number,
  funds: Balance,
): Balance {
  const fee = cost(rate, Math.min(Math.max(1, block - awardedAt), setupBlocks));
  return fee < funds ? fee : funds;
}

export interface StoredAssignment {
  readonly state: AssignmentState;
  /** While active. */
  readonly segment: Segment | null;
  readonly stop: Stop | null;
  /** A price to come. */
  readonly next?: RateChange | null;
}

/** The money of an active assignment at `block`, or at the end that was called if that was before. */
export function rolledTo(
  { segment, stop, next = null }: StoredAssignment,
  liveness: Liveness,
  block: number,
): Rolled | null {
  if (segment === null) return null;
  const until = Math.max(stop === null ? block : Math.min(block, stop.at), segment.since);
  return roll(segment, next, until, (before) => live(liveness, before));
}

/**
 * What time has made, at `block`, of an assignment as stored: the state that the chain would store if it served it now.
 * When the funds and a called end fall together, the funds were first.
 */
export function effectiveState(stored: StoredAssignment, liveness: Liveness, block: number): AssignmentState {
  const { state, stop } = stored;
  if (state.kind === "Awarded") {
    return block >= state.deadline ? { kind: "Revoked", reason: "MissedDeadline" } : state;
  }
  if (state.kind !== "Active") return state;
  const rolled = rolledTo(stored, liveness, block);
  if (rolled !== null && funded(rolled.segment) === 0n) return { kind: "Ending", reason: "FundsSpent" };
  if (stop !== null && block >= stop.at) return { kind: "Ending", reason: stop.reason };
  return state;
}
