/** @integration */
import { ChainSide } from "./world/chain-side.js";
import { descriptor } from "./world/place.js";
import { World } from "./world/world.js";

// kill -9 of the sidecar when the pool has its extrinsic and no block has it yet. Blocks are made by the test alone.
jest.setTimeout(300_000);
let side: ChainSide;
let world: World;

beforeAll(async () => {
  side = await ChainSide.start({ blocks: "manual" });
  world = new World(side);
  await world.start();
});
afterAll(async () => {
  await world?.close();
  await side?.close();
});

/** The next sidecar has looked at chain and reactor, and acted, more than once when the block comes. */
async function dieOnTheWay(call: string, id: string): Promise<void> {
  await side.isOnItsWay(call, id);
  await world.kill("sidecar", 0);
  await world.sidecarLooks(4);
  expect(await side.timesInPool(call, id)).toBe(1);
  await side.dev.newBlock();
}

test("a declaration and a receipt that are on their way are not sent again", async () => {
  const id = await side.subscribe(world.place.store, descriptor("on-its-way"));
  await dieOnTheWay("declareDeployed", id);
  await side.becomes(id, "Active");
  expect(world.workloads(id)).toHaveLength(1);
  await side.end(id);
  await dieOnTheWay("confirmTeardown", id);
  await side.becomes(id, "gone");
  expect(world.workloads(id)).toEqual([]);
  // What a sidecar would send too much comes into these.
  await world.sidecarLooks(4);
  await side.dev.newBlock(2);
  expect([await side.timesSent("declareDeployed", id), await side.timesSent("confirmTeardown", id)]).toEqual([1, 1]);
  expect([await side.count("Deployed", id), await side.count("TornDown", id)]).toEqual([1, 1]);
  expect(await side.failures()).toEqual([]);
});
