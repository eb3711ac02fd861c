import fc from "fast-check";
import { Overlay } from "./overlay.js";

// Transactions as what they are: a copy of all that was changed, to which one comes back.
type Step = ["write", string, number | null] | ["begin"] | ["commit"] | ["rollback"];

const keys = fc.constantFrom("0x01", "0x02", "0x0201", "0x03");
const steps = fc.array(
  fc.oneof(
    fc.tuple(fc.constant("write" as const), keys, fc.option(fc.nat(9))),
    fc.tuple(fc.constantFrom("begin" as const, "commit" as const, "rollback" as const)),
  ),
  { maxLength: 40 },
) as fc.Arbitrary<Step[]>;

test("changes of a transaction stay when it is committed, and are gone when it is rolled back, however deep", () => {
  fc.assert(
    fc.property(steps, keys, (all, after) => {
      const overlay = new Overlay();
      let state = new Map<string, number | null>();
      const saved: Map<string, number | null>[] = [];
      for (const [what, key, value] of all) {
        if (what === "write") {
          overlay.write(key, value === null ? null : Uint8Array.of(value));
          state.set(key, value);
        } else if (what === "begin") {
          overlay.begin();
          saved.push(new Map(state));
        } else if (saved.length === 0) {
          expect(() => overlay[what]()).toThrow("expected an open transaction");
        } else {
          overlay[what]();
          const before = saved.pop()!;
          if (what === "rollback") state = before;
        }
      }
      expect(overlay.depth).toBe(saved.length);
      const expected = [...state].sort(([a], [b]) => (a < b ? -1 : 1));
      expect(overlay.entries().map(([key, value]) => [key, value === null ? null : value[0]])).toEqual(expected);
      expect(overlay.next(after)).toBe(expected.find(([key, value]) => key > after && value !== null)?.[0]);
    }),
  );
});
