/** @integration */
import { ChainSide } from "./world/chain-side.js";
import { descriptor } from "./world/place.js";
import { until } from "./world/until.js";
import { World } from "./world/world.js";

// A provider starts its reactor once more while the first one runs, with the same chain account and the same operator key. It is
// a mistake (docs/provider.md), and must cost no more than a fee.
jest.setTimeout(600_000);
let side: ChainSide;

beforeAll(async () => {
  side = await ChainSide.start();
});
afterAll(() => side?.close());

test.each([
  ["on one account of the platform: one node, started once", true],
  ["each with a platform of its own: both run it, and the chain hears of one", false],
])("two reactors %s", async (_, oneAccount) => {
  const [first, second] = [new World(side), new World(side)];
  const { storeDir, store, profile } = first.place;
  try {
    await first.start();
    const early = await side.subscribe(store, descriptor("early"));
    await side.becomes(early, "Active");
    const runs = first.workloads(early);
    expect(runs).toHaveLength(1);
    await second.start({ store: storeDir, ...(oneAccount && { profile }) });
    const late = await side.subscribe(store, descriptor("late"));
    await side.becomes(late, "Active");
    for (const reactor of [first, second]) {
      for (const id of [early, late]) await reactor.phase(id, "Deployed");
    }
    expect(first.workloads(early)).toEqual(runs);
    expect([first, second].map(({ place }) => place.startsOf())).toEqual(oneAccount ? [2, 0] : [2, 2]);

    const failed = (await side.failures()).length;
    for (const id of [early, late]) {
      await side.end(id);
      await side.becomes(id, "gone");
      expect([await side.count("Deployed", id), await side.count("TornDown", id)]).toEqual([1, 1]);
    }
    // The confirmation of the slower one may come too late, once an end.
    expect((await side.failures()).length - failed).toBeLessThanOrEqual(2);
    for (const reactor of [first, second]) {
      // The slower one may still be at it.
      await until(
        () => [...reactor.workloads(), ...reactor.leftovers()],
        ({ length }) => length === 0,
      );
    }
  } finally {
    await second.close();
    await first.close();
  }
});
