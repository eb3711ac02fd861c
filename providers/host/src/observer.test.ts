/** @integration */
import * as fs from "node:fs";
import * as path from "node:path";
import { findProcess, findProcesses, isEmpty, listAll, listOwned, removeOwned } from "./observer.js";
import { readStat } from "./proc/state.js";
import { operations } from "./testing/kinds.js";
import { eventually, makeScratch, marked, nodeCommand, type Scratch } from "./testing/scratch.js";

const processes = operations("Process");
const idle = nodeCommand("setInterval(() => {}, 1e6)");

let scratch: Scratch;
beforeEach(() => (scratch = makeScratch()));
afterEach(() => scratch.clean());

const start = (name: string, owner: string) => processes.create({ name, owner, root: scratch.root, ...idle });

test("a root that does not exist is empty, and stays so", async () => {
  expect(await listOwned(scratch.root, "o")).toEqual([]);
  expect(await findProcess(scratch.root, "a")).toBeUndefined();
  expect(await findProcesses(scratch.root)).toEqual([]);
  expect(fs.existsSync(scratch.root)).toBe(false);
});

test("a process is found by its name, with all that lives of it, recorded or not", async () => {
  const script = "sleep 1041 & wait";
  const made = { name: "a", owner: "o", root: scratch.root, command: "/bin/sh", args: ["-c", script] };
  const state = await processes.create(made);
  await eventually("its child", () => marked(scratch.root, "a").length === 2);
  const found = await findProcess(scratch.root, "a");
  expect(found).toMatchObject({ name: "a", owner: "o", pid: state.pid, startTime: state.startTime, state: "running" });
  expect(found!.members.sort()).toEqual(marked(scratch.root, "a").sort());
  fs.rmSync(path.join(scratch.root, "processes", "a.json"));
  expect(await findProcess(scratch.root, "a")).toEqual(found);
  expect(await findProcesses(scratch.root)).toEqual([found]);
});

test("owners are told apart, and an ended process is listed until it is deleted", async () => {
  const { pid, ...state } = await start("a", "o");
  await start("b", "p");
  expect((await findProcesses(scratch.root)).map(({ name }) => name)).toEqual(["a", "b"]);
  expect(await listOwned(scratch.root, "o")).toEqual([
    { kind: "process", name: "a", owner: "o", detail: `running: ${pid}`, running: true },
  ]);
  expect((await listAll(scratch.root)).map(({ name, owner }) => `${name} of ${owner}`)).toEqual(["a of o", "b of p"]);
  process.kill(pid as number, "SIGKILL");
  await eventually("its end", () => readStat(pid as number) === undefined);
  expect(await listOwned(scratch.root, "o")).toEqual([
    { kind: "process", name: "a", owner: "o", detail: "ended; its record and log are left", running: false },
  ]);
  await processes.remove("a", state);
  expect(await isEmpty(scratch.root, "o")).toBe(true);
  expect(await isEmpty(scratch.root, "p")).toBe(false);
});

test.each(["processes", "networks", "directories", "files"])(
  "a damaged record of %s is never taken for nothing",
  async (kind) => {
    await start("a", "o");
    fs.writeFileSync(path.join(scratch.root, kind, "z.json"), '{"format":1');
    await expect(isEmpty(scratch.root, "nobody")).rejects.toMatchObject({
      code: "record-unreadable",
      message: expect.stringContaining(path.join(kind, "z.json")),
    });
  },
);

test("everything of an owner goes, whatever Pulumi knows, and nothing of another", async () => {
  const { root } = scratch;
  const folder = (await operations("Directory").create({ name: "d", owner: "o", root })).path as string;
  await operations("File").create({ directory: folder, name: "f", content: "", root });
  await operations("Network").create({ name: "n", owner: "o", size: 1, root });
  await start("a", "o");
  await start("b", "o");
  const kept = await start("c", "p");
  expect((await removeOwned(root, "o")).map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    "process a",
    "process b",
    "file f",
    "directory d",
    "network n",
  ]);
  expect(await isEmpty(root, "o")).toBe(true);
  expect(fs.existsSync(folder)).toBe(false);
  expect(marked(root, "c")).toEqual([kept.pid]);
});
