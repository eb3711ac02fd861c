import { Watch, type Watched } from "./watch.js";

/** A platform whose lists are counted, as a shared look is. */
const platform = (alive: Set<string>) => {
  const observer = {
    asked: 0,
    fails: false,
    owners: async () => new Map(),
    consistencyDelayMs: 0,
    list: async (owner: string) => {
      observer.asked += 1;
      if (observer.fails) throw new Error("away");
      return alive.has(owner) ? [{ name: `${owner}-1` }] : [];
    },
  };
  return observer;
};

let alive: Set<string>;
let ill: string[];
let silent: number;
const rounds = async (count: number) => jest.advanceTimersByTimeAsync(count * 100);
const make = () =>
  new Watch({
    interval: 100,
    reachable: async () => true,
    onIll: (id, { code }) => void ill.push(`${id} ${code}`),
    onNoAnswer: () => void (silent += 1),
  });
const watched = (id: string, observer: Watched["observer"]): Watched => ({
  owner: id,
  observer,
  watched: [`${id}-1`],
  endpoints: [],
});

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ["setImmediate"] });
  [alive, ill, silent] = [new Set(["a", "b"]), [], 0];
});
afterEach(() => jest.useRealTimers());

test("each is looked at in every round; one that is ill is told of once, and watched again when it is set again", async () => {
  const [watch, observer] = [make(), platform(alive)];
  for (const id of alive) watch.set(id, watched(id, observer));
  await rounds(2);
  expect([observer.asked, ill]).toEqual([4, []]);
  alive.delete("b");
  await rounds(3);
  expect(ill).toEqual(["b platform.missing"]);
  watch.set("b", watched("b", observer));
  await rounds(2);
  expect(ill).toEqual(["b platform.missing", "b platform.missing"]);
  await watch.stop();
});

test("a platform that cannot be asked is no finding, and is said once a round", async () => {
  const [watch, away, other] = [make(), platform(alive), platform(alive)];
  away.fails = true;
  for (let n = 0; n < 300; n++) watch.set(`x${n}`, watched(`x${n}`, away));
  watch.set("gone", watched("gone", other));
  await rounds(1);
  expect([ill, silent]).toEqual([["gone platform.missing"], 1]);
  // Those that had asked already when the first was refused.
  expect(away.asked).toBeLessThanOrEqual(64);
  await watch.stop();
});

test("what is changed or no more watched while it is looked at is not told of", async () => {
  const watch = make();
  const answers: (() => void)[] = [];
  const slow = {
    owners: async () => new Map(),
    consistencyDelayMs: 0,
    list: () => new Promise<never[]>((resolve) => answers.push(() => resolve([]))),
  };
  for (const id of ["changed", "deleted", "stays"]) watch.set(id, watched(id, slow));
  await rounds(1);
  watch.set("changed", watched("changed", slow));
  watch.delete("deleted");
  answers.forEach((answer) => answer());
  await rounds(0);
  expect(ill).toEqual(["stays platform.missing"]);
  answers.length = 0;
  const stopped = watch.stop();
  answers.forEach((answer) => answer());
  await stopped;
});
