/** @integration */
import { startDevChain, type DevChain } from "../dev/dev-chain.js";
import { ChainChanged, ChainUnavailable, ChainWentBack } from "../errors.js";
import { startEndpointProxy, type EndpointProxy } from "../testing.js";
import { calls } from "./calls.js";
import type { Chain, ConnectOptions } from "./chain.js";
import { connect } from "./connect.js";
import { signerFromUri, type Signer } from "./signer.js";

let dev: DevChain;
let proxy: EndpointProxy;
let chain: Chain;
let alice: Signer;

const open = (options: ConnectOptions = {}) =>
  connect(proxy.endpoint, { requestTimeout: 1000, pollInterval: 200, ...options });
/** The next time the client says that something may have changed. */
const woken = () =>
  new Promise<void>((resolve) => {
    const off = chain.onFinalized(() => {
      off();
      resolve();
    });
  });
/** Reads until an answer comes; every failure on the way must be one that says "ask again". */
async function eventually<T>(read: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await read();
    } catch (failure) {
      expect(failure).toMatchObject({ retryable: true });
    }
    await woken();
  }
}

beforeAll(async () => {
  dev = await startDevChain();
  alice = await signerFromUri("//Alice");
  const client = await connect(dev.endpoint);
  const registered = client.submit(alice, calls.providers.register(3));
  while ((await client.pendingOf(alice.address)) === 0);
  await dev.newBlock();
  await registered;
  await client.close();
});
afterAll(() => dev.close());
beforeEach(async () => {
  proxy = await startEndpointProxy(dev.endpoint);
  chain = await open();
});
afterEach(async () => {
  await chain.close();
  await proxy.close();
});

test("reads at a finalized block: what is there, and that what is not there is not", async () => {
  const view = await chain.latest();
  expect(view.block).toEqual(dev.head());
  expect(await view.provider(alice.address)).toMatchObject({
    account: alice.address,
    units: 3,
    assignments: 0,
    draining: false,
  });
  expect(await view.providerOf(alice.address)).toBe(alice.address);
  const bob = await signerFromUri("//Bob");
  expect(await view.provider(bob.address)).toBeNull();
  expect(await view.providerOf(bob.address)).toBeNull();
  expect(await view.assignments(alice.address)).toEqual([]);
  expect(await view.subscription(12345)).toBeNull();
  expect(await view.subscriptionsOf(bob.address)).toEqual([]);
  expect(await view.type(`0x${"00".repeat(32)}`)).toBeNull();
  expect(await view.offers(`0x${"00".repeat(32)}`)).toEqual([]);
  expect((await view.account(alice.address)).held).toBeGreaterThan(0n);
  const { gap, bondPerUnit, ackDeadline, slotMilliseconds } = await view.constants();
  for (const value of [gap, ackDeadline]) expect(value).toBeGreaterThan(0);
  expect(slotMilliseconds).toBe(6000);
  expect(bondPerUnit).toBeGreaterThan(0n);
  expect((await view.events()).map(({ name }) => name)).toContain("ExtrinsicSuccess");
});

test("an earlier block answers for itself, by reference and by hash", async () => {
  const { block } = await chain.latest();
  await dev.newBlock();
  expect((await chain.at(block)).block).toEqual(block);
  expect((await chain.at(block.hash)).block).toEqual(block);
  expect(await chain.blockHash(block.number)).toBe(block.hash);
  expect(await chain.blockHash(block.number + 100)).toBeNull();
  await expect(chain.at({ ...block, number: block.number + 1 })).rejects.toBeInstanceOf(ChainUnavailable);
  await expect(chain.at(`0x${"12".repeat(32)}`)).rejects.toMatchObject({ retryable: true });
});

test("a new head wakes; a quiet chain wakes too, by the clock", async () => {
  const quiet = await connect(dev.endpoint, { pollInterval: 600_000 });
  await quiet.finalized();
  let woke = 0;
  const first = new Promise<void>((resolve) => quiet.onFinalized(() => (woke++ === 0 ? resolve() : undefined)));
  await dev.newBlock();
  await first;
  await quiet.close();
  await woken();
  await woken();
});

describe.each(["errors", "empty", "hang", "down"] as const)("an endpoint in trouble (%s)", (mode) => {
  test("never answers nothing: every read throws, asks to be repeated, and answers when it is over", async () => {
    const view = await chain.latest();
    await proxy.setMode(mode);
    const id = `0x${"00".repeat(32)}` as const;
    const reads = [
      chain.finalized(),
      chain.at(view.block),
      chain.blockHash(1),
      chain.pendingOf(alice.address),
      view.assignments(alice.address),
      view.assignment(alice.address, 0, 1),
      view.subscription(0),
      view.subscriptionsOf(alice.address),
      view.provider(alice.address),
      view.providerOf(alice.address),
      view.offers(id),
      view.maintenance(alice.address),
      view.type(id),
      view.revision(alice.address),
      view.account(alice.address),
      view.events(),
    ];
    for (const outcome of await Promise.allSettled(reads)) {
      expect(outcome).toMatchObject({ status: "rejected", reason: { code: "ChainUnavailable", retryable: true } });
    }
    let wakes = 0;
    const off = chain.onFinalized(() => wakes++);
    await woken();
    await woken();
    expect(wakes).toBeGreaterThan(0);
    off();
    await proxy.setMode("pass");
    expect((await eventually(() => chain.latest())).block).toEqual(dev.head());
  });
});

test("an endpoint that answers some methods with nothing is in trouble", async () => {
  const view = await chain.latest();
  proxy.only("state_call", "empty");
  await expect(view.assignments(alice.address)).rejects.toBeInstanceOf(ChainUnavailable);
  proxy.only("state_call", null);
  proxy.only("state_queryStorageAt", "empty");
  await expect(view.provider(alice.address)).rejects.toBeInstanceOf(ChainUnavailable);
  await expect(chain.finalized()).rejects.toBeInstanceOf(ChainUnavailable);
});

describe("a chain that goes back", () => {
  test("is noticed, waited for, and followed again when it is back", async () => {
    await dev.newBlock(3);
    const top = await chain.finalized();
    await dev.setHead(top.number - 2);
    await expect(chain.finalized()).rejects.toMatchObject({
      code: "ChainWentBack",
      retryable: true,
      seen: top.number,
      found: top.number - 2,
    });
    await expect(chain.latest()).rejects.toBeInstanceOf(ChainWentBack);
    await dev.newBlock(2);
    expect((await chain.finalized()).number).toBe(top.number);
  });

  test("is noticed over a restart, from the height in a cursor", async () => {
    const head = await chain.finalized();
    const later = await open({ notBelow: head.number + 5 });
    await expect(later.finalized()).rejects.toBeInstanceOf(ChainWentBack);
    await dev.newBlock(5);
    expect((await later.finalized()).number).toBe(head.number + 5);
    await later.close();
  });

  test("behind a proxy that lags", async () => {
    await dev.newBlock(3);
    await chain.finalized();
    proxy.goBack(2);
    await expect(chain.finalized()).rejects.toBeInstanceOf(ChainWentBack);
    proxy.goBack(0);
    expect(await chain.finalized()).toEqual(dev.head());
  });
});

describe("two chains with the same genesis hash", () => {
  let other: DevChain;
  beforeAll(async () => {
    other = await startDevChain();
    await other.newBlock(30);
  });
  afterAll(() => other.close());

  test("are told apart by their instance", async () => {
    const foreign = await connect(other.endpoint);
    const [mine, theirs] = await Promise.all([chain.identity(), foreign.identity()]);
    expect(mine.genesisHash).toBe(theirs.genesisHash);
    expect(mine.instance).not.toBe(theirs.instance);
    await foreign.close();
    await expect(connect(other.endpoint, { expect: mine })).rejects.toBeInstanceOf(ChainChanged);
  });

  test("swapped behind an open client: no read answers for the other", async () => {
    const view = await chain.latest();
    await proxy.retarget(other.endpoint);
    await woken();
    // Until the connection is there again the endpoint counts as away; then the other chain is noticed.
    const failure = await eventually(() =>
      chain.finalized().then(
        (block) => Promise.reject(new Error(`answered ${block.number} of another chain`)),
        (reason: unknown) => {
          if (reason instanceof ChainChanged) return reason;
          throw reason;
        },
      ),
    );
    expect(failure).toMatchObject({ retryable: false, expected: dev.identity, found: other.identity });
    await expect(chain.at(view.block)).rejects.toThrow();
    await expect(view.assignments(alice.address)).rejects.toThrow("unknown block");
    await expect(view.provider(alice.address)).rejects.toThrow("unknown block");
    await proxy.retarget(dev.endpoint);
    expect((await eventually(() => chain.latest())).block).toEqual(dev.head());
  });
});

test("nobody at the endpoint: one clear error, in the time that was given", async () => {
  await proxy.setMode("down");
  await expect(open({ connectTimeout: 300 })).rejects.toMatchObject({
    code: "ChainUnavailable",
    message: expect.stringContaining("is it running?") as string,
  });
  await expect(connect("http://127.0.0.1:1")).rejects.toMatchObject({ code: "BadEndpoint" });
  const lazy = await open({ connectTimeout: null });
  await expect(lazy.finalized()).rejects.toBeInstanceOf(ChainUnavailable);
  await lazy.close();
});
