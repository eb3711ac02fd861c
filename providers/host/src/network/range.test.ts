import fc from "fast-check";
import { candidate, crowded, highestPort, lowestPort, overlap } from "./range.js";

const name = fc.stringMatching(/^[a-z0-9][a-z0-9.-]{0,40}$/);
const size = fc.integer({ min: 1, max: 1000 });
const attempt = fc.integer({ min: 0, max: 63 });

test("a range is of the wanted size, within the limits, at a loopback address of its own", () => {
  fc.assert(
    fc.property(name, size, attempt, fc.boolean(), (n, s, a, shared) => {
      const { address, firstPort, lastPort } = candidate(n, s, a, shared);
      expect(lastPort - firstPort + 1).toBe(s);
      expect(firstPort).toBeGreaterThanOrEqual(lowestPort);
      expect(lastPort).toBeLessThanOrEqual(highestPort);
      const parts = address.split(".").map(Number);
      expect(parts[0]).toBe(127);
      if (shared) expect(address).toBe("127.0.0.1");
      else
        expect(parts.slice(1).every((part) => part >= 0 && part <= 255) && parts[1]! > 0 && parts[3]! > 0).toBe(true);
    }),
  );
});

test("the same name tries the same places", () => {
  fc.assert(
    fc.property(name, size, attempt, (n, s, a) => expect(candidate(n, s, a, false)).toEqual(candidate(n, s, a, false))),
  );
});

test("ranges overlap exactly when they share a port at an address", () => {
  const range = fc.record({
    at: fc.constantFrom("127.1.1.1", "127.1.1.2"),
    from: fc.nat(20),
    size: fc.integer({ min: 1, max: 8 }),
  });
  fc.assert(
    fc.property(range, range, (a, b) => {
      const ports = (r: typeof a) => new Set(Array.from({ length: r.size }, (_, i) => `${r.at}:${r.from + i}`));
      const as = (r: typeof a) => ({ address: r.at, firstPort: r.from, lastPort: r.from + r.size - 1 });
      const shared = [...ports(a)].some((port) => ports(b).has(port));
      expect(overlap(as(a), as(b))).toBe(shared);
      expect(crowded(as(a), as(b), true)).toBe(shared);
      expect(crowded(as(a), as(b), false)).toBe(a.at === b.at);
    }),
  );
});
