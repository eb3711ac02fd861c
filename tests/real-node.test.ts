/** @integration */
import { ChainSide, PRICE } from "./world/chain-side.js";
import { listens } from "./world/machine.js";
import { OnRealNode, describeOnRealNode } from "./world/on-real-node.js";
import { descriptor } from "./world/place.js";
import { until } from "./world/until.js";
import { World } from "./world/world.js";

// The main job on a node as providers run one: a database, a pool, blocks that come by themselves.
jest.setTimeout(600_000);

describeOnRealNode("polkadot-omni-node in dev mode", () => {
  let node: OnRealNode;
  let side: ChainSide;
  let world: World;
  beforeAll(async () => {
    node = await OnRealNode.start();
    side = await ChainSide.on(node);
    world = new World(side);
    await world.start();
  });
  afterAll(async () => {
    await world?.close();
    if (side === undefined) await node?.close();
    else await side.close();
  });

  test("an award becomes a running process, is updated, paid per block and ended; another runs out of funds", async () => {
    const { store } = world.place;
    const id = await side.subscribe(store, descriptor("first"));
    const poor = await side.subscribe(store, descriptor("poor"), 30n);
    await side.becomes(id, "Active");
    const { url } = (await world.phase(id, "Deployed")).endpoints[0]!;
    expect(await (await fetch(url)).text()).toBe("first\n");

    await store.put(descriptor("second"));
    await side.update(id, descriptor("second"));
    await until(
      async () => (await side.assignment(id))!.observedGeneration,
      (generation) => generation === 2,
    );
    expect(await (await fetch(url)).text()).toBe("second\n");

    await side.end(id);
    for (const each of [id, poor]) await side.becomes(each, "gone");
    expect([world.workloads(), world.leftovers(), await listens(url)]).toEqual([[], [], false]);
    expect(await side.money(poor)).toEqual({ paid: 30n * PRICE, refunded: 1n });
    for (const each of [id, poor])
      expect([await side.count("Deployed", each), await side.count("TornDown", each)]).toEqual([1, 1]);
  });

  test("kill -9 of the chain's node: nothing is destroyed, and work goes on when it is back", async () => {
    const { store } = world.place;
    const id = await side.subscribe(store, descriptor("staying"));
    await side.becomes(id, "Active");
    const pids = world.workloads(id);
    expect(pids).toHaveLength(1);

    await node.kill();
    await until(
      () => world.ready("sidecar"),
      ({ status, detail }) => status === 503 && /ChainUnavailable/.test(detail ?? ""),
    );
    expect(world.workloads(id)).toEqual(pids);
    await node.restart();

    const awarded = await side.subscribe(store, descriptor("awarded"));
    await side.becomes(awarded, "Active");
    expect(world.workloads(id)).toEqual(pids);
    for (const each of [id, awarded]) await side.end(each);
    for (const each of [id, awarded]) await side.becomes(each, "gone");
    expect([world.workloads(), world.leftovers()]).toEqual([[], []]);
    for (const each of [id, awarded])
      expect([await side.count("Deployed", each), await side.count("TornDown", each)]).toEqual([1, 1]);
    expect(await side.failures()).toEqual([]);
  });
});
