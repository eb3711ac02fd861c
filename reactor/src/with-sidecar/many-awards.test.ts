/** @integration */
import { calls, connect, signerFromUri, startDevChain, type Chain, type DevChain, type Signer } from "@dinfra/chain";
import { descriptorTypes } from "@dinfra/schemas";
import { join } from "node:path";
import { pino } from "pino";
import { reactorClient } from "@dinfra/service/api/client";
import { apiOf } from "../testing/api-of.js";
import { until } from "@dinfra/service/testing/until";
import { ReactorBench } from "../testing/reactor-bench.js";
import { ChainReader } from "@dinfra/sidecar/chain-reader";
import { ConfirmedEnds } from "@dinfra/sidecar/confirmed-ends";
import { CursorStore } from "@dinfra/sidecar/cursor";
import { Sidecar } from "@dinfra/sidecar/sidecar";
import { Submissions } from "@dinfra/sidecar/submissions";

// The incident of 120 awards at once, of which 38 missed their deadline. Real: runtime, chain client, sidecar, API.
// A double: the platform, which is at once done with everything.
const awards = 120;
const type = descriptorTypes.find(({ name }) => name === "substrate-node/v1")!;
const price = 3n;
const log = pino({ level: "silent" });
jest.setTimeout(600_000);

let dev: DevChain;
let chain: Chain;
let bob: Signer;
let dave: Signer;
let bench: ReactorBench;
const undo: (() => unknown)[] = [];

async function startSidecar(): Promise<void> {
  const charlie = await signerFromUri("//Charlie");
  const identity = await chain.identity();
  const server = apiOf(bench, "t", [type.name]);
  const url = await server.listen({ host: "127.0.0.1", port: 0 });
  undo.push(() => server.close());
  const cursor = CursorStore.open(join(bench.folder, "sidecar.sqlite"));
  undo.push(() => cursor.close());
  const submissions = new Submissions({
    submit: (call, { urgent }) => chain.submit(charlie, call, { urgent }),
    onSettled: () => sidecar.wake(),
    log,
    firstDelay: 2_000,
    longestDelay: 300_000,
  });
  const sidecar: Sidecar = new Sidecar({
    chain,
    reader: new ChainReader(chain, cursor, bob.address, [charlie.address]),
    reactor: reactorClient(url, "t"),
    submissions,
    ends: new ConfirmedEnds({ endpoint: dev.endpoint, witnesses: [], provider: bob.address, distance: 2 }),
    owner: { instance: identity.instance, provider: bob.address },
    log,
    resyncInterval: 2_000,
    pollInterval: 100,
    retryingGrace: 0,
  });
  undo.push(async () => {
    await sidecar.stop();
    await until(
      () => submissions.inFlight,
      (waiting) => waiting === 0,
    );
  });
  sidecar.start();
}

beforeAll(async () => {
  const [charlie, ...others] = await Promise.all(["//Charlie", "//Bob", "//Dave"].map(signerFromUri));
  [bob, dave] = others as [Signer, Signer];
  // A block a second: what is six of them on the real chain is a sixth of the time here, and as many blocks.
  dev = await startDevChain({ blockTime: 1_000 });
  undo.push(() => dev.close());
  chain = await connect(dev.endpoint, { pollInterval: 200, requestTimeout: 120_000 });
  undo.push(() => chain.close());
  const { providers, utility } = calls;
  await chain.submit(bob, utility.batchAll([providers.register(awards), providers.addOperator(charlie!.address)]));
  await chain.submit(
    bob,
    utility.batchAll([providers.registerType(type.id, type.name), providers.offer(type.id, price, awards)]),
  );
  await chain.submit(charlie!, providers.acceptOperator(bob.address));
  bench = new ReactorBench(undefined, { window: 60_000, floorWeight: 1_000, surpriseShare: 1, totalShare: 1 });
  undo.push(() => bench.close());
});
afterAll(async () => {
  for (const each of undo.reverse()) await each();
});

test("120 awards at once are all declared within 12 blocks", async () => {
  const { subscribe } = calls.subscriptions;
  const digest = `0x${"3".repeat(64)}` as const;
  const submitAll = async (each: readonly ReturnType<typeof subscribe>[]) => {
    const groups = Array.from({ length: Math.ceil(each.length / 20) }, (_, n) => each.slice(n * 20, n * 20 + 20));
    await Promise.all(groups.map((group) => chain.submit(dave, calls.utility.batchAll(group))));
  };
  await submitAll(Array.from({ length: awards }, () => subscribe(type.id, digest, price, 1_000n * price)));
  const assignments = async () => (await chain.latest()).assignments(bob.address);
  const awarded = await assignments();
  expect(awarded).toHaveLength(awards);
  const begun = (await chain.finalized()).number;
  await startSidecar();
  const active = await until(assignments, (all) => all.every(({ stored }) => stored.kind === "Active"), 300_000);
  expect(active).toHaveLength(awards);
  const last = Math.max(...active.map(({ deployedAt }) => deployedAt!));
  console.log(`${awards} awards at once: the last declaration ${last - begun} blocks after the sidecar began`);
  expect(last - begun).toBeLessThanOrEqual(12);
});
