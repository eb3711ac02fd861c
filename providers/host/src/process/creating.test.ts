/** @integration */
import * as fs from "node:fs";
import { bindProblem } from "../network/bindable.js";
import { readStat } from "../proc/state.js";
import { operations } from "../testing/kinds.js";
import { editRecord, freePort, idle, kill, recordFile, sh, sleepsOf } from "../testing/processes.js";
import { eventually, makeScratch, marked, nodeCommand, type Scratch } from "../testing/scratch.js";
import { type Properties } from "../values.js";

const { create, diff, remove } = operations("Process");

let scratch: Scratch;
beforeEach(() => (scratch = makeScratch()));
afterEach(() => scratch.clean());

/** Inputs of a process that does nothing, in this test's root. */
const inputs = (more: Properties = {}): Properties => ({ name: "a", owner: "o", root: scratch.root, ...idle, ...more });
const pidOf = (state: Properties) => state.pid as number;

describe("creating", () => {
  test("what runs already with the same inputs is taken over", async () => {
    const first = await create(inputs());
    const second = await create(inputs({ stopGraceSeconds: 3 }));
    expect(second).toMatchObject({ pid: first.pid, startTime: first.startTime, stopGraceSeconds: 3 });
  });

  test("what runs with other inputs is ended first", async () => {
    const first = await create(inputs());
    const second = await create(inputs({ env: { A: "1" } }));
    expect(second.pid).not.toBe(first.pid);
    expect(marked(scratch.root, "a")).toEqual([second.pid]);
  });

  test("ten at the same time make one", async () => {
    const all = await Promise.all(Array.from({ length: 10 }, () => create(inputs())));
    expect(new Set(all.map(({ pid }) => pid)).size).toBe(1);
    expect(marked(scratch.root, "a")).toEqual([all[0]!.pid]);
  });

  test("a started but unrecorded process is found by its marks and taken over", async () => {
    const first = await create(inputs());
    editRecord(scratch.root, (record) => {
      record.phase = "starting";
      delete record.pid;
      delete record.startTime;
    });
    expect((await create(inputs())).pid).toBe(first.pid);
    fs.rmSync(recordFile(scratch.root));
    expect((await create(inputs())).pid).toBe(first.pid);
  });

  test("an unrecorded child in a session of its own does not pass for its dead leader", async () => {
    const forking = inputs(sh("setsid sleep 1021 & wait"));
    const first = await create(forking);
    await eventually("its child", () => sleepsOf("1021").length === 1);
    await kill(pidOf(first));
    fs.rmSync(recordFile(scratch.root));
    const second = await create(forking);
    await eventually("its child", () => sleepsOf("1021").length === 1);
    expect(readStat(pidOf(second))?.comm).toBe("sh");
  });

  test("an intent without a process is started afresh", async () => {
    const first = await create(inputs());
    await kill(pidOf(first));
    editRecord(scratch.root, (record) => {
      record.phase = "starting";
      delete record.pid;
    });
    const second = await create(inputs());
    expect(marked(scratch.root, "a")).toEqual([second.pid]);
  });

  test("half deleted, it is ended and started afresh", async () => {
    const first = await create(inputs());
    editRecord(scratch.root, (record) => (record.phase = "deleting"));
    const second = await create(inputs());
    expect(second.pid).not.toBe(first.pid);
    expect(marked(scratch.root, "a")).toEqual([second.pid]);
  });

  test("another owner's name is refused and left alone", async () => {
    const first = await create(inputs());
    await expect(create(inputs({ owner: "p" }))).rejects.toMatchObject({ code: "name-taken" });
    expect(marked(scratch.root, "a")).toEqual([first.pid]);
  });

  test("a damaged record is refused, not overwritten", async () => {
    await create(inputs());
    fs.writeFileSync(recordFile(scratch.root), "{");
    await expect(create(inputs())).rejects.toMatchObject({ code: "record-unreadable" });
  });
});

test("what was found running is not ended because it does not answer", async () => {
  const first = await create(inputs());
  const readiness = { kind: "tcp", address: "127.0.0.1", port: await freePort(), timeoutSeconds: 0.1 };
  await expect(create(inputs({ readiness }))).rejects.toMatchObject({ code: "not-ready" });
  expect(marked(scratch.root, "a")).toEqual([first.pid]);
});

test("a port is free again at once for the replacement", async () => {
  const port = await freePort();
  const serving = (version: string) => ({
    ...inputs(nodeCommand(`require("net").createServer((s) => s.end()).listen(${port}, "127.0.0.1") // ${version}`)),
    ports: [{ name: "main", address: "127.0.0.1", port }],
    readiness: { kind: "tcp", address: "127.0.0.1", port },
  });
  const first = await create(serving("1"));
  expect(await diff("a", first, serving("2"))).toEqual({
    changes: true,
    replaces: ["args"],
    deleteBeforeReplace: true,
  });
  await remove("a", first);
  expect(await bindProblem("127.0.0.1", port)).toBeUndefined();
  await create(serving("2"));
  expect(await bindProblem("127.0.0.1", port)).toBe("EADDRINUSE");
});
