import type { ChainConstants } from "@dinfra/chain";
import { formatAmount } from "./format/amount.js";
import { formatDuration } from "./format/duration.js";
import { formatFields } from "./format/table.js";

/** What of an offer decides what a subscription costs. */
export interface PricedOffer {
  readonly price: bigint;
  /** Where the price of what runs may change: up to here. */
  readonly elastic?: { readonly ceiling: bigint } | null;
  readonly capacity: number;
  readonly used: number;
  readonly open: boolean;
}

/** What of the chain's terms decides what a subscription costs. */
export type CostTerms = Pick<
  ChainConstants,
  | "minFundedBlocks"
  | "subscriptionDeposit"
  | "waitingDeposit"
  | "minCredit"
  | "setupBlocks"
  | "noticePeriod"
  | "trialPeriod"
  | "minimumPeriod"
>;

/** What one or several equal subscriptions will cost, before they are made. Amounts are for each of them. */
export interface Cost {
  readonly count: number;
  /** Per block, of the cheapest and the dearest offer that may be awarded; null where none may be now. */
  readonly priceFrom: bigint | null;
  readonly priceTo: bigint | null;
  /** What is counted with below: the ceiling that the consumer accepts. */
  readonly maxPrice: bigint;
  readonly funds: bigint;
  /** Blocks that the funds pay for at least (at maxPrice). */
  readonly blocks: bigint;
  /** Part of the funds that pays for no block at maxPrice and comes back. */
  readonly remainder: bigint;
  /** The fewest blocks that the chain accepts funds for. */
  readonly minFundedBlocks: number;
  readonly offers: number;
  /** Whether an offer's price may change while it runs, up to maxPrice. */
  readonly elastic: boolean;
  /** Held beside the funds until it is closed. */
  readonly deposit: bigint;
  /** Held while it waits for a provider, the credit for its searches included; 0 where it would not wait. */
  readonly waitingDeposit: bigint;
  /** What a cancellation before the declaration costs at most, and after how many blocks. */
  readonly setupFee: bigint;
  readonly setupBlocks: number;
  readonly noticePeriod: number;
  readonly trialPeriod: number;
  readonly minimumPeriod: number;
}

/** The most that a block may ever cost under an offer. */
export const ceilingOf = (offer: PricedOffer): bigint => offer.elastic?.ceiling ?? offer.price;

/** Offers that could be awarded now at no more than a price. */
export function awardable<T extends PricedOffer>(offers: readonly T[], maxPrice: bigint): readonly T[] {
  return offers.filter((offer) => offer.open && offer.used < offer.capacity && ceilingOf(offer) <= maxPrice);
}

/** The least that a block may ever cost with what is open now: the highest price where none was given. */
export function cheapest(offers: readonly PricedOffer[]): bigint | null {
  return lowest(awardable(offers, 2n ** 128n).map(ceilingOf));
}

export function estimate(
  offers: readonly PricedOffer[],
  maxPrice: bigint,
  funds: bigint,
  terms: CostTerms,
  { count = 1, waits = true }: { readonly count?: number; readonly waits?: boolean } = {},
): Cost {
  if (maxPrice <= 0n) throw new RangeError(`max price ${maxPrice}: expected more than 0`);
  const open = awardable(offers, maxPrice);
  const prices = open.map((offer) => offer.price);
  const { minFundedBlocks, setupBlocks, noticePeriod, trialPeriod, minimumPeriod } = terms;
  const priceTo = prices.reduce<bigint | null>((high, price) => (high === null || price > high ? price : high), null);
  return {
    count,
    priceFrom: lowest(prices),
    priceTo,
    maxPrice,
    funds,
    blocks: funds / maxPrice,
    remainder: funds % maxPrice,
    minFundedBlocks,
    offers: prices.length,
    elastic: open.some(({ elastic }) => elastic !== undefined && elastic !== null),
    deposit: terms.subscriptionDeposit,
    waitingDeposit: waits && prices.length === 0 ? terms.waitingDeposit + terms.minCredit : 0n,
    setupFee: (priceTo ?? maxPrice) * BigInt(setupBlocks),
    setupBlocks,
    noticePeriod,
    trialPeriod,
    minimumPeriod,
  };
}

/** The least that must be put in for a price. */
export function leastFunds(cost: Cost): bigint {
  return cost.maxPrice * BigInt(cost.minFundedBlocks);
}

export function formatCost(cost: Cost, secondsPerBlock: number): string {
  const deposits = [
    `${formatAmount(cost.deposit)}, back at the end`,
    ...(cost.waitingDeposit === 0n
      ? []
      : [`${formatAmount(cost.waitingDeposit)} while it waits, less what its searches cost`]),
  ];
  // Where the price may change, the funds are counted at the most that it may be.
  const exact = !cost.elastic && cost.priceFrom === cost.maxPrice;
  return formatFields([
    ...(cost.count === 1 ? [] : [["subscriptions", `${cost.count}, all or none; what follows is for each`] as const]),
    ["price per block", formatPrice(cost)],
    ["funds held", formatAmount(cost.funds)],
    ["deposits held", deposits.join("; ")],
    [
      "blocks funded",
      `${cost.blocks}${exact ? "" : ` or more${cost.priceTo === cost.maxPrice && !cost.elastic ? "" : ` at ${formatAmount(cost.maxPrice)}`}`}`,
    ],
    [
      "ends",
      `about ${formatDuration(Number(cost.blocks) * secondsPerBlock)} after it is declared deployed (at ${secondsPerBlock} s a block)`,
    ],
    [
      "leaving",
      `before that at most ${formatAmount(cost.setupFee)} (${cost.setupBlocks} blocks); then ${cost.noticePeriod} blocks more, and after the first ${cost.trialPeriod} at least ${cost.minimumPeriod} in all`,
    ],
    ["comes back", `${formatAmount(cost.remainder)} of remainder, and whatever is not earned when it ends`],
  ]);
}

function formatPrice({ priceFrom, priceTo, maxPrice, elastic, waitingDeposit }: Cost): string {
  if (priceFrom === null || priceTo === null) {
    const then = waitingDeposit === 0n ? "" : ": it will wait for one";
    return `at most ${formatAmount(maxPrice)} (no offer is open at that price${then})`;
  }
  const range =
    priceFrom === priceTo ? formatAmount(priceFrom) : `${formatAmount(priceFrom)} to ${formatAmount(priceTo)}`;
  return elastic ? `${range} now, and never more than ${formatAmount(maxPrice)}` : range;
}

function lowest(prices: readonly bigint[]): bigint | null {
  return prices.reduce<bigint | null>((low, price) => (low === null || price < low ? price : low), null);
}
