/** @integration */
import { appendFileSync, closeSync, existsSync, openSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { backupReactor, checkConfig, restoreReactor } from "@dinfra/reactor";
import { ChainSide } from "./world/chain-side.js";
import { listens } from "./world/machine.js";
import { descriptor } from "./world/place.js";
import { until } from "./world/until.js";
import { World } from "./world/world.js";

// A machine's disk is lost, what runs is not: a backup that was made under load, an empty directory, and on it goes.
jest.setTimeout(600_000);
let side: ChainSide;
let world: World;

beforeAll(async () => {
  side = await ChainSide.start();
  world = new World(side);
  await world.start();
});
afterAll(async () => {
  await world?.close();
  await side?.close();
});

const answerOf = (url: string) => fetch(url).then((response) => response.text());

async function deployed(name: string): Promise<{ id: string; url: string }> {
  const id = await side.subscribe(world.place.store, descriptor(name));
  await side.becomes(id, "Active");
  const { endpoints } = await world.phase(id, "Deployed");
  return { id, url: endpoints[0]!.url };
}

test("a backup of a running reactor, restored on an empty directory, goes on with what runs", async () => {
  const { dataDir } = world.place;
  const folder = join(world.place.folder, "backup");
  const before = await deployed("before");
  const ended = await deployed("ended");
  const runs = world.workloads(before.id);
  const epoch = (await world.api.list()).epoch;
  const endpoints = ["api-token", "engine/.passphrase"].map((name) => readFileSync(join(dataDir, name), "utf8"));

  // While an update is under way, both processes have their stores open.
  const busy = side.subscribe(world.place.store, descriptor("busy"));
  const manifest = await backupReactor(dataDir, folder);
  expect(manifest).toMatchObject({ version: 1, provider: side.provider.address });
  expect(Object.keys(manifest.files)).toEqual(
    expect.arrayContaining(["reactor.sqlite", "sidecar.sqlite", "api-token", "engine/.passphrase", "changes.jsonl"]),
  );
  // It holds secrets.
  expect(statSync(folder).mode & 0o777).toBe(0o700);

  // The world goes on: one ends, one comes, one is updated.
  await side.end(ended.id);
  await side.becomes(ended.id, "gone");
  const later = await deployed("later");
  await side.becomes(await busy, "Active");
  await world.stop();
  rmSync(dataDir, { recursive: true });

  const config = checkConfig(world.config());
  const { kept, dropped } = await restoreReactor(config, folder);
  expect(kept).toContain(before.id);
  expect(dropped).toEqual([ended.id]);
  expect(endpoints).toEqual(["api-token", "engine/.passphrase"].map((name) => readFileSync(join(dataDir, name), "utf8"))); // prettier-ignore

  await world.start();
  for (const { id, url } of [before, later]) {
    await world.phase(id, "Deployed");
    expect(await answerOf(url)).toBe(id === before.id ? "before\n" : "later\n");
  }
  // Nothing was made twice, and what had ended stays so.
  expect(world.workloads(before.id)).toEqual(runs);
  expect([await listens(ended.url), world.workloads(ended.id)]).toEqual([false, []]);
  expect((await world.api.list()).epoch).not.toBe(epoch);

  // It is a reactor like any other: an update, and the end.
  await side.update(before.id, descriptor("after"));
  await world.place.store.put(descriptor("after"));
  await until(async () => (await side.assignment(before.id))!.observedGeneration, (generation) => generation === 2); // prettier-ignore
  expect(await answerOf(before.url)).toBe("after\n");
  for (const id of [before.id, later.id, await busy]) {
    await side.end(id);
    await side.becomes(id, "gone");
  }
  expect(world.leftovers()).toEqual([]);

  // One that was damaged meanwhile is refused, and nothing is changed.
  await world.stop();
  rmSync(dataDir, { recursive: true });
  appendFileSync(join(folder, "reactor.sqlite"), "x");
  await expect(restoreReactor(config, folder)).rejects.toMatchObject({ code: "backup.damaged" });
  expect(existsSync(dataDir)).toBe(false);
});

/** What a disk does: after the first bytes the file is something else. */
function spoil(file: string): Buffer {
  const handle = openSync(file, "r+");
  const noise = Buffer.alloc(statSync(file).size - 100, 0x5a);
  writeSync(handle, noise, 0, noise.length, 100);
  closeSync(handle);
  return readFileSync(file);
}

test.each(["reactor.sqlite", "sidecar.sqlite"])(
  "a spoilt %s is named and kept; once it is moved away, all is found again",
  async (name) => {
    const file = join(world.place.dataDir, name);
    if (world.running === null) await world.start();
    const { id } = await deployed(`beside-${name.split(".")[0]!}`);
    const runs = world.workloads(id);
    await world.stop();
    const spoilt = spoil(file);
    await expect(world.start()).rejects.toThrow(file);
    expect(readFileSync(file)).toEqual(spoilt);
    for (const suffix of ["", "-wal", "-shm"]) rmSync(`${file}${suffix}`, { force: true });
    await world.start();
    await world.phase(id, "Deployed");
    expect(world.workloads(id)).toEqual(runs);
    expect(await side.timesSent("declareDeployed", id)).toBe(1);
    await side.end(id);
    await side.becomes(id, "gone");
  },
);
