import fc from "fast-check";
import { awardable, cheapest, estimate, formatCost, leastFunds, type CostTerms, type PricedOffer } from "./cost.js";

const offer = (price: bigint, more: Partial<PricedOffer> = {}): PricedOffer => ({
  price,
  capacity: 2,
  used: 0,
  open: true,
  ...more,
});

const terms: CostTerms = {
  minFundedBlocks: 3,
  subscriptionDeposit: 100n,
  waitingDeposit: 40n,
  minCredit: 20n,
  setupBlocks: 3,
  noticePeriod: 2,
  trialPeriod: 3,
  minimumPeriod: 5,
};

test("full, closed and dear offers do not count", () => {
  const offers = [offer(5n), offer(3n, { used: 2 }), offer(2n, { open: false }), offer(9n), offer(4n, { used: 1 })];
  expect(awardable(offers, 5n).map(({ price }) => price)).toEqual([5n, 4n]);
  expect(cheapest(offers)).toBe(4n);
  expect(cheapest([offer(1n, { open: false })])).toBeNull();
});

test.each<[string, readonly PricedOffer[], bigint, bigint, object]>([
  [
    "the seed's example: 10 at 3",
    [offer(3n)],
    3n,
    10n,
    { priceFrom: 3n, priceTo: 3n, blocks: 3n, remainder: 1n, offers: 1 },
  ],
  [
    "two prices",
    [offer(3n), offer(5n)],
    5n,
    100n,
    { priceFrom: 3n, priceTo: 5n, blocks: 20n, remainder: 0n, offers: 2 },
  ],
  ["nobody yet", [offer(9n)], 5n, 11n, { priceFrom: null, priceTo: null, blocks: 2n, remainder: 1n, offers: 0 }],
])("%s", (_name, offers, maxPrice, funds, expected) =>
  expect(estimate(offers, maxPrice, funds, terms)).toMatchObject(expected),
);

test("blocks and remainder are all of the funds", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 2n ** 128n }), fc.bigInt({ min: 0n, max: 2n ** 128n }), (price, funds) => {
      const cost = estimate([], price, funds, { ...terms, minFundedBlocks: 10 });
      expect(cost.blocks * price + cost.remainder).toBe(funds);
      expect(cost.remainder < price).toBe(true);
      expect(leastFunds(cost)).toBe(price * 10n);
    }),
  );
});

test("what is shown before a subscription", () => {
  expect(formatCost(estimate([offer(10n ** 10n)], 10n ** 10n, 205n * 10n ** 10n + 7n, terms), 6)).toBe(
    [
      "price per block  10 mUNIT",
      "funds held       2.050000000007 UNIT",
      "deposits held    100 planck, back at the end",
      "blocks funded    205",
      "ends             about 21 min after it is declared deployed (at 6 s a block)",
      "leaving          before that at most 30 mUNIT (3 blocks); then 2 blocks more, and after the first 3 at least 5 in all",
      "comes back       7 planck of remainder, and whatever is not earned when it ends",
    ].join("\n"),
  );
  const two = formatCost(estimate([offer(3n), offer(5n)], 6n, 60n, terms), 6);
  expect(two).toContain("price per block  3 planck to 5 planck");
  expect(two).toContain("blocks funded    10 or more at 6 planck");
  expect(formatCost(estimate([], 6n, 60n, terms), 6)).toContain(
    "at most 6 planck (no offer is open at that price: it will wait for one)",
  );
});

test("the deposit for waiting is held only by what would wait, and told", () => {
  const waits = estimate([offer(9n)], 5n, 60n, terms);
  expect(waits.waitingDeposit).toBe(60n);
  expect(formatCost(waits, 6)).toContain(
    "deposits held    100 planck, back at the end; 60 planck while it waits, less what its searches cost",
  );
  expect(estimate([offer(5n)], 5n, 60n, terms).waitingDeposit).toBe(0n);
  const never = estimate([offer(9n)], 5n, 60n, terms, { count: 3, waits: false });
  expect(never.waitingDeposit).toBe(0n);
  expect(formatCost(never, 6)).toContain("3, all or none; what follows is for each");
  expect(formatCost(never, 6)).not.toContain("wait");
});

test("an offer whose price may change counts with its ceiling", () => {
  const elastic = offer(3n, { elastic: { ceiling: 5n } });
  expect(awardable([elastic], 4n)).toEqual([]);
  expect(cheapest([elastic])).toBe(5n);
  const cost = estimate([elastic], 5n, 50n, terms);
  expect(cost).toMatchObject({ priceFrom: 3n, priceTo: 3n, blocks: 10n, setupFee: 9n, elastic: true });
  expect(formatCost(cost, 6)).toContain("3 planck now, and never more than 5 planck");
  expect(formatCost(cost, 6)).toContain("10 or more at 5 planck");
});

test("no price is a mistake of the program, not a division by zero", () => {
  expect(() => estimate([], 0n, 1n, terms)).toThrow("expected more than 0");
});
