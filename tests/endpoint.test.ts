/** @integration */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { startEndpointProxy, type EndpointProxy } from "@dinfra/chain/testing";
import { ChainSide } from "./world/chain-side.js";
import { descriptor } from "./world/place.js";
import { until } from "./world/until.js";
import { World } from "./world/world.js";

// The chain's endpoint misbehaves: nothing is destroyed, the sidecar says why it does nothing, and goes on when it is right.
jest.setTimeout(600_000);
/** More blocks than a fault lasts here: an endpoint that is back where it was has gone back no longer. */
const RETREAT = 20;
let side: ChainSide;
let stranger: ChainSide;
let proxy: EndpointProxy;
let world: World;
/** Runs through every fault. */
let staying: string;
/** Awarded during a fault each. */
const stayed: string[] = [];
const counts = async (...ids: string[]): Promise<number[][]> => {
  const found: number[][] = [];
  for (const id of ids) found.push([await side.count("Deployed", id), await side.count("TornDown", id)]);
  return found;
};

beforeAll(async () => {
  side = await ChainSide.start();
  await side.dev.newBlock(RETREAT); // so that there is somewhere to go back to
  proxy = await startEndpointProxy(side.dev.endpoint);
  world = new World(side, proxy.endpoint);
  // One that hangs is noticed after so long.
  await world.start({ answerSeconds: 5 });
  staying = await side.subscribe(world.place.store, descriptor("staying"));
  await side.becomes(staying, "Active");
});
afterAll(async () => {
  await world?.close();
  await proxy?.close();
  await stranger?.close();
  await side?.close();
});

const faults: [string, RegExp, () => Promise<void> | void, () => Promise<void> | void][] = [
  ["is down", /ChainUnavailable/, () => proxy.setMode("down"), () => proxy.setMode("pass")],
  ["answers errors", /ChainUnavailable/, () => proxy.setMode("errors"), () => proxy.setMode("pass")],
  [
    "answers nothing but null",
    /ChainUnavailable|RuntimeMismatch|ChainChanged/,
    () => proxy.setMode("empty"),
    () => proxy.setMode("pass"),
  ],
  ["hangs", /ChainUnavailable/, () => proxy.setMode("hang"), () => proxy.setMode("pass")],
  ["goes back in height", /ChainWentBack|chain\.went-back/, () => proxy.goBack(RETREAT), () => proxy.goBack(0)],
  [
    "is another instance's",
    /ChainChanged|chain\.forked|ChainWentBack|chain\.went-back/,
    () => proxy.retarget(stranger.dev.endpoint),
    () => proxy.retarget(side.dev.endpoint),
  ],
];

test.each(faults)("an endpoint that %s", async (name, code, begin, end) => {
  if (name.includes("instance")) stranger = await ChainSide.start();
  const { place } = world;
  const ending = await side.subscribe(place.store, descriptor("ending"));
  await side.becomes(ending, "Active");
  const pids = [...world.workloads(staying), ...world.workloads(ending)];

  await begin();
  await until(
    () => world.ready("sidecar"),
    ({ status, detail }) => status === 503 && code.test(detail ?? ""),
  );
  // Meanwhile one ends and one is awarded, and the sidecar cannot know.
  await side.end(ending);
  const awarded = await side.subscribe(place.store, descriptor("awarded"));
  await side.dev.newBlock(2);
  expect(world.workloads(awarded)).toEqual([]);
  expect([...world.workloads(staying), ...world.workloads(ending)]).toEqual(pids);
  await end();

  await side.becomes(ending, "gone");
  await side.becomes(awarded, "Active");
  expect(world.workloads(staying)).toEqual(pids.slice(0, 1));
  expect(await counts(staying, ending, awarded)).toEqual([
    [1, 0],
    [1, 1],
    [1, 0],
  ]);
  expect(world.workloads(ending)).toEqual([]);
  expect(world.workloads(awarded)).toHaveLength(1);
  stayed.push(awarded);
});

test("what ran through all of it, and what was awarded meanwhile, ends as ever", async () => {
  const all = [staying, ...stayed];
  await side.end(...all);
  for (const id of all) await side.becomes(id, "gone");
  expect(await counts(...all)).toEqual(all.map(() => [1, 1]));
  expect(world.leftovers()).toEqual([]);
});

test("a data directory is refused to another chain instance, with a reason", async () => {
  await world.stop();
  await proxy.retarget(stranger.dev.endpoint);
  await expect(world.start()).rejects.toMatchObject({
    code: expect.stringMatching(/wrong-instance|ChainChanged/),
    message: expect.stringContaining((await side.chain.identity()).instance),
  });
});

test("and by the reactor's store alone, though nothing is awarded", async () => {
  const cursor = ["", "-wal", "-shm"].map((suffix) => join(world.place.dataDir, `sidecar.sqlite${suffix}`));
  for (const file of cursor) rmSync(file, { force: true });
  await expect(world.start()).rejects.toMatchObject({
    code: "wrong-instance",
    message: expect.stringContaining((await side.chain.identity()).instance),
  });
  // Nothing was bound to the stranger either: the right chain is taken as before.
  await proxy.retarget(side.dev.endpoint);
  await world.start();
  await world.stop();
});
