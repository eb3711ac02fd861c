/** @integration */
import { ChainSide } from "./world/chain-side.js";
import { descriptor } from "./world/place.js";
import { World } from "./world/world.js";

jest.setTimeout(600_000);
let side: ChainSide;
let world: World;

beforeAll(async () => {
  side = await ChainSide.start();
  world = new World(side);
});
afterAll(async () => {
  await world?.close();
  await side?.close();
});

test.each([
  ["as it was", () => {}],
  ["without its store", () => world.place.loseReactorStore()],
])(
  "the reactor is away while one ends, one is awarded and one goes on, and comes back %s",
  async (_name, meanwhile) => {
    const { place } = world;
    await world.start();
    const going = await side.subscribe(place.store, descriptor("going"));
    const ending = await side.subscribe(place.store, descriptor("ending"));
    await side.becomes(going, "Active");
    await side.becomes(ending, "Active");
    const [pid] = world.workloads(going);

    await world.stop();
    // Stopping destroys nothing.
    expect(world.workloads()).toHaveLength(2);
    await side.end(ending);
    const awarded = await side.subscribe(place.store, descriptor("awarded"));
    meanwhile();
    await world.start();

    await side.becomes(ending, "gone");
    await side.becomes(awarded, "Active");
    expect(world.workloads(ending)).toEqual([]);
    expect(world.workloads(going)).toEqual([pid]);
    expect(world.workloads(awarded)).toHaveLength(1);
    for (const id of [going, awarded]) await side.end(id);
    for (const id of [going, awarded]) await side.becomes(id, "gone");
    for (const id of [going, ending, awarded]) {
      expect([await side.count("Deployed", id), await side.count("TornDown", id)]).toEqual([1, 1]);
    }
    expect(world.workloads()).toEqual([]);
    expect(world.leftovers()).toEqual([]);
    await world.stop();
  },
);
