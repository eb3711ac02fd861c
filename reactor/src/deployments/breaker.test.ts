import fc from "fast-check";
import {
  age,
  defaultBreakerLimits as limits,
  judge,
  lets,
  release,
  releaseOne,
  weigh,
  type BreakerState,
  type Teardown,
} from "./breaker.js";

const closed: BreakerState = { trippedAt: null, releasedAt: 0 };
const now = 10_000_000;
const hour = 3_600_000;
const day = 86_400_000;
const some = (count: number, weight: number, expected = false, askedAt = now - 1): Teardown[] =>
  Array.from({ length: count }, () => ({ askedAt, weight, expected }));
const opens = (teardowns: Teardown[], liveWeight: number) =>
  judge(closed, { teardowns, liveWeight }, limits, now).trippedAt !== null;

test.each<[string, Teardown[], number, boolean]>([
  ["nothing", [], 10, false],
  ["three in full, nothing else live", some(3, 1), 0, false],
  ["four in full, nothing else live", some(4, 1), 0, true],
  ["a tenth of many, by surprise", some(10, 1), 90, false],
  ["more than a tenth of many, by surprise", some(11, 1), 89, true],
  ["half of many, expected", some(50, 1, true), 50, false],
  ["more than half of many, expected", some(51, 1, true), 49, true],
  ["expected ones do not make a surprise of the others", [...some(40, 1, true), ...some(10, 1)], 50, false],
  ["those before the window do not count", [...some(50, 1, false, now - hour - 1), ...some(3, 1)], 0, false],
])("%s", (_name, teardowns, liveWeight, open) => {
  expect(opens(teardowns, liveWeight)).toBe(open);
});

describe("strangers with cheap subscriptions", () => {
  test.each([
    ["eleven of a minute, which opened it before", 11, 10],
    ["three hundred of a hundred blocks", 300, 100],
  ])("%s do not open it", (_name, count, paidBlocks) => {
    expect(opens(some(count, weigh({ paidBlocks, expected: false }, now - paidBlocks * 6_000, now)), 0)).toBe(false);
  });

  test("whatever they do, opening it takes more than three days of payment", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50_000 }), { maxLength: 200 }), fc.nat(20), (paid, liveWeight) => {
        const teardowns = paid.flatMap((paidBlocks) => some(1, weigh({ paidBlocks }, now, now)));
        const blocks = paid.reduce((sum, each) => sum + each, 0);
        return !opens(teardowns, liveWeight) || blocks > 3 * 14_400;
      }),
    );
  });
});

describe("an endpoint that lies, however patiently", () => {
  // All that runs has run for a day or longer here; the endpoint says of each end what it likes.
  const lie = fc.record({ paidBlocks: fc.option(fc.nat(20_000), { nil: undefined }), expected: fc.boolean() });

  test("it never destroys more than half of what runs within an hour, nor a tenth that it had not announced", () => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 200 }), fc.array(lie, { maxLength: 200 }), (running, lies) => {
        let state = closed;
        let live = running;
        const asked: Teardown[] = [];
        const destroyed: Teardown[] = [];
        for (const ending of lies.slice(0, running)) {
          const teardown = { askedAt: now, weight: weigh(ending, now - day, now), expected: ending.expected };
          asked.push(teardown);
          live -= 1;
          state = judge(state, { teardowns: asked, liveWeight: live * age(now - day, now) }, limits, now);
          if (lets(state, "1.1", now)) destroyed.push(teardown);
        }
        const surprises = destroyed.filter(({ expected }) => !expected).length;
        return destroyed.length <= Math.max(3, running * 0.5) && surprises <= Math.max(3, running * 0.1);
      }),
    );
  });

  test("saying that little was paid does not make it light", () => {
    expect(weigh({ paidBlocks: 0, expected: true }, now - day, now)).toBe(1);
    expect(weigh({ paidBlocks: 14_400 }, undefined, now)).toBe(1);
    expect(weigh({}, undefined, now)).toBe(1);
  });

  test("a clock that was set back makes nothing weigh less than nothing", () => {
    expect(weigh({ paidBlocks: 0 }, now + day, now)).toBe(0);
  });
});

test("stays open until released, then lets through what was held, and weighs anew", () => {
  const open = judge(closed, { teardowns: some(9, 1), liveWeight: 0 }, limits, now);
  expect(judge(open, { teardowns: [], liveWeight: 0 }, limits, now + day)).toBe(open);
  expect(lets(open, "1.1", now - 1)).toBe(false);
  const one = releaseOne(open, "1.1");
  expect([lets(one, "1.1", now - 1), lets(one, "2.1", now - 1)]).toEqual([true, false]);
  const released = release(now);
  expect(lets(released, "2.1", now - 1)).toBe(true);
  expect(judge(released, { teardowns: some(9, 1), liveWeight: 0 }, limits, now + 1).trippedAt).toBeNull();
  const again = judge(
    released,
    { teardowns: [...some(9, 1), ...some(4, 1, false, now + 5)], liveWeight: 0 },
    limits,
    now + 5,
  );
  expect([lets(again, "1.1", now - 1), lets(again, "1.1", now + 5)]).toEqual([true, false]);
});

test("more teardowns never close it", () => {
  fc.assert(
    fc.property(fc.nat(50), fc.nat(50), fc.nat(200), (few, more, live) => {
      return !opens(some(few, 1), live) || opens(some(few + more, 1), live);
    }),
  );
});
