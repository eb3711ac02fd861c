/**
 * The money and time rules of a subscription, as pure functions of stored numbers and the block. Intervals are half-open:
 * a segment that starts at `since` pays for blocks since, since+1, … endsAt-1. Money in the smallest unit.
 */
import type { AssignmentState, Balance } from "./views.js";

/** A stretch of one subscription at one rate. `live0` is the provider's live count at `since`. */
export interface Segment {
  readonly since: number;
  /** Per block, above 0. */
  readonly rate: Balance;
  readonly funds: Balance;
  readonly live0: number;
}

/** What the live count of a provider is made of: blocks folded, and the last heartbeat. */
export interface Liveness {
  readonly acc: number;
  readonly lastHeartbeat: number;
  /** Blocks after a heartbeat for which a provider still counts as live. */
  readonly gap: number;
}

/** live(b) = acc + min(b − last heartbeat, gap) */
export function live(liveness: Liveness, block: number): number {
  const quiet = Math.max(0, block - liveness.lastHeartbeat);
  return liveness.acc + Math.min(quiet, liveness.gap);
}

/** Whole blocks that the funds pay for. */
export function fundedBlocks(segment: Pick<Segment, "funds" | "rate">): bigint {
  if (segment.rate <= 0n) throw new RangeError(`rate ${segment.rate}: expected more than 0 per block`);
  return segment.funds / segment.rate;
}

/** earned = rate × min(liveNow − live0, floor(funds / rate)) */
export function earned(segment: Segment, liveNow: number): Balance {
  const blocks = BigInt(Math.max(0, liveNow - segment.live0));
  const funded = fundedBlocks(segment);
  return segment.rate * (blocks < funded ? blocks : funded);
}

/** What the consumer has back if the segment is settled now: all that is not earned, the remainder included. */
export function refundable(segment: Segment, liveNow: number): Balance {
  return segment.funds - earned(segment, liveNow);
}

/** The earliest block at which funds can end: since + floor(funds / rate), for a provider never dark. */
export function endsAt(segment: Segment): number {
  return segment.since + Number(fundedBlocks(segment));
}

/** The block at which a subscription ends when it is cancelled at `block`. */
export function cancelledEnd(
  block: number,
  entry: {
    readonly endsAt: number;
    readonly notice: number;
    readonly deployedAt: number;
    readonly minimumPeriod: number;
  },
): number {
  return Math.min(entry.endsAt, Math.max(block + entry.notice, entry.deployedAt + entry.minimumPeriod));
}

/** What a stored assignment state means at a block, whether or not a hook has run. */
export function effectiveState(stored: AssignmentState, endsAt: number | null, block: number): AssignmentState {
  if (stored.kind === "Awarded" && block >= stored.deadline) return { kind: "Revoked", reason: "DeadlineMissed" };
  if (stored.kind === "Active" && endsAt !== null && block >= endsAt) return { kind: "Ending", reason: "FundsEnded" };
  return stored;
}
