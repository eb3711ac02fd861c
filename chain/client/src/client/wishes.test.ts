/** @integration */
import { startDevChain, type DevChain } from "../dev/dev-chain.js";
import { passOnClock, submitInBlock } from "../dev/fixtures.js";
import type { AssignmentView, ChainConstants, Hex, SubscriptionView } from "../views.js";
import { wish, type Profile, type WishParts } from "../wish.js";
import { calls, type Call } from "./calls.js";
import type { Chain, Included } from "./chain.js";
import { connect } from "./connect.js";
import { signerFromUri, type Signer } from "./signer.js";

/** What consumers ask for and providers say of themselves, waiting, prices that change and moves, through the client on the real runtime. */
const typeId: Hex = `0x${"51".repeat(32)}`;
const descriptor: Hex = `0x${"d1".repeat(32)}`;
const terms: Hex = `0x${"7e".repeat(32)}`;
const funds = 1000n;

let dev: DevChain;
let chain: Chain;
let constants: ChainConstants;
let east: Signer;
let west: Signer;
let consumer: Signer;
let other: Signer;

const make = (signer: Signer, call: Call): Promise<Included> => submitInBlock(dev, chain, signer, call);

/** A block each for a few calls at a time: an award reserves for a whole search. */
async function batches(signer: Signer, all: readonly Call[], size = 4): Promise<readonly Included[]> {
  const made: Included[] = [];
  for (let i = 0; i < all.length; i += size) {
    made.push(await make(signer, calls.utility.batchAll(all.slice(i, i + size))));
  }
  return made;
}

const latest = () => chain.latest();
const subscriptionOf = async (id: bigint) => (await (await latest()).subscription(id)) as SubscriptionView;
const assignmentOf = async (who: Signer, id: bigint, attempt = 1) =>
  (await (await latest()).assignment(who.address, id, attempt)) as AssignmentView;
const heldOf = async ({ address }: Signer) => (await (await latest()).account(address)).held;
const asked = (parts: WishParts, maxPrice = 5n) => ({ typeId, descriptor, maxPrice, funds, wish: wish(parts) });
const idsIn = ({ events }: Included) =>
  events.filter(({ name }) => name === "Subscribed").map(({ data }) => BigInt(data["subscription"] as number));

async function subscribed(signer: Signer, parts: WishParts, maxPrice?: bigint): Promise<bigint> {
  const [id] = idsIn(await make(signer, calls.subscriptions.subscribeWith(asked(parts, maxPrice))));
  return id as bigint;
}

/** Cancels, lets time pass until it is over, and confirms the teardowns, so that no unit stays used. */
async function over(id: bigint): Promise<void> {
  await make(consumer, calls.subscriptions.cancel(id));
  while ((await subscriptionOf(id)).stored.kind !== "Closed") await dev.newBlock();
  for (const who of [east, west]) {
    for (const { subscription, attempt } of await (await latest()).assignments(who.address)) {
      if (subscription === id) await make(who, calls.subscriptions.confirmTeardown(id, attempt, descriptor));
    }
  }
}

const eastern: Profile = {
  regions: ["eu-east", "0xab"],
  networks: ["hetzner", 64500],
  attributes: [{ key: "disk", value: "nvme" }],
  terms: null,
};
const western: Profile = { regions: ["eu-west", "größe"], networks: [24940], attributes: [], terms };
const westTerms = { price: 4n, capacity: 4, elastic: { floor: 2n, ceiling: 5n, step: 1n }, setupBlocks: 300 };

beforeAll(async () => {
  [east, west, consumer, other] = (await Promise.all(["//Bob", "//Eve", "//Dave", "//Ferdie"].map(signerFromUri))) as [
    Signer,
    Signer,
    Signer,
    Signer,
  ];
  dev = await startDevChain();
  chain = await connect(dev.endpoint, { pollInterval: 200 });
  constants = await (await latest()).constants();
  const { providers, utility } = calls;
  await make(
    east,
    utility.batchAll([
      providers.register(4),
      providers.registerType(typeId, "wished/v1"),
      providers.offer(typeId, 3n, 4),
      providers.setProfile(eastern),
    ]),
  );
  await make(
    west,
    utility.batchAll([providers.register(4), providers.offerWith(typeId, westTerms), providers.setProfile(western)]),
  );
});
// A provider that was silent for a gap is dark, and awarded nothing.
beforeEach(async () => {
  for (const who of [east, west]) await make(who, calls.providers.heartbeat());
});
afterAll(async () => {
  await chain.close();
  await dev.close();
});

test("a provider's profile, keys and beneficiary read back as they were written", async () => {
  const { providers, utility } = calls;
  const login: Hex = `0x02${"aa".repeat(32)}`;
  const [first, second]: Hex[] = [`0x${"01".repeat(32)}`, `0x${"02".repeat(32)}`];
  await make(
    east,
    utility.batchAll([
      providers.setBeneficiary(other.address),
      providers.setLoginKey({ scheme: "Ecdsa", key: login }),
      providers.rotateSealingKey(first as Hex),
      providers.rotateSealingKey(second as Hex),
    ]),
  );
  const view = await latest();
  expect(await view.profile(east.address)).toEqual(eastern);
  expect(await view.profile(west.address)).toEqual(western);
  expect(await view.profile(consumer.address)).toBeNull();
  expect(await view.provider(east.address)).toMatchObject({ beneficiary: other.address, retiring: false });
  expect(await view.keys(east.address)).toEqual({
    login: { scheme: "Ecdsa", key: login },
    sealing: { key: second, version: 2 },
    previous: { key: first, version: 1 },
  });
  await make(
    east,
    utility.batchAll([providers.setBeneficiary(null), providers.setLoginKey(null), providers.dropPreviousSealingKey()]),
  );
  expect(await (await latest()).keys(east.address)).toEqual({
    login: null,
    sealing: { key: second, version: 2 },
    previous: null,
  });
  expect((await (await latest()).provider(east.address))?.beneficiary).toBeNull();
  await expect(make(east, providers.dropPreviousSealingKey())).rejects.toMatchObject({
    code: "Providers.NoPreviousKey",
  });
});

test("criteria, preferences and candidates decide who is awarded", async () => {
  const both: WishParts = { elastic: true, terms: [terms] };
  const table: readonly (readonly [WishParts, Signer | null])[] = [
    [{ regions: ["eu-east"] }, east],
    // Looks like hex, and is text.
    [{ regions: ["0xab"] }, east],
    [{ ...both, regions: ["größe"] }, west],
    [{ regions: ["moon"] }, null],
    [{ ...both, notRegions: ["eu-east"] }, west],
    [{ ...both, notNetworks: [64500] }, west],
    [{ ...both, notNetworks: ["hetzner"] }, west],
    // Terms that were not accepted, and a price that may change without leave.
    [{ regions: ["eu-west"], elastic: true }, null],
    [{ regions: ["eu-west"], terms: [terms] }, null],
    [{ attributes: [{ key: "disk", value: "nvme" }] }, east],
    [{ attributes: [{ key: "disk", value: "tape" }] }, null],
    [{ ...both, selection: "Cheapest" }, east],
    [{ ...both, prefer: [west.address], follow: true }, west],
    [{ ...both, refuse: [east.address] }, west],
    // East takes the fewest blocks to set up, west three times as many.
    [{ ...both, regions: ["eu-west"], maxSetup: 299 }, null],
    [{ ...both, regions: ["eu-west"], maxSetup: 300 }, west],
    [{ maxSetup: constants.ackDeadline }, east],
    [{ ...both, selection: { candidates: [west.address, east.address] } }, west],
  ];
  const { subscriptions, providers } = calls;
  for (const who of [east, west]) await make(who, providers.setUnits(20));
  await make(east, providers.offer(typeId, 3n, 20));
  await make(west, providers.offerWith(typeId, { ...westTerms, capacity: 20 }));
  const ids = (
    await batches(
      consumer,
      table.map(([parts]) => subscriptions.subscribeWith(asked(parts))),
    )
  ).flatMap(idsIn);
  const view = await latest();
  for (const [i, [parts, expected]] of table.entries()) {
    const id = ids[i] as bigint;
    const { provider } = (await view.subscription(id)) as SubscriptionView;
    expect({ parts, provider }).toEqual({ parts, provider: expected?.address ?? null });
    expect(await view.wish(id)).toEqual(wish(parts));
  }
  await batches(
    consumer,
    ids.map((id) => subscriptions.cancel(id)),
  );
  for (const who of [east, west]) {
    const confirmed = (await (await latest()).assignments(who.address)).map(({ subscription, attempt }) =>
      subscriptions.confirmTeardown(subscription, attempt, descriptor),
    );
    await batches(who, confirmed);
  }

  const held = await heldOf(consumer);
  await expect(subscribed(consumer, { selection: { candidates: [west.address] } })).rejects.toMatchObject({
    code: "Subscriptions.NobodyMatches",
  });
  expect(await heldOf(consumer)).toBe(held);
});

test("an award has the deadline that its offer states", async () => {
  const { providers } = calls;
  const offers = await (await latest()).offers(typeId);
  expect(offers.find(({ provider }) => provider === west.address)).toMatchObject({ setupBlocks: 300, open: true });
  expect(offers.find(({ provider }) => provider === east.address)?.setupBlocks).toBe(constants.ackDeadline);
  const id = await subscribed(consumer, { elastic: true, terms: [terms], regions: ["eu-west"] });
  const { awardedAt, deadline } = await assignmentOf(west, id);
  expect(deadline).toBe(awardedAt + 300);
  for (const setupBlocks of [constants.ackDeadline - 1, constants.maxSetupBlocks + 1])
    await expect(make(west, providers.offerWith(typeId, { ...westTerms, setupBlocks }))).rejects.toMatchObject({
      code: "Providers.SetupOutOfBounds",
    });
  await over(id);
});

test("maintenance is announced ahead, seen with the provider and its subscriptions, and taken back", async () => {
  const { providers } = calls;
  const id = await subscribed(consumer, { regions: ["eu-east"] });
  const from = (await latest()).block.number + constants.maintenanceNotice;
  await expect(make(east, providers.announceMaintenance({ from: from - 100, until: from + 10 }))).rejects.toMatchObject(
    { code: "Providers.MaintenanceTooSoon" },
  );
  const window = { from: from + 10, until: from + 20 };
  await make(east, providers.announceMaintenance(window));
  expect(await (await latest()).maintenance(east.address)).toEqual(window);
  expect((await subscriptionOf(id)).maintenance).toEqual(window);
  await make(east, providers.announceMaintenance(null));
  expect(await (await latest()).maintenance(east.address)).toBeNull();
  expect((await subscriptionOf(id)).maintenance).toBeNull();
  await over(id);
});

test("a failed attempt is tried again at a block that is seen, and how it ended stays readable with both", async () => {
  const { providers, subscriptions } = calls;
  const parts = { regions: ["eu-east"] };
  const id = await subscribed(consumer, parts);
  await make(east, subscriptions.reject(id, 1, "no disk"));
  const failed = await subscriptionOf(id);
  const now = await (await latest()).now();
  expect(failed).toMatchObject({ stored: { kind: "Waiting" }, failures: 1, ticket: null, reason: "no disk" });
  expect(failed.retry).toBeGreaterThan(now);
  await dev.newBlock((failed.retry as number) - now + 1);
  // Nobody else is there.
  expect((await subscriptionOf(id)).stored).toEqual({ kind: "Closed", reason: "Unplaced" });
  await make(east, subscriptions.confirmTeardown(id, 1, descriptor));
  await make(east, providers.heartbeat());

  const hurried = await subscribed(consumer, { ...parts, patience: 0 });
  expect((await (await latest()).wish(hurried)).patience).toBe(0);
  await make(east, subscriptions.reject(hurried, 1, "no room"));
  expect((await subscriptionOf(hurried)).stored).toEqual({ kind: "Closed", reason: "Unplaced" });
  await make(east, subscriptions.confirmTeardown(hurried, 1, descriptor));

  const view = await latest();
  const ends = await view.closings(consumer.address);
  expect(ends.slice(0, 2)).toMatchObject([
    { subscription: hurried, reason: "Unplaced", by: null, provider: east.address, attempt: 1, words: "no room" },
    { subscription: id, reason: "Unplaced", by: null, paid: 0n, refunded: funds, words: "no disk" },
  ]);
  const [parting] = await view.partings(east.address);
  expect(parting).toMatchObject({
    subscription: hurried,
    attempt: 1,
    outcome: { kind: "Revoked", reason: "Rejected" },
    by: east.address,
    consumer: consumer.address,
    paid: 0n,
  });
  expect(await view.closings(west.address)).toEqual([]);
});

test("waits with a ticket and a place, for a deposit, and is served first come first served", async () => {
  const held = await heldOf(consumer);
  const parts = { regions: ["moon"] };
  const first = await subscribed(consumer, parts);
  const second = await subscribed(other, parts);
  const view = await latest();
  const [one, two] = [await subscriptionOf(first), await subscriptionOf(second)];
  expect(one.ticket).not.toBeNull();
  expect(await view.waitingBefore(typeId, one.ticket as bigint)).toBe(0);
  expect(await view.waitingBefore(typeId, two.ticket as bigint)).toBe(1);
  expect(await view.waitingBefore(typeId, two.ticket as bigint, 1)).toBe(1);
  const { subscriptionDeposit, waitingDeposit, minCredit, stepPrice } = constants;
  expect(minCredit).toBeGreaterThan(2n * stepPrice);
  expect(await heldOf(consumer)).toBe(held + funds + subscriptionDeposit + waitingDeposit + minCredit);
  await make(other, calls.subscriptions.fundSearch(first, stepPrice));
  expect((await subscriptionOf(first)).credit).toBe(minCredit + stepPrice);
  await expect(make(other, calls.subscriptions.place(first))).rejects.toMatchObject({
    code: "Subscriptions.NobodyMatches",
  });

  await make(east, calls.providers.setProfile({ ...eastern, regions: ["moon"] }));
  await dev.newBlock(3);
  const [placed, next] = [await subscriptionOf(first), await subscriptionOf(second)];
  expect(placed).toMatchObject({ ticket: null, provider: east.address });
  expect(next).toMatchObject({ ticket: null, provider: east.address });
  const awardedAt = await Promise.all([first, second].map(async (id) => (await assignmentOf(east, id)).awardedAt));
  expect(awardedAt[0]).toBeLessThanOrEqual(awardedAt[1] as number);
  expect(await heldOf(consumer)).toBe(held + funds + constants.subscriptionDeposit);
  await make(east, calls.providers.setProfile(eastern));
  await make(other, calls.subscriptions.cancel(second));
  await make(east, calls.subscriptions.confirmTeardown(second, 1, descriptor));
  await over(first);
});

test("many at once, apart from each other: all awarded, or none and nothing is held", async () => {
  const apart = asked({ elastic: true, terms: [terms], apart: 7 });
  const held = await heldOf(consumer);
  await expect(make(consumer, calls.subscriptions.subscribeMany([apart, apart, apart]))).rejects.toMatchObject({
    code: "Subscriptions.NobodyMatches",
  });
  expect(await heldOf(consumer)).toBe(held);
  const ids = idsIn(await make(consumer, calls.subscriptions.subscribeMany([apart, apart])));
  const placed = await Promise.all(ids.map(subscriptionOf));
  expect(placed.map(({ provider }) => provider).sort()).toEqual([east.address, west.address].sort());
  expect(await heldOf(consumer)).toBe(held + 2n * (funds + constants.subscriptionDeposit));
  for (const id of ids) await over(id);
});

test("a private offer serves whom it lists", async () => {
  await make(east, calls.providers.setAllowed(typeId, [other.address]));
  expect(await (await latest()).allowed(typeId, east.address)).toEqual([other.address]);
  expect(await (await latest()).allowed(typeId, west.address)).toBeNull();
  expect(await (await latest()).offers(typeId)).toEqual(
    expect.arrayContaining([expect.objectContaining({ provider: east.address, private: true })]),
  );
  const only: WishParts = { selection: { candidates: [east.address] } };
  await expect(subscribed(consumer, only)).rejects.toMatchObject({ code: "Subscriptions.NobodyMatches" });
  const id = await subscribed(other, only);
  expect(await subscriptionOf(id)).toMatchObject({ provider: east.address });
  await make(other, calls.subscriptions.cancel(id));
  await make(east, calls.subscriptions.confirmTeardown(id, 1, descriptor));
  await make(east, calls.providers.setAllowed(typeId, null));
  expect(await (await latest()).allowed(typeId, east.address)).toBeNull();
});

test("an award that is cancelled before it was declared costs a set-up fee", async () => {
  const id = await subscribed(consumer, { regions: ["eu-east"] });
  const { events } = await make(consumer, calls.subscriptions.cancel(id));
  // In the block after the award: one block.
  expect(events.find(({ name }) => name === "Closed")?.data).toMatchObject({
    paid: "3",
    refunded: String(BigInt(funds) - 3n),
  });
  await make(east, calls.subscriptions.confirmTeardown(id, 1, descriptor));
});

test("a price by agreement: proposed, shown, accepted, and it runs", async () => {
  const id = await subscribed(consumer, { regions: ["eu-east"] }, 3n);
  await make(east, calls.subscriptions.declareDeployed(id, 1, 1));
  await make(east, calls.subscriptions.proposePrice(id, 1, 6n));
  expect(await subscriptionOf(id)).toMatchObject({ rate: 3n, proposal: 6n });
  await make(east, calls.subscriptions.proposePrice(id, 1, null));
  expect(await subscriptionOf(id)).toMatchObject({ proposal: null });
  await expect(make(consumer, calls.subscriptions.acceptPrice(id, 1, 6n))).rejects.toMatchObject({
    code: "Subscriptions.NoProposal",
  });
  await make(east, calls.subscriptions.proposePrice(id, 1, 6n));
  const { events } = await make(consumer, calls.subscriptions.acceptPrice(id, 1, 6n));
  expect(events.map(({ name }) => name)).toContain("PriceChanged");
  expect(await subscriptionOf(id)).toMatchObject({ rate: 6n, proposal: null, maxPrice: 6n });
  await over(id);
});

test("a price within the bounds of the award: announced, and after the notice it runs", async () => {
  const id = await subscribed(consumer, { regions: ["eu-west"], elastic: true, terms: [terms] });
  await make(west, calls.subscriptions.declareDeployed(id, 1, 1));
  expect(await assignmentOf(west, id)).toMatchObject({
    rate: 4n,
    elastic: { floor: 2n, ceiling: 5n, step: 1n },
    nextRate: null,
    minimum: constants.minimumPeriod,
    trial: constants.trialPeriod,
  });
  const { blockNumber } = await make(west, calls.subscriptions.reprice(id, 1, 5n));
  const at = blockNumber + constants.noticePeriod;
  expect(await subscriptionOf(id)).toMatchObject({ rate: 4n, nextRate: { at, rate: 5n } });
  await expect(make(west, calls.subscriptions.reprice(id, 1, 3n))).rejects.toMatchObject({
    code: "Subscriptions.RepricePending",
  });
  while (dev.head().number < at) await dev.newBlock();
  expect(await subscriptionOf(id)).toMatchObject({ rate: 5n, nextRate: null });
  await expect(make(west, calls.subscriptions.reprice(id, 1, 2n))).rejects.toMatchObject({
    code: "Subscriptions.StepTooLarge",
  });
  await over(id);
});

test("moves to another provider, which takes over when it declares it", async () => {
  const { subscriptions } = calls;
  const id = await subscribed(consumer, { prefer: [east.address], elastic: true, terms: [terms] });
  await make(east, subscriptions.declareDeployed(id, 1, 1));
  const { minCredit, stepPrice } = constants;
  const before = await heldOf(consumer);
  const { events } = await make(consumer, subscriptions.migrate(id));
  expect(events.map(({ name }) => name)).toContain("Seeks");
  expect(await subscriptionOf(id)).toMatchObject({ seeks: true, credit: minCredit, successor: null });
  expect(await heldOf(consumer)).toBe(before + minCredit);
  await dev.newBlock();
  // Who serves is paid up to the award of the other.
  expect(await heldOf(consumer)).toBe(before - (await subscriptionOf(id)).paid);
  const made = (await (await latest()).events()).filter(({ pallet }) => pallet === "Subscriptions");
  expect(made.map(({ name }) => name)).toContain("Migrating");
  expect(made).toContainEqual(
    expect.objectContaining({ name: "Searched", data: expect.objectContaining({ paid: `${stepPrice}` }) as unknown }),
  );
  expect(await subscriptionOf(id)).toMatchObject({
    stored: { kind: "Placed", provider: east.address, attempt: 1 },
    successor: { provider: west.address, attempt: 2 },
  });
  await expect(make(consumer, subscriptions.migrate(id))).rejects.toMatchObject({
    code: "Subscriptions.MigrationPending",
  });
  await make(west, subscriptions.declareDeployed(id, 2, 1));
  expect(await subscriptionOf(id)).toMatchObject({
    stored: { kind: "Placed", provider: west.address, attempt: 2 },
    successor: null,
  });
  expect(await assignmentOf(east, id)).toMatchObject({ stored: { kind: "Ending", reason: "Migrated" } });
  await over(id);
});

test("missed deadlines in a row close the offer and cost bond; a provider that must go is retired by root", async () => {
  const { missedAllowed, missedPenalty, ackDeadline } = constants;
  const { providers, subscriptions, sudo } = calls;
  const before = await (await latest()).provider(east.address);
  const only: WishParts = { selection: { candidates: [east.address] } };
  for (let i = 0; i < missedAllowed; i++) await subscribed(consumer, only);
  await passOnClock(dev.endpoint, ackDeadline + 5);
  const view = await latest();
  expect(await view.offers(typeId)).not.toContainEqual(expect.objectContaining({ provider: east.address }));
  expect((await view.provider(east.address))?.bond).toBe((before?.bond as bigint) - missedPenalty);
  await expect(make(east, providers.offer(typeId, 3n, 1))).rejects.toMatchObject({ code: "Providers.BondShort" });

  const alice = await signerFromUri("//Alice");
  const { events } = await make(alice, sudo.sudo(subscriptions.forceRetire(east.address, 4)));
  expect(events.map(({ name }) => name)).toContain("Retired");
  expect(await (await latest()).provider(east.address)).toBeNull();
  expect(await heldOf(east)).toBe(constants.typeDeposit);
});
