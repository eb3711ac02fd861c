import type { AccountAnswer, ShownAnswer } from "./answers.js";
import { StoryFailure } from "./child.js";

/** What went into a subscription and what came of it, from the chain's events. */
export interface Ledger {
  readonly id: string;
  readonly deposited: bigint;
  readonly paid: bigint;
  readonly refunded: bigint;
  readonly receipt: { readonly block: number; readonly hash: string };
}

/**
 * Adds up the events of a subscription's life.
 * @throws StoryFailure where it was not closed once, has not one receipt, or deposited ≠ paid + refunded
 */
export function ledgerOf(id: string, shown: ShownAnswer): Ledger {
  const events = (name: string) => (shown.history ?? []).filter((event) => event.name === name);
  const sum = (name: string, field: string) =>
    events(name).reduce((total, { data }) => total + BigInt(data[field] ?? 0), 0n);
  const [closed, ...again] = events("Closed");
  if (!closed || again.length > 0)
    throw new StoryFailure(
      `subscription ${id}: expected one closing on chain, found ${again.length + (closed ? 1 : 0)}`,
    );
  const [receipt, ...more] = events("TornDown");
  if (!receipt || more.length > 0)
    throw new StoryFailure(
      `subscription ${id}: expected one receipt on chain, found ${more.length + (receipt ? 1 : 0)}`,
    );

  const deposited = sum("Subscribed", "funds") + sum("ToppedUp", "amount");
  const paid = sum("Paid", "amount");
  const refunded = BigInt(closed.data["refunded"] ?? 0);
  if (deposited !== paid + refunded)
    throw new StoryFailure(
      `subscription ${id}: deposited ${deposited}, paid ${paid}, refunded ${refunded}: that does not add up`,
    );
  if (BigInt(closed.data["paid"] ?? 0) !== paid)
    throw new StoryFailure(`subscription ${id}: ${paid} was paid, the closing says ${closed.data["paid"]}`);
  return { id, deposited, paid, refunded, receipt: { block: receipt.block, hash: receipt.data["receipt"] ?? "" } };
}

interface Three {
  readonly first: AccountAnswer;
  readonly second: AccountAnswer;
  readonly provider: AccountAnswer;
}

/**
 * The same from Balances, which knows nothing of subscriptions: a consumer has less by what was paid and its fees, the provider has
 * more by what was paid, and of the consumers nothing is held any more.
 */
export function compareBalances(
  ledgers: readonly Ledger[],
  before: Three,
  after: Three,
  fees: { readonly first: bigint; readonly second: bigint },
): void {
  const total = (account: AccountAnswer) => BigInt(account.free) + BigInt(account.held);
  const expect = (who: string, found: bigint, expected: bigint) => {
    if (found !== expected)
      throw new StoryFailure(`${who}: expected ${expected} planck, found ${found}: ${found - expected} too many`);
  };
  const [one, two] = ledgers;
  expect("the first consumer", total(after.first), total(before.first) - (one?.paid ?? 0n) - fees.first);
  expect("the second consumer", total(after.second), total(before.second) - (two?.paid ?? 0n) - fees.second);
  expect("held of the first consumer", BigInt(after.first.held), BigInt(before.first.held));
  expect("held of the second consumer", BigInt(after.second.held), BigInt(before.second.held));
  expect("the provider", total(after.provider), total(before.provider) + (one?.paid ?? 0n) + (two?.paid ?? 0n));
}
