/** @integration */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { startLyingEndpoint, type Lie, type LyingEndpoint } from "@dinfra/chain/testing";
import { sharedToken } from "@dinfra/service/api/token";
import type { ChildMessage } from "@dinfra/service/child-process";
import { checkConfig } from "@dinfra/reactor/dist/config.js";
import { dataFolder } from "@dinfra/service/data-folder";
import { sidecarSettings } from "@dinfra/sidecar/config";
import { Supervised } from "@dinfra/reactor/dist/supervised.js";
import { apiOf } from "@dinfra/reactor/dist/testing/api-of.js";
import {
  endless,
  listLies,
  startLyingReactor,
  type Answer,
  type Asked,
  type LyingReactor,
} from "@dinfra/reactor/dist/testing/lying-reactor.js";
import { ReactorBench } from "@dinfra/reactor/dist/testing/reactor-bench.js";
import { folderStore } from "@dinfra/schemas";
import { ChainSide } from "./world/chain-side.js";
import { Loaded } from "./world/loaded.js";
import { descriptor } from "./world/place.js";
import { until } from "./world/until.js";

// The sidecar's own process, between endpoints of the chain that lie and a reactor that lies. It survives, says what it
// cannot believe, destroys nothing by it, and works when it is told the truth. Real: runtime, process, API. A double: the
// platform, which is at once done with everything.
jest.setTimeout(600_000);
/** MiB of memory that lies may cost at most, above what the process needs to work. */
const mostMemory = 512;

let side: ChainSide;
let followed: LyingEndpoint;
let witness: LyingEndpoint;
let bench: ReactorBench;
let reactor: LyingReactor;
let sidecar: Supervised;
let url = "";
let memoryBefore = 0;
let loaded: Loaded;
/** Nothing ever ends this deployment. */
let staying: string;
/** The one that the next test may end. */
let current: string;
const lines: string[] = [];
const exits: string[] = [];
const undo: (() => unknown)[] = [];
const store = () => folderStore(join(bench.folder, "store"));

beforeAll(async () => {
  side = await ChainSide.start();
  undo.push(() => side.close());
  [followed, witness] = (await Promise.all([1, 2].map((seed) => startLyingEndpoint(side.dev.endpoint, seed)))) as [
    LyingEndpoint,
    LyingEndpoint,
  ];
  undo.push(() => Promise.all([followed.close(), witness.close()]));
  bench = new ReactorBench(undefined, { window: 60_000, floorWeight: 1_000, surpriseShare: 1, totalShare: 1 });
  undo.push(() => bench.close());
  const dataDir = join(bench.folder, "data");
  mkdirSync(dataDir);
  mkdirSync(join(bench.folder, "store"));
  loaded = new Loaded(join(bench.folder, "loaded"));
  const api = apiOf(bench, sharedToken(dataFolder(dataDir).token), ["substrate-node/v1"]);
  reactor = await startLyingReactor(await api.listen({ host: "127.0.0.1", port: 0 }));
  undo.push(() => api.close());
  undo.push(() => reactor.close());
  bench.reconciler.start();

  const config = checkConfig({
    endpoints: [followed.endpoint, witness.endpoint],
    key: { uri: "//Charlie" },
    provider: side.provider.address,
    dataDir,
    store: "/",
    endDistance: 0,
    answerSeconds: 5,
    resyncSeconds: 0.5,
  });
  let synced = () => {};
  const ready = new Promise<void>((resolve) => (synced = resolve));
  sidecar = new Supervised({
    script: require.resolve("@dinfra/sidecar/main"),
    settings: () => sidecarSettings(config, { url: reactor.url }),
    env: { PATH: process.env.PATH, ...loaded.environment },
    onLine: (line) => lines.push(line),
    onMessage: (message: ChildMessage) => {
      if (message.kind === "ready") url = message.url;
      if (message.kind === "synced") synced();
      if (message.kind === "fatal") exits.push(message.code);
    },
    onExit: (status) => exits.push(status),
  });
  undo.push(() => sidecar.stop());
  sidecar.start();
  side.explain = () => [...exits, ...lines.slice(-30)].join("\n");
  await ready;
  [staying, current] = [await deployed("staying"), await deployed("first")];
  memoryBefore = memory();
});
afterAll(async () => {
  for (const each of undo.reverse()) await each();
});
afterEach(() => {
  // Whatever it was told: the same process, and no larger than one can have.
  expect(exits).toEqual([]);
  expect(memory() - memoryBefore).toBeLessThan(mostMemory);
});

/** The most memory that the process ever had, in MiB. */
function memory(): number {
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${sidecar.pid!}/status`, "utf8"))![1]) / 1024;
}

interface Readiness {
  readonly status: number | string;
  readonly detail?: string;
  readonly unconfirmed: readonly { id: string; endpoints: readonly string[] }[];
}

const readiness = async () => (await (await fetch(`${url}/readyz`)).json()) as Readiness;
const says = (holds: (seen: Readiness) => boolean) => until(readiness, holds, undefined, 20);
const working = async () => {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return /^dinfra_sidecar_working (\d)$/m.exec(metrics)?.[1];
};
/** Warnings with a code, since the line of the log of that number. */
const warnings = (since: number) =>
  lines.slice(since).flatMap((line) => {
    if (!line.startsWith("{")) return []; // a warning of Node's own
    const { level, of, code, action } = JSON.parse(line) as Record<string, unknown>;
    return level === 40 && code !== undefined ? [{ of, code, action }] : [];
  });
const isReady = ({ status }: Readiness) => status === "ok";
const wanted = (id: string) => bench.store.get(id)?.wanted;

const deployed = async (name: string) => {
  const id = await side.subscribe(store(), descriptor(name));
  await side.becomes(id, "Active");
  return id;
};
const isOver = async (...ids: string[]) => {
  for (const id of ids) {
    await side.becomes(id, "gone");
    expect([await side.count("Deployed", id), await side.count("TornDown", id)]).toEqual([1, 1]);
  }
  expect(await side.failures()).toEqual([]);
};

test.each<[Lie, RegExp]>([
  ["drop", /^ChainUnavailable:/],
  ["cut", /^ChainUnavailable:/],
  ["noise", /^ChainUnavailable:/],
  ["huge", /^ChainUnavailable:/],
  ["null", /^ChainUnavailable:/],
  ["wrong-type", /^ChainUnavailable:/],
  ["garbled", /^(ChainUnavailable|ChainChanged|RuntimeMismatch):/],
  ["old", /^(ChainWentBack|chain\.went-back):/],
])("the endpoint that it follows lies: %s", async (lie, code) => {
  const since = lines.length;
  const awardedBefore = bench.store.size;
  followed.choose = [lie];
  followed.oneIn = 1;
  await side.dev.newBlock();
  const { detail } = await says(({ detail }) => code.test(detail ?? ""));
  expect(await working()).toBe("0");
  expect(warnings(since)).toContainEqual(expect.objectContaining({ of: "chain", code: detail!.split(":")[0] }));
  expect(bench.store.size).toBe(awardedBefore);
  followed.oneIn = 0;
  await says(isReady);
});

/** A new one that is awarded, beside the current one that ends. */
const award = () => side.subscribe(store(), descriptor(`number-${counter++}`));
let counter = 0;

test("what ends and what is awarded meanwhile waits for the truth", async () => {
  followed.choose = ["cut", "noise", "huge", "null", "wrong-type", "garbled"];
  followed.oneIn = 1;
  await side.end(current);
  const next = await award();
  const told = () => Object.values(followed.told).reduce((sum, each) => sum + each, 0);
  const before = told();
  await until(told, (now) => now > before + 8);
  expect([staying, current, next].map(wanted)).toEqual(["present", "present", undefined]);
  followed.oneIn = 0;
  await side.becomes(next, "Active");
  await isOver(current);
  current = next;
});

test("lies among true answers: everything is done, and once", async () => {
  followed.choose = ["delay", "twice", "cut", "noise", "null", "wrong-type", "old"];
  followed.oneIn = 10;
  const next = await award();
  await side.end(current);
  await side.becomes(next, "Active");
  await isOver(current);
  current = next;
  followed.oneIn = 0;
  await says(isReady);
});

test("an end that the second endpoint lies about is not confirmed", async () => {
  witness.choose = ["cut", "noise", "huge", "null", "wrong-type", "garbled"];
  witness.oneIn = 1;
  await side.end(current);
  const waiting = [{ id: current, endpoints: [witness.endpoint] }];
  await says(({ unconfirmed }) => JSON.stringify(unconfirmed) === JSON.stringify(waiting));
  expect(wanted(current)).toBe("present");
  witness.oneIn = 0;
  await isOver(current);
  current = await deployed("after-the-witness");
});

const isList = ({ method, url }: Asked) => method === "GET" && url.pathname === "/v1/deployments";
const quick = listLies.filter(([, { hang }]) => !hang);

test.each<[string, (asked: Asked) => Answer]>([
  ...quick.map(([name, lie]) => [name, () => lie] as [string, () => Answer]),
  ["pages without an end", endless()],
])("the reactor lists %s", async (_name, lie) => {
  const since = lines.length;
  reactor.answer = (asked) => (isList(asked) ? lie(asked) : null);
  await says(({ status, detail }) => status === 503 && detail!.startsWith("reactor.unreachable:"));
  expect(await working()).toBe("0");
  expect(warnings(since)).toContainEqual(expect.objectContaining({ of: "reactor", code: "reactor.unreachable" }));
  reactor.answer = () => null;
  await says(isReady);
});

test("what ends and what is awarded meanwhile waits for the reactor's truth", async () => {
  let turn = 0;
  reactor.answer = (asked) => (isList(asked) ? quick[turn++ % quick.length]![1] : null);
  await says(({ status }) => status === 503);
  await side.end(current);
  const next = await award();
  const before = reactor.told;
  await until(
    () => reactor.told,
    (told) => told > before + quick.length,
  );
  expect((await side.assignment(next))!.stored.kind).toBe("Awarded");
  expect(await side.count("TornDown", current)).toBe(0);
  reactor.answer = () => null;
  await side.becomes(next, "Active");
  await isOver(current);
  current = next;
});

/** Answers so many requests of the method with nonsense, and does nothing that they ask. */
async function lieAbout(method: "PUT" | "DELETE", times: number): Promise<void> {
  let told = 0;
  reactor.answer = (asked) => (asked.method === method ? quick[told++ % quick.length]![1] : null);
  await until(
    () => told,
    (now) => now > times,
  );
}

test("the reactor answers a PUT, then a DELETE with nonsense, and does not do it", async () => {
  const since = lines.length;
  const lies = lieAbout("PUT", 5);
  const next = await award();
  await lies;
  expect(warnings(since)).toContainEqual(expect.objectContaining({ action: "put", code: "reactor.unreachable" }));
  expect((await side.assignment(next))!.stored.kind).toBe("Awarded");
  reactor.answer = () => null;
  await side.becomes(next, "Active");

  const others = lieAbout("DELETE", 5);
  await side.end(current);
  await others;
  expect(warnings(since)).toContainEqual(expect.objectContaining({ action: "delete", code: "reactor.unreachable" }));
  expect(await side.count("TornDown", current)).toBe(0);
  reactor.answer = () => null;
  await isOver(current);
});

test("what never ended was never touched", async () => {
  expect(wanted(staying)).toBe("present");
  expect((await side.assignment(staying))!.stored.kind).toBe("Active");
  expect(bench.platform.destroyed).not.toContain(staying);
  expect(bench.platform.made.filter((id) => id === staying)).toHaveLength(1);
});

test("after all of it the process has loaded a chain client and no module of Pulumi, nor of what deploys", async () => {
  const found = await loaded.by(sidecar.pid!);
  expect(found["@polkadot"]).toBeGreaterThan(100);
  const none = ["@pulumi", "@grpc", "@acala-network", "providers/host", "components", "stacks", "reactor"];
  expect(none.filter((name) => found[name] !== undefined)).toEqual([]);
});
