import { policyProblems, ScalingSignal } from "@dinfra/port";
import { assert, constantFrom, integer, option, property, record } from "fast-check";
import { policyOf, type PolicyArgs } from "./policy.js";

const snapshot = { baseUrl: "https://snapshots.example/1", manifestSha256: "a".repeat(64), chainId: "dev" };

test.each<[string, PolicyArgs, number]>([
  ["a snapshot", { warmStart: { snapshot } }, 7200],
  ["an image", { warmStart: { image: "ami-1" } }, 1800],
  ["a snapshot of a disk", { warmStart: { diskSnapshot: "snap-1" } }, 1800],
  ["a pool", { warmStart: { snapshot, poolSize: 1 } }, 900],
  ["what was measured", { warmStart: { snapshot }, readyAfterSeconds: 4000 }, 4000],
])("with %s a machine answers after so many seconds, and the next one waits as long", (_what, args, seconds) => {
  const { readyAfterSeconds, scaling } = policyOf(args);
  expect([readyAfterSeconds, scaling?.outCooldownSeconds]).toEqual([seconds, seconds]);
});

test("defaults: two to four machines, by cpu; one number of machines scales by nothing", () => {
  expect(policyOf({ readyAfterSeconds: 600 })).toEqual({
    ...{ minimum: 2, maximum: 4, readyAfterSeconds: 600, drainSeconds: 300 },
    scaling: {
      ...{ signal: ScalingSignal.Cpu, outAbove: 60, inBelow: 32, forSeconds: 300 },
      ...{ outCooldownSeconds: 600, inCooldownSeconds: 1800 },
    },
  });
  expect(policyOf({ minimum: 6, readyAfterSeconds: 600 })).toMatchObject({ minimum: 6, maximum: 6 });
  expect(policyOf({ minimum: 6, readyAfterSeconds: 600 }).scaling).toBeUndefined();
});

test.each<[string, PolicyArgs, RegExp]>([
  ["nobody knows when a machine answers", {}, /^readyAfterSeconds: expected the seconds/],
  [
    "data comes from two places",
    { warmStart: { snapshot, image: "ami-1" } },
    /^warmStart: expected at most one of snapshot, image/,
  ],
  [
    "a signal without a default",
    { readyAfterSeconds: 60, scaling: { signal: ScalingSignal.Connections } },
    /^scaling\.outAbove: expected a number, for which the signal connections has no default/,
  ],
])("refused where %s", (_what, args, message) => {
  expect(() => policyOf(args)).toThrow(message);
});

test("defaults are such that the policy can work, whatever is said beside them", () => {
  const shape = record({
    minimum: integer({ min: 1, max: 30 }),
    more: integer({ min: 1, max: 30 }),
    readyAfterSeconds: integer({ min: 1, max: 100_000 }),
    signal: constantFrom(ScalingSignal.Cpu, ScalingSignal.Memory),
    outAbove: option(integer({ min: 4, max: 100 }), { nil: undefined }),
  });
  assert(
    property(shape, ({ minimum, more, readyAfterSeconds, signal, outAbove }) => {
      const args = { minimum, maximum: minimum + more, readyAfterSeconds, scaling: { signal, outAbove } };
      expect(policyProblems(policyOf(args), 1)).toEqual([]);
    }),
  );
});
