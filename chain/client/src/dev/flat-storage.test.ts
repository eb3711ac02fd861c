import { xxhashAsHex } from "@polkadot/util-crypto";
import { startDevChain } from "./dev-chain.js";
import { rpc } from "./fixtures.js";

const twox = (text: string) => xxhashAsHex(text, 128).slice(2);

test("storage stays whole where the layers of its blocks are joined", async () => {
  const dev = await startDevChain();
  const all = async () => {
    const keys = await rpc<string[]>(dev.endpoint, "state_getKeysPaged", "0x", 1000, "0x");
    const [{ changes }] = await rpc<[{ changes: [string, string][] }]>(dev.endpoint, "state_queryStorageAt", keys);
    return new Map(changes);
  };
  // What changes with every block anyway, and one entry a block of the last 256 or so.
  const moving = new Set(["System", "ParachainSystem", "Timestamp", "Aura", "AuraExt", "Subscriptions"].map(twox));
  const still = (state: Map<string, string>) =>
    [...state].filter(([key]) => !moving.has(key.slice(2, 34)) || key.slice(34, 66) === twox("Account"));
  const before = await all();
  await dev.newBlock(256);
  const after = await all();
  expect(still(after)).toEqual(still(before));
  expect(after.get(`0x${twox("System")}${twox("Number")}`)).toBe("0x01010000");
  await dev.close();
}, 300_000);
