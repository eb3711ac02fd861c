/** @integration */
import { ChainSide } from "./world/chain-side.js";
import { descriptor, type Point } from "./world/place.js";
import { World } from "./world/world.js";

// kill -9 of the sidecar when the pool has its extrinsic and no block has it yet. Blocks are made by the test alone.
jest.setTimeout(600_000);
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

/**
 * The sidecar is let past the point, and killed when its call is in the pool. The next one has looked at chain and reactor,
 * and acted, more than once when the block comes.
 */
async function dieOnTheWay(point: Point, call: string, id: string): Promise<void> {
  world.place.open(point);
  await side.isOnItsWay(call, id);
  await world.kill("sidecar", 0);
  await world.sidecarLooks(4);
  expect(await side.timesInPool(call, id)).toBe(1);
  await side.dev.newBlock();
}

test("a declaration and a receipt that are on their way are not sent again", async () => {
  const { place } = world;
  place.shut("sidecar.declare.before");
  const id = await side.subscribe(place.store, descriptor("on-its-way"));
  await place.reached("sidecar.declare.before");
  await dieOnTheWay("sidecar.declare.before", "declareDeployed", id);
  await side.becomes(id, "Active");
  expect(world.workloads(id)).toHaveLength(1);
  // Blocks must pass for an end to be acted on, and how many is the sidecar's affair: until there are no more, it keeps the receipt.
  place.shut("sidecar.receipt.before");
  await side.end(id);
  await side.passBlocks(place.reached("sidecar.receipt.before"));
  await dieOnTheWay("sidecar.receipt.before", "confirmTeardown", id);
  await side.becomes(id, "gone");
  expect(world.workloads(id)).toEqual([]);
  // What a sidecar would send too much comes into these.
  await world.sidecarLooks(4);
  await side.dev.newBlock(2);
  expect([await side.timesSent("declareDeployed", id), await side.timesSent("confirmTeardown", id)]).toEqual([1, 1]);
  expect([await side.count("Deployed", id), await side.count("TornDown", id)]).toEqual([1, 1]);
  expect(await side.failures()).toEqual([]);
});
