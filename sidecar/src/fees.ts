import type { ChainEvent } from "@dinfra/chain/client";

/** What was paid for an extrinsic, by whom; null where its events say nothing of a fee. */
export function feeOf(events: readonly ChainEvent[]): { payer: string; fee: bigint } | null {
  const paid = events.find(({ pallet, name }) => pallet === "TransactionPayment" && name === "TransactionFeePaid");
  if (paid === undefined) return null;
  const { who, actualFee, tip } = paid.data as { who: string; actualFee: string; tip: string };
  return { payer: who, fee: BigInt(actualFee) + BigInt(tip) };
}

/** A fee shared among the calls of a batch: equal parts, the rest to the first. The parts are the whole. */
export function shares(fee: bigint, count: number): bigint[] {
  const part = fee / BigInt(count);
  return Array.from({ length: count }, (_one, i) => (i === 0 ? fee - part * BigInt(count - 1) : part));
}
