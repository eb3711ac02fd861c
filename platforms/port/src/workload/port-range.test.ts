import fc from "fast-check";
import { portsInRange } from "./port-range.js";

const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 });

test("workloads of one outline never share a port, and stay in the range", () => {
  fc.assert(
    fc.property(names, fc.integer({ min: 1024, max: 60_000 }), fc.nat(20), fc.nat(20), (ports, firstPort, a, b) => {
      const range = { firstPort, lastPort: firstPort + ports.length * 21 - 1 };
      const of = (index: number) => Object.values(portsInRange(range, ports, index));
      for (const port of [...of(a), ...of(b)]) {
        expect(port).toBeGreaterThanOrEqual(range.firstPort);
        expect(port).toBeLessThanOrEqual(range.lastPort);
      }
      expect(new Set([...of(a), ...of(b)]).size).toBe(a === b ? ports.length : 2 * ports.length);
    }),
  );
});

test("a range that is too small is refused with the size that would do", () => {
  expect(() => portsInRange({ firstPort: 100, lastPort: 103 }, ["rpc", "p2p"], 2)).toThrow(
    "the network has ports 100 to 103: expected 6 for index 2 with 2 ports each; give the network a larger size",
  );
});
