import { Wakes } from "./wakes.js";

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test("wakes everyone at news, and at the latest after the interval", () => {
  const wakes = new Wakes(1000, () => undefined);
  let count = 0;
  const off = wakes.on(() => count++);
  wakes.wake();
  expect(count).toBe(1);
  jest.advanceTimersByTime(999);
  expect(count).toBe(1);
  jest.advanceTimersByTime(1);
  expect(count).toBe(2);
  jest.advanceTimersByTime(3000);
  expect(count).toBe(5);
  off();
  jest.advanceTimersByTime(10_000);
  expect(count).toBe(5);
  expect(jest.getTimerCount()).toBe(0);
});

test("a listener that throws stops nobody", () => {
  const logged: string[] = [];
  const wakes = new Wakes(1000, (message) => logged.push(message));
  wakes.on(() => {
    throw new Error("mine");
  });
  let count = 0;
  wakes.on(() => count++);
  wakes.wake();
  expect(count).toBe(1);
  expect(logged).toEqual([expect.stringContaining("mine")]);
  wakes.close();
  expect(jest.getTimerCount()).toBe(0);
});

test("waiting for the next wake ends with the signal", async () => {
  const wakes = new Wakes(1000, () => undefined);
  const stop = new AbortController();
  const waiting = wakes.next(stop.signal);
  stop.abort();
  await waiting;
  await wakes.next(stop.signal);
  expect(jest.getTimerCount()).toBe(0);
});
