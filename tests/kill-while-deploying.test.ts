/** @integration */
import { ChainSide } from "./world/chain-side.js";
import { descriptor, type Point } from "./world/place.js";
import { World, type Victim } from "./world/world.js";

// kill -9 of each process, and the loss of the reactor's store, at each point between an award and its declaration. The
// truth is read from /proc, from the workload's own count of its starts, and from the chain's events.
jest.setTimeout(600_000);
let side: ChainSide;
let world: World;
const alive: string[] = [];

beforeAll(async () => {
  side = await ChainSide.start();
  world = new World(side);
  // What dies is a try that failed; how many of those are too many is not asked here.
  await world.start({ retry: { tries: 12, firstDelaySeconds: 0.3, longestDelaySeconds: 2 } });
});
afterAll(async () => {
  await world?.close();
  await side?.close();
});

/** Whoever acts at a point, and each victim at two points at least. `npm run soak:kills` takes every victim at every point. */
const everyPoint: [Point, Victim[]][] = [
  ["worker.update.before", ["worker", "store"]],
  ["host.create.before", ["cli", "plugin", "reactor"]],
  ["host.create.made", ["worker", "cli", "plugin", "store"]],
  ["reactor.update.after", ["reactor", "sidecar"]],
  ["sidecar.declare.before", ["sidecar", "store"]],
];
const everyPair: [Point, Victim[]][] = [
  ["worker.update.before", ["sidecar", "reactor", "worker", "store"]],
  ["host.create.before", ["sidecar", "reactor", "worker", "cli", "plugin", "store"]],
  ["host.create.made", ["sidecar", "reactor", "worker", "cli", "plugin", "store"]],
  ["reactor.update.after", ["sidecar", "reactor", "store"]],
  ["sidecar.declare.before", ["sidecar", "reactor", "store"]],
];
const table = process.env.DINFRA_SOAK_KILLS ? everyPair : everyPoint;

test.each(table.flatMap(([point, victims]) => victims.map((victim) => [point, victim] as const)))(
  "at %s the %s dies: one node, declared once",
  async (point, victim) => {
    const { place } = world;
    const starts = place.startsOf();
    place.shut(point);
    let id: string;
    try {
      id = await side.subscribe(place.store, descriptor(`${victim}-${point}`.replaceAll(".", "-").slice(0, 32)));
      const at = await place.reached(point);
      await world.kill(victim, at);
    } finally {
      place.open(point);
    }
    await side.becomes(id, "Active");
    alive.push(id);
    expect(world.workloads(id)).toHaveLength(1);
    expect(place.startsOf() - starts).toBe(1);
    // The pallet would refuse a second one: what was sent tells more than what was accepted.
    expect(await side.timesSent("declareDeployed", id)).toBe(1);
    expect(await side.count("Deployed", id)).toBe(1);
    expect(await side.count("Revoked", id)).toBe(0);
  },
);

test("all that was deployed is torn down, each with one receipt, and neither things nor processes are left", async () => {
  // What was deployed before is as it was, whatever died since.
  for (const id of alive) expect(world.workloads(id)).toHaveLength(1);
  await side.end(...alive);
  for (const id of alive) await side.becomes(id, "gone");
  expect(world.workloads()).toEqual([]);
  expect(world.leftovers()).toEqual([]);
  for (const id of alive) {
    expect(await side.timesSent("declareDeployed", id)).toBe(1);
    expect(await side.timesSent("confirmTeardown", id)).toBe(1);
    expect(await side.count("TornDown", id)).toBe(1);
  }
  expect(await side.failures()).toEqual([]);
  await world.stop();
  expect(world.engineCast()).toEqual({ worker: [], cli: [], plugin: [] });
});
