/** @integration */
import type { Block, Blockchain } from "@acala-network/chopsticks-core";
import { readBlob } from "../blob.js";
import { leaseExecutor } from "../genesis/executor.js";
import { blockAtOnce } from "./block-at-once.js";
import { startBlockchain } from "./embedded.js";
import { flattened } from "./flat-storage.js";

let release: () => Promise<void>;
let chain: Blockchain;
beforeAll(async () => {
  release = await leaseExecutor();
  chain = await startBlockchain({}, readBlob(), `0x${"f1".repeat(32)}`);
});
afterAll(async () => {
  await chain.close();
  await release();
});

async function grow(blocks: number): Promise<void> {
  for (let i = 0; i < blocks; i++)
    await chain.onNewBlock((await blockAtOnce(chain.head, { transactions: [] })) as Block);
}

/** All of storage at a block, read key by key. */
async function stateOf(block: Block): Promise<Record<string, string | undefined>> {
  const keys = await block.getKeysPaged({ prefix: "0x", pageSize: 1000 });
  return Object.fromEntries(await Promise.all(keys.map(async (key) => [key, await block.get(key)] as const)));
}

test("a flattened block has the same storage, header and extrinsics, with fewer layers below it", async () => {
  await grow(6);
  const { head } = chain;
  const before = await stateOf(head);
  expect(Object.keys(before).length).toBeGreaterThan(30);
  const flat = await flattened(head, 4);
  expect(flat).not.toBe(head);
  expect({ number: flat.number, hash: flat.hash }).toEqual({ number: head.number, hash: head.hash });
  expect((await flat.header).toHex()).toBe((await head.header).toHex());
  expect(await flat.extrinsics).toEqual(await head.extrinsics);
  expect(await stateOf(flat)).toEqual(before);
});

test("a deleted key stays deleted, and the chain grows on from a flattened block", async () => {
  const gone = "0xdead01";
  const there = "0xdead02";
  chain.head.pushStorageLayer().setAll([
    [gone, "0x01"],
    [there, "0x02"],
  ]);
  await grow(1);
  chain.head.pushStorageLayer().setAll([[gone, null]]);
  await grow(2);
  await chain.setHead(await flattened(chain.head, 8));
  expect(await chain.head.get(gone)).toBeUndefined();
  expect(await chain.head.get(there)).toBe("0x02");
  const { number } = chain.head;
  await grow(2);
  expect(chain.head.number).toBe(number + 2);
  expect(await chain.head.get(there)).toBe("0x02");
  expect(await (await chain.getBlockAt(number - 3))?.get(there)).toBe("0x02");
});

test("a chain shorter than the depth is flattened down to genesis", async () => {
  const before = await stateOf(chain.head);
  expect(await stateOf(await flattened(chain.head, 1000))).toEqual(before);
});
