/** @integration */
import { join } from "node:path";
import { blobPath, calls, readBlob, signerFromUri, startDevChain } from "@dinfra/chain";
import { descriptorHash, descriptorTypes } from "@dinfra/schemas";
import { askNode } from "./world/extrinsics.js";
import { ChainSide, PRICE, fundsFor } from "./world/chain-side.js";
import { descriptor } from "./world/place.js";
import { World } from "./world/world.js";

// The chain gets its next runtime while a provider works: one deployment runs, one is deployed and not declared yet, one ends.
jest.setTimeout(200_000);
const type = descriptorTypes.find(({ name }) => name === "substrate-node/v1")!;
const previous = join(blobPath, "..", "previous", "spec-2.compact.compressed.wasm");
let side: ChainSide;
let world: World;

beforeAll(async () => {
  side = await ChainSide.on(await startDevChain({ blob: previous, blockTime: "instant" }), "instant");
  world = new World(side);
  await world.start();
});
afterAll(async () => {
  await world?.close();
  await side?.close();
});

const specVersion = async () =>
  (await askNode<{ specVersion: number }>(side.dev.endpoint, "state_getRuntimeVersion")).specVersion;

/** By the call that both runtimes have. */
async function subscribe(what: Record<string, unknown>): Promise<string> {
  await world.place.store.put(what);
  const call = calls.subscriptions.subscribe(type.id, descriptorHash(what).digest, PRICE, fundsFor(1_000n));
  const { events } = await side.submit(side.consumer, call);
  return `${String(events.find(({ name }) => name === "Subscribed")!.data.subscription)}.1`;
}

test("an upgrade in mid-work: nothing is lost, sent twice or started anew, and no process of the provider ends", async () => {
  const { place } = world;
  const running = await subscribe(descriptor("running"));
  const ending = await subscribe(descriptor("ending"));
  for (const id of [running, ending]) await side.becomes(id, "Active");
  const runs = world.workloads(running);
  const { pids } = world.running!;

  place.shut("sidecar.declare.before");
  const midway = await subscribe(descriptor("midway"));
  await place.reached("sidecar.declare.before");
  expect(await specVersion()).toBe(2);
  const root = await signerFromUri("//Alice");
  await side.submit(root, calls.sudo.sudo(calls.system.setCode(readBlob())));
  for (let blocks = 0; (await specVersion()) === 2 && blocks < 5; blocks++) await side.dev.newBlock();
  expect(await specVersion()).toBeGreaterThan(2);
  await side.dev.newBlock();
  place.open("sidecar.declare.before");

  await side.becomes(midway, "Active");
  await side.end(ending);
  await side.becomes(ending, "gone");
  const after = await side.subscribe(place.store, descriptor("after"));
  await side.becomes(after, "Active");
  expect(world.workloads(running)).toEqual(runs);
  expect(world.workloads(ending)).toEqual([]);
  expect(place.startsOf()).toBe(4);
  for (const id of [running, midway, after]) {
    expect([await side.count("Deployed", id), await side.count("TornDown", id)]).toEqual([1, 0]);
  }
  expect(world.running!.pids).toEqual(pids);
  expect(await side.failures()).toEqual([]);
  expect(world.log.filter((line) => !line.includes('"level":30'))).toEqual([]);
});
