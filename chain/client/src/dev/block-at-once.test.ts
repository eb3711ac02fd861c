/** @integration */
import type { Blockchain } from "@acala-network/chopsticks-core";
import { readBlob } from "../blob.js";
import { chopsticks } from "../genesis/chopsticks.js";
import { leaseExecutor } from "../genesis/executor.js";
import type { Hex } from "../views.js";
import { connect } from "../client/connect.js";
import { calls } from "../client/calls.js";
import { signerFromUri } from "../client/signer.js";
import { blockAtOnce } from "./block-at-once.js";
import { startDevChain } from "./dev-chain.js";
import { genesisProvider, startBlockchain } from "./embedded.js";
import { rpc, until } from "./fixtures.js";

/** The same chain twice: one grows the long way of Chopsticks, the other at once. Every block must be the same, byte for byte. */
const options = { startTime: 1_750_000_000_000 };
const instance: Hex = `0x${"5e".repeat(32)}`;
let release: () => Promise<void>;
let long: Blockchain;
let short: Blockchain;

beforeAll(async () => {
  release = await leaseExecutor();
  const wasm = readBlob();
  short = await startBlockchain(options, wasm, instance);
  const { setup, BuildBlockMode } = chopsticks();
  const genesis = await genesisProvider(options, wasm, instance);
  long = await setup({ genesis, buildBlockMode: BuildBlockMode.Manual } as Parameters<typeof setup>[0]);
});
afterAll(async () => {
  await long.close();
  await short.close();
  await release();
});

async function grow(transactions: Hex[], unsafeBlockHeight?: number): Promise<boolean> {
  await long.newBlockWithParams({
    transactions,
    downwardMessages: [],
    upwardMessages: {},
    horizontalMessages: {},
    unsafeBlockHeight,
  });
  const block = await blockAtOnce(short.head, { transactions, unsafeBlockHeight });
  if (block !== null) await short.onNewBlock(block);
  return block !== null;
}

async function expectSame(): Promise<void> {
  expect({ number: short.head.number, hash: short.head.hash }).toEqual({
    number: long.head.number,
    hash: long.head.hash,
  });
  expect(await short.head.extrinsics).toEqual(await long.head.extrinsics);
  const all = async ({ head }: Blockchain) => {
    const keys = await head.getKeysPaged({ prefix: "0x", pageSize: 1000 });
    return Object.fromEntries(await Promise.all(keys.map(async (key) => [key, await head.get(key)] as const)));
  };
  expect(await all(short)).toEqual(await all(long));
}

/** Signed for this chain (the genesis hash is that of all embedded ones, block 1 is the same), to be valid after block 1. */
async function transfers(...from: string[]): Promise<Hex[]> {
  const dev = await startDevChain({ ...options, instance });
  const client = await connect(dev.endpoint);
  const to = await signerFromUri("//Ferdie");
  const included: Promise<unknown>[] = [];
  for (const uri of from)
    included.push(client.submit(await signerFromUri(uri), calls.balances.transferKeepAlive(to.address, 5n)));
  const pool = await until(
    () => rpc<Hex[]>(dev.endpoint, "author_pendingExtrinsics"),
    ({ length }) => length === from.length,
  );
  await dev.newBlock();
  await Promise.all(included);
  await client.close();
  await dev.close();
  return pool;
}

test("block 1 is the same", async () => {
  expect(long.head.number).toBe(1);
  await expectSame();
});

test("what dev_newBlock leaves undefined does not send it the long way", async () => {
  const left = { downwardMessages: undefined, upwardMessages: undefined, horizontalMessages: undefined };
  expect(await blockAtOnce(short.head, { transactions: [], ...left })).not.toBeNull();
});

test("empty blocks, blocks with transactions, and jumps are the same", async () => {
  const [first, second, third] = (await transfers("//Alice", "//Bob", "//Charlie")) as [Hex, Hex, Hex];
  expect(await grow([first, second])).toBe(true);
  await expectSame();
  expect(await grow([])).toBe(true);
  await expectSame();
  expect(await grow([], 20)).toBe(true);
  await expectSame();
  expect(await grow([third])).toBe(true);
  await expectSame();

  // Its nonce is used: the long way drops it and makes the block, the short way leaves that to it.
  expect(await grow([first])).toBe(false);
  expect(long.head.number).toBe(short.head.number + 1);
});
