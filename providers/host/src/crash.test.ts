/** @integration */
import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { isEmpty } from "./observer.js";
import { operations, urnOf } from "./testing/kinds.js";
import { makeScratch, marked, nodeCommand, type Scratch } from "./testing/scratch.js";
import type { Properties } from "./values.js";

/*
 * A provider killed at any moment whatever: a program of its own calls create (or delete) and is killed after a while,
 * from at once to when it would have been done. Whatever it left, the next create leaves exactly one process, and the
 * next delete none.
 */

const compiled = path.join(__dirname, "..", "dist", "host-provider.js");
const script = `
  const { hostProvider } = require(${JSON.stringify(compiled)});
  const [operation, urn, inputs] = JSON.parse(process.argv[1]);
  const provider = hostProvider();
  process.stdout.write("go");
  const work = operation === "create" ? provider.create(urn, inputs) : provider.delete(inputs.name, urn, inputs);
  work.then(() => process.exit(0), (error) => { console.error(error); process.exit(1); });`;

/** Runs the operation in a process of its own and kills that after so many milliseconds. Gives whether it was too late. */
async function killedAfter(ms: number, operation: "create" | "delete", inputs: Properties): Promise<boolean> {
  const argument = JSON.stringify([operation, urnOf("Process"), inputs]);
  const provider = spawn(process.execPath, ["-e", script, argument], { stdio: ["ignore", "pipe", "inherit"] });
  const exit = once(provider, "exit");
  await once(provider.stdout, "data");
  await Promise.race([delay(ms, undefined, { ref: false }), exit]);
  provider.kill("SIGKILL");
  const [code] = (await exit) as [number | null];
  return code === 0;
}

let scratch: Scratch;
beforeEach(() => (scratch = makeScratch()));
afterEach(() => scratch.clean());

test("a provider killed at any moment of a create or a delete leaves what the next one puts right", async () => {
  const { create, remove } = operations("Process");
  const checked = { args: [], env: {}, cwd: "/", ports: [], stopSignal: "SIGTERM", stopGraceSeconds: 1 };
  const idle = nodeCommand("setInterval(() => {}, 1e6)");
  const inputs = { ...checked, name: "a", owner: "o", root: scratch.root, ...idle };
  const rounds = 12;
  const seen = { cutBeforeStart: 0, cutAfterStart: 0, cutDelete: 0 };
  const took = async (operation: "create" | "delete") => {
    const began = performance.now();
    expect(await killedAfter(20_000, operation, inputs)).toBe(true);
    return performance.now() - began;
  };
  const createMs = await took("create");
  const deleteMs = await took("delete");

  for (let round = 0; round < rounds; round++) {
    const cut = !(await killedAfter((round / rounds) * createMs, "create", inputs));
    const left = marked(scratch.root, "a");
    expect(left.length).toBeLessThanOrEqual(1);
    const state = await create(inputs);
    expect(marked(scratch.root, "a")).toEqual([state.pid]);
    if (left.length > 0) expect(left).toEqual([state.pid]);
    if (cut) seen[left.length > 0 ? "cutAfterStart" : "cutBeforeStart"] += 1;

    if (!(await killedAfter((round / rounds) * deleteMs, "delete", inputs))) seen.cutDelete += 1;
    if (round % 2 === 0) {
      const again = await create(inputs);
      expect(marked(scratch.root, "a")).toEqual([again.pid]);
    }
    await remove("a", inputs);
    expect(marked(scratch.root, "a")).toEqual([]);
    expect(await isEmpty(scratch.root, "o")).toBe(true);
  }
  // The rounds are worth something only if they hit.
  expect(seen.cutBeforeStart).toBeGreaterThan(0);
  expect(seen.cutDelete).toBeGreaterThan(0);
  expect(fs.readdirSync(path.join(scratch.root, "locks"))).toEqual([]);
}, 300_000);
