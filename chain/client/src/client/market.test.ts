/** @integration */
import { startDevChain, type DevChain } from "../dev/dev-chain.js";
import { passOnClock, submitInBlock } from "../dev/fixtures.js";
import { cancelledEnd, earned, endsAt, live, refundable, type Segment } from "../money.js";
import type { AssignmentView, ChainConstants, Hex, SubscriptionView } from "../views.js";
import { Blocks } from "./blocks.js";
import { calls, type Call } from "./calls.js";
import { Connection } from "./connection.js";
import { Rpc } from "./rpc.js";
import { FinalizedView } from "./view.js";
import type { Chain, Included } from "./chain.js";
import { connect } from "./connect.js";
import { signerFromUri, type Signer } from "./signer.js";

/** The whole story through the client, on the real runtime: what it reads, and that its arithmetic is the chain's. */
const typeId: Hex = `0x${"51".repeat(32)}`;
const descriptor: Hex = `0x${"d1".repeat(32)}`;
const UNIT = 10n ** 12n;

let dev: DevChain;
let chain: Chain;
let constants: ChainConstants;
let provider: Signer;
let operator: Signer;
let consumer: Signer;

const make = (signer: Signer, call: Call): Promise<Included> => submitInBlock(dev, chain, signer, call);
const assignmentOf = async (id: bigint, attempt = 1) =>
  (await (await chain.latest()).assignment(provider.address, id, attempt)) as AssignmentView;
const subscriptionOf = async (id: bigint) => (await (await chain.latest()).subscription(id)) as SubscriptionView;

beforeAll(async () => {
  provider = await signerFromUri("//Bob");
  operator = await signerFromUri("//Charlie");
  consumer = await signerFromUri("//Dave");
  dev = await startDevChain();
  chain = await connect(dev.endpoint, { pollInterval: 200 });
  constants = await (await chain.latest()).constants();
});
afterAll(async () => {
  await chain.close();
  await dev.close();
});

test("a provider registers, names an operator, and offers a type", async () => {
  await make(provider, calls.providers.register(4));
  await make(provider, calls.providers.addOperator(operator.address));
  await make(operator, calls.providers.acceptOperator(provider.address));
  await make(provider, calls.providers.registerType(typeId, "substrate-node/v1"));
  await make(provider, calls.providers.offer(typeId, 3n, 2));
  const view = await chain.latest();
  const { bondBase, bondPerUnit, typeDeposit, offerDeposit } = constants;
  expect(await view.provider(provider.address)).toMatchObject({
    units: 4,
    bond: bondBase + 4n * bondPerUnit,
    operators: [operator.address],
  });
  expect((await view.account(provider.address)).held).toBe(bondBase + 4n * bondPerUnit + typeDeposit + offerDeposit);
  expect(await view.providerOf(operator.address)).toBe(provider.address);
  expect(await view.type(typeId)).toMatchObject({
    id: typeId,
    owner: provider.address,
    name: "substrate-node/v1",
    offers: 1,
  });
  expect(await view.offers(typeId)).toEqual([
    {
      provider: provider.address,
      typeId,
      price: 3n,
      elastic: null,
      capacity: 2,
      used: 0,
      open: true,
      private: false,
      setupBlocks: constants.ackDeadline,
      missed: 0,
      deposit: offerDeposit,
    },
  ]);
});

describe("a subscription that runs out of funds", () => {
  const blocks = 12n;
  // Ten at three a block are nine and one, and so on: a remainder of one.
  const funds = blocks * 3n + 1n;
  let id: bigint;
  let before: bigint;

  test("is awarded in its block, and its funds are held", async () => {
    before = (await (await chain.latest()).account(consumer.address)).free;
    const revision = await (await chain.latest()).revision(provider.address);
    const { blockNumber, events } = await make(consumer, calls.subscriptions.subscribe(typeId, descriptor, 3n, funds));
    const awarded = events.find(({ name }) => name === "Awarded");
    id = BigInt(awarded?.data["subscription"] as string);
    expect(await assignmentOf(id)).toMatchObject({
      subscription: id,
      attempt: 1,
      typeId,
      descriptor,
      generation: 1,
      observedGeneration: 0,
      consumer: consumer.address,
      stored: { kind: "Awarded", deadline: blockNumber + constants.ackDeadline },
      rate: 3n,
      awardedAt: blockNumber,
      deployedAt: null,
      earned: 0n,
    });
    expect(await subscriptionOf(id)).toMatchObject({
      funds,
      stored: { kind: "Placed", provider: provider.address, attempt: 1 },
    });
    expect((await (await chain.latest()).account(consumer.address)).held).toBe(funds + constants.subscriptionDeposit);
    expect(await (await chain.latest()).revision(provider.address)).toBeGreaterThan(revision);
    expect(await (await chain.latest()).subscriptionsOf(consumer.address)).toEqual([id]);
  });

  test("once declared, earns in every block what our arithmetic says, and ends when it says", async () => {
    const { blockNumber } = await make(operator, calls.subscriptions.declareDeployed(id, 1, 1));
    const record = await (await chain.latest()).provider(provider.address);
    const liveness = { acc: record?.acc ?? 0, lastHeartbeat: record?.lastHeartbeat ?? 0, gap: constants.gap };
    const segment: Segment = { since: blockNumber, rate: 3n, funds, live0: live(liveness, blockNumber) };
    expect((await assignmentOf(id)).endsAt).toBe(endsAt(segment));
    for (let n = blockNumber; n < blockNumber + 5; n++) {
      const view = await chain.latest();
      expect(view.block.number).toBe(n);
      const subscription = (await view.subscription(id)) as SubscriptionView;
      expect(subscription.earned).toBe(earned(segment, live(liveness, n)));
      expect(subscription.refundable).toBe(refundable(segment, live(liveness, n)));
      await dev.newBlock();
    }
    while (dev.head().number < endsAt(segment) + 1) await dev.newBlock();
    expect(await assignmentOf(id)).toMatchObject({
      stored: { kind: "Ending", reason: "FundsSpent" },
      paid: blocks * 3n,
    });
    expect(await subscriptionOf(id)).toMatchObject({
      stored: { kind: "Closed", reason: "FundsSpent" },
      paid: blocks * 3n,
      funds: 0n,
    });
  });

  test("leaves a tombstone until the teardown is confirmed, and to the consumer all that was not earned", async () => {
    const fees = await feesOf(consumer);
    expect(before - (await (await chain.latest()).account(consumer.address)).free - fees).toBe(blocks * 3n);
    expect((await (await chain.latest()).account(consumer.address)).held).toBe(0n);
    await make(operator, calls.subscriptions.confirmTeardown(id, 1, `0x${"00".repeat(32)}`));
    expect(await (await chain.latest()).assignments(provider.address)).toEqual([]);
    await expect(make(operator, calls.subscriptions.confirmTeardown(id, 1, descriptor))).rejects.toMatchObject({
      code: "Subscriptions.NoAssignment",
    });
  });

  /** Fees that an account has paid so far in this test, from the events of each block. */
  async function feesOf({ address }: Signer): Promise<bigint> {
    let fees = 0n;
    for (let n = 2; n <= dev.head().number; n++) {
      const view = await chain.at((await chain.blockHash(n)) as Hex);
      for (const { name, data } of await view.events()) {
        if (name === "TransactionFeePaid" && data["who"] === address) fees += BigInt(data["actualFee"] as string);
      }
    }
    return fees;
  }
});

describe("a subscription that is changed and cancelled", () => {
  let id: bigint;
  let deployedAt: number;

  test("reports, updates, top-ups", async () => {
    const { events } = await make(consumer, calls.subscriptions.subscribe(typeId, descriptor, 5n, 100n));
    id = BigInt(events.find(({ name }) => name === "Awarded")?.data["subscription"] as string);
    await make(operator, calls.subscriptions.report(id, 1, "Retrying", "no disk"));
    expect(await assignmentOf(id)).toMatchObject({ condition: "Retrying", reason: "no disk" });
    ({ blockNumber: deployedAt } = await make(operator, calls.subscriptions.declareDeployed(id, 1, 1)));
    await make(consumer, calls.subscriptions.update(id, typeId));
    expect(await assignmentOf(id)).toMatchObject({ generation: 2, observedGeneration: 1, descriptor: typeId });
    await make(operator, calls.subscriptions.declareDeployed(id, 1, 2));
    expect(await assignmentOf(id)).toMatchObject({ observedGeneration: 2, deployedAt });
    const { endsAt: end } = await assignmentOf(id);
    await make(consumer, calls.subscriptions.topUp(id, 30n));
    expect((await assignmentOf(id)).endsAt).toBe((end ?? 0) + 10);
  });

  test("ends at min(funds, max(now + notice, NB + minimum period))", async () => {
    const { endsAt: end, notice } = await assignmentOf(id);
    const { blockNumber } = await make(consumer, calls.subscriptions.cancel(id));
    const terms = { notice, minimum: constants.minimumPeriod, trial: constants.trialPeriod };
    const expected = cancelledEnd(blockNumber, end ?? 0, deployedAt, terms);
    expect(await assignmentOf(id)).toMatchObject({ stored: { kind: "Active" }, endsAt: expected });
    while (dev.head().number < expected + 1) await dev.newBlock();
    expect(await assignmentOf(id)).toMatchObject({
      stored: { kind: "Ending", reason: "Cancelled" },
      paid: BigInt(expected - deployedAt) * 3n,
    });
    await make(operator, calls.subscriptions.confirmTeardown(id, 1, descriptor));
  });
});

test("assignments come in pages, whole and in order; a rejected one is placed no more and its funds are free", async () => {
  // A provider that was silent for `gap` blocks gets no awards.
  const subscribe = calls.subscriptions.subscribe(typeId, descriptor, 3n, 1000n);
  await make(
    provider,
    calls.utility.batchAll([
      calls.providers.setUnits(9),
      calls.providers.offer(typeId, 3n, 9),
      calls.providers.heartbeat(),
    ]),
  );
  const before = await (await chain.latest()).revision(provider.address);
  await make(consumer, calls.utility.batchAll(Array.from({ length: 5 }, () => subscribe)));

  const view = await chain.latest();
  const all = await view.assignments(provider.address);
  const ids = all.map(({ subscription }) => subscription);
  const [first] = ids as [bigint];
  expect(ids).toEqual([0n, 1n, 2n, 3n, 4n].map((n) => first + n));
  expect(await view.subscriptionsOf(consumer.address)).toEqual(expect.arrayContaining(ids));
  const now = await view.revision(provider.address);
  const changes = (after: bigint, upTo: bigint) => view.changes(provider.address, after, upTo);
  expect(await changes(before, now)).toEqual(ids.map((subscription) => ({ subscription, attempt: 1 })));
  expect(await changes(now, now)).toEqual([]);
  expect(await changes(now - 65n, now)).toBeNull();
  await expect(changes(now, now + 1n)).rejects.toMatchObject({ code: "ChainUnavailable" });
  const connection = new Connection(dev.endpoint, {
    requestTimeout: 60_000,
    log: () => undefined,
    onWake: () => undefined,
  });
  for (const pageSize of [1, 2, 4, 5, 6]) {
    const [remote, blocks] = [new Rpc(connection), new Blocks(new Rpc(connection), {})];
    const paged = new FinalizedView(remote, await blocks.known(view.block), pageSize);
    expect(await paged.assignments(provider.address)).toEqual(all);
  }
  // An endpoint that answers every page with the first one: a list without an end.
  const stuck = new Rpc(connection);
  const firstPages = new Map<string, Promise<Hex>>();
  stuck.call = async (method, data, at) => {
    const asked = firstPages.get(method) ?? Rpc.prototype.call.call(stuck, method, data, at);
    firstPages.set(method, asked);
    return asked;
  };
  const known = await new Blocks(new Rpc(connection), {}).known(view.block);
  await expect(new FinalizedView(stuck, known, 2).assignments(provider.address)).rejects.toMatchObject({
    code: "ChainUnavailable",
    message: expect.stringContaining("listed twice"),
  });
  connection.close();

  const held = (await view.account(consumer.address)).held;
  await make(operator, calls.subscriptions.reject(first, 1, "out of disks"));
  expect(await assignmentOf(first)).toMatchObject({
    stored: { kind: "Revoked", reason: "Rejected" },
    reason: "out of disks",
  });
  // Another is looked for after a while, and nobody else is there.
  const failed = await subscriptionOf(first);
  expect(failed).toMatchObject({ stored: { kind: "Waiting" }, failures: 1, funds: 1000n });
  await passOnClock(dev.endpoint, (failed.retry as number) - (await (await chain.latest()).now()));
  await dev.newBlock();
  expect(await subscriptionOf(first)).toMatchObject({ stored: { kind: "Closed", reason: "Unplaced" }, funds: 0n });
  expect((await (await chain.latest()).account(consumer.address)).held).toBe(
    held - 1000n - constants.subscriptionDeposit,
  );
});

test("a deadline that the clock has gone by is missed", async () => {
  const [{ subscription: id }] = (await (await chain.latest()).assignments(provider.address)).slice(-1) as [
    AssignmentView,
  ];
  await passOnClock(dev.endpoint, constants.ackDeadline + 10);
  expect(await assignmentOf(id)).toMatchObject({ effective: { kind: "Revoked", reason: "MissedDeadline" } });
  await expect(make(operator, calls.subscriptions.declareDeployed(id, 1, 1))).rejects.toMatchObject({
    code: expect.stringMatching(/^Subscriptions\.(DeadlineMissed|AwardRevoked)$/) as string,
  });
});

test("refused in words: no type, too few blocks, too much money", async () => {
  const subscribe = (type: Hex, price: bigint, funds: bigint) =>
    make(consumer, calls.subscriptions.subscribe(type, descriptor, price, funds));
  await expect(subscribe(descriptor, 3n, 1000n)).rejects.toMatchObject({ code: "Subscriptions.UnknownType" });
  await expect(subscribe(typeId, 3n, 3n)).rejects.toMatchObject({ code: "Subscriptions.TooFewBlocksFunded" });
  await expect(subscribe(typeId, 3n, 10n ** 9n * UNIT)).rejects.toMatchObject({
    code: "Subscriptions.FundsNotCovered",
    message: expect.stringContaining("free balance") as string,
  });
});
