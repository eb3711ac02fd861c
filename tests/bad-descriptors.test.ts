/** @integration */
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { calls, type Hex } from "@dinfra/chain";
import { descriptorHash } from "@dinfra/schemas";
import { ChainSide, fundsFor, PRICE } from "./world/chain-side.js";
import { descriptor } from "./world/place.js";
import { until } from "./world/until.js";
import { World } from "./world/world.js";

// What a stranger or a platform may get wrong: nothing of it runs, the reason stands on the chain, the funds are free.
jest.setTimeout(600_000);
let side: ChainSide;
let world: World;
const unserved: Hex = `0x${"77".repeat(32)}`;

beforeAll(async () => {
  side = await ChainSide.start();
  const { registerType, offer } = calls.providers;
  await side.submit(side.provider, registerType(unserved, "unserved/v1"));
  await side.submit(side.provider, calls.providers.setUnits(60));
  await side.submit(side.provider, offer(unserved, PRICE, 5));
  world = new World(side);
  // More of these awards than that come to nothing: they must not open the breaker, or what was good could not end.
  await world.start({ breaker: { floorWeight: 5, surpriseShare: 0 } }, world.place.throwingProgram);
});
afterAll(async () => {
  await world?.close();
  await side?.close();
});

/** The subscription is closed: no other provider is there to try. */
async function closed(id: string): Promise<string> {
  await until(async () =>
    (await side.events()).some(({ name, data }) => name === "Closed" && `${String(data.subscription)}.1` === id),
  );
  expect(await side.money(id)).toEqual({ paid: 0n, refunded: fundsFor(1_000n) });
  await side.becomes(id, "gone");
  expect(world.workloads(id)).toEqual([]);
  expect([await side.count("Deployed", id), await side.count("TornDown", id)]).toEqual([0, 1]);
  const revoked = (await side.events()).find(
    ({ name, data }) => name === "Revoked" && `${String(data.subscription)}.1` === id,
  )!;
  return text(revoked.data.words);
}

/** Words come out of the event as text, or as hex of it. */
const text = (words: unknown): string =>
  String(words).startsWith("0x") ? Buffer.from(String(words).slice(2), "hex").toString() : String(words);

test("a descriptor that fails its schema is rejected with the place in it", async () => {
  const id = await side.subscribe(world.place.store, { ...descriptor("bad"), role: "validator" });
  expect(await closed(id)).toMatch(/^descriptor\.schema: .*role/);
});

test("a store that lies about a hash is not believed", async () => {
  const asked = descriptor("asked-for");
  const cid = await world.place.store.put(asked);
  const file = readdirSync(world.place.storeDir).find((name) => name.includes(cid))!;
  writeFileSync(join(world.place.storeDir, file), JSON.stringify(descriptor("something-else")));
  const id = await side.subscribeTo(descriptorHash(asked).digest);
  expect(await closed(id)).toMatch(/^descriptor\.hash/);
});

test("a type that this reactor does not serve", async () => {
  const id = await side.subscribeTo(descriptorHash({}).digest, unserved);
  expect(await closed(id)).toMatch(/^descriptor\.type/);
});

test("an entry that is not in the catalogue", async () => {
  const id = await side.subscribe(world.place.store, descriptor("unknown", "not-in-the-catalogue"));
  expect(await closed(id)).toMatch(/^UnknownCatalogueEntry: .*not-in-the-catalogue/);
});

test("a descriptor that nobody published is waited for, and deployed when it is there", async () => {
  const late = descriptor("late");
  const id = await side.subscribeTo(descriptorHash(late).digest);
  await until(
    () => world.api.get(id),
    (seen) => seen?.conditions.some(({ type, reason }) => type === "Retrying" && reason === "store.missing") === true,
  );
  await world.place.store.put(late);
  await side.becomes(id, "Active");
  await side.end(id);
  await side.becomes(id, "gone");
});

test("a descriptor that nobody ever publishes is rejected before the deadline", async () => {
  const id = await side.subscribeTo(descriptorHash(descriptor("never")).digest);
  await until(
    () => world.api.get(id),
    (seen) => seen?.failure?.code === "store.missing",
  );
  const { deadline } = (await side.assignment(id))!;
  await side.dev.newBlock(deadline! - (await side.chain.finalized()).number - 8);
  expect(await closed(id)).toMatch(/^store\.missing/);
});

test("a platform that fails twice and then works is tried again", async () => {
  const id = await side.subscribe(world.place.store, descriptor("flaky", "flaky"));
  await side.becomes(id, "Active");
  expect(world.place.startsOf("flaky")).toBe(3);
  expect(world.workloads(id)).toHaveLength(1);
  await side.end(id);
  await side.becomes(id, "gone");
});

test("what never starts is given up after its tries, with the reason", async () => {
  const id = await side.subscribe(world.place.store, descriptor("broken", "broken"));
  expect(await closed(id)).toMatch(/^provider\./);
});

test("a program that throws is tried three times, then given up with what it said", async () => {
  const id = await side.subscribe(world.place.store, descriptor("throws"));
  expect(await closed(id)).toMatch(/^program\.threw: .*a defect of the program/);
  expect(world.place.timesThrown()).toBe(3);
});

test("a program that takes all memory ends its worker alone, and is given up with what that was", async () => {
  const { reactor } = world.running!.pids;
  const id = await side.subscribe(world.place.store, descriptor("hungry"));
  expect(await closed(id)).toMatch(/^engine\.killed: .*SIGABRT.*memory/);
  expect(world.running!.pids.reactor).toBe(reactor);
});

test("an update that cannot be had leaves what runs, and says so on the chain", async () => {
  const id = await side.subscribe(world.place.store, descriptor("good"));
  await side.becomes(id, "Active");
  const [pid] = world.workloads(id);
  const bad = { ...descriptor("good"), entry: { name: "not-in-the-catalogue" } };
  await world.place.store.put(bad);
  await side.update(id, bad);
  const { reason } = await until(
    async () => (await side.assignment(id))!,
    ({ condition }) => condition === "UpdateFailed",
  );
  expect(text(reason)).toMatch(/^UnknownCatalogueEntry/);
  expect(world.workloads(id)).toEqual([pid]);
  await side.end(id);
  await side.becomes(id, "gone");
  expect(world.leftovers()).toEqual([]);
});
