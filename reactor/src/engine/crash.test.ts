/** @integration */
import { setTimeout as delay } from "node:timers/promises";
import { Rig, kill, type Reactor } from "./testing/rig";

// kill -9 at the worst moments. What is true afterwards is read from /proc and from folders.

// Many engines start one after the other in a test, on a machine that may have better to do.
jest.setTimeout(600_000);

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.open();
});
afterEach(() => rig.close());

type Victim = "worker" | "cli" | "plugin" | "reactor" | "worker, cli and plugin" | "everything";

/** Kills the victims, and gives the reactor that goes on: the same, or a new one where it was among them. */
async function murder(reactor: Reactor, victim: Victim, points: readonly string[]): Promise<Reactor> {
  const { cli, plugin } = rig.cast();
  const worker = rig.workingWorker();
  expect([cli.length, plugin.length]).toEqual([1, 1]);
  const victims = {
    worker: [worker],
    cli,
    plugin,
    reactor: [],
    "worker, cli and plugin": [worker, ...cli, ...plugin],
    everything: [...rig.cast().worker, ...cli, ...plugin],
  }[victim];
  victims.forEach(kill);
  for (const point of points) rig.open(point);
  if (victim !== "reactor" && victim !== "everything") return reactor;
  await reactor.kill();
  return rig.reactor(points);
}

const each: Victim[] = ["worker", "cli", "plugin", "everything"];
const all: Victim[] = [...each, "reactor", "worker, cli and plugin"];

describe.each([
  ["host.create.before", each],
  ["host.create.made", all],
] as const)("at %s", (point, victims) => {
  it.each(victims)("kill -9 of %s: one process after the next update, none after the destroy", async (victim) => {
    const first = await rig.reactor([point]);
    const update = first.up(rig.job());
    const ended = update.then(
      () => undefined,
      (error) => error,
    );
    await rig.reached(point);
    const made = rig.workloads();
    expect(made).toHaveLength(point === "host.create.made" ? 1 : 0);
    const reactor = await murder(first, victim, [point]);
    if (reactor === first) expect(await ended).toMatchObject({ retryable: true });
    const { outputs } = await reactor.up(rig.job());
    const alive = rig.workloads();
    expect(alive).toHaveLength(1);
    if (made.length > 0) expect(alive).toEqual(made);
    expect(outputs.pids).toEqual(alive);
    expect(rig.cast()).toMatchObject({ cli: [], plugin: [] });
    await reactor.destroy(rig.job());
    expect([rig.workloads(), rig.leftovers()]).toEqual([[], []]);
    await reactor.close();
  });
});

it("kill -9 of eight engines at once, each in a create: each deployment gets its own process back, once", async () => {
  const ids = Array.from({ length: 8 }, (_, i) => `${i + 21}.1`);
  const made = () => ids.map((id) => rig.workloads(`own-${id}`));
  const reactor = await rig.reactor(["host.create.made"], { maxWorkers: 8 });
  const ups = Promise.allSettled(ids.map((id) => reactor.up(rig.job({ id }))));
  while (made().some((pids) => pids.length === 0)) await delay(50);
  const [before, { cli }] = [made(), rig.cast()];
  expect(cli).toHaveLength(8);
  cli.forEach(kill);
  expect((await ups).map((up) => up.status === "rejected" && up.reason.code)).toEqual(ids.map(() => "engine.killed"));
  rig.open("host.create.made");
  await Promise.all(ids.map((id) => reactor.up(rig.job({ id }))));
  expect(made()).toEqual(before);
  await Promise.all(ids.map((id) => reactor.destroy(rig.job({ id }))));
  expect([made().flat(), rig.leftovers()]).toEqual([[], []]);
  await reactor.close();
});

describe("at host.delete.inside", () => {
  it.each(each)("kill -9 of %s: none after the next destroy", async (victim) => {
    const first = await rig.reactor(["host.delete.inside"]);
    await first.up(rig.job({ descriptor: { count: 2 } }));
    expect(rig.workloads()).toHaveLength(2);
    const destroy = first.destroy(rig.job({ descriptor: { count: 2 } }));
    destroy.catch(() => undefined);
    await rig.reached("host.delete.inside");
    const reactor = await murder(first, victim, ["host.delete.inside"]);
    if (reactor === first) await expect(destroy).rejects.toMatchObject({ retryable: true });
    const receipt = await reactor.destroy(rig.job({ descriptor: { count: 2 } }));
    expect(receipt.owner).toBe("own-7.1");
    expect([rig.workloads(), rig.leftovers()]).toEqual([[], []]);
    expect(rig.cast()).toMatchObject({ cli: [], plugin: [] });
    await reactor.close();
  });
});
