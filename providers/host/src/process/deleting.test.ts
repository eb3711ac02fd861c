/** @integration */
import * as fs from "node:fs";
import * as path from "node:path";
import { readStat } from "../proc/state.js";
import { operations, urnOf } from "../testing/kinds.js";
import { idle, kill, sh, sleepsOf } from "../testing/processes.js";
import { eventually, makeScratch, marked, nodeCommand, type Scratch } from "../testing/scratch.js";
import { type Properties } from "../values.js";

const { create, remove } = operations("Process");

let scratch: Scratch;
beforeEach(() => (scratch = makeScratch()));
afterEach(() => scratch.clean());

/** Inputs of a process that does nothing, in this test's root. */
const inputs = (more: Properties = {}): Properties => ({ name: "a", owner: "o", root: scratch.root, ...idle, ...more });
const pidOf = (state: Properties) => state.pid as number;

describe("deleting", () => {
  test("ends grandchildren, a child in a session of its own, and one that dropped its environment", async () => {
    const script = `
      sh -c 'sleep 1001 & sleep 1002 & wait' &
      setsid sleep 1003 &
      env -i sleep 1004 &
      env -i setsid sleep 1005 &
      env -i setsid -f sleep 1006
      wait`;
    const state = await create(inputs(sh(script)));
    const sleeps = () => ["1001", "1002", "1003", "1004", "1005"].flatMap(sleepsOf);
    await eventually("all children", () => sleeps().length === 5 && sleepsOf("1006").length === 1);
    const detached = sleepsOf("1006");
    try {
      await remove("a", state);
      expect(sleeps()).toEqual([]);
      expect(readStat(pidOf(state))).toBeUndefined();
      // Session, environment and parent all dropped: nothing ties it to its name any more. Documented.
      expect(sleepsOf("1006")).toEqual(detached);
    } finally {
      for (const pid of sleepsOf("1006")) process.kill(pid, "SIGKILL");
    }
  });

  test("ends what is left of a session whose leader died", async () => {
    const state = await create(inputs(sh("sleep 1011 & env -i sleep 1012 & wait")));
    await eventually("its children", () => sleepsOf("1011").length + sleepsOf("1012").length === 2);
    await kill(pidOf(state));
    await remove("a", state);
    expect([...sleepsOf("1011"), ...sleepsOf("1012")]).toEqual([]);
  });

  test("a process that ignores the signal is killed after its grace, not before", async () => {
    const stubborn = inputs({
      ...nodeCommand(`process.on("SIGTERM", () => console.log("no")); console.log("up"); setInterval(() => {}, 1e6)`),
      stopGraceSeconds: 0.4,
    });
    const state = await create(stubborn);
    await eventually("its start", () => fs.readFileSync(state.logFile as string, "utf8").includes("up"));
    const began = performance.now();
    await remove("a", state);
    expect(performance.now() - began).toBeGreaterThan(390);
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(readStat(pidOf(state))).toBeUndefined();
  });

  test("the stop signal is the resource's, and a stopped process is woken to heed it", async () => {
    const out = path.join(scratch.folder, "out");
    const script = `process.on("SIGINT", () => { require("fs").writeFileSync(${JSON.stringify(out)}, "bye"); process.exit() });
      console.log("up"); setInterval(() => {}, 1e6)`;
    const state = await create(inputs({ ...nodeCommand(script), stopSignal: "SIGINT" }));
    await eventually("its start", () => fs.readFileSync(state.logFile as string, "utf8").includes("up"));
    process.kill(pidOf(state), "SIGSTOP");
    await remove("a", state);
    expect(fs.readFileSync(out, "utf8")).toBe("bye");
  });

  test("twice, or of nothing, is no error", async () => {
    const state = await create(inputs());
    await Promise.all([remove("a", state), remove("a", state)]);
    await remove("a", state);
    expect(marked(scratch.root, "a")).toEqual([]);
    expect(fs.readdirSync(path.join(scratch.root, "logs"))).toEqual([]);
  });

  test("the former resource of a renamed one does not take its process away", async () => {
    const former = await create(inputs(), urnOf("Process", "former"));
    const present = await create(inputs(), urnOf("Process", "present"));
    expect(present.pid).toBe(former.pid);
    await remove("a", former, urnOf("Process", "former"));
    expect(marked(scratch.root, "a")).toEqual([present.pid]);
    await remove("a", present, urnOf("Process", "present"));
    expect(marked(scratch.root, "a")).toEqual([]);
  });
});
