import { quote, type Offers, type Refusal } from "./quote.js";

const [mine, other] = [`0x${"1".repeat(64)}`, `0x${"2".repeat(64)}`];
const consumer = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
type Offer = Offers["offers"][number];
const offer = (more: Partial<Offer> = {}): Offer => ({
  ...{ descriptorType: { id: mine }, pricePerBlock: "30", capacity: 10, used: 4, open: true },
  ...more,
});
const offers = (list: Offer[], draining = false): Offers => ({
  ...{ block: 7, slotMilliseconds: 6_000, draining, offers: list },
});
const wanted = { descriptorType: { id: mine }, descriptor: {}, consumer };
const refused = { code: "catalogue.unknown-entry", message: "no such entry" };

test.each<[string, Partial<Offer>, boolean, Partial<typeof wanted> & { maxPricePerBlock?: string }, Refusal, string[]]>(
  [
    ["one that serves", {}, false, {}, null, []],
    ["another type", { descriptorType: { id: other } }, false, {}, null, ["offer.type"]],
    [
      "another type: the descriptor is not held against it",
      { descriptorType: { id: other } },
      false,
      {},
      refused,
      ["offer.type"],
    ],
    ["a descriptor that cannot be had", {}, false, {}, refused, ["catalogue.unknown-entry"]],
    ["a provider that drains", {}, true, {}, null, ["provider.draining"]],
    ["closed and full: both are said", { open: false, used: 10 }, false, {}, null, ["offer.closed", "offer.full"]],
    ["as dear as may be", {}, false, { maxPricePerBlock: "30" }, null, []],
    ["dearer", {}, false, { maxPricePerBlock: "29" }, null, ["offer.price"]],
    ["private, and listed", { allowed: [consumer] }, false, {}, null, []],
    ["private, and not listed", { allowed: [] }, false, {}, null, ["offer.private"]],
    [
      "private, and nobody says who asks",
      { allowed: [consumer] },
      false,
      { consumer: undefined },
      null,
      ["offer.private"],
    ],
  ] as never,
)("%s", (_name, more, draining, ask, refusal, codes) => {
  const [found] = quote(offers([offer(more)], draining), { ...wanted, ...ask } as never, refusal);
  expect([found!.matches, found!.reasons.map(({ code }) => code)]).toEqual([codes.length === 0, codes]);
});

test("capacity and the price of an hour, exactly, whatever the size", () => {
  const huge = String(10n ** 30n);
  const found = quote(offers([offer(), offer({ pricePerBlock: huge, used: 12 })]), wanted, null);
  expect(found.map(({ free, capacity, pricePerHour }) => [free, capacity, pricePerHour])).toEqual([
    [6, 10, "18000"],
    [0, 10, String(600n * 10n ** 30n)],
  ]);
});
