import { formatAmount } from "./format/amount.js";
import { formatDuration } from "./format/duration.js";
import { formatFields } from "./format/table.js";

/** What of an offer decides what a subscription costs. */
export interface PricedOffer {
  readonly price: bigint;
  readonly capacity: number;
  readonly used: number;
  readonly open: boolean;
}

/** What a subscription will cost, before it is made. */
export interface Cost {
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
}

/** Offers that could be awarded now at no more than a price. */
export function awardable<T extends PricedOffer>(offers: readonly T[], maxPrice: bigint): readonly T[] {
  return offers.filter((offer) => offer.open && offer.used < offer.capacity && offer.price <= maxPrice);
}

/** The cheapest price that is open now: the ceiling where none was given. */
export function cheapest(offers: readonly PricedOffer[]): bigint | null {
  return lowest(awardable(offers, 2n ** 128n).map((offer) => offer.price));
}

export function estimate(
  offers: readonly PricedOffer[],
  maxPrice: bigint,
  funds: bigint,
  minFundedBlocks: number,
): Cost {
  if (maxPrice <= 0n) throw new RangeError(`max price ${maxPrice}: expected more than 0`);
  const prices = awardable(offers, maxPrice).map((offer) => offer.price);
  return {
    priceFrom: lowest(prices),
    priceTo: prices.reduce<bigint | null>((high, price) => (high === null || price > high ? price : high), null),
    maxPrice,
    funds,
    blocks: funds / maxPrice,
    remainder: funds % maxPrice,
    minFundedBlocks,
    offers: prices.length,
  };
}

/** The least that must be put in for a price. */
export function leastFunds(cost: Cost): bigint {
  return cost.maxPrice * BigInt(cost.minFundedBlocks);
}

export function formatCost(cost: Cost, secondsPerBlock: number): string {
  const price =
    cost.priceFrom === null || cost.priceTo === null
      ? `at most ${formatAmount(cost.maxPrice)} (no offer is open at that price: it will wait for one)`
      : cost.priceFrom === cost.priceTo
        ? formatAmount(cost.priceFrom)
        : `${formatAmount(cost.priceFrom)} to ${formatAmount(cost.priceTo)}`;
  const ceiling = cost.priceTo === cost.maxPrice ? "" : ` at ${formatAmount(cost.maxPrice)}`;
  return formatFields([
    ["price per block", price],
    ["funds held", formatAmount(cost.funds)],
    ["blocks funded", `${cost.blocks}${cost.priceFrom === cost.maxPrice ? "" : ` or more${ceiling}`}`],
    [
      "ends",
      `about ${formatDuration(Number(cost.blocks) * secondsPerBlock)} after it is declared deployed (${secondsPerBlock} s a block)`,
    ],
    ["comes back", `${formatAmount(cost.remainder)} of remainder, and whatever is not earned when it ends`],
  ]);
}

function lowest(prices: readonly bigint[]): bigint | null {
  return prices.reduce<bigint | null>((low, price) => (low === null || price < low ? price : low), null);
}
