import { assert, integer, property, record, tuple } from "fast-check";
import { ScalingSignal, policyProblems, requirePolicy, type GroupPolicy, type GroupScaling } from "./policy.js";

const scaling: GroupScaling = {
  signal: ScalingSignal.Cpu,
  ...{ outAbove: 70, inBelow: 30, forSeconds: 300, outCooldownSeconds: 900, inCooldownSeconds: 1800 },
};
const policy: GroupPolicy = { minimum: 2, maximum: 6, scaling, readyAfterSeconds: 900, drainSeconds: 300 };
const scaled = (change: Partial<GroupScaling>) => ({ scaling: { ...scaling, ...change } });

test.each<[string, Partial<GroupPolicy>, number, RegExp]>([
  [
    "more at least than at most",
    { minimum: 8 },
    1,
    /^minimum: expected at most the maximum of 6, found 8, 2 too many$/,
  ],
  ["fewer than zones", { maximum: 2 }, 3, /^maximum: expected at least 3, the number of zones.*found 2, 1 too few/],
  [
    "a cooldown of a minute",
    scaled({ outCooldownSeconds: 60 }),
    1,
    /outCooldownSeconds: expected at least 900.*840 seconds too few/,
  ],
  [
    "Insight's 80 % with a start of 2.5 h",
    { readyAfterSeconds: 9000 },
    1,
    /expected at least 9000.*8100 seconds too few/,
  ],
  [
    "one that flaps",
    scaled({ inBelow: 60 }),
    1,
    /^scaling\.inBelow: expected less than 46\.67.*found 60, 13\.33 too much$/,
  ],
  [
    "a share above all",
    scaled({ outAbove: 101 }),
    1,
    /^scaling\.outAbove: expected a number above 0 and at most 100, found 101$/,
  ],
  ["half a minute", scaled({ forSeconds: 90 }), 1, /^scaling\.forSeconds: expected whole minutes.*found 90$/],
  ["nothing to scale", { maximum: 2 }, 1, /minimum and maximum are both 2/],
  ["no machine", { minimum: 0 }, 1, /^minimum: expected a whole number from 1 to 1000, found 0$/],
  ["half a machine", { maximum: 2.5 }, 1, /^maximum: expected a whole number/],
  ["a pool of none", { warmPool: { size: 0 } }, 1, /^warmStart\.poolSize/],
  ["a drain of a day", { drainSeconds: 86_400 }, 1, /^drainSeconds: expected a whole number from 0 to 7200/],
])("refused, by how much: %s", (_what, change, zones, message) => {
  expect(policyProblems({ ...policy, ...change }, zones).join("\n")).toMatch(message);
});

test("one that can work is not refused, nor one of a fixed number", () => {
  expect(policyProblems(policy, 3)).toEqual([]);
  expect(policyProblems({ ...policy, minimum: 3, maximum: 3, scaling: undefined }, 3)).toEqual([]);
});

test("all that cannot work is said at once", () => {
  expect(() => requirePolicy({ ...policy, minimum: 9, ...scaled({ outCooldownSeconds: 1 }) }, 7)).toThrow(
    /minimum: .*\nmaximum: .*\nscaling\.outCooldownSeconds: /,
  );
});

const seconds = integer({ min: 1, max: 20_000 });

test("no policy passes whose new machines answer after the next one may start, and the shortfall is exact", () => {
  assert(
    property(tuple(seconds, seconds), ([readyAfterSeconds, outCooldownSeconds]) => {
      const found = policyProblems({ ...policy, readyAfterSeconds, ...scaled({ outCooldownSeconds }) }, 1);
      const short = readyAfterSeconds - outCooldownSeconds;
      if (short <= 0) expect(found).toEqual([]);
      else expect(found).toEqual([expect.stringContaining(`, ${short} seconds too few`)]);
    }),
  );
});

test("a policy that passes never wants back the machine that it has just given up", () => {
  const shape = record({
    minimum: integer({ min: 1, max: 20 }),
    more: integer({ min: 1, max: 20 }),
    outAbove: integer({ min: 1, max: 100 }),
    inBelow: integer({ min: 1, max: 100 }),
  });
  assert(
    property(shape, ({ minimum, more, outAbove, inBelow }) => {
      const one = { ...policy, minimum, maximum: minimum + more, ...scaled({ outAbove, inBelow }) };
      if (policyProblems(one, 1).length > 0) return;
      for (let machines = minimum + 1; machines <= one.maximum; machines++)
        expect((inBelow * machines) / (machines - 1)).toBeLessThan(outAbove);
    }),
  );
});
