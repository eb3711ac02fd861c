/** @integration */
import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { calls, signerFromUri, type Hex } from "@dinfra/chain";
import { dataFolder, reactorClient, type ReactorClient } from "@dinfra/reactor";
import { descriptorHash, descriptorTypeByName } from "@dinfra/schemas";
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
    await side.end(going, awarded);
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

test("what is earned is claimed and in the books; a key that is replaced while it runs stands nothing still", async () => {
  const next = await signerFromUri("//Ferdie");
  const unit = 10n ** 12n;
  const { providers, subscriptions, utility } = calls;
  const type = descriptorTypeByName("substrate-node/v1").id as Hex;
  await side.submit(side.provider, utility.batchAll([providers.addOperator(next.address), providers.offer(type, unit, 50)])); // prettier-ignore
  await side.submit(next, providers.acceptOperator(side.provider.address));
  await world.start({ nextKey: { uri: "//Ferdie" }, claimSeconds: 60 });
  try {
    const wanted = descriptor("dear");
    await world.place.store.put(wanted);
    const subscribe = subscriptions.subscribe(type, descriptorHash(wanted).digest, unit, 400n * unit);
    const { events } = await side.submit(side.consumer, subscribe);
    const id = `${String(events.find(({ name }) => name === "Subscribed")!.data.subscription)}.1`;
    await side.becomes(id, "Active");
    const passUntil = (holds: () => Promise<boolean>) =>
      until(async () => (await side.dev.newBlock(), await holds()), (held) => held, patience, 200); // prettier-ignore
    const claims = async () => (await side.sendersOf("claim", id)).length;
    await passUntil(async () => (await claims()) === 2);
    expect(new Set(await side.sendersOf("claim", id))).toEqual(new Set([side.operator.address]));

    await side.submit(side.provider, providers.removeOperator(side.operator.address));
    await side.end(id);
    await passUntil(async () => (await side.assignment(id)) === null);
    expect((await side.sendersOf("confirmTeardown", id)).at(-1)).toBe(next.address);
    const { paid } = await side.money(id);
    const [head, ...lines] = (await (await fetch(`${world.running!.sidecarUrl}/income.csv`)).text()).split("\r\n");
    const row = lines.find((line) => line.startsWith(`${id.replace(".", ",")},`))!.split(",");
    const of = (column: string) => row[head!.split(",").indexOf(column)]!;
    expect(of("paid")).toBe(String(paid));
    const fees = ["declare", "claim"].map((kind) => BigInt(of(`fees_${kind}`)));
    expect(fees.every((fee) => fee > 0n) && BigInt(of("net")) === paid - BigInt(of("fees"))).toBe(true);
  } finally {
    await world.stop();
    const back = [providers.addOperator(side.operator.address), providers.offer(type, PRICE, 50)];
    await side.submit(side.provider, utility.batchAll(back));
    await side.submit(side.operator, providers.acceptOperator(side.provider.address));
  }
});

/** Pids of the processes that the process has started. */
const childrenOf = (pid: number) => readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").sort();

/** `dinfra reactor run` as a command of its own, in the place of the world. */
class Command {
  readonly process: ChildProcess;
  readonly exited: Promise<number | null>;
  /** What it said, where that is a pipe that is read. */
  said = "";

  constructor(output: "pipe" | number = "pipe") {
    const { place } = world;
    const config = join(place.folder, "reactor.json");
    writeFileSync(config, JSON.stringify({ ...world.config(), port: 0 }));
    rmSync(dataFolder(place.dataDir).apiAddress, { force: true });
    this.process = spawn(
      process.execPath,
      [require.resolve("@dinfra/cli/dist/main.js"), "reactor", "run", "--config", config],
      { env: { ...process.env, ...place.barrierEnvironment }, stdio: ["ignore", output, output] },
    );
    for (const stream of [this.process.stdout, this.process.stderr])
      stream?.setEncoding("utf8").on("data", (text: string) => (this.said += text));
    this.exited = new Promise((resolve) => this.process.once("exit", resolve));
  }

  /** Its API, when it has one. */
  async client(): Promise<ReactorClient> {
    const { apiAddress, token } = dataFolder(world.place.dataDir);
    const text = await until(
      () => (existsSync(apiAddress) ? readFileSync(apiAddress, "utf8") : ""),
      (found) => found !== "",
      undefined,
      20,
    );
    return reactorClient((JSON.parse(text) as { url: string }).url, readFileSync(token, "utf8").trim());
  }

  children(): Promise<string[]> {
    return until(
      () => childrenOf(this.process.pid!),
      ({ length }) => length === 2,
    );
  }

  async stop(): Promise<void> {
    this.process.kill("SIGTERM");
    expect(await this.exited).toBe(0);
    expect(world.leftovers()).toEqual([]);
  }
}

test.each(["a pipe whose reader goes away while it works", "a full device from the beginning"])(
  "the log of dinfra reactor run is %s: all processes go on and work",
  async (name) => {
    const full = name.startsWith("a full") ? openSync("/dev/full", "w") : undefined;
    const dinfra = new Command(full);
    try {
      const client = await dinfra.client();
      const processes = await dinfra.children();
      const id = await side.subscribe(world.place.store, descriptor("unheard"));
      await until(
        () => client.get(id),
        (found) => found !== undefined,
        undefined,
        20,
      );
      dinfra.process.stdout?.destroy();
      dinfra.process.stderr?.destroy();
      await side.becomes(id, "Active");
      expect(await client.get(id)).toMatchObject({ phase: "Deployed" });
      await side.end(id);
      await side.becomes(id, "gone");
      expect(childrenOf(dinfra.process.pid!)).toEqual(processes);
      await dinfra.stop();
    } finally {
      dinfra.process.kill("SIGKILL");
      if (full !== undefined) closeSync(full);
    }
  },
);

test("a kill -9 of dinfra reactor run while it deploys, and a start at once: it goes on with what there is", async () => {
  const { place } = world;
  const first = new Command();
  let second: Command | undefined;
  try {
    await first.client();
    const running = await side.subscribe(place.store, descriptor("running"));
    await side.becomes(running, "Active");
    const [pid] = world.workloads(running);
    // The engine holds the lock of its stack, and the reactor its store.
    place.shut("host.create.made");
    const onItsWay = await side.subscribe(place.store, descriptor("on-its-way"));
    await place.reached("host.create.made");
    first.process.kill("SIGKILL");
    await first.exited;
    place.open("host.create.made");

    second = new Command();
    const client = await second.client();
    await side.becomes(onItsWay, "Active");
    expect(world.workloads(running)).toEqual([pid]);
    // One that was under way may have been given up in order, and made again.
    expect(world.workloads(onItsWay)).toHaveLength(1);
    for (const id of [running, onItsWay]) expect(await client.get(id)).toMatchObject({ phase: "Deployed" });
    // What the killed one left was ended before the stores were opened and before the engine was asked for anything.
    expect(second.said).not.toMatch(/store\.in-use|engine\.locked/);
    await side.end(running, onItsWay);
    for (const id of [running, onItsWay]) await side.becomes(id, "gone");
    for (const id of [running, onItsWay])
      expect([await side.count("Deployed", id), await side.count("TornDown", id)]).toEqual([1, 1]);
    await second.stop();
  } finally {
    place.open("host.create.made");
    for (const command of [first, second]) command?.process.kill("SIGKILL");
  }
});
