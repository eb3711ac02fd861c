import { ownerLabel, type Observer } from "@dinfra/stacks";
import { observeShared } from "./looks.js";

const limits = { firstDelay: 1_000, longestDelay: 4_000, spread: () => 1 };

/** A platform that counts how often it is asked, at an instant that the test sets. */
function counted(answer: () => Promise<string[]>) {
  const count = { looks: 0 };
  const observer: Observer = {
    consistencyDelayMs: 0,
    identify: () => undefined,
    snapshot: async () => {
      count.looks += 1;
      const begunAt = performance.now();
      const names = await answer();
      const owner = ownerLabel("me");
      return { begunAt, owned: new Map([[owner, names.map((name) => ({ type: "t", name, id: name, owner }))]]) };
    },
  };
  return { count, observer };
}

let now: number;
beforeEach(() => {
  now = 1_000;
  jest.spyOn(performance, "now").mockImplementation(() => now);
});
afterEach(() => jest.restoreAllMocks());

test("a hundred deployments that look every two seconds are one look every two seconds", async () => {
  const { count, observer } = counted(async () => ["x"]);
  const platform = observeShared(observer, limits);
  for (let second = 0; second < 60; second += 2) {
    now = 1_000 + second * 1_000;
    // Each deployment looks at its own moment within the interval.
    for (let i = 0; i < 100; i++) {
      now += 19;
      expect(await platform.list("me", now - 2_000)).toMatchObject([{ name: "x" }]);
    }
  }
  expect(count.looks).toBeLessThanOrEqual(31);
});

test("a platform that fails is asked less and less often, and everybody is told why", async () => {
  let away = true;
  const { count, observer } = counted(async () => {
    if (away) throw new Error("503 from the cloud");
    return [];
  });
  const platform = observeShared(observer, limits);
  const asked: number[] = [];
  for (; now < 21_000; now += 100) {
    const before = count.looks;
    await expect(platform.list("me", now)).rejects.toThrow("503 from the cloud");
    if (count.looks > before) asked.push(now);
  }
  expect(asked).toEqual([1_000, 2_000, 4_000, 8_000, 12_000, 16_000, 20_000]);
  away = false;
  await expect(platform.list("me", now)).rejects.toMatchObject({ code: "observer.failed", retryable: true });
  now = 24_000;
  expect(await platform.list("me", now)).toEqual([]);
  now += 1;
  expect(await platform.list("me", now)).toEqual([]);
});

test("after an update only a look that began later is believed", async () => {
  let names = ["old"];
  const { observer } = counted(async () => names);
  const platform = observeShared(observer, limits);
  expect(await platform.list("me", now)).toMatchObject([{ name: "old" }]);
  names = ["new"];
  expect(await platform.list("me", now)).toMatchObject([{ name: "old" }]);
  now += 1;
  expect(await platform.list("me", now)).toMatchObject([{ name: "new" }]);
});
