import type { Block, TaskCallResponse } from "@acala-network/chopsticks-core";
import fc from "fast-check";
import type { Hex } from "../views.js";
import { RuntimeAnswers } from "./runtime-answers.js";

// A double of the executor: its "runtime" follows the storage from key to key, so that what it reads depends on what it has read.
type Storage = Readonly<Record<string, string | undefined>>;
let runs = 0;
beforeEach(() => (runs = 0));

const blockOf = (storage: Storage, wasm: Hex = "0x01") =>
  ({ wasm: Promise.resolve(wasm), storage, chain: {} }) as unknown as Block;
const storageOf = (block: Block) => block.storage as unknown as Storage;
const nextKey = (storage: Storage, after: string) =>
  Object.keys(storage)
    .sort()
    .find((key) => key > after);

type Executor = NonNullable<ConstructorParameters<typeof RuntimeAnswers>[0]>;
const executor: Executor = {
  taskHandler: (block) => ({
    getStorage: async (key) => storageOf(block)[key],
    getNextKey: async (_prefix, key) => nextKey(storageOf(block), key),
    offchainGetStorage: async () => undefined,
    offchainTimestamp: async () => 7,
    offchainRandomSeed: async () => "0x00",
    offchainSubmitTransaction: async () => false,
  }),
  runTask: async ({ wasm, calls }, handler) => {
    runs += 1;
    const [[method, [start]]] = calls as [[string, [Hex]]];
    if (method === "fails") return { Error: "trapped" };
    const seen: (string | undefined)[] = [wasm];
    if (method === "clock") seen.push(String(await handler!.offchainTimestamp()));
    let key: string | undefined = start;
    for (let step = 0; step < 3 && key !== undefined; step++) {
      seen.push(key, (key = await handler!.getStorage(key as Hex)));
      if (method === "next" && key !== undefined) seen.push(await handler!.getNextKey("0x", key as Hex));
    }
    return { Call: { result: seen.join() as Hex } as TaskCallResponse };
  },
};

const names = fc.constantFrom("0x0a", "0x0b", "0x0c", "0x0d");
const storages = fc.dictionary(names, names, { maxKeys: 4 });

test("whatever is asked of whatever blocks, the answer is the one that a run would give", async () => {
  const question = fc.tuple(
    storages,
    fc.constantFrom("reads", "next", "clock"),
    names,
    fc.constantFrom("0x01", "0x02"),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(question, { maxLength: 20 }), async (questions) => {
      const answers = new RuntimeAnswers(executor);
      for (const [storage, method, start, wasm] of questions) {
        const block = blockOf(storage, wasm as Hex);
        const fresh = await new RuntimeAnswers(executor).call(block, method, start as Hex);
        expect(await answers.call(block, method, start as Hex)).toBe(fresh);
      }
    }),
  );
});

test("it is run again where something that it read is another, and not where that is something else", async () => {
  const answers = new RuntimeAnswers(executor);
  const ask = async (storage: Storage, method = "reads", wasm: Hex = "0x01") => {
    const before = runs;
    await answers.call(blockOf(storage, wasm), method, "0x0a");
    return runs - before;
  };
  expect(await ask({ "0x0a": "0x0b" })).toBe(1);
  expect(await ask({ "0x0a": "0x0b", "0x0d": "0x0a" })).toBe(0);
  expect(await ask({ "0x0a": "0x0b", "0x0b": "0x0c" })).toBe(1);
  expect(await ask({ "0x0a": "0x0b", "0x0b": "0x0c" }, "reads", "0x02")).toBe(1);
  // What is not of the storage may be another every time.
  expect([await ask({}, "clock"), await ask({}, "clock")]).toEqual([1, 1]);
});

test("a call that failed is made again", async () => {
  const answers = new RuntimeAnswers(executor);
  const block = blockOf({});
  for (let i = 0; i < 2; i++) await expect(answers.call(block, "fails", "0x0a")).rejects.toThrow("trapped");
  expect(runs).toBe(2);
});
