/** @integration */
import { startDevChain, type DevChain } from "../dev/dev-chain.js";
import { relayBlock, rpc, submitInBlock } from "../dev/fixtures.js";
import type { AssignmentView, Hex, SubscriptionView } from "../views.js";
import { calls, type Call } from "./calls.js";
import type { Chain, Included } from "./chain.js";
import { connect } from "./connect.js";
import { signerFromUri, type Signer } from "./signer.js";

/** The clock that money counts, on the real runtime: the relay chain's blocks, ten at most in one of ours. */
const typeId: Hex = `0x${"51".repeat(32)}`;
const descriptor: Hex = `0x${"d1".repeat(32)}`;
const rate = 3n;

let dev: DevChain;
let chain: Chain;
let provider: Signer;
let consumer: Signer;

const make = (signer: Signer, call: Call): Promise<Included> => submitInBlock(dev, chain, signer, call);
const read = async () => {
  const view = await chain.latest();
  return { height: view.block.number, now: await view.now() };
};
/** What a block adds to the height and to the clock. */
async function added(block: () => Promise<unknown>): Promise<{ height: number; now: number }> {
  const before = await read();
  await block();
  const after = await read();
  return { height: after.height - before.height, now: after.now - before.now };
}
const assignmentOf = async (id: bigint) =>
  (await (await chain.latest()).assignment(provider.address, id, 1)) as AssignmentView;
const subscriptionOf = async (id: bigint) => (await (await chain.latest()).subscription(id)) as SubscriptionView;

async function subscribed(funds: bigint): Promise<bigint> {
  const { events } = await make(consumer, calls.subscriptions.subscribe(typeId, descriptor, rate, funds));
  return BigInt(events.find(({ name }) => name === "Subscribed")?.data["subscription"] as string);
}

beforeAll(async () => {
  provider = await signerFromUri("//Bob");
  consumer = await signerFromUri("//Dave");
  dev = await startDevChain();
  chain = await connect(dev.endpoint, { pollInterval: 200 });
  await make(provider, calls.providers.register(8));
  await make(provider, calls.providers.registerType(typeId, "clocked/v1"));
  await make(provider, calls.providers.offer(typeId, rate, 8));
});
afterAll(async () => {
  await chain.close();
  await dev.close();
});

test("it begins with the height and goes on by one with each block, unless told otherwise", async () => {
  const { height, now } = await read();
  expect(now).toBe(height);
  expect(await added(() => dev.newBlock(3))).toEqual({ height: 3, now: 3 });
});

test("it stands still where a block names the relay parent of the one before, and jumps by ten at most", async () => {
  for (let block = 0; block < 3; block++)
    expect(await added(() => relayBlock(dev.endpoint, 0))).toEqual({ height: 1, now: 0 });
  expect(await added(() => relayBlock(dev.endpoint, 7))).toEqual({ height: 1, now: 7 });
  expect(await added(() => relayBlock(dev.endpoint, 40))).toEqual({ height: 1, now: 10 });
  // What was beyond ten is gone for good.
  expect(await added(() => dev.newBlock(2))).toEqual({ height: 2, now: 2 });
});

test("a height that jumps moves no clock", async () => {
  const { height } = await read();
  const jump = () => rpc(dev.endpoint, "dev_newBlock", { unsafeBlockHeight: height + 50 });
  expect(await added(jump)).toEqual({ height: 50, now: 1 });
});

test("a deployment is paid by the clock: nothing while it stands still, ten blocks after a stall", async () => {
  const id = await subscribed(10_000n);
  await make(provider, calls.subscriptions.declareDeployed(id, 1, 1));
  const { now: since } = await read();
  expect(await subscriptionOf(id)).toMatchObject({ deployedAt: since, earned: 0n });
  for (let block = 0; block < 3; block++) await relayBlock(dev.endpoint, 0);
  expect(await assignmentOf(id)).toMatchObject({ earned: 0n });
  await relayBlock(dev.endpoint, 40);
  expect(await assignmentOf(id)).toMatchObject({ earned: 10n * rate });
  await relayBlock(dev.endpoint, 1_000);
  expect(await assignmentOf(id)).toMatchObject({ earned: 20n * rate, effective: { kind: "Active" } });
});

test("an hour without blocks misses no deadline, and a deadline that the clock has passed is missed", async () => {
  const id = await subscribed(3_000n);
  const { deadline } = await assignmentOf(id);
  await relayBlock(dev.endpoint, 600);
  expect(await assignmentOf(id)).toMatchObject({ effective: { kind: "Awarded", deadline } });
  while ((await read()).now + 10 < (deadline as number)) await relayBlock(dev.endpoint, 10);
  expect(await assignmentOf(id)).toMatchObject({ effective: { kind: "Awarded" } });
  await relayBlock(dev.endpoint, 10);
  expect(await assignmentOf(id)).toMatchObject({ effective: { kind: "Revoked", reason: "MissedDeadline" } });
});

test("funds end in the block of the clock that was announced, whatever the height", async () => {
  await make(provider, calls.providers.heartbeat());
  const id = await subscribed(rate * 12n);
  await make(provider, calls.subscriptions.declareDeployed(id, 1, 1));
  const { endsAt } = await subscriptionOf(id);
  const { now } = await read();
  expect(endsAt).toBe(now + 12);
  for (const advance of [0, 10, 0, 0, 1]) await relayBlock(dev.endpoint, advance);
  expect(await subscriptionOf(id)).toMatchObject({ stored: { kind: "Placed" }, earned: rate * 11n });
  await relayBlock(dev.endpoint, 5);
  expect(await subscriptionOf(id)).toMatchObject({
    stored: { kind: "Closed", reason: "FundsSpent" },
    paid: rate * 12n,
  });
});

test("one request tells a reactor the clock, its revision and the number of its assignments", async () => {
  const view = await chain.latest();
  const record = await view.provider(provider.address);
  expect(await view.tick(provider.address)).toEqual({
    now: await view.now(),
    revision: record?.revision,
    assignments: record?.assignments,
  });
  expect(await view.tick(consumer.address)).toEqual({ now: await view.now(), revision: 0n, assignments: 0 });
});
