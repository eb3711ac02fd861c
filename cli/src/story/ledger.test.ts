import type { ShownAnswer } from "./answers.js";
import { compareBalances, ledgerOf } from "./ledger.js";

type Event = NonNullable<ShownAnswer["history"]>[number];
const event = (name: string, data: Record<string, string> = {}, block = 1): Event => ({ block, name, data });
const life = (...history: Event[]): ShownAnswer => ({
  block: { number: 9 },
  subscription: null,
  assignments: [],
  history,
});

const whole = [
  event("Subscribed", { funds: "10" }),
  event("Awarded"),
  event("Deployed"),
  event("ToppedUp", { amount: "5" }),
  event("Paid", { amount: "9" }),
  event("Paid", { amount: "3" }),
  event("Closed", { paid: "12", refunded: "3" }),
  event("TornDown", { receipt: "0xab" }, 8),
];

test("adds up a life, past what a double could hold", () => {
  expect(ledgerOf("1", life(...whole))).toEqual({
    id: "1",
    deposited: 15n,
    paid: 12n,
    refunded: 3n,
    receipt: { block: 8, hash: "0xab" },
  });
  const large = String(2n ** 100n + 1n);
  const rich = [
    event("Subscribed", { funds: large }),
    event("Closed", { paid: "0", refunded: large }),
    event("TornDown", { receipt: "0x" }),
  ];
  expect(ledgerOf("1", life(...rich)).refunded).toBe(2n ** 100n + 1n);
});

const without = (name: string) => whole.filter((item) => item.name !== name);
test.each<[string, Event[], string]>([
  [
    "a unit too little came back",
    [...without("Closed"), event("Closed", { paid: "12", refunded: "2" })],
    "does not add up",
  ],
  [
    "a payment that the closing does not know",
    [...without("Closed"), event("Closed", { paid: "11", refunded: "3" })],
    "12 was paid, the closing says 11",
  ],
  ["not closed", without("Closed"), "expected one closing on chain, found 0"],
  [
    "closed twice",
    [...whole, event("Closed", { paid: "12", refunded: "3" })],
    "expected one closing on chain, found 2",
  ],
  ["no receipt", without("TornDown"), "expected one receipt on chain, found 0"],
  ["two receipts", [...whole, event("TornDown", { receipt: "0xab" })], "expected one receipt on chain, found 2"],
  ["nothing at all", [], "expected one closing"],
])("refuses: %s", (_name, history, why) => expect(() => ledgerOf("1", life(...history))).toThrow(why));

describe("balances", () => {
  const has = (free: bigint, held = 0n) => ({ address: "x", free: String(free), held: String(held) });
  const ledgers = [ledgerOf("1", life(...whole)), ledgerOf("2", life(...whole))];
  const before = { first: has(100n), second: has(200n, 7n), provider: has(0n, 50n) };
  const after = { first: has(86n), second: has(187n, 7n), provider: has(24n, 50n) };
  const fees = { first: 2n, second: 1n };

  test("agree", () => expect(() => compareBalances(ledgers, before, after, fees)).not.toThrow());
  test.each<[string, Partial<typeof after>, string]>([
    ["a consumer lost a unit", { first: has(85n) }, "the first consumer: expected 86 planck, found 85"],
    ["something is still held", { second: has(186n, 8n) }, "held of the second consumer: expected 7 planck, found 8"],
    ["the provider got a unit too many", { provider: has(25n, 50n) }, "the provider: expected 74 planck, found 75"],
  ])("disagree: %s", (_name, change, why) =>
    expect(() => compareBalances(ledgers, before, { ...after, ...change }, fees)).toThrow(why),
  );
});
