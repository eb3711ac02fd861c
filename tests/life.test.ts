/** @integration */
import { join } from "node:path";
import type { components } from "@dinfra/schemas";
import { ChainSide, PRICE } from "./world/chain-side.js";
import { Loaded } from "./world/loaded.js";
import { kill, listens } from "./world/machine.js";
import { descriptor } from "./world/place.js";
import { patience, until } from "./world/until.js";
import { World } from "./world/world.js";

type Outputs = components["schemas"]["Outputs"];
type Usage = components["schemas"]["Usage"];

// The main job, on the real parts: runtime, chain client, sidecar, reactor, engine, host provider, processes.
jest.setTimeout(600_000);
let side: ChainSide;
let world: World;
let loaded: Loaded;

beforeAll(async () => {
  side = await ChainSide.start();
  world = new World(side);
  loaded = new Loaded(join(world.place.folder, "loaded"));
  await world.start({}, loaded.environment);
});
afterAll(async () => {
  await world?.close();
  await side?.close();
});

const answerOf = (url: string) => fetch(url).then((response) => response.text());

test("an award becomes a running process, is paid, updated and ended, and leaves nothing", async () => {
  const id = await side.subscribe(world.place.store, descriptor("first"));
  await side.becomes(id, "Active");
  const { endpoints } = await world.phase(id, "Deployed");
  const { url } = endpoints[0]!;
  expect(await answerOf(url)).toBe("first\n");
  expect(world.workloads(id)).toHaveLength(1);

  await world.place.store.put(descriptor("second"));
  await side.update(id, descriptor("second"));
  await until(
    async () => (await side.assignment(id))!.observedGeneration,
    (generation) => generation === 2,
  );
  expect(await answerOf(url)).toBe("second\n");
  expect(world.workloads(id)).toHaveLength(1);

  // Before the acknowledgement the deployment says it, afterwards its outputs.
  const ending = until(
    () => world.api.get(id),
    (seen) => seen?.end !== undefined,
    patience,
    20,
  );
  await side.end(id);
  const { end } = (await ending)!;
  await side.becomes(id, "gone");
  expect(world.workloads(id)).toEqual([]);
  expect(world.leftovers()).toEqual([]);
  expect(await listens(url)).toBe(false);
  expect([await side.count("Deployed", id), await side.count("TornDown", id)]).toEqual([1, 1]);
  // Forgotten on both sides.
  await until(
    async () => (await world.api.list()).items.length,
    (known) => known === 0,
  );
  const told = { by: "consumer", reason: "Cancelled", ...(await endOnChain(id)) };
  expect(end).toMatchObject(told);
  expect(await endInOutputs(id)).toMatchObject(told);
  // What it took when it was still there.
  const { cpuSeconds, memoryBytes } = await kept<Usage>(id, "usage");
  for (const taken of [cpuSeconds, memoryBytes]) expect(taken).toBeGreaterThan(0);
});

test("one that runs out of funds by itself is torn down, and the money is paid and refunded to the unit", async () => {
  const blocks = 20n;
  const id = await side.subscribe(world.place.store, descriptor("poor"), blocks);
  await side.becomes(id, "Active");
  await side.dev.newBlock(Number(blocks) + 1);
  await side.becomes(id, "gone");
  expect(world.workloads(id)).toEqual([]);
  const { paid, refunded } = await side.money(id);
  expect({ paid, refunded }).toEqual({ paid: blocks * PRICE, refunded: 1n });
  const told = await endOnChain(id);
  expect(told).toMatchObject({ paid: String(paid), refunded: String(refunded) });
  expect(await endInOutputs(id)).toMatchObject({ by: "consumer", reason: "FundsSpent", ...told });
  expect((await (await side.chain.latest()).account(side.consumer.address)).held).toBe(0n);
});

test("the node's process is killed: Degraded meanwhile, put back, Deployed again", async () => {
  const id = await side.subscribe(world.place.store, descriptor("mortal"));
  await side.becomes(id, "Active");
  const { endpoints } = await world.phase(id, "Deployed");
  const [pid] = world.workloads(id);
  const phases: string[] = [];
  const abort = new AbortController();
  const following = follow(id, (phase) => phases.push(phase), abort.signal);
  kill(pid!);
  await until(() => phases.includes("Degraded"), Boolean, patience, 20);
  await world.phase(id, "Deployed");
  abort.abort();
  await following;
  const [back] = world.workloads(id);
  expect(back).not.toBe(pid);
  expect(world.workloads(id)).toHaveLength(1);
  expect(await answerOf(endpoints[0]!.url)).toBe("mortal\n");
  expect(await side.count("Deployed", id)).toBe(1);
  await side.end(id);
  await side.becomes(id, "gone");
});

test("reactor and workers have loaded what deploys, and nothing that reads or signs for a chain", async () => {
  const reactor = await loaded.by(world.running!.pids.reactor!);
  expect(reactor).toMatchObject({ reactor: expect.any(Number), fastify: expect.any(Number) });
  const worker = await loaded.by(world.engineCast().worker[0]!);
  expect(worker).toMatchObject({ reactor: expect.any(Number), "@pulumi": expect.any(Number) });
  const none = ["@polkadot", "@acala-network", "chain/client", "sidecar"];
  expect(none.filter((name) => reactor[name] !== undefined || worker[name] !== undefined)).toEqual([]);
  expect(worker.fastify).toBeUndefined();
});

/** What the chain keeps of an end when everything else is removed, in the words of the API. */
async function endOnChain(id: string): Promise<{ block: number; paid: string; refunded: string }> {
  const [subscription, attempt] = id.split(".").map(Number);
  const view = await side.chain.latest();
  const parting = (await view.partings(side.provider.address)).find(
    (one) => one.subscription === BigInt(subscription!) && one.attempt === attempt,
  )!;
  const closing = (await view.closings(side.consumer.address)).find(
    (one) => one.subscription === BigInt(subscription!),
  )!;
  expect([closing.at, closing.paid]).toEqual([parting.at, parting.paid]);
  return { block: parting.at, paid: String(parting.paid), refunded: String(closing.refunded) };
}

async function kept<T>(id: string, what: "outputs" | "usage"): Promise<T> {
  const { apiUrl, token } = world.running!;
  const headers = { authorization: `Bearer ${token}` };
  return (await (await fetch(`${apiUrl}/v1/deployments/${id}/${what}`, { headers })).json()) as T;
}

const endInOutputs = async (id: string) => (await kept<Outputs>(id, "outputs")).end;

/** Phases as the reactor's event stream tells them. */
async function follow(id: string, take: (phase: string) => void, signal: AbortSignal): Promise<void> {
  const { apiUrl, token } = world.running!;
  const headers = { authorization: `Bearer ${token}` };
  try {
    const { body } = await fetch(`${apiUrl}/v1/deployments/${id}/events?follow=true`, { headers, signal });
    let text = "";
    for await (const chunk of body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      for (const block of text.split("\n\n").slice(0, -1)) {
        const { kind, phase } = JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? "{}") as {
          kind?: string;
          phase?: string;
        };
        if (kind === "phase") take(phase!);
      }
      text = text.slice(text.lastIndexOf("\n\n") + 2);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
