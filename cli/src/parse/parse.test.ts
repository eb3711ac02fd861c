import { parseLabel } from "./criteria.js";
import { parseAccount } from "./account.js";
import fc from "fast-check";
import { CommandFailure } from "../failure.js";
import { formatAmount } from "../format/amount.js";
import { parseAmount, parsePositiveAmount } from "./amount.js";
import { parseEndpoint, parseReactorUrl } from "./endpoint.js";
import { parseBlock, parseCount, parseDeployment, parseMilliseconds, parsePort, parseSubscription } from "./numbers.js";

const U128 = 2n ** 128n - 1n;

describe("amounts", () => {
  test.each<[string, bigint]>([
    ["1UNIT", 10n ** 12n],
    ["2.5 UNIT", 2_500_000_000_000n],
    ["0.000000000001UNIT", 1n],
    ["1.50000000000000000000UNIT", 1_500_000_000_000n],
    ["300mUNIT", 300_000_000_000n],
    ["7uUNIT", 7_000_000n],
    ["7µUNIT", 7_000_000n],
    ["1.001nUNIT", 1001n],
    ["42planck", 42n],
    ["1_000_000 planck", 1_000_000n],
    ["0planck", 0n],
    // What a double would get wrong:
    ["9007199254740993planck", 9007199254740993n],
    ["0.1UNIT", 100_000_000_000n],
    ["90071992.547409930001UNIT", 90071992547409930001n],
    [`${U128}planck`, U128],
  ])("%s", (text, planck) => expect(parseAmount(text)).toBe(planck));

  test.each<[string, string]>([
    ["", "expected an amount with its unit"],
    ["10", "without a unit"],
    ["ten UNIT", "expected an amount with its unit"],
    ["-1UNIT", "expected an amount with its unit"],
    ["+1UNIT", "expected an amount with its unit"],
    ["1e3UNIT", "expected an amount with its unit"],
    ["1,5UNIT", "expected an amount with its unit"],
    [".5UNIT", "expected an amount with its unit"],
    ["5.UNIT", "expected an amount with its unit"],
    ["0x10planck", "expected an amount with its unit"],
    ["_1UNIT", "expected an amount with its unit"],
    ["1DOT", "no unit DOT (UNIT, mUNIT"],
    ["1unit", "no unit unit"],
    ["1MUNIT", "no unit MUNIT"],
    ["0.5planck", "finer than a planck"],
    ["0.0000000000001UNIT", "finer than a planck"],
    [`${U128 + 1n}planck`, "more than there can be"],
    ["1UNIT\n", "1UNIT"],
  ])("%j is refused", (text, why) => {
    if (text === "1UNIT\n") return expect(parseAmount(text)).toBe(10n ** 12n); // a line break around it is no part of it
    expect(() => parseAmount(text)).toThrow(why);
    expect(() => parseAmount(text)).toThrow(CommandFailure);
  });

  test("nothing is no amount where something must be paid", () => {
    expect(() => parsePositiveAmount("0UNIT")).toThrow("above 0");
    expect(parsePositiveAmount("1planck")).toBe(1n);
  });

  test("what is shown reads back as the same amount", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: U128 }), (amount) =>
        expect(parseAmount(formatAmount(amount))).toBe(amount),
      ),
    );
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), (amount) =>
        expect(parseAmount(formatAmount(amount))).toBe(amount),
      ),
    );
  });
});

describe("accounts", () => {
  const alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

  test.each(["//Alice", alice, "15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5"])(
    "%s is taken, with the prefix of any chain",
    async (text) => expect(await parseAccount(text)).toBe(alice),
  );

  test.each([
    [`${alice.slice(0, -1)}Z`, "wrong checksum: a character was mistyped or lost"],
    [`0x${"00".repeat(32)}`, "expected an account (SS58"],
    ["Alice", "expected an account (SS58"],
  ])("%s is refused", async (text, why) => await expect(parseAccount(text)).rejects.toThrow(why));
});

test("a label is the same whichever way its letters are written", () => {
  expect(parseLabel("region")("Zu\u0308rich")).toBe("Z\u00fcrich");
  expect(parseLabel("region")("Zu\u0308rich")).toBe(parseLabel("region")("Z\u00fcrich"));
});

describe("numbers", () => {
  test.each<[string, () => unknown, unknown]>([
    ["subscription", () => parseSubscription("18446744073709551615"), 18446744073709551615n],
    ["deployment", () => parseDeployment("7.2"), { subscription: 7n, attempt: 2 }],
    ["present attempt", () => parseDeployment("0"), { subscription: 0n }],
    ["any free port", () => parsePort("0"), 0],
    ["block", () => parseBlock("4294967295"), 4294967295],
    ["endpoint", () => parseEndpoint("ws://127.0.0.1:9944/"), "ws://127.0.0.1:9944"],
    ["IPv6 endpoint", () => parseEndpoint("ws://[::1]:9944"), "ws://[::1]:9944"],
    ["secure endpoint", () => parseEndpoint("wss://example.org/rpc"), "wss://example.org/rpc"],
    ["reactor", () => parseReactorUrl("http://[::1]:4700"), "http://[::1]:4700"],
  ])("%s", (_name, parse, expected) => expect(parse()).toEqual(expected));

  test.each<[string, () => unknown, string]>([
    [
      "letters",
      () => parseSubscription("seven"),
      'subscription: expected a whole number from 0 to 18446744073709551615, found "seven"',
    ],
    ["too large", () => parseSubscription("18446744073709551616"), "expected a whole number"],
    ["fraction", () => parseCount("units")("1.5"), 'units: expected a whole number from 1 to 4294967295, found "1.5"'],
    ["nothing", () => parseCount("units")("0"), "from 1 to"],
    ["negative", () => parsePort("-1"), "port: expected"],
    ["port", () => parsePort("65536"), "from 0 to 65535"],
    ["hex", () => parsePort("0x10"), "port: expected"],
    ["blank", () => parseBlock(" "), "block: expected"],
    ["huge text", () => parseBlock("9".repeat(1000)), "block: expected"],
    ["impatient", () => parseMilliseconds("block time")("1"), "from 50 to"],
    ["attempt nought", () => parseDeployment("7.0"), "attempt: expected"],
    ["three parts", () => parseDeployment("7.1.2"), "a subscription (7) or a deployment (7.1)"],
    ["empty attempt", () => parseDeployment("7."), "attempt: expected"],
    ["http endpoint", () => parseEndpoint("http://127.0.0.1"), "ws://127.0.0.1:9944"],
    ["no address", () => parseEndpoint("localhost"), 'found "localhost"'],
    ["ws reactor", () => parseReactorUrl("ws://127.0.0.1"), "http://127.0.0.1:4700"],
  ])("%s is refused", (_name, parse, why) => expect(parse).toThrow(why));
});
