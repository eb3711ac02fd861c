/** @integration */
import { execFileSync, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { eventually, makeScratch, type Scratch } from "../testing/scratch.js";
import { makeLayout } from "../layout.js";
import { boundLog, lastLines, openLog, removeLogs, turnLog } from "./log.js";
import { logFileOf } from "./record.js";

let scratch: Scratch;
let log: string;
beforeEach(() => {
  scratch = makeScratch();
  log = path.join(scratch.folder, "a.log");
});
afterEach(() => scratch.clean());

test("a log within its limit is left alone", () => {
  fs.writeFileSync(log, "x".repeat(100));
  boundLog(log, 100);
  expect(fs.statSync(log).size).toBe(100);
  expect(fs.existsSync(`${log}.1`)).toBe(false);
});

test("a longer one is cut, its end kept beside it, and at most twice the limit remains", () => {
  fs.writeFileSync(log, `${"x".repeat(150)}END`);
  boundLog(log, 100);
  expect(fs.readFileSync(log, "utf8")).toBe("");
  expect(fs.readFileSync(`${log}.1`, "utf8")).toBe(`${"x".repeat(97)}END`);
  fs.writeFileSync(log, `${"y".repeat(300)}`);
  boundLog(log, 100);
  expect(fs.readFileSync(`${log}.1`, "utf8")).toBe("y".repeat(100));
});

test("a process goes on writing at the beginning of the cut log, leaving no hole", async () => {
  const fd = fs.openSync(log, "a");
  const child = spawn("/bin/sh", ["-c", "echo before the cut; read x; echo after"], { stdio: ["pipe", fd, fd] });
  await eventually("its first line", () => fs.statSync(log).size > 0);
  boundLog(log, 5);
  child.stdin!.end("\n");
  await eventually("its second line", () => fs.readFileSync(log, "utf8") === "after\n");
  fs.closeSync(fd);
});

test("a new start begins a new log and keeps the one before", async () => {
  const layout = makeLayout(scratch.root);
  const own = logFileOf(layout, "a");
  for (const text of ["first", "second", "third"]) {
    await turnLog(layout, "a");
    fs.writeFileSync(own, text);
  }
  expect([fs.readFileSync(own, "utf8"), fs.readFileSync(`${own}.1`, "utf8")]).toEqual(["third", "second"]);
  await removeLogs(layout, "a");
  await removeLogs(layout, "a");
  expect(fs.readdirSync(layout.logs)).toEqual([]);
});

/** What a workload that runs as our own user may put in the place of its log, and what must stay as it was. */
const inItsPlace: [what: string, make: (at: string, precious: string) => void][] = [
  ["a link to a file", (at, precious) => fs.symlinkSync(precious, at)],
  ["another name of a file", (at, precious) => fs.linkSync(precious, at)],
  ["a FIFO", (at) => void execFileSync("mkfifo", [at])],
  ["a folder", (at) => fs.mkdirSync(path.join(at, "inner"), { recursive: true })],
];

test.each(inItsPlace)("%s in the place of a log is neither cut, read nor followed, and goes", async (_what, make) => {
  const layout = makeLayout(scratch.root);
  const own = logFileOf(layout, "a");
  const precious = path.join(scratch.folder, "precious");
  const text = `secret ${"x".repeat(200)}`;
  fs.writeFileSync(precious, text);
  for (const at of [own, `${own}.1`]) {
    fs.writeFileSync(own, "y".repeat(300));
    fs.rmSync(at, { force: true });
    make(at, precious);
    boundLog(own, 100);
    expect(lastLines(own)).not.toContain("secret");
    await turnLog(layout, "a");
    fs.closeSync(openLog(own));
    await removeLogs(layout, "a");
    expect([fs.readdirSync(layout.logs), fs.readdirSync(layout.trash)]).toEqual([[], []]);
    expect(fs.readFileSync(precious, "utf8")).toBe(text);
  }
});

test("a new log is never opened over something else", () => {
  const precious = path.join(scratch.folder, "precious");
  fs.symlinkSync(precious, log);
  expect(() => openLog(log)).toThrow("EEXIST");
  expect(fs.existsSync(precious)).toBe(false);
});

test("the last lines are few, and nothing is said to be nothing", () => {
  expect(lastLines(log)).toBe("it wrote nothing to its log");
  fs.writeFileSync(log, Array.from({ length: 1000 }, (_, n) => `line ${n}\n`).join(""));
  expect(lastLines(log, 2)).toBe("its log ends with:\n  line 998\n  line 999");
  fs.writeFileSync(log, "x".repeat(100_000));
  expect(lastLines(log).length).toBeLessThan(5000);
});
