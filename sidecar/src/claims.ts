import type { AssignmentView } from "@dinfra/chain/client";

/** Money that is earned is claimed when it is at least so many times what claiming it costs. */
export const timesTheFee = 100n;

/** What a claim costs and brings, as the chain has it. */
export interface ClaimTerms {
  /** Of one claim, in an extrinsic of its own. */
  fee: bigint;
  /** Blocks between two claims. */
  interval: number;
  /** A claim pays only blocks that are older than so many. */
  payoutDelay: number;
}

type Earning = Pick<AssignmentView, "stored" | "effective" | "rate" | "earned" | "deployedAt">;

/**
 * The first block at which what an assignment earns is worth a claim, if its provider is live from now on and its price
 * stays; Infinity where it never is. What has ended is paid out by its end.
 *
 * @param assignment as it was at block `readAt`
 * @param claimedAt the block of the last claim that is known of
 */
export function claimDueAt(
  { stored, effective, rate, earned, deployedAt }: Earning,
  readAt: number,
  claimedAt: number | undefined,
  { fee, interval, payoutDelay }: ClaimTerms,
): number {
  if (stored.kind !== "Active" || effective.kind !== "Active" || deployedAt === null || rate === 0n) return Infinity;
  const missing = timesTheFee * fee + rate * BigInt(payoutDelay) - earned;
  const enoughAt = missing <= 0n ? readAt : readAt + Number((missing + rate - 1n) / rate);
  return Math.max(enoughAt, Math.max(claimedAt ?? 0, deployedAt) + interval);
}
