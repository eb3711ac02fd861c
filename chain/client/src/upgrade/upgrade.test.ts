/** @integration */
import { join } from "node:path";
import { blobPath, readBlob } from "../blob.js";
import { calls, type Call } from "../client/calls.js";
import type { Chain, Included } from "../client/chain.js";
import { connect } from "../client/connect.js";
import { METADATA, Runtime, opaqueMetadata } from "../client/runtime.js";
import { signerFromUri, type Signer } from "../client/signer.js";
import { startDevChain, type DevChain } from "../dev/dev-chain.js";
import { relayBlock, rpc, submitInBlock } from "../dev/fixtures.js";
import type { Hex } from "../views.js";

/**
 * A chain of storage version 3 with subscriptions in every state is upgraded to the runtime of today, as a live one is: by root, with the relay
 * chain's leave, in the course of its blocks. Nothing is lost, and all of it goes on.
 */
const previous = join(blobPath, "..", "previous", "spec-3.compact.compressed.wasm");
const typeId: Hex = `0x${"51".repeat(32)}`;
const descriptor: Hex = `0x${"d1".repeat(32)}`;
const receipt: Hex = `0x${"00".repeat(32)}`;
const rate = 3n;
const fundedBlocks = 38n;
/** Subscriptions, in the order made. */
const [running, awarded, short, rejected, cancelled, waiting] = [0, 1, 2, 3, 4, 5];
const maps: Readonly<Record<string, readonly string[]>> = {
  providers: [
    "providers",
    "operatorOf",
    "pendingOperators",
    "darkPeriods",
    "changes",
    "descriptorTypes",
    "typeNames",
    "keysOf",
    "offers",
    "providerTypes",
    "profiles",
    "allowedConsumers",
  ],
  subscriptions: [
    "subscriptions",
    "wishes",
    "logins",
    "groups",
    "assignments",
    "debts",
    "ends",
    "closedRing",
    "closings",
    "partings",
    "waitingQueue",
    "waitingState",
  ],
};

type Records = Map<string, unknown>;

let dev: DevChain;
let chain: Chain;
let root: Signer;
let provider: Signer;
let operator: Signer;
let consumer: Signer;
let before: Records;
let balances: Awaited<ReturnType<typeof everyone>>;

const make = (signer: Signer, call: Call): Promise<Included> => submitInBlock(dev, chain, signer, call);

const specVersion = async () =>
  (await rpc<{ specVersion: number }>(dev.endpoint, "state_getRuntimeVersion", dev.head().hash)).specVersion;

/** Every record of both pallets, by map and key, decoded as the runtime of the head says. */
async function records(): Promise<Records> {
  const at = dev.head().hash;
  const answer = await rpc<Hex>(dev.endpoint, "state_call", METADATA.method, METADATA.data, at);
  const runtime = new Runtime(opaqueMetadata(answer), 0, 0);
  const found: Records = new Map();
  for (const [pallet, items] of Object.entries(maps)) {
    for (const item of items) {
      const prefix = runtime.decorated.query[pallet]?.[item]?.keyPrefix() as Uint8Array;
      const hex = `0x${Buffer.from(prefix).toString("hex")}`;
      for (const key of await rpc<Hex[]>(dev.endpoint, "state_getKeysPaged", hex, 1000, hex, at)) {
        const value = await rpc<Hex>(dev.endpoint, "state_getStorage", key, at);
        found.set(`${pallet}.${item} ${key}`, runtime.decodeStorage(pallet, item, value).toJSON());
      }
    }
  }
  return found;
}

/** Of everybody who signs nothing while the chain is upgraded. */
async function everyone() {
  const view = await chain.latest();
  return Promise.all([provider, operator, consumer].map(({ address }) => view.account(address)));
}

/** The latest record of a subscription, by the client. */
async function subscription(id: number | undefined) {
  const found = await (await chain.latest()).subscription(id as number);
  if (found === null) throw new Error(`subscription ${id} is gone`);
  return found;
}

beforeAll(async () => {
  root = await signerFromUri("//Alice");
  provider = await signerFromUri("//Bob");
  operator = await signerFromUri("//Charlie");
  consumer = await signerFromUri("//Dave");
  dev = await startDevChain({ blob: previous });
  chain = await connect(dev.endpoint, { pollInterval: 200 });
  const { providers, subscriptions, utility } = calls;
  await make(
    provider,
    utility.batchAll([
      providers.register(8),
      providers.registerType(typeId, "upgraded/v1"),
      providers.offer(typeId, rate, 5),
      providers.setProfile({ regions: ["here"], networks: [64500], attributes: [], terms: null }),
      providers.setLoginKey({ scheme: "Ed25519", key: `0x${"0e".repeat(32)}` }),
      providers.addOperator(operator.address),
    ]),
  );
  await make(operator, providers.acceptOperator(provider.address));
  const subscribe = (funds: bigint, price = rate) => subscriptions.subscribe(typeId, descriptor, price, funds);
  await make(
    consumer,
    utility.batchAll([
      subscribe(3000n),
      subscribe(600n),
      subscribe(rate * fundedBlocks + 1n),
      subscribe(300n),
      subscribe(300n),
      subscribe(100n, 1n),
    ]),
  );
  await make(
    operator,
    utility.batchAll([
      subscriptions.declareDeployed(running as number, 1, 1),
      subscriptions.declareDeployed(short as number, 1, 1),
      subscriptions.declareDeployed(cancelled as number, 1, 1),
      subscriptions.reject(rejected as number, 1, "no disk"),
    ]),
  );
  await make(consumer, subscriptions.cancel(cancelled as number));
  // What was rejected is tried again, and closed, as there is nobody else.
  await dev.newBlock(13);
  await make(operator, subscriptions.claim(running as number, 1));
});
afterAll(async () => {
  await chain.close();
  await dev.close();
});

test("root upgrades the chain", async () => {
  expect(await specVersion()).toBe(3);
  // Software of today meets it until the upgrade: nobody pays for searches.
  expect(await (await chain.latest()).constants()).toMatchObject({ minCredit: 0n, stepPrice: 0n });
  expect(await subscription(waiting)).toMatchObject({ stored: { kind: "Waiting" }, credit: 0n, seeks: false });
  expect(await subscription(rejected)).toMatchObject({ stored: { kind: "Closed", reason: "Unplaced" } });
  [before, balances] = [await records(), await everyone()];
  await make(root, calls.sudo.sudo(calls.system.setCode(readBlob())));
  // The relay chain has to agree; the block after that is the first of the new runtime.
  for (let blocks = 0; (await specVersion()) === 3 && blocks < 5; blocks++) await dev.newBlock();
  expect(await specVersion()).toBeGreaterThan(3);
  await dev.newBlock();
});

test("the clock goes on from the height, and from then on with the relay chain", async () => {
  const at = async () => {
    const view = await chain.latest();
    return { height: view.block.number, now: await view.now() };
  };
  const first = await at();
  expect(first.now).toBe(first.height);
  const earned = async () => (await subscription(running)).earned;
  const before = await earned();
  for (let block = 0; block < 3; block++) await relayBlock(dev.endpoint, 0);
  expect(await at()).toEqual({ height: first.height + 3, now: first.now });
  expect(await earned()).toBe(before);
  await relayBlock(dev.endpoint, 4);
  expect(await at()).toEqual({ height: first.height + 4, now: first.now + 4 });
  expect(await earned()).toBe(before + 4n * rate);
});

test("every record is there, with all that it said; who waits has a credit held, and no other balance moved", async () => {
  const after = await records();
  for (const [key, value] of before) {
    expect([key, after.has(key)]).toEqual([key, true]);
    const found = after.get(key);
    if (typeof value === "object" && value !== null) expect(found).toMatchObject(value);
    else expect([key, found]).toEqual([key, value]);
  }
  const added = [...after.keys()].filter((key) => !before.has(key));
  expect(added).toEqual([]);
  const { minCredit } = await (await chain.latest()).constants();
  expect(minCredit).toBeGreaterThan(0n);
  const [ofProvider, ofOperator, ofConsumer] = balances;
  const { free, held } = ofConsumer!;
  expect(await everyone()).toEqual([
    ofProvider,
    ofOperator,
    { ...ofConsumer, free: free - minCredit, held: held + minCredit },
  ]);
  expect((await subscription(waiting)).credit).toBe(minCredit);
});

test("what runs goes on being paid, what was awarded can be declared", async () => {
  const claimed = await make(operator, calls.subscriptions.claim(running as number, 1));
  const paid = claimed.events.find(({ name }) => name === "Paid")?.data["amount"];
  expect(BigInt(paid as string) % rate).toBe(0n);
  expect(BigInt(paid as string)).toBeGreaterThan(0n);
  await make(operator, calls.subscriptions.declareDeployed(awarded as number, 1, 1));
  const now = await (await chain.latest()).now();
  expect(await subscription(awarded)).toMatchObject({ stored: { kind: "Placed" }, deployedAt: now });
});

test("who waited is served when somebody comes who will", async () => {
  await make(provider, calls.providers.offer(typeId, 1n, 6));
  for (let blocks = 0; (await subscription(waiting)).stored.kind === "Waiting" && blocks < 3; blocks++) {
    await dev.newBlock();
  }
  expect(await subscription(waiting)).toMatchObject({
    stored: { kind: "Placed", provider: provider.address },
    credit: 0n,
  });
});

test("the queue of ends ends what it was to end, in its block", async () => {
  const { endsAt, deployedAt } = await subscription(short);
  expect(endsAt).toBe((deployedAt as number) + Number(fundedBlocks));
  while ((await (await chain.latest()).now()) < (endsAt as number)) await dev.newBlock();
  expect(await subscription(short)).toMatchObject({
    stored: { kind: "Closed", reason: "FundsSpent" },
    paid: fundedBlocks * rate,
    funds: 0n,
    deposit: 0n,
  });
});

test("all of it can be ended and cleaned up; every deposit comes back, and nothing stays held", async () => {
  const { subscriptions, providers, utility } = calls;
  await make(consumer, utility.batchAll([running, awarded, waiting].map((id) => subscriptions.cancel(id as number))));
  await dev.newBlock(6);
  const receipts = [running, awarded, short, rejected, cancelled, waiting].map((id) =>
    subscriptions.confirmTeardown(id as number, 1, receipt),
  );
  await make(operator, utility.batchAll(receipts));
  const view = await chain.latest();
  expect((await view.account(consumer.address)).held).toBe(0n);
  expect(await view.assignments(provider.address)).toEqual([]);
  const held = (await view.account(provider.address)).held;
  await make(provider, providers.closeOffer(typeId));
  const { offerDeposit } = await view.constants();
  expect((await (await chain.latest()).account(provider.address)).held).toBe(held - offerDeposit);
  await make(provider, utility.batchAll([providers.leave(), providers.unregisterType(typeId)]));
  expect((await (await chain.latest()).account(provider.address)).held).toBe(0n);
});
