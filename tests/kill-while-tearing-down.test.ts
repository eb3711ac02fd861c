/** @integration */
import { ChainSide } from "./world/chain-side.js";
import { descriptor, type Point } from "./world/place.js";
import { World, type Victim } from "./world/world.js";

// The same between the end of a subscription and its receipt.
jest.setTimeout(600_000);
let side: ChainSide;
let world: World;

const table: [Point, Victim[]][] = [
  ["host.delete.inside", ["sidecar", "reactor", "worker", "cli", "plugin", "store"]],
  ["sidecar.receipt.before", ["sidecar", "reactor", "store"]],
];
const cases = table.flatMap(([point, victims]) => victims.map((victim) => [point, victim] as const));
const ids = new Map<string, string>();
const nameOf = (point: Point, victim: Victim) => `${victim}-${point}`.replaceAll(".", "-");

beforeAll(async () => {
  side = await ChainSide.start();
  world = new World(side);
  await world.start();
  for (const [point, victim] of cases) {
    ids.set(nameOf(point, victim), await side.subscribe(world.place.store, descriptor(nameOf(point, victim))));
  }
  ids.set("bystander", await side.subscribe(world.place.store, descriptor("bystander")));
  for (const id of ids.values()) await side.becomes(id, "Active");
});
afterAll(async () => {
  await world?.close();
  await side?.close();
});

test.each(cases)("at %s the %s dies: nothing is left, one receipt", async (point, victim) => {
  const { place } = world;
  const id = ids.get(nameOf(point, victim))!;
  expect(world.workloads(id)).toHaveLength(1);
  const starts = place.startsOf();
  place.shut(point);
  try {
    await side.end(id);
    await world.kill(victim, await place.reached(point));
  } finally {
    place.open(point);
  }
  await side.becomes(id, "gone");
  expect(world.workloads(id)).toEqual([]);
  expect(await side.timesSent("confirmTeardown", id)).toBe(1);
  expect(await side.count("TornDown", id)).toBe(1);
  expect(place.startsOf()).toBe(starts);
  // Nobody else's was touched.
  expect(world.workloads(ids.get("bystander")!)).toHaveLength(1);
});

test("the last one goes too, and nothing at all is left", async () => {
  const id = ids.get("bystander")!;
  await side.end(id);
  await side.becomes(id, "gone");
  expect(world.workloads()).toEqual([]);
  expect(world.leftovers()).toEqual([]);
  expect(await side.timesSent("declareDeployed", id)).toBe(1);
  expect(await side.count("Deployed", id)).toBe(1);
  expect(await side.failures()).toEqual([]);
  await world.stop();
  expect(world.engineCast()).toEqual({ worker: [], cli: [], plugin: [] });
});
