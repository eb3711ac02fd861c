import fc from "fast-check";
import { judge, lets, release, type BreakerLimits } from "./breaker.js";

const limits: BreakerLimits = { window: 100, floor: 3, share: 0.25 };
const closed = { trippedAt: null, releasedAt: 0 };
const asked = (count: number, at = 950) => Array<number>(count).fill(at);

test.each([
  ["nothing asked", [], 10, false],
  ["the floor itself", asked(3), 0, false],
  ["one more than the floor, few live", asked(4), 2, true],
  ["the share of many", asked(25), 75, false],
  ["more than the share of many", asked(26), 74, true],
  ["old ones do not count", [...asked(3), ...asked(50, 899)], 2, false],
])("%s", (_name, askedAt, live, trips) => {
  expect(judge(closed, { askedAt, live }, limits, 1000).trippedAt).toBe(trips ? 1000 : null);
});

test("stays open until released, then lets through what was held, and counts anew", () => {
  const open = judge(closed, { askedAt: asked(9), live: 0 }, limits, 1000);
  expect(judge(open, { askedAt: [], live: 0 }, limits, 9999)).toBe(open);
  expect(lets(open, 950)).toBe(false);
  const released = release(1010);
  expect(lets(released, 950)).toBe(true);
  expect(judge(released, { askedAt: asked(9), live: 0 }, limits, 1011).trippedAt).toBeNull();
  const again = judge(released, { askedAt: [...asked(9), ...asked(4, 1020)], live: 0 }, limits, 1020);
  expect(again.trippedAt).toBe(1020);
  expect([lets(again, 950), lets(again, 1020)]).toEqual([true, false]);
});

test("more teardowns never close it", () => {
  fc.assert(
    fc.property(fc.nat(50), fc.nat(50), fc.nat(200), (few, more, live) => {
      const tripped = (count: number) =>
        judge(closed, { askedAt: asked(count), live }, limits, 1000).trippedAt !== null;
      return !tripped(few) || tripped(few + more);
    }),
  );
});
