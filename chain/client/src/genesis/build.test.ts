/** @integration */
import { readBlob } from "../blob.js";
import type { Hex } from "../views.js";
import { metadataOf } from "../sources.js";
import { Runtime } from "../client/runtime.js";
import { buildGenesis } from "./build.js";
import { leaseExecutor } from "./executor.js";

const instance: Hex = `0x${"1d".repeat(32)}`;
const alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
const huge = 2n ** 60n + 1n;

let release: () => Promise<void>;
let wasm: Hex;
let runtime: Runtime;
let genesis: Record<string, string>;

beforeAll(async () => {
  release = await leaseExecutor();
  wasm = readBlob();
  runtime = new Runtime(await metadataOf(wasm), 1, 1);
  genesis = await buildGenesis({
    wasm,
    startTime: 1_700_000_000_000,
    patch: { providers: { instance }, balances: { balances: [[alice, huge]] } },
  });
});
afterAll(() => release());

const value = (pallet: string, item: string, ...keys: unknown[]) =>
  genesis[runtime.storageKey(pallet, item, ...keys)] as Hex | undefined;

test("keys are in order: out of it, maps lose entries without an error", () => {
  const keys = Object.keys(genesis);
  expect(keys.length).toBeGreaterThan(20);
  expect(keys).toEqual([...keys].sort());
});

test("a balance beyond 2^53 keeps every digit", () => {
  const account = runtime.decodeStorage("system", "account", value("system", "account", alice) as Hex);
  const { data } = account as unknown as { data: { free: { toBigInt(): bigint } } };
  expect(data.free.toBigInt()).toBe(huge);
});

test("the instance is the one asked for, the code is the blob, the clock is set", () => {
  expect(value("providers", "instance")).toBe(instance);
  expect(genesis["0x3a636f6465"]).toBe(wasm);
  const now = runtime.decodeStorage("timestamp", "now", value("timestamp", "now") as Hex);
  expect(now.toString()).toBe("1700000000000");
});

test("what the runtime refuses is refused in its words", async () => {
  await expect(buildGenesis({ wasm, startTime: 0, patch: { nonsense: {} } })).rejects.toMatchObject({
    code: "BlobUnusable",
    message: expect.stringContaining("nonsense") as string,
  });
  await expect(buildGenesis({ wasm, startTime: 0, preset: "no-such" })).rejects.toMatchObject({
    code: "BlobUnusable",
    message: expect.stringContaining("no-such") as string,
  });
});

test("a file that is no runtime is refused", async () => {
  await expect(buildGenesis({ wasm: "0x00010203", startTime: 0 })).rejects.toMatchObject({ code: "BlobUnusable" });
  expect(() => readBlob("/no/such/blob")).toThrow("no runtime blob at /no/such/blob");
});
