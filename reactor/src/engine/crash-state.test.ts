/** @integration */
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, truncateSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { locateOneShot } from "./one-shot";
import { isEngineProcess } from "./processes";
import { Rig, kill, type Reactor } from "./testing/rig";

// Killed before the update, killed in the recovery itself, and the state lost at every point: the rest of crash.test.ts.

// Many engines start one after the other in a test, on a machine that may have better to do.
jest.setTimeout(600_000);

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.open();
});
afterEach(() => rig.close());

/** Starts the operation and answers when the point is reached; its failure is nobody's unhandled rejection. */
async function begin(operation: Promise<unknown>, point: string): Promise<void> {
  operation.catch(() => undefined);
  await rig.reached(point);
}

/** The reactor and all that it had started; a new one on what is left. */
async function everythingDies(reactor: Reactor, point: string): Promise<Reactor> {
  const { worker, cli, plugin } = rig.cast();
  [...worker, ...cli, ...plugin].forEach(kill);
  await reactor.kill();
  rig.open(point);
  return rig.reactor([point]);
}

describe("before the update", () => {
  it("kill -9 of the worker: nothing was made, and the next update makes one", async () => {
    const reactor = await rig.reactor(["worker.update.before"]);
    const update = reactor.up(rig.job());
    await begin(update, "worker.update.before");
    expect(rig.cast()).toMatchObject({ cli: [], plugin: [] });
    rig.cast().worker.forEach(kill);
    await expect(update).rejects.toMatchObject({ code: "engine.killed", retryable: true });
    expect(rig.workloads()).toEqual([]);
    rig.open("worker.update.before");
    expect((await reactor.up(rig.job())).recovery).toMatchObject({ interrupted: "up", adopted: [], dropped: [] });
    expect(rig.workloads()).toHaveLength(1);
    await reactor.close();
  });

  it("kill -9 of everything before a destroy: the next one ends it", async () => {
    const first = await rig.reactor();
    await first.up(rig.job());
    await first.close();
    const second = await rig.reactor(["worker.update.before"]);
    await begin(second.destroy(rig.job()), "worker.update.before");
    const third = await everythingDies(second, "worker.update.before");
    await third.destroy(rig.job());
    expect([rig.workloads(), rig.leftovers()]).toEqual([[], []]);
    await third.close();
  });
});

describe("the way back", () => {
  it("says what it found, is done once, and is nothing the second time", async () => {
    const first = await rig.reactor(["host.create.made"]);
    await begin(first.up(rig.job()), "host.create.made");
    const made = rig.workloads();
    const reactor = await everythingDies(first, "host.create.made");
    const process = expect.stringContaining("dinfra-host:index:Process::process-0");
    expect(await reactor.recover(rig.job())).toMatchObject({
      interrupted: "up",
      locks: 1,
      adopted: [process],
      dropped: [],
    });
    expect(rig.workloads()).toEqual(made);
    const again = await reactor.recover(rig.job());
    expect(again).toEqual({ id: "7.1", reaped: [], locks: 0, adopted: [], dropped: [] });
    // In the state now: nothing is left to make.
    expect((await reactor.up(rig.job())).changes).toEqual({ same: 3 });
    expect(rig.workloads()).toEqual(made);
    await reactor.close();
  });

  it("drops what was never made", async () => {
    const first = await rig.reactor(["host.create.before"]);
    await begin(first.up(rig.job()), "host.create.before");
    const reactor = await everythingDies(first, "host.create.before");
    const process = expect.stringContaining("dinfra-host:index:Process::process-0");
    expect(await reactor.recover(rig.job())).toMatchObject({ adopted: [], dropped: [process] });
    expect(rig.workloads()).toEqual([]);
    await reactor.close();
  });

  it.each([
    // The file backend makes them empty first, and the engine dies of any that it cannot read.
    ["attributes", /\.attrs$/],
    ["settings", /\.yaml$/],
  ])("passes over %s that the engine had begun to write", async (_, cut) => {
    const first = await rig.reactor(["host.create.made"]);
    await begin(first.up(rig.job()), "host.create.made");
    const made = rig.workloads();
    const { worker, cli, plugin } = rig.cast();
    [...worker, ...cli, ...plugin].forEach(kill);
    await first.kill();
    const folder = rig.deploymentFolder("7.1");
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => cut.test(file));
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) truncateSync(join(folder, file));
    rig.open("host.create.made");
    const second = await rig.reactor(["host.create.made"]);
    await second.up(rig.job());
    expect(rig.workloads()).toEqual(made);
    await second.destroy(rig.job());
    expect([rig.workloads(), rig.leftovers()]).toEqual([[], []]);
    await second.close();
  });

  it("is walked to its end however often it is killed", async () => {
    const first = await rig.reactor(["host.create.made"]);
    await begin(first.up(rig.job({ descriptor: { count: 2 } })), "host.create.made");
    let reactor = await everythingDies(first, "host.create.made");
    for (const patience of [0, 200, 500, 900]) {
      const attempt = reactor.recover(rig.job());
      attempt.catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, patience));
      reactor = await everythingDies(reactor, "host.create.made");
    }
    const { outputs } = await reactor.up(rig.job({ descriptor: { count: 2 } }));
    expect(rig.workloads()).toHaveLength(2);
    expect([...(outputs.pids as number[])].sort()).toEqual(rig.workloads().sort());
    await reactor.destroy(rig.job());
    expect([rig.workloads(), rig.leftovers()]).toEqual([[], []]);
    await reactor.close();
  });

  it("ends the survivors of a dead reactor before anything else, and no workload", async () => {
    const first = await rig.reactor(["host.create.made"]);
    await begin(first.up(rig.job()), "host.create.made");
    const made = rig.workloads();
    const { cli, plugin } = rig.cast();
    process.kill(rig.workingWorker(), "SIGSTOP");
    await first.kill();
    const second = await rig.reactor(["host.create.made"]);
    expect(cli.concat(plugin).filter((pid) => existsSync(`/proc/${pid}/exe`))).toEqual([]);
    expect(rig.workloads()).toEqual(made);
    rig.open("host.create.made");
    await second.up(rig.job());
    expect(rig.workloads()).toEqual(made);
    await second.close();
  });
});

describe("with the state directory deleted", () => {
  const lose = () => rmSync(rig.stateDir, { recursive: true, force: true });

  it.each(["worker.update.before", "host.create.before", "host.create.made"])("after a kill at %s", async (point) => {
    const first = await rig.reactor([point]);
    await begin(first.up(rig.job()), point);
    const made = rig.workloads();
    const { worker, cli, plugin } = rig.cast();
    await first.kill();
    [...worker, ...cli, ...plugin].forEach(kill);
    lose();
    rig.open(point);
    const second = await rig.reactor([point]);
    await second.up(rig.job());
    expect(rig.workloads()).toHaveLength(1);
    if (made.length > 0) expect(rig.workloads()).toEqual(made);
    await second.close();
    lose();
    const third = await rig.reactor();
    const receipt = await third.destroy(rig.job());
    expect(receipt.owner).toBe("own-7.1");
    expect([rig.workloads(), rig.leftovers()]).toEqual([[], []]);
    await third.close();
  });

  it("after a kill inside a destroy: never a receipt before all is gone", async () => {
    const first = await rig.reactor(["host.delete.inside"]);
    await first.up(rig.job({ descriptor: { count: 2 } }));
    await begin(first.destroy(rig.job({ descriptor: { count: 2 } })), "host.delete.inside");
    const { worker, cli, plugin } = rig.cast();
    await first.kill();
    [...worker, ...cli, ...plugin].forEach(kill);
    lose();
    rig.open("host.delete.inside");
    const second = await rig.reactor();
    // Without a descriptor that its program takes there is nothing to delete by, and so there is no receipt.
    await expect(second.destroy(rig.job({ descriptor: { refuses: "no such entry" } }))).rejects.toMatchObject({
      code: "teardown.notEmpty",
      retryable: true,
      message: expect.stringContaining("no such entry"),
    });
    await second.destroy(rig.job({ descriptor: { count: 2 } }));
    expect([rig.workloads(), rig.leftovers()]).toEqual([[], []]);
    await second.close();
  });
});

describe("told to stop", () => {
  it("at its time limit: asked once, then killed, and the next operation finds the way back", async () => {
    const reactor = await rig.reactor(["host.create.made"], { timeouts: { up: 8_000 }, stopGrace: 500 });
    // The clock does not run for the start of a worker here: a loaded machine may need all of it.
    await reactor.recover(rig.job());
    const update = reactor.up(rig.job());
    await begin(update, "host.create.made");
    const made = rig.workloads();
    await expect(update).rejects.toMatchObject({ code: "engine.timeout", retryable: true });
    expect(rig.cast()).toMatchObject({ cli: [], plugin: [] });
    expect(rig.workloads()).toEqual(made);
    rig.open("host.create.made");
    await reactor.destroy(rig.job());
    expect([rig.workloads(), rig.leftovers()]).toEqual([[], []]);
    await reactor.close();
  });

  it.each([
    ["one-shot", locateOneShot],
    ["one-process", () => join(rig.options().engineRoot, "bin", "pulumi")],
  ] as const)(
    "by a cancel of the %s engine, while its program waits: it ends by itself, and the deployment is as it was",
    async (runner, executable) => {
      const root = join(rig.place, "engine");
      const file = join(root, "bin", basename(executable()!));
      mkdirSync(dirname(file), { recursive: true });
      copyFileSync(executable()!, file);
      const reactor = await rig.reactor(
        [],
        runner === "one-shot" ? { runner, oneShot: file } : { runner, engineRoot: root },
      );
      await reactor.up(rig.job());
      const before = rig.workloads();
      const update = reactor.up(rig.job({ descriptor: { hang: 3_000, env: { A: "1" } } }));
      update.catch(() => undefined);
      while (rig.cast().cli.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      const [pid] = rig.cast().cli;
      expect([isEngineProcess(pid!, "7.1"), isEngineProcess(pid!, "8.1")]).toEqual([true, false]);
      // An upgrade takes its file away: its lock is a live engine's all the same.
      rmSync(file);
      expect(isEngineProcess(pid!, "7.1")).toBe(true);
      await reactor.cancel("7.1");
      copyFileSync(executable()!, file);
      await expect(update).rejects.toMatchObject({ code: "engine.cancelled", retryable: true });
      expect(rig.workloads()).toEqual(before);
      expect((await reactor.up(rig.job())).changes).toEqual({ same: 3 });
      await reactor.close();
    },
  );
});

it("gives a state directory to one live reactor only", async () => {
  const first = await rig.reactor();
  await expect(rig.reactor()).rejects.toMatchObject({ code: "engine.locked" });
  await first.close();
  await (await rig.reactor()).close();
});
