/** What extrinsics are for, as their keys begin. */
export type Kind = "heartbeat" | "declare" | "reject" | "claim" | "report" | "confirm" | "poke";

/**
 * Days that a key's balance must last for an extrinsic to be sent. What is short goes without the least important first:
 * reports, then claims, then declarations and rejections. A heartbeat is sent as long as there is anything, for without it nothing
 * is paid; confirmations and pokes cost nothing.
 */
export const daysNeeded: Readonly<Record<Kind, number>> = {
  report: 3,
  claim: 2,
  declare: 1,
  reject: 1,
  confirm: 0,
  poke: 0,
  heartbeat: 0,
};

/**
 * Days that a balance lasts.
 * @param spendable of the account, without its existential deposit
 * @param perDay what the account spends on fees in a day
 */
export function daysLeft(spendable: bigint, perDay: bigint): number {
  if (spendable <= 0n) return 0;
  if (perDay <= 0n) return Infinity;
  // Two digits are enough for everybody who asks.
  return Number((spendable * 100n) / perDay) / 100;
}

/** What an account spends in a day: as it did in the days before, and at least what its heartbeats cost. */
export function spentPerDay(days: readonly bigint[], heartbeat: { fee: bigint; blocks: number }, day: number): bigint {
  const heartbeats = heartbeat.fee * BigInt(Math.ceil(day / Math.max(1, heartbeat.blocks)));
  const before = days.length === 0 ? 0n : days.reduce((sum, each) => sum + each, 0n) / BigInt(days.length);
  return before > heartbeats ? before : heartbeats;
}

/**
 * The offers that are sent by what the accounts have. What is left out comes again with the next plan.
 * @param days of the accounts that sign what is urgent and the rest; undefined while that is not known, which holds nothing back
 */
export function withinMeans<T extends { key: string; urgent: boolean }>(
  offers: readonly T[],
  days: { urgent: number | undefined; rest: number | undefined },
): T[] {
  return offers.filter(({ key, urgent }) => {
    const kind = key.split(" ", 1)[0] as Kind;
    return ((urgent ? days.urgent : days.rest) ?? Infinity) >= daysNeeded[kind];
  });
}

/** A key that may sign, in the order of preference. */
export interface Candidate<T> {
  key: T;
  /** It is an operator of the provider, or the provider itself. */
  live: boolean;
  days: number | undefined;
}

/**
 * Who signs: the first that is an operator and can pay; else the first that is an operator. Undefined where none is.
 */
export function choose<T>(candidates: readonly Candidate<T>[]): T | undefined {
  const live = candidates.filter((candidate) => candidate.live);
  return (live.find(({ days = Infinity }) => days > 0) ?? live[0])?.key;
}
