/** @integration */
import { randomInt } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { startEndpointProxy, type EndpointProxy } from "@dinfra/chain/testing";
import { dataFolder } from "@dinfra/reactor";
import { ChainSide, fundsFor } from "../world/chain-side.js";
import { kill } from "../world/machine.js";
import { descriptor } from "../world/place.js";
import { until } from "../world/until.js";
import { World } from "../world/world.js";

// npm run soak:reactor: random kills and lies under load, and what must hold at the end. docs/reliability.md says what it means.

const minutes = Number(process.env.DINFRA_SOAK_MINUTES ?? 0);
const seed = Number(process.env.DINFRA_SOAK_SEED || randomInt(1_000_000));
/** Deployments at once. */
const most = 5;
const blocks = 100_000n;
/** Milliseconds that everything may take to be as it should once nothing is killed any more. */
const patience = 300_000;

jest.setTimeout(minutes * 60_000 + 900_000);

/** A small generator (mulberry32), so that a run can be repeated by its seed. */
function randomFrom(state: number): () => number {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What the consumer wants of a deployment: this name, in this generation. */
interface Wanted {
  name: string;
  generation: number;
}

/** Its name, how often it comes beside the others, and what it does: false when there was nothing to do it to. */
type Step = [string, number, () => boolean | Promise<boolean>];

/** What the endpoint does for a while that is not an honest answer. */
const modes = [
  ["endpoint down", "down"],
  ["endpoint hangs", "hang"],
  ["endpoint answers errors", "errors"],
  ["endpoint says null", "empty"],
] as const;

const soak = minutes > 0 ? test : test.skip;

soak("random kills and lies under load: at the end all is as it should be", async () => {
  const random = randomFrom(seed);
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!;
  const side = await ChainSide.start();
  await side.dev.newBlock(20);
  const proxy: EndpointProxy = await startEndpointProxy(side.dev.endpoint);
  const world = new World(side, proxy.endpoint);
  try {
    await world.start({ answerSeconds: 3, probeSeconds: 1 });
    const live = new Map<string, Wanted>();
    const endedAt = new Map<string, number>();
    const done: Record<string, number> = {};
    let names = 0;

    const anyOf = (pids: readonly number[]): boolean => {
      if (pids.length === 0) return false;
      kill(pick(pids));
      return true;
    };
    const lie = async (begin: () => void | Promise<void>, end: () => void | Promise<void>) => {
      await begin();
      await delay(1_000 + random() * 3_000);
      await end();
      return true;
    };
    const steps: Step[] = [
      [
        "award",
        4,
        async () => {
          if (live.size >= most) return false;
          const name = `n-${names++}`;
          live.set(await side.subscribe(world.place.store, descriptor(name), blocks), { name, generation: 1 });
          return true;
        },
      ],
      [
        "update",
        2,
        async () => {
          if (live.size === 0) return false;
          const [id, wanted] = pick([...live]);
          // A consumer's update of what is not deployed yet is one that the chain may refuse.
          if ((await side.assignment(id))?.stored.kind !== "Active") return false;
          const name = `n-${names++}`;
          await world.place.store.put(descriptor(name));
          await side.update(id, descriptor(name));
          live.set(id, { name, generation: wanted.generation + 1 });
          return true;
        },
      ],
      [
        "end",
        2,
        async () => {
          if (live.size < 2) return false;
          const id = pick([...live.keys()]);
          live.delete(id);
          // eslint-disable-next-line no-restricted-syntax -- it is compared with the times in the change log
          endedAt.set(id, Date.now());
          await side.end(id);
          return true;
        },
      ],
      ["kill of a workload", 1, () => anyOf(world.workloads())],
      ["kill of a worker", 2, () => anyOf(world.engineCast().worker)],
      ["kill of an engine", 2, () => anyOf(world.engineCast().cli)],
      ["kill of a plugin", 2, () => anyOf(world.engineCast().plugin)],
      ["kill of the sidecar", 2, () => anyOf([world.running!.pids.sidecar ?? []].flat())],
      ["kill of the reactor", 2, () => anyOf([world.running!.pids.reactor ?? []].flat())],
      [
        "loss of the reactor's store",
        1,
        async () => {
          if (world.running!.pids.reactor === undefined) return false;
          await world.kill("store", 0);
          return true;
        },
      ],
      ...modes.map(([name, mode]): Step => [
        name,
        1,
        () =>
          lie(
            () => proxy.setMode(mode),
            () => proxy.setMode("pass"),
          ),
      ]),
      [
        "endpoint goes back",
        1,
        () =>
          lie(
            () => proxy.goBack(20),
            () => proxy.goBack(0),
          ),
      ],
    ];
    const weighted = steps.flatMap((step) => Array.from({ length: step[1] }, () => step));

    const deadline = performance.now() + minutes * 60_000;
    while (performance.now() < deadline) {
      const [name, , act] = pick(weighted);
      if (await act()) done[name] = (done[name] ?? 0) + 1;
      await delay(200 + random() * 2_000);
    }

    // From here on nothing is killed and nobody lies.
    const quiet = performance.now();
    const as = async (id: string, { name, generation }: Wanted): Promise<boolean> => {
      const [assignment, deployment] = await Promise.all([
        side.assignment(id),
        world.api.get(id).catch(() => undefined),
      ]);
      if (assignment?.stored.kind !== "Active" || assignment.observedGeneration !== generation) return false;
      if (deployment?.phase !== "Deployed" || world.workloads(id).length !== 1) return false;
      const answer = await fetch(deployment.endpoints[0]!.url).then((each) => each.text()).catch(() => ""); // prettier-ignore
      return answer === `${name}\n`;
    };
    const unlike = async (): Promise<string[]> => {
      const gone = await Promise.all([...endedAt.keys()].map(async (id) => ((await side.assignment(id)) === null && world.workloads(id).length === 0 ? [] : [id]))); // prettier-ignore
      const right = await Promise.all([...live].map(async ([id, wanted]) => ((await as(id, wanted)) ? [] : [id])));
      return [...gone, ...right].flat();
    };
    const left = await until(unlike, (ids) => ids.length === 0, patience, 500).catch(unlike);
    const converged = (performance.now() - quiet) / 1_000;

    const orphans = await orphansOf(world);
    // What the engine was told to destroy although nobody had ended it.
    const wrongful = teardowns(world).filter(({ deployment, at }) => !(endedAt.get(deployment)! <= Date.parse(at)));
    const all = [...live.keys(), ...endedAt.keys()];
    const declared = await inTurn(all, (id) => side.count("Deployed", id));

    // And then everything ends, so that the money can be counted.
    const rest = [...live.keys()];
    if (rest.length > 0) await side.end(...rest);
    for (const id of rest) await side.becomes(id, "gone");
    const money = await inTurn(all, (id) => side.money(id));
    const lost = money.filter(({ paid, refunded }) => paid + refunded !== fundsFor(blocks)).length;
    const { held } = await (await side.chain.latest()).account(side.consumer.address);

    const figures = {
      seed,
      minutes,
      deployments: all.length,
      done,
      "not as desired": left,
      "platform orphans": orphans,
      "wrongful destroys": wrongful.map(({ deployment }) => deployment),
      "declared more than once": all.filter((_, index) => declared[index]! > 1),
      "never declared": all.filter((id, index) => declared[index] === 0 && !endedAt.has(id)),
      "subscriptions whose money is not conserved": lost,
      "still held of the consumer": String(held),
      "left on the host": world.leftovers(),
      "seconds to converge": Math.round(converged * 10) / 10,
    };
    process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
    expect(figures).toMatchObject({
      "not as desired": [],
      "platform orphans": 0,
      "wrongful destroys": [],
      "declared more than once": [],
      "never declared": [],
      "subscriptions whose money is not conserved": 0,
      "still held of the consumer": "0",
      "left on the host": [],
    });
    expect(all.length).toBeGreaterThan(1);
  } finally {
    await world.close();
    await proxy.close();
    await side.close();
  }
});

/** One after the other: each reads the blocks that the one before has not. */
async function inTurn<T, R>(all: readonly T[], act: (each: T) => Promise<R>): Promise<R[]> {
  const found: R[] = [];
  for (const each of all) found.push(await act(each));
  return found;
}

async function orphansOf(world: World): Promise<number> {
  const { apiUrl, token } = world.running!;
  const answer = await fetch(`${apiUrl}/v1/orphans`, { headers: { authorization: `Bearer ${token}` } });
  return ((await answer.json()) as { items: unknown[] }).items.length;
}

/** By the change log, which outlives the store. */
function teardowns(world: World): { deployment: string; at: string }[] {
  const { changeLog } = dataFolder(world.place.dataDir);
  const files = [`${changeLog}.1`, changeLog].filter(existsSync);
  return files
    .flatMap((file) => readFileSync(file, "utf8").trim().split("\n"))
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as { deployment: string; at: string; operation: string; outcome: string }];
      } catch {
        return []; // half a line, of a process that was killed
      }
    })
    .filter(({ operation, outcome }) => operation === "teardown" && outcome === "begun");
}
