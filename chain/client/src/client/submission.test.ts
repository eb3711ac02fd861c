/** @integration */
import { setTimeout as delay } from "node:timers/promises";
import { startDevChain, type DevChain } from "../dev/dev-chain.js";
import { rpc, until } from "../dev/fixtures.js";
import { startEndpointProxy, type EndpointProxy } from "../testing.js";
import { calls } from "./calls.js";
import type { Chain } from "./chain.js";
import { connect } from "./connect.js";
import { mostOpen } from "./lane.js";
import { mortalPeriod } from "./sign.js";
import { signerFromUri, type Signer } from "./signer.js";

let dev: DevChain;
let proxy: EndpointProxy;
let chain: Chain;
let alice: Signer;
let bob: Signer;
const logged: string[] = [];

const pool = () => rpc<string[]>(dev.endpoint, "author_pendingExtrinsics");
const inPool = (count: number) => until(pool, (waiting) => waiting.length === count);
const pay = (amount: bigint) => calls.balances.transferKeepAlive(bob.address, amount);
const freeOf = async ({ address }: Signer) => (await (await connected()).account(address)).free;
const connected = async () => {
  const direct = await connect(dev.endpoint);
  const view = await direct.latest();
  const account = async (address: string) => {
    try {
      return await view.account(address);
    } finally {
      await direct.close();
    }
  };
  return { account };
};
/** How often the client looks, in ms. */
const pollInterval = 100;

/** Blocks until the promise is settled, so far apart that the client sees each; the hash of each is told. */
async function blocksUntil<T>(promise: Promise<T>, made?: (hash: string) => Promise<void>): Promise<T> {
  let settled = false;
  const done = () => void (settled = true);
  const settles = promise.then(done, done);
  while (!settled) {
    const { hash } = await dev.newBlock();
    await made?.(hash);
    await Promise.race([settles, delay(pollInterval)]);
  }
  return promise;
}

beforeAll(async () => {
  [alice, bob] = await Promise.all([signerFromUri("//Alice"), signerFromUri("//Bob")]);
  dev = await startDevChain({ onProblem: ({ message }) => logged.push(message) });
});
afterAll(() => dev.close());
beforeEach(async () => {
  logged.length = 0;
  proxy = await startEndpointProxy(dev.endpoint);
  chain = await connect(proxy.endpoint, {
    requestTimeout: 15_000, // a busy machine answers late, and no test here waits for it
    pollInterval,
    log: (message) => logged.push(message),
  });
});
afterEach(async () => {
  await chain.close();
  await proxy.close();
});

test("success is being in a finalized block, with the events of the extrinsic", async () => {
  const included = chain.submit(alice, pay(7n));
  await inPool(1);
  const head = await dev.newBlock();
  const { blockNumber, blockHash, events } = await included;
  expect({ number: blockNumber, hash: blockHash }).toEqual(head);
  expect(events).toContainEqual({
    pallet: "Balances",
    name: "Transfer",
    data: { from: alice.address, to: bob.address, amount: "7" },
  });
});

test("trap, nonces: many at once for one account are all included, in the order given, none twice", async () => {
  const before = await freeOf(bob);
  const all = [1n, 2n, 3n, 4n, 5n].map((amount) => chain.submit(alice, pay(amount)));
  const blocks = (await blocksUntil(Promise.all(all))).map(({ blockNumber }) => blockNumber);
  expect(blocks).toEqual([...blocks].sort((a, b) => a - b));
  expect(await freeOf(bob)).toBe(before + 15n);
});

test("many wait for one block, not for one each: 16 are in the pool at once, the urgent one first", async () => {
  const before = await freeOf(bob);
  const all = Array.from({ length: 20 }, (_, i) => chain.submit(alice, pay(BigInt(i + 1))));
  const urgent = chain.submit(alice, pay(1000n), { urgent: true });
  await inPool(mostOpen);
  const { number } = await dev.newBlock();
  expect((await urgent).blockNumber).toBe(number);
  const left = all.length - (mostOpen - 1);
  await inPool(left);
  const next = await dev.newBlock();
  const blocks = (await blocksUntil(Promise.all(all))).map(({ blockNumber }) => blockNumber);
  expect(blocks.filter((block) => block === number)).toHaveLength(mostOpen - 1);
  expect(blocks.filter((block) => block === next.number)).toHaveLength(left);
  expect(await freeOf(bob)).toBe(before + 1210n);
});

test("a gap is refilled with the same call, and what waits behind it is included too", async () => {
  const before = await freeOf(bob);
  const first = chain.submit(alice, pay(1n));
  await inPool(1);
  await dropPool();
  // The first is lost; behind it the second waits for its turn.
  const second = chain.submit(alice, pay(2n));
  const third = chain.submit(alice, pay(4n));
  await blocksUntil(Promise.all([first, second, third]));
  expect(await freeOf(bob)).toBe(before + 7n);
});

test("the calls of a batch fail and succeed by themselves, and are told in their order", async () => {
  const before = await freeOf(bob);
  const batch = chain.submit(
    alice,
    calls.utility.forceBatch([pay(1n), calls.providers.undrain(), pay(2n), calls.providers.heartbeat()]),
  );
  await inPool(1);
  await dev.newBlock();
  const { items } = await batch;
  expect(items.map(({ failed }) => failed?.code ?? null)).toEqual([
    null,
    "Providers.NotAProvider",
    null,
    "Providers.NotAnOperator",
  ]);
  expect(await freeOf(bob)).toBe(before + 3n);
});

test("trap, nonces: what already waits in the pool is counted", async () => {
  const first = chain.submit(alice, pay(1n));
  await inPool(1);
  // Another process with the same key.
  const second = await connect(dev.endpoint, { pollInterval: 100 });
  const other = second.submit(alice, pay(2n));
  await inPool(2);
  expect(await chain.pendingOf(alice.address)).toBe(2);
  await dev.newBlock();
  expect((await first).blockNumber).toBe((await other).blockNumber);
  expect(await chain.pendingOf(alice.address)).toBe(0);
  await second.close();
});

test("a dispatch error is told in the pallet's words", async () => {
  const failing = chain.submit(bob, calls.providers.heartbeat());
  await inPool(1);
  await dev.newBlock();
  await expect(failing).rejects.toMatchObject({
    name: "ExtrinsicFailed",
    code: "Providers.NotAnOperator",
    message: expect.stringContaining("belongs to no provider") as string,
    retryable: false,
    at: { blockNumber: dev.head().number },
  });
});

test("an error inside a batch fails all of it, by its own name", async () => {
  const before = await freeOf(bob);
  const failing = chain.submit(alice, calls.utility.batchAll([pay(5n), calls.providers.undrain()]));
  await inPool(1);
  await dev.newBlock();
  await expect(failing).rejects.toMatchObject({ code: "Providers.NotAProvider" });
  expect(await freeOf(bob)).toBe(before);
});

test("too little money is told in words", async () => {
  const failing = chain.submit(alice, pay(10n ** 30n));
  await inPool(1);
  await dev.newBlock();
  await expect(failing).rejects.toMatchObject({
    code: "Arithmetic.Underflow",
    message: expect.stringContaining("more was asked for than there is") as string,
  });
});

test("what the pool refuses for good is refused: an account without money for the fee", async () => {
  const pauper = await signerFromUri("//Nobody//here");
  await expect(chain.submit(pauper, pay(1n))).rejects.toMatchObject({
    code: "ExtrinsicRefused",
    message: `the transaction pool refused the extrinsic: account ${pauper.address} cannot pay the fee: it needs funds; transfer some to it`,
    retryable: false,
  });
});

test("a failed extrinsic does not stop the next one of the account", async () => {
  const failing = chain.submit(bob, calls.providers.heartbeat());
  const next = chain.submit(bob, calls.balances.transferKeepAlive(alice.address, 1n));
  failing.catch(() => undefined);
  await blocksUntil(next);
  await expect(failing).rejects.toMatchObject({ code: "Providers.NotAnOperator" });
});

test("connection cut after sending: the effect is found, nothing is sent twice", async () => {
  const before = await freeOf(bob);
  const included = chain.submit(alice, pay(11n));
  await inPool(1);
  proxy.cut();
  await dev.newBlock();
  await included;
  expect(await freeOf(bob)).toBe(before + 11n);
  expect(proxy.seen("author_submitExtrinsic")).toBe(1);
});

test("the answer to the submission never came, but the extrinsic did: found, not paid twice", async () => {
  const before = await freeOf(bob);
  proxy.only("author_submitExtrinsic", "hang");
  const included = chain.submit(alice, pay(13n));
  // Swallowed by the proxy: nothing is in the pool. Then the endpoint gets better, and it is sent again.
  await until(
    async () => proxy.seen("author_submitExtrinsic"),
    (count) => count > 0,
  );
  expect(await pool()).toEqual([]);
  proxy.only("author_submitExtrinsic", null);
  await blocksUntil(included);
  expect(await freeOf(bob)).toBe(before + 13n);
});

test("an outage of the endpoint while it waits: goes on when it is back", async () => {
  const before = await freeOf(bob);
  const included = chain.submit(alice, pay(17n));
  await inPool(1);
  await proxy.setMode("down");
  await dev.newBlock(2);
  await proxy.setMode("pass");
  await included;
  expect(await freeOf(bob)).toBe(before + 17n);
});

test("the pool lost it: the same bytes are sent again", async () => {
  const before = await freeOf(bob);
  const included = chain.submit(alice, pay(19n));
  const [bytes] = await inPool(1);
  // A block that holds nothing, made from no transactions: the pool is emptied by hand.
  await dropPool();
  const extrinsics: string[] = [];
  await blocksUntil(included, async (hash) => {
    const { block } = await rpc<{ block: { extrinsics: string[] } }>(dev.endpoint, "chain_getBlock", hash);
    extrinsics.push(...block.extrinsics);
  });
  expect(extrinsics).toContain(bytes);
  expect(await freeOf(bob)).toBe(before + 19n);
  expect(logged).toContainEqual(expect.stringContaining("sending it again"));
});

test("the nonce was used by others: signed anew, included once", async () => {
  const before = await freeOf(bob);
  const included = chain.submit(alice, pay(23n));
  await inPool(1);
  await dropPool();
  const other = await connect(dev.endpoint, { pollInterval: 100 });
  const winner = other.submit(alice, pay(100n));
  await inPool(1);
  await dev.newBlock();
  await winner;
  await blocksUntil(included);
  expect(await freeOf(bob)).toBe(before + 123n);
  expect(logged).toContainEqual(expect.stringContaining("signing it anew"));
  await other.close();
});

test("the era passed: signed anew, included once", async () => {
  const before = await freeOf(bob);
  const included = chain.submit(alice, pay(29n));
  await inPool(1);
  await dropPool();
  await rpc(dev.endpoint, "dev_newBlock", { unsafeBlockHeight: dev.head().number + mortalPeriod + 1 });
  await blocksUntil(included);
  expect(await freeOf(bob)).toBe(before + 29n);
});

test("the chain went back and lost it: it is found to be gone, and signed for the new history", async () => {
  await dev.newBlock(3);
  const before = await freeOf(bob);
  const included = chain.submit(alice, pay(31n));
  await inPool(1);
  await dropPool();
  const { number } = dev.head();
  await dev.setHead(number - 2);
  await dev.newBlock(3);
  await blocksUntil(included);
  expect(await freeOf(bob)).toBe(before + 31n);
});

test("given up on when nothing happens for too long, and the account's queue goes on", async () => {
  const given = chain.submit(alice, pay(1n), { timeout: 300 });
  await expect(given).rejects.toMatchObject({ code: "ChainUnavailable", retryable: true });
  await dropPool();
  await blocksUntil(chain.submit(alice, pay(1n)));
});

test("the fee is known before", async () => {
  const fee = await chain.fee(alice, pay(1n));
  expect(fee).toBeGreaterThan(0n);
  const before = await freeOf(alice);
  await blocksUntil(chain.submit(alice, pay(1n)));
  expect(before - (await freeOf(alice)) - 1n).toBe(fee);
});

/** A transaction that is in the pool is gone from it: replaced at the head by a block without it. */
async function dropPool(): Promise<void> {
  await rpc(dev.endpoint, "dev_dropTransactions");
}
