/** @integration */
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { processState, readStat } from "../proc/state.js";
import { operations } from "../testing/kinds.js";
import { editRecord, idle, kill, recordFile, withStranger } from "../testing/processes.js";
import { eventually, makeScratch, marked, type Scratch } from "../testing/scratch.js";
import { type Properties } from "../values.js";

const { create, read, update, diff, remove } = operations("Process");

let scratch: Scratch;
beforeEach(() => (scratch = makeScratch()));
afterEach(() => scratch.clean());

/** Inputs of a process that does nothing, in this test's root. */
const inputs = (more: Properties = {}): Properties => ({ name: "a", owner: "o", root: scratch.root, ...idle, ...more });
const pidOf = (state: Properties) => state.pid as number;

describe("what became of it", () => {
  test("killed: dead, drift without a refresh, and put back by an update under the same name", async () => {
    const state = await create(inputs());
    expect(await diff("a", state, inputs())).toMatchObject({ changes: false });
    await kill(pidOf(state));
    expect((await read("a", state)).props).toMatchObject({ state: "dead", pid: state.pid });
    expect(await diff("a", state, inputs())).toMatchObject({ changes: true, replaces: [] });
    const back = await update("a", state, inputs());
    expect(back.pid).not.toBe(state.pid);
    expect(marked(scratch.root, "a")).toEqual([back.pid]);
  });

  test("a zombie is told from a live one, and a delete does not wait for its parent", async () => {
    const state = await create(inputs());
    // The shell becomes a sleep that never asks for its child's exit status. It must have become one before the child ends: a shell asks.
    const parent = spawn("/bin/sh", ["-c", "sleep 1000 & exec sleep 1000"]);
    try {
      const child = () => fs.readFileSync(`/proc/${parent.pid}/task/${parent.pid}/children`, "utf8").trim();
      const program = (pid: number | string | undefined) => fs.readFileSync(`/proc/${pid}/comm`, "utf8").trim();
      await eventually(
        "two sleeps",
        () => program(parent.pid) === "sleep" && child() !== "" && program(child()) === "sleep",
      );
      process.kill(Number(child()), "SIGKILL");
      await eventually("a zombie", () => readStat(Number(child()))?.state === "Z");
      const zombie = readStat(Number(child()))!;
      expect(processState(zombie.pid, zombie.startTime)).toBe("zombie");
      await kill(pidOf(state));
      editRecord(scratch.root, (record) => Object.assign(record, { pid: zombie.pid, startTime: zombie.startTime }));
      expect((await read("a", state)).props).toMatchObject({ state: "zombie" });
      await remove("a", state);
      expect(fs.existsSync(recordFile(scratch.root))).toBe(false);
    } finally {
      parent.kill("SIGKILL");
    }
  });

  test("a pid that went to another process is reused, and that process is never signalled", async () => {
    const state = await create(inputs());
    await withStranger(async (pid, startTime) => {
      await kill(pidOf(state));
      editRecord(scratch.root, (record) => Object.assign(record, { pid, startTime: startTime - 1 }));
      expect((await read("a", state)).props).toMatchObject({ state: "reused" });
      const back = await update("a", state, inputs());
      expect(marked(scratch.root, "a")).toEqual([back.pid]);
      editRecord(scratch.root, (record) => Object.assign(record, { pid, startTime: startTime + 1 }));
      await remove("a", back);
      expect(marked(scratch.root, "a")).toEqual([]);
      expect(processState(pid, startTime)).toBe("running");
    });
  });

  test("after a reboot it is dead, even if the same numbers are somebody's again", async () => {
    const state = await create(inputs());
    await withStranger(async (pid, startTime) => {
      await kill(pidOf(state));
      editRecord(scratch.root, (record) => Object.assign(record, { pid, startTime, boot: "earlier" }));
      const { props } = await read("a", state);
      expect(props).toMatchObject({ state: "dead", bootId: "earlier" });
      await remove("a", props as Properties);
      expect(processState(pid, startTime)).toBe("running");
    });
  });
});

describe("state of the version before, whose processes ran in /", () => {
  test("previews without a change, and what runs is taken over as it is", async () => {
    const state = await create(inputs({ cwd: "/" }));
    expect(await diff("a", state, inputs())).toMatchObject({ changes: false, replaces: [] });
    expect(await update("a", state, inputs())).toMatchObject({ pid: state.pid });
    expect(await create(inputs())).toMatchObject({ pid: state.pid });
  });

  test("what is started anew runs in a folder of its own, which goes with it", async () => {
    const state = await create(inputs({ cwd: "/" }));
    await kill(pidOf(state));
    const { pid } = await update("a", state, inputs());
    const own = path.join(scratch.root, "work", "a");
    expect(fs.readlinkSync(`/proc/${pid as number}/cwd`)).toBe(own);
    await remove("a", state);
    expect(fs.existsSync(own)).toBe(false);
  });

  test("another folder than / is another process", async () => {
    const state = await create(inputs({ cwd: "/tmp" }));
    expect(await diff("a", state, inputs())).toMatchObject({ changes: true, replaces: ["cwd"] });
  });
});
