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

/** The earliest block at which the funds can end, seen from `block`: later than `endsAt` by the blocks that were dark. */
export function earliestEnd(segment: Segment, liveNow: number, block: number): number {
  return atMost(block + Number(funded(segment) - spent(segment, liveNow)));
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

/** When it ends if the consumer cancels at `block`: min(end of funds, leaveAt). */
export function cancelledEnd(block: number, end: number, deployedAt: number, terms: LeaveTerms): number {
  return Math.min(end, leaveAt(block, deployedAt, terms));
}

/** What the provider gets for an award that is cancelled at `block`, before it was declared: the blocks since, at most `setupBlocks`, as far as the funds go. */
export function setupFee(
  rate: Balance,
  awardedAt: number,
  block: number,
  setupBlocks: number,
  funds: Balance,
): Balance {
  const fee = cost(rate, Math.min(Math.max(0, block - awardedAt), setupBlocks));
  return fee < funds ? fee : funds;
}

/** What a consumer may not withdraw at `block`: what the blocks until `leaveAt` will cost, as far as the funds cover them. */
export function committed(segment: Segment, liveNow: number, block: number, leave: number): Balance {
  const left = funded(segment) - spent(segment, liveNow);
  const until = BigInt(Math.max(0, leave - block));
  return segment.rate * (until < left ? until : left);
}

export interface StoredAssignment {
  readonly state: AssignmentState;
  /** While active. */
  readonly segment: Segment | null;
  readonly stop: Stop | null;
}

/**
 * What time has made, at `block`, of an assignment as stored: the state that the chain would store if it served it now.
 * When the funds and a called end fall together, the funds were first.
 */
export function effectiveState(stored: StoredAssignment, liveness: Liveness, block: number): AssignmentState {
  const { state, segment, stop } = stored;
  if (state.kind === "Awarded") {
    return block >= state.deadline ? { kind: "Revoked", reason: "MissedDeadline" } : state;
  }
  if (state.kind !== "Active") return state;
  const counted = live(liveness, stop === null ? block : Math.min(block, stop.at));
  if (segment !== null && spent(segment, counted) === funded(segment)) return { kind: "Ending", reason: "FundsSpent" };
  if (stop !== null && block >= stop.at) return { kind: "Ending", reason: stop.reason };
  return state;
}
