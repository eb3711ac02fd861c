import { choose, daysLeft, daysNeeded, spentPerDay, withinMeans, type Kind } from "./means.js";

const kinds = Object.keys(daysNeeded) as Kind[];
const offers = kinds.map((kind) => ({ key: `${kind} 7.1`, urgent: kind === "heartbeat" }));
const sent = (days: { urgent: number | undefined; rest: number | undefined }) =>
  withinMeans(offers, days).map(({ key }) => key.split(" ")[0]);

test.each([
  ["not known yet", undefined, kinds],
  ["enough", 30, kinds],
  ["less than 3 days: no reports", 2.99, kinds.filter((kind) => kind !== "report")],
  ["less than 2 days: no claims either", 1.5, ["declare", "reject", "confirm", "poke", "heartbeat"]],
  ["less than a day: what is free, and heartbeats", 0.5, ["confirm", "poke", "heartbeat"]],
  ["nothing: the same", 0, ["confirm", "poke", "heartbeat"]],
])("%s", (_name, days, expected) => {
  expect(sent({ urgent: days, rest: days })).toEqual(expected);
});

test("each offer goes by the days of the account that signs it", () => {
  expect(sent({ urgent: 0, rest: 30 })).toEqual(kinds);
  expect(sent({ urgent: 30, rest: 0 })).toEqual(["confirm", "poke", "heartbeat"]);
});

test.each([
  [0n, 5n, 0],
  [-3n, 5n, 0],
  [10n, 0n, Infinity],
  [10n, 4n, 2.5],
  [10n ** 30n, 10n ** 28n, 100],
])("%s lasts at %s a day for %s days", (spendable, perDay, days) => {
  expect(daysLeft(spendable, perDay)).toBe(days);
});

test.each([
  ["nothing spent yet: the heartbeats", [], 864n],
  ["quiet days: the heartbeats", [0n, 12n], 864n],
  ["busy days: their mean", [1_000n, 3_000n], 2_000n],
])("%s", (_name, days, perDay) => {
  expect(spentPerDay(days, { fee: 3n, blocks: 50 }, 14_400)).toBe(perDay);
});

test.each([
  ["the first", [true, 5], [true, 5], "a"],
  ["the first, as long as nothing is known", [true, undefined], [true, 5], "a"],
  ["the next, when the first is no operator any more", [false, 5], [true, 5], "b"],
  ["the next, when the first has nothing left", [true, 0], [true, 5], "b"],
  ["the first, when neither has anything", [true, 0], [true, 0], "a"],
  ["the one that is an operator, though it has nothing", [false, 9], [true, 0], "b"],
  ["nobody", [false, 9], [false, 9], undefined],
] as const)("signs: %s", (_name, a, b, expected) => {
  const candidate = (key: string, [live, days]: readonly [boolean, number | undefined]) => ({ key, live, days });
  expect(choose([candidate("a", a), candidate("b", b)])).toBe(expected);
});
