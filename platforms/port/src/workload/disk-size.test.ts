import fc from "fast-check";
import { diskSize, type DiskGrowth } from "./disk-size.js";

const growth: DiskGrowth = { thresholdPercent: 85, stepGib: 50, maximumGib: 220 };

test.each([
  ["nothing is known of it yet", 100, undefined, growth, 100],
  ["it is large enough", 100, { sizeGib: 100, wantsGib: 0 }, growth, 100],
  ["it wants more", 100, { sizeGib: 100, wantsGib: 150 }, growth, 150],
  ["it has grown, and the program still says its first size", 100, { sizeGib: 150, wantsGib: 0 }, growth, 150],
  ["it wants more than is allowed by now", 100, { sizeGib: 200, wantsGib: 250 }, growth, 220],
  ["it is larger than is allowed by now", 100, { sizeGib: 300, wantsGib: 350 }, growth, 300],
  ["growth is allowed no more", 100, { sizeGib: 150, wantsGib: 200 }, undefined, 150],
  ["the program asks for more by itself", 180, { sizeGib: 150, wantsGib: 0 }, growth, 180],
])("%s", (_name, asked, seen, allowed, size) => {
  expect(diskSize(asked, seen, allowed)).toBe(size);
});

test("it never shrinks, whatever is asked for, wanted and allowed", () => {
  const gib = fc.integer({ min: 1, max: 2 ** 20 });
  const seen = fc.record({ sizeGib: fc.nat(2 ** 20), wantsGib: fc.nat(2 ** 20) });
  const allowed = fc.option(fc.record({ thresholdPercent: gib, stepGib: gib, maximumGib: gib }), { nil: undefined });
  fc.assert(
    fc.property(gib, seen, allowed, (asked, was, may) => {
      const size = diskSize(asked, was, may);
      expect(size).toBeGreaterThanOrEqual(Math.max(asked, was.sizeGib));
      expect(size).toBeLessThanOrEqual(Math.max(asked, was.sizeGib, may?.maximumGib ?? 0));
    }),
  );
});
