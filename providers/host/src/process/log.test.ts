import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { eventually, makeScratch, type Scratch } from "../testing/scratch.js";
import { boundLog, lastLines, removeLogs, turnLog } from "./log.js";

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

test("a new start begins a new log and keeps the one before", () => {
  for (const text of ["first", "second", "third"]) {
    turnLog(log);
    fs.writeFileSync(log, text);
  }
  expect([fs.readFileSync(log, "utf8"), fs.readFileSync(`${log}.1`, "utf8")]).toEqual(["third", "second"]);
  removeLogs(log);
  removeLogs(log);
  expect(fs.readdirSync(scratch.folder)).toEqual([]);
});

test("the last lines are few, and nothing is said to be nothing", () => {
  expect(lastLines(log)).toBe("it wrote nothing to its log");
  fs.writeFileSync(log, Array.from({ length: 1000 }, (_, n) => `line ${n}\n`).join(""));
  expect(lastLines(log, 2)).toBe("its log ends with:\n  line 998\n  line 999");
  fs.writeFileSync(log, "x".repeat(100_000));
  expect(lastLines(log).length).toBeLessThan(5000);
});
