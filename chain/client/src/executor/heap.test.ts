import fc from "fast-check";
import { Heap } from "./heap.js";

const base = 1003;
const sizes = fc.array(fc.tuple(fc.boolean(), fc.nat(300)), { maxLength: 60 });

test("places are aligned, above the runtime's data, and never over one another or the 8 bytes before one", () => {
  fc.assert(
    fc.property(sizes, (steps) => {
      const heap = new Heap({ buffer: new ArrayBuffer(2 ** 20) } as WebAssembly.Memory, base);
      const taken: [number, number][] = [];
      for (const [give, size] of steps) {
        if (give && taken.length > 0) {
          heap.release(taken.shift()![0]);
          continue;
        }
        const place = heap.malloc(size);
        expect(place % 8).toBe(0);
        expect(place - 8).toBeGreaterThanOrEqual(base);
        // The runtime takes the last two bytes before a place for how far it moved on.
        expect(heap.at(place - 2, 2).readUInt16LE()).toBe(0);
        for (const [other, length] of taken)
          expect(place + size <= other - 8 || other + length <= place - 8).toBe(true);
        heap.at(place - 8, size + 8).fill(255);
        taken.push([place, size]);
      }
      heap.clear();
      expect(heap.at(base, 2 ** 20 - base).every((byte) => byte === 0)).toBe(true);
    }),
  );
});

test("what is full, too large or not taken is refused", () => {
  const heap = new Heap({ buffer: new ArrayBuffer(4096) } as WebAssembly.Memory, base);
  expect(() => heap.malloc(4096)).toThrow("of memory");
  expect(() => heap.malloc(2 ** 25 + 1)).toThrow("at most 33554432 bytes at once");
  expect(() => heap.release(2048)).toThrow("expected a place of the heap");
});
