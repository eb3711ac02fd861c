import { Due } from "./due.js";

let now = 0;
const called: string[] = [];
const make = () =>
  new Due(
    () => now,
    (id) => void called.push(id),
  );
beforeEach(() => {
  jest.useFakeTimers();
  now = 0;
  called.length = 0;
});
afterEach(() => jest.useRealTimers());
const pass = async (milliseconds: number) => {
  now += milliseconds;
  await jest.advanceTimersByTimeAsync(milliseconds);
};

test("calls each at its time, the earliest first, with one timer", async () => {
  const due = make();
  for (const [id, at] of [
    ["c", 30],
    ["a", 10],
    ["b", 20],
  ] as const)
    due.set(id, at);
  expect(jest.getTimerCount()).toBe(1);
  await pass(9);
  expect(called).toEqual([]);
  await pass(1);
  expect(called).toEqual(["a"]);
  await pass(20);
  expect(called).toEqual(["a", "b", "c"]);
  expect(jest.getTimerCount()).toBe(0);
});

test("the last time that was set counts; what was deleted, and everything after a stop, is not called", async () => {
  const due = make();
  due.set("a", 10);
  due.set("a", 40);
  due.set("b", 10);
  due.delete("b");
  due.set("c", 50);
  await pass(20);
  expect(called).toEqual([]);
  await pass(20);
  expect(called).toEqual(["a"]);
  due.stop();
  await pass(20);
  expect(called).toEqual(["a"]);
});

test("many at once are called in parts, and what is called may set itself again", async () => {
  const due = new Due(
    () => now,
    (id) => {
      called.push(id);
      if (called.length <= 1_000) due.set(id, now + 1_000);
    },
  );
  for (let n = 0; n < 1_000; n++) due.set(String(n), 5);
  await pass(5);
  await pass(0);
  expect(called.length).toBeGreaterThan(0);
  await pass(100);
  expect(new Set(called).size).toBe(1_000);
  await pass(1_000);
  await pass(100);
  expect(called).toHaveLength(2_000);
});
