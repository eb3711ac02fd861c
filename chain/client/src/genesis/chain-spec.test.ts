/** @integration */
import { encodeAddress } from "@polkadot/util-crypto";
import { readBlob } from "../blob.js";
import { Runtime } from "../client/runtime.js";
import { metadataOf } from "../sources.js";
import type { Hex } from "../views.js";
import { chainSpec, type ChainSpec, type ChainSpecOptions } from "./chain-spec.js";

const alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
const bob = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";
const stranger = encodeAddress(new Uint8Array(32).fill(7), 42);
const instance: Hex = `0x${"1d".repeat(32)}`;
const common = { paraId: 2000, relayChain: "rococo-local", instance } as const;

let runtime: Runtime;
beforeAll(async () => {
  runtime = new Runtime(await metadataOf(readBlob()), 1, 1);
});

function value(spec: ChainSpec, pallet: string, item: string, ...keys: unknown[]): unknown {
  const raw = spec.genesis.raw.top[runtime.storageKey(pallet, item, ...keys)];
  return raw === undefined ? null : runtime.decodeStorage(pallet, item, raw as Hex).toJSON();
}
const authors = (spec: ChainSpec) => (value(spec, "aura", "authorities") as Hex[]).map((key) => encodeAddress(key, 42));

test.each([
  ["development", "Development", [alice]],
  ["local_testnet", "Local", [alice, bob]],
])("preset %s", async (preset, chainType, expected) => {
  const spec = await chainSpec({ ...common, preset, paraId: 2777 });
  expect(spec).toMatchObject({ chainType, relay_chain: "rococo-local", para_id: 2777 });
  expect(authors(spec)).toEqual(expected);
  expect(value(spec, "sudo", "key")).toBe(alice);
  expect(value(spec, "parachainInfo", "parachainId")).toBe(2777);
  expect(value(spec, "providers", "instance")).toBe(instance);
  // The first author's clock counts.
  expect(value(spec, "timestamp", "now")).toBeNull();
});

test("a live chain is of its own keys only", async () => {
  const spec = await chainSpec({
    ...common,
    preset: "local_testnet",
    chainType: "Live",
    collators: [stranger],
    sudo: stranger,
    balances: [[stranger, 2n ** 60n + 1n]],
  });
  expect(authors(spec)).toEqual([stranger]);
  expect(value(spec, "sudo", "key")).toBe(stranger);
  expect(value(spec, "balances", "totalIssuance")).toBe(`0x${(2n ** 60n + 1n).toString(16).padStart(32, "0")}`);
  expect(value(spec, "system", "account", alice)).toBeNull();
});

test("two chains are never the same by accident", async () => {
  const made = await Promise.all(
    [1, 2].map(() => chainSpec({ ...common, preset: "development", instance: undefined as never })),
  );
  const [one, other] = made.map((spec) => value(spec, "providers", "instance"));
  expect(one).not.toBe(other);
});

test.each<[string, Partial<ChainSpecOptions>, string]>([
  ["no such preset", { preset: "mainnet" }, 'no genesis preset "mainnet"'],
  ["para id 0", { paraId: 0 }, "para id 0"],
  ["no relay chain", { relayChain: " " }, "relay chain"],
  ["a collator that is none", { collators: ["5Nobody"] }, "SS58 address"],
  ["a collator twice", { collators: [alice, alice] }, "each key once"],
  ["no collator at all", { collators: [] }, "at least one"],
  ["an id that is no folder", { id: "a/b" }, "it names a folder"],
  ["a live chain with known keys", { chainType: "Live" }, "known to everybody"],
  ["half an instance", { instance: "0x12" }, "64 lower-case hex digits"],
])("refused: %s", async (_what, wrong, words) => {
  await expect(chainSpec({ ...common, preset: "development", ...wrong })).rejects.toThrow(words);
});
