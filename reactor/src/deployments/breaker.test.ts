import fc from "fast-check";
import {
  age,
  countsFrom,
  defaultBreakerLimits as limits,
  judge,
  lets,
  release,
  releaseOne,
  weigh,
  type BreakerState,
  type Teardown,
  type TeardownWeight,
} from "./breaker.js";
import { LiveWeight, TeardownWindow } from "./weights.js";

const closed: BreakerState = { trippedAt: null, releasedAt: 0 };
const now = 10_000_000;
const hour = 3_600_000;
const day = 86_400_000;
const some = (count: number, weight: number, expected = false, askedAt = now - 1): Teardown[] =>
  Array.from({ length: count }, () => ({ askedAt, weight, expected }));
const total = (teardowns: readonly Teardown[]) => teardowns.reduce((sum, { weight }) => sum + weight, 0);
const weightOf = (teardowns: readonly Teardown[], since: number): TeardownWeight => {
  const counted = teardowns.filter(({ askedAt }) => askedAt > since);
  const surprises = total(counted.filter(({ expected }) => !expected));
  return { count: counted.length, all: total(counted), surprises };
};
const judged = (state: BreakerState, teardowns: readonly Teardown[], liveWeight: number, at = now) =>
  judge(state, { teardowns: weightOf(teardowns, countsFrom(state, limits, at)), liveWeight }, limits, at);
const opens = (teardowns: Teardown[], liveWeight: number) => judged(closed, teardowns, liveWeight).trippedAt !== null;

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
          state = judged(state, asked, live * age(now - day, now));
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
  const open = judged(closed, some(9, 1), 0);
  expect(judged(open, [], 0, now + day)).toBe(open);
  expect(lets(open, "1.1", now - 1)).toBe(false);
  const one = releaseOne(open, "1.1");
  expect([lets(one, "1.1", now - 1), lets(one, "2.1", now - 1)]).toEqual([true, false]);
  const released = release(now);
  expect(lets(released, "2.1", now - 1)).toBe(true);
  expect(judged(released, some(9, 1), 0, now + 1).trippedAt).toBeNull();
  const again = judged(released, [...some(9, 1), ...some(4, 1, false, now + 5)], 0, now + 5);
  expect([lets(again, "1.1", now - 1), lets(again, "1.1", now + 5)]).toEqual([true, false]);
});

test("more teardowns never close it", () => {
  fc.assert(
    fc.property(fc.nat(50), fc.nat(50), fc.nat(200), (few, more, live) => {
      return !opens(some(few, 1), live) || opens(some(few + more, 1), live);
    }),
  );
});

describe("what is kept up to date is what counting everything gives", () => {
  const close = (a: number, b: number) => Math.abs(a - b) < 1e-6;

  test("of what is live", () => {
    const step = fc.record({ id: fc.integer({ min: 1, max: 5 }), after: fc.nat(day), ends: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const kept = new LiveWeight();
        const live = new Map<string, number>();
        let at = now;
        return steps.every(({ id, after, ends }) => {
          at += after;
          const since = ends ? undefined : at - Math.floor(after / 2);
          kept.set(`${id}.1`, since);
          if (since === undefined) live.delete(`${id}.1`);
          else live.set(`${id}.1`, since);
          return close(
            kept.at(at),
            [...live.values()].reduce((sum, each) => sum + age(each, at), 0),
          );
        });
      }),
    );
  });

  test("of teardowns in a window", () => {
    const teardown = fc.record({ askedAt: fc.nat(100), weight: fc.constantFrom(0, 0.25, 1), expected: fc.boolean() });
    fc.assert(
      fc.property(fc.array(fc.tuple(teardown, fc.nat(30)), { maxLength: 60 }), (steps) => {
        const kept = new TeardownWindow();
        const all: Teardown[] = [];
        let since = 0;
        return steps.every(([each, further]) => {
          kept.add(each);
          all.push(each);
          since += further;
          const [found, wanted] = [kept.after(since), weightOf(all, since)];
          return (
            found.count === wanted.count && close(found.all, wanted.all) && close(found.surprises, wanted.surprises)
          );
        });
      }),
    );
  });
});
