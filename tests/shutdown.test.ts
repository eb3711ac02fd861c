/** @integration */
import { existsSync, readFileSync } from "node:fs";
import { dataFolder } from "@dinfra/reactor";
import { ChainSide } from "./world/chain-side.js";
import { listens } from "./world/machine.js";
import { descriptor } from "./world/place.js";
import { World } from "./world/world.js";

// SIGTERM, also in the middle of an update: both processes end by themselves, nothing that is deployed does, nothing is lost.
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

interface Line {
  name: string;
  msg: string;
  process?: string;
  status?: string;
}

test("an end in mid-update is clean, and the next start finishes what was begun", async () => {
  const settled = await side.subscribe(world.place.store, descriptor("settled"));
  await side.becomes(settled, "Active");
  const { endpoints } = await world.phase(settled, "Deployed");
  const runs = world.workloads(settled);

  world.place.shut("host.create.made");
  const begun = await side.subscribe(world.place.store, descriptor("begun"));
  await world.place.reached("host.create.made");
  const { apiUrl, sidecarUrl } = world.running!;
  const before = world.log.length;
  const stopping = world.stop();
  world.place.open("host.create.made");
  await stopping;

  const said = world.log.slice(before).map((line) => JSON.parse(line) as Line);
  const ended = said.filter(({ msg }) => msg === "a process ended");
  expect(ended.map(({ process, status }) => [process, status])).toEqual([
    ["sidecar", "status 0"],
    ["reactor", "status 0"],
  ]);
  expect(said.filter(({ msg }) => /did not stop cleanly|started anew|unexpected/.test(msg))).toEqual([]);
  // Nobody is left who works for it, nothing listens, and no file says otherwise.
  expect(Object.values(world.engineCast()).flat()).toEqual([]);
  expect(await Promise.all([apiUrl, sidecarUrl].map(listens))).toEqual([false, false]);
  const files = dataFolder(world.place.dataDir);
  expect([files.apiAddress, files.sidecarAddress].map(existsSync)).toEqual([false, false]);
  const changes = readFileSync(files.changeLog, "utf8").trim().split("\n");
  expect(changes.map((line) => (JSON.parse(line) as { deployment: string }).deployment)).toContain(begun);
  // What is deployed is untouched.
  expect(world.workloads(settled)).toEqual(runs);
  expect((await fetch(endpoints[0]!.url)).status).toBe(200);

  await world.start();
  await side.becomes(begun, "Active");
  await world.phase(begun, "Deployed");
  expect(world.workloads(begun)).toHaveLength(1);
  expect(world.workloads(settled)).toEqual(runs);
  expect([await side.count("Deployed", begun), await side.count("Deployed", settled)]).toEqual([1, 1]);
});
