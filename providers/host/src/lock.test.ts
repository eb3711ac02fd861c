/** @integration */
import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { makeLayout, type Layout } from "./layout.js";
import { tryLock, withLock } from "./lock.js";
import { bootId } from "./proc/boot.js";
import { readStat } from "./proc/state.js";
import { makeScratch, type Scratch } from "./testing/scratch.js";

let scratch: Scratch;
let layout: Layout;
beforeEach(() => {
  scratch = makeScratch();
  layout = makeLayout(scratch.root);
});
afterEach(() => scratch.clean());

const locks = () => fs.readdirSync(layout.locks);
const holderFile = (pid: number, startTime: number, boot = bootId()) =>
  fs.writeFileSync(path.join(layout.locks, ["k", pid, startTime, boot, "n"].join("~")), "");

test("only one at a time, and nothing is left behind", async () => {
  let inside = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++inside);
    await delay(1);
    inside -= 1;
  };
  await Promise.all(Array.from({ length: 20 }, () => withLock(layout, "k", 30_000, work)));
  expect(most).toBe(1);
  expect(locks()).toEqual([]);
});

test("another key is another lock, also one that begins the same", () => {
  expect(tryLock(layout, "k")).toHaveProperty("release");
  expect(tryLock(layout, "kk")).toHaveProperty("release");
  expect(tryLock(layout, "k")).toEqual({ heldBy: process.pid });
});

test("an error of the work releases the lock", async () => {
  await expect(withLock(layout, "k", 0, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(locks()).toEqual([]);
});

test("who waits in vain is told who has it", async () => {
  tryLock(layout, "process+a");
  await expect(withLock(layout, "process+a", 30, () => Promise.resolve())).rejects.toMatchObject({
    code: "name-busy",
    retryable: true,
    message: expect.stringContaining(`process a is being worked on by process ${process.pid}`),
  });
});

describe("a lock file that is left", () => {
  const own = readStat(process.pid)!.startTime;
  test.each([
    { of: "a living process", pid: process.pid, startTime: own, boot: bootId(), held: true },
    { of: "a process that is gone", pid: 2 ** 22 + 1, startTime: 1, boot: bootId(), held: false },
    { of: "a pid that is another process now", pid: process.pid, startTime: own - 1, boot: bootId(), held: false },
    { of: "another boot", pid: process.pid, startTime: own, boot: "earlier", held: false },
  ])("of $of: held $held", ({ pid, startTime, boot, held }) => {
    holderFile(pid, startTime, boot);
    const lock = tryLock(layout, "k");
    expect("heldBy" in lock).toBe(held);
    if ("release" in lock) lock.release();
    expect(locks()).toHaveLength(held ? 1 : 0);
  });
});

test("processes that are killed with the lock in hand neither block the others nor let two in", async () => {
  const compiled = (name: string) => JSON.stringify(path.join(__dirname, "..", "dist", `${name}.js`));
  const counter = path.join(scratch.folder, "counter");
  fs.writeFileSync(counter, "0");
  // Adds one by reading and writing with a pause between: two at a time would lose one. Every third dies inside, unadded.
  const script = `
    const { withLock } = require(${compiled("lock")});
    const { layoutOf } = require(${compiled("layout")});
    const fs = require("fs");
    const [root, counter, dies] = process.argv.slice(1);
    withLock(layoutOf(root), "k", 30000, async () => {
      const n = Number(fs.readFileSync(counter, "utf8"));
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (dies === "yes") process.kill(process.pid, "SIGKILL");
      fs.writeFileSync(counter, String(n + 1));
    });`;
  const runs = Array.from({ length: 12 }, async (_, at) => {
    const child = spawn(process.execPath, ["-e", script, scratch.root, counter, at % 3 === 0 ? "yes" : "no"]);
    await once(child, "exit");
  });
  await Promise.all(runs);
  expect(fs.readFileSync(counter, "utf8")).toBe("8");
});
