/** @integration */
import { setTimeout as delay } from "node:timers/promises";
import { startDevChain, type DevChain } from "../dev/dev-chain.js";
import { rpc, until } from "../dev/fixtures.js";
import { ChainError } from "../errors.js";
import { lies, startLyingEndpoint, type Lie, type LyingEndpoint } from "../testing/lying-endpoint.js";
import { calls } from "./calls.js";
import { connect } from "./connect.js";
import type { Chain } from "./chain.js";
import { Connection } from "./connection.js";
import { Rpc } from "./rpc.js";
import { signerFromUri, type Signer } from "./signer.js";

/** Milliseconds. */
const blockTime = 500;

/** An endpoint that drops, delays, repeats, cuts and invents answers costs time, and nothing else. */
let dev: DevChain;
let lying: LyingEndpoint;
let alice: Signer;
let bob: Signer;

beforeAll(async () => {
  [alice, bob] = await Promise.all([signerFromUri("//Alice"), signerFromUri("//Bob")]);
  dev = await startDevChain();
  await dev.newBlock(3);
});
afterAll(() => dev.close());
beforeEach(async () => {
  lying = await startLyingEndpoint(dev.endpoint, 7);
});
afterEach(() => lying.close());

test.each(lies)(
  "%s: a request fails as unavailable or is answered truly, and the next one goes through",
  async (lie: Lie) => {
    const connection = new Connection(lying.endpoint, {
      requestTimeout: 5_000,
      log: () => undefined,
      onWake: () => undefined,
    });
    const ask = new Rpc(connection);
    const head = await ask.finalizedHead();
    lying.choose = [lie];
    lying.oneIn = 1;
    const failed = await Promise.allSettled([ask.header(head), ask.storage(["0x00"], head), ask.runtimeVersion(head)]);
    for (const each of failed)
      if (each.status === "rejected") expect(each.reason).toMatchObject({ code: "ChainUnavailable" });
    expect(lying.told[lie]).toBeGreaterThan(0);
    lying.oneIn = 0;
    // The connection may just be made anew.
    await until(
      () => ask.finalizedHead().catch(() => null),
      (again) => again === head,
    );
    connection.close();
  },
);

test("payments through lies: each is made once, and no balance is read that never was", async () => {
  let chain: Chain = await connect(lying.endpoint, { requestTimeout: 5_000, pollInterval: 100 });
  const direct = await connect(dev.endpoint, { pollInterval: 100 });
  const free = async (from: Chain) => (await (await from.latest()).account(bob.address)).free;
  const before = await free(direct);
  const identity = await direct.identity();
  lying.oneIn = 8;
  const amounts = [1n, 2n, 4n, 8n, 16n, 32n];
  const paid = amounts.map((amount) =>
    chain.submit(alice, calls.balances.transferKeepAlive(bob.address, amount), { timeout: 300_000 }),
  );
  const told = () => lies.filter((lie) => lying.told[lie] > 0).length;
  let settled = false;
  const all = Promise.allSettled(paid).then((outcomes) => ((settled = true), outcomes));
  const readers = (async () => {
    while (!settled || told() <= 5) {
      const seen = await free(chain).catch((failure: unknown) => failure);
      if (typeof seen === "bigint")
        expect([0n, ...Array.from({ length: 63 }, (_, i) => BigInt(i + 1))]).toContain(seen - before);
      else expect(seen).toBeInstanceOf(ChainError);
    }
  })();
  while (!settled) {
    // Slower than a client can follow to whom each answer that is dropped costs five seconds: nobody else's blocks are faster either.
    await Promise.race([all, delay(blockTime)]);
    await dev.newBlock();
    // A pool that is never empty would hide a payment that nobody sends again.
    await rpc(dev.endpoint, "author_pendingExtrinsics");
  }
  await readers;
  expect((await all).map(({ status }) => status)).toEqual(amounts.map(() => "fulfilled"));
  expect((await free(direct)) - before).toBe(63n);
  lying.oneIn = 0;
  await chain.close();
  chain = await connect(lying.endpoint, { expect: identity, pollInterval: 100 });
  expect(await free(chain)).toBe(before + 63n);
  await chain.close();
  await direct.close();
});
