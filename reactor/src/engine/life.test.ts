/** @integration */
import { wallClock } from "@dinfra/service/clock";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createEngine, type Engine } from "./engine";
import { deploymentFolder } from "./folders";
import type { EngineEvent, Job } from "./job";
import { Rig } from "./testing/rig";

// Real engine, real workers, real processes: a deployment's life when nothing is killed.

let rig: Rig;
let engine: Engine;
beforeAll(async () => {
  rig = await Rig.open();
  engine = await createEngine(rig.options({ maxWorkers: 2 }));
});
afterAll(async () => {
  await engine.close();
  await rig.close();
});

it("goes up, stays as it is, follows a change, sees drift, puts it back, and comes down to nothing", async () => {
  const events: EngineEvent[] = [];
  const first = await engine.up(rig.job({ descriptor: { note: "one" } }), (event) => events.push(event));
  const [pid] = rig.workloads();
  expect(first).toMatchObject({ outputs: { note: "one", pids: [pid] }, secretOutputs: [], changes: { create: 3 } });
  expect(first.recovery).toBeUndefined();
  expect(events.flatMap((e) => (e.kind === "phase" ? e.phase : []))).toEqual([
    "queued",
    "started",
    "updating",
    "ended",
  ]);
  const made = events.flatMap((e) =>
    e.kind === "resource" && e.urn.includes("host:index:Process") ? [`${e.op} ${e.status}`] : [],
  );
  expect(made).toEqual(["create started", "create done"]);

  expect((await engine.up(rig.job({ descriptor: { note: "two" } }))).outputs).toMatchObject({
    note: "two",
    pids: [pid],
  });

  const changed = await engine.up(rig.job({ descriptor: { env: { A: "1" } } }));
  expect(rig.workloads()).toHaveLength(1);
  expect(rig.workloads()).not.toEqual([pid]);
  expect(changed.outputs).toMatchObject({ pids: rig.workloads() });

  expect(await engine.refresh(rig.job())).toMatchObject({ drifted: false });
  process.kill(rig.workloads()[0]!, "SIGKILL");
  expect(await engine.refresh(rig.job())).toMatchObject({ drifted: true });
  await engine.up(rig.job({ descriptor: { env: { A: "1" } } }));
  expect(rig.workloads()).toHaveLength(1);

  process.kill(rig.workloads()[0]!, "SIGKILL");
  await engine.up(rig.job({ descriptor: { env: { A: "1" } }, refresh: true }));
  expect(rig.workloads()).toHaveLength(1);

  const receipt = await engine.destroy(rig.job());
  expect(receipt).toMatchObject({ id: "7.1", owner: "own-7.1", changes: { delete: 3 } });
  expect(Math.abs(Date.parse(receipt.emptyAt) - wallClock())).toBeLessThan(60_000);
  expect([rig.workloads(), rig.leftovers(), existsSync(rig.deploymentFolder())]).toEqual([[], [], false]);
});

it("plans on a copy, changes nothing, and deletes what is guarded only by an approved plan", async () => {
  const job = (count: number, more: Partial<Job> = {}) => rig.job({ id: "27.1", descriptor: { count }, ...more });
  const first = await engine.preview(job(2));
  expect(first.plan.steps.map(({ op }) => op)).toEqual(["create", "create", "create"]);
  expect([rig.workloads("own-27.1"), engine.known().includes("27.1")]).toEqual([[], false]);
  await engine.up(job(2));
  const pids = rig.workloads("own-27.1");
  const state = await engine.resources("27.1");

  const { plan } = await engine.preview(job(1));
  expect(plan.steps).toEqual([expect.objectContaining({ op: "delete", type: "dinfra-host:index:Process" })]);
  const kinds = { "dinfra-host:index:Process": "disk" } as const;
  const refused = engine.up(job(1, { guard: { kinds, machines: false } }));
  await expect(refused).rejects.toMatchObject({
    code: "approval.needed",
    retryable: false,
    needs: { digest: plan.digest, steps: [{ urn: plan.steps[0]!.urn, operation: "delete" }] },
  });
  expect([rig.workloads("own-27.1"), await engine.resources("27.1")]).toEqual([pids, state]);
  expect(readdirSync(rig.stateDir).filter((name) => name.startsWith(".preview-"))).toEqual([]);

  await engine.up(job(1, { guard: { kinds, machines: false, approved: plan.digest } }));
  expect(rig.workloads("own-27.1")).toHaveLength(1);
  await engine.destroy(job(1));
});

it("does the same through the SDK's public surface alone, where its inside is not the one that we know", async () => {
  const plain = await createEngine(rig.options({ runner: "plain", stateDir: join(rig.place, "plain-state") }));
  const job = (descriptor: object) => rig.job({ id: "17.1", descriptor });
  const { outputs, changes } = await plain.up(job({ note: "one" }));
  expect([outputs, changes]).toEqual([{ note: "one", pids: rig.workloads("own-17.1") }, { create: 3 }]);
  process.kill(rig.workloads("own-17.1")[0]!, "SIGKILL");
  expect(await plain.refresh(job({}))).toMatchObject({ drifted: true });
  await expect(plain.up(job({ throws: "boom" }))).rejects.toMatchObject({ code: "program.threw", message: "boom" });
  expect(await plain.destroy(job({}))).toMatchObject({ owner: "own-17.1" });
  expect(rig.workloads("own-17.1")).toEqual([]);
  await plain.close();
});

it("goes on where another way of making updates stopped, and reads its secrets", async () => {
  const stateDir = join(rig.place, "every-way-state");
  const job = rig.job({ id: "18.1", descriptor: { env: { TOKEN: "hush" }, secretEnv: true } });
  const files = () => readdirSync(join(stateDir, ".keys")).map((name) => join(stateDir, ".keys", name));
  for (const [round, runner] of (["one-shot", "one-process", "one-shot", "plain"] as const).entries()) {
    const one = await createEngine(rig.options({ runner, stateDir }));
    // A secret that could not be read would be a changed one: another process.
    expect([runner, (await one.up(job)).changes]).toEqual([runner, round === 0 ? { create: 3 } : { same: 3 }]);
    if (round === 0) expect(files().map((file) => statSync(file).mode & 0o777)).toEqual([0o600]);
    const state = readFileSync(deploymentFolder(stateDir, "18.1").checkpointFile, "utf8");
    expect([runner, state.includes("hush"), state.includes("ciphertext")]).toEqual([runner, false, true]);
    // The last one takes down what all have made.
    if (runner === "plain") await one.destroy(job);
    await one.close();
  }
  expect(rig.workloads("own-18.1")).toEqual([]);
});

it("gives a receipt for a deployment that was never made, from the observer alone", async () => {
  expect(await engine.destroy(rig.job({ id: "10.1", descriptor: null }))).toMatchObject({
    owner: "own-10.1",
    changes: {},
  });
  expect(existsSync(rig.deploymentFolder("10.1"))).toBe(false);
});

it("never has two workers on one deployment, and lets the latest job win", async () => {
  const job = (note: string) => rig.job({ id: "11.1", descriptor: { note, hang: 300 } });
  let most = 0;
  const look = setInterval(() => (most = Math.max(most, rig.cast().cli.length)), 10);
  const settled = await Promise.allSettled(["a", "b", "c", "d"].map((note) => engine.up(job(note))));
  clearInterval(look);
  expect(settled.map((s) => (s.status === "fulfilled" ? s.value.outputs.note : s.reason.code))).toEqual([
    "a",
    "engine.superseded",
    "engine.superseded",
    "d",
  ]);
  expect(most).toBe(1);
  expect(rig.workloads("own-11.1")).toHaveLength(1);
  await engine.destroy(job(""));
});

it("runs as many deployments at once as it has workers, and keeps one worker warm afterwards", async () => {
  const ids = ["21.1", "22.1", "23.1"];
  let most = 0;
  const look = setInterval(() => (most = Math.max(most, rig.cast().cli.length)), 10);
  await Promise.all(ids.map((id) => engine.up(rig.job({ id, descriptor: { hang: 500 } }))));
  clearInterval(look);
  expect(most).toBe(2);
  await Promise.all(ids.map((id) => engine.destroy(rig.job({ id }))));
  expect(ids.flatMap((id) => rig.workloads(`own-${id}`))).toEqual([]);
  while (engine.workers().length > 1) await delay(20);
  expect(engine.workers()).toHaveLength(1);
});

it("does not let a deployment's folder grow with the number of its updates", async () => {
  const job = (note: string) => rig.job({ id: "12.1", descriptor: { note } });
  await engine.up(job("0"));
  const after1 = sizeOf(rig.deploymentFolder("12.1"));
  for (let i = 1; i < 20; i++) await engine.up(job(String(i)));
  const after20 = sizeOf(rig.deploymentFolder("12.1"));
  console.log(`state directory of a deployment: ${after1} bytes after 1 update, ${after20} after 20`);
  expect(after20).toBeLessThan(4 * after1);
  await engine.destroy(job(""));
});

it("leaves no plugin, engine or temporary file behind", () => {
  expect(rig.cast()).toMatchObject({ cli: [], plugin: [] });
  expect(readdirSync(rig.stateDir).filter((f) => !f.startsWith("."))).toEqual([]);
});

function sizeOf(folder: string): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
