/** @integration */
import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { calls, signerFromUri } from "@dinfra/chain";
import { dataFolder, reactorClient } from "@dinfra/reactor";
import { ChainSide, PRICE } from "./world/chain-side.js";
import { descriptor } from "./world/place.js";
import { CutEndpoint } from "./world/cut-endpoint.js";
import { patience, until } from "./world/until.js";
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

test("with two endpoints nothing is destroyed while one is away, nor before the end is two blocks old at both", async () => {
  const second = await CutEndpoint.start(side.dev.endpoint);
  try {
    await world.start({ endpoint: undefined, endpoints: [side.dev.endpoint, second.endpoint], endDistance: 2 });
    const id = await side.subscribe(world.place.store, descriptor("confirmed"));
    await side.becomes(id, "Active");
    const unconfirmed = async () =>
      ((await (await fetch(`${world.running!.sidecarUrl}/readyz`)).json()) as { unconfirmed: unknown }).unconfirmed;
    second.setCut(true);
    await side.end(id);
    await side.dev.newBlock(5);
    await until(
      unconfirmed,
      (found) => JSON.stringify(found) === JSON.stringify([{ id, endpoints: [second.endpoint] }]),
    );
    expect(world.workloads(id)).toHaveLength(1);
    await world.phase(id, "Deployed");

    second.setCut(false);
    // It has to see the end in two blocks of its own.
    await until(
      async () => (await side.dev.newBlock(), await side.assignment(id)),
      (assignment) => assignment === null,
      patience,
      250,
    );
    expect(world.workloads(id)).toEqual([]);
    expect([await side.count("Deployed", id), await side.count("TornDown", id)]).toEqual([1, 1]);
  } finally {
    await world.stop();
    await second.close();
  }
});

test("with a key for what is urgent, it signs declarations, and the other one signs receipts", async () => {
  const urgent = await signerFromUri("//Eve");
  const { balances, providers, utility } = calls;
  const fund = balances.transferKeepAlive(urgent.address, PRICE * 1_000n);
  await side.submit(side.provider, utility.batchAll([fund, providers.addOperator(urgent.address)]));
  await side.submit(urgent, providers.acceptOperator(side.provider.address));
  await world.start({ urgentKey: { uri: "//Eve" } });
  const id = await side.subscribe(world.place.store, descriptor("two-keys"));
  await side.becomes(id, "Active");
  await side.end(id);
  await side.becomes(id, "gone");
  expect(await side.sendersOf("declareDeployed", id)).toEqual([urgent.address]);
  expect(await side.sendersOf("confirmTeardown", id)).toEqual([side.operator.address]);
  await world.stop();
});

/** Pids of the processes that the process has started. */
const childrenOf = (pid: number) => readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").sort();

test.each(["a pipe whose reader goes away while it works", "a full device from the beginning"])(
  "the log of dinfra reactor run is %s: all processes go on and work",
  async (name) => {
    const { place } = world;
    const config = join(place.folder, "reactor.json");
    writeFileSync(config, JSON.stringify({ ...world.config(), port: 0 }));
    const full = name.startsWith("a full") ? openSync("/dev/full", "w") : null;
    const dinfra = spawn(
      process.execPath,
      [require.resolve("@dinfra/cli/dist/main.js"), "reactor", "run", "--config", config],
      {
        env: { ...process.env, ...place.barrierEnvironment },
        stdio: ["ignore", full ?? "pipe", full ?? "pipe"],
      },
    );
    const exited = new Promise<number | null>((resolve) => dinfra.once("close", resolve));
    try {
      const { apiAddress, token } = dataFolder(place.dataDir);
      const client = await until(
        () => (existsSync(apiAddress) ? readFileSync(apiAddress, "utf8") : ""),
        (text) => text !== "",
      ).then((text) => reactorClient((JSON.parse(text) as { url: string }).url, readFileSync(token, "utf8").trim()));
      const processes = await until(
        () => childrenOf(dinfra.pid!),
        ({ length }) => length === 2,
      );
      const id = await side.subscribe(place.store, descriptor("unheard"));
      await until(
        () => client.get(id),
        (found) => found !== undefined,
        undefined,
        20,
      );
      dinfra.stdout?.destroy();
      dinfra.stderr?.destroy();
      await side.becomes(id, "Active");
      expect(await client.get(id)).toMatchObject({ phase: "Deployed" });
      await side.end(id);
      await side.becomes(id, "gone");
      expect(childrenOf(dinfra.pid!)).toEqual(processes);
      dinfra.kill("SIGTERM");
      expect(await exited).toBe(0);
      expect(world.leftovers()).toEqual([]);
    } finally {
      dinfra.kill("SIGKILL");
      if (full !== null) closeSync(full);
    }
  },
);
