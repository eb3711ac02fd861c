/** @integration */
import fc from "fast-check";
import * as fs from "node:fs";
import * as path from "node:path";
import { findProcess, isEmpty } from "../observer.js";
import { readStat } from "../proc/state.js";
import { operations } from "../testing/kinds.js";
import { eventually, makeScratch, marked, nodeCommand } from "../testing/scratch.js";
import type { Properties } from "../values.js";

/*
 * Whatever happens to a process between, a create or an update leaves exactly one that runs what was asked for, and a
 * delete leaves none.
 */

const { create, update, diff, remove } = operations("Process");
type Step = "create A" | "create B" | "apply" | "kill" | "forget the record" | "forget the pid" | "delete";
const step = fc.constantFrom<Step>(
  "create A",
  "create B",
  "apply",
  "kill",
  "forget the record",
  "forget the pid",
  "delete",
);

async function run(steps: Step[]): Promise<void> {
  const scratch = makeScratch();
  const record = path.join(scratch.root, "processes", "a.json");
  const inputs = (version: string): Properties => ({
    name: "a",
    owner: "o",
    root: scratch.root,
    ...nodeCommand(`setInterval(() => {}, 1e6) // ${version}`),
  });
  let version = "A";
  let state: Properties | undefined;
  const expectOne = () => {
    expect(marked(scratch.root, "a")).toEqual([state!.pid]);
    expect(fs.readFileSync(`/proc/${state!.pid as number}/cmdline`, "utf8")).toContain(`// ${version}`);
  };
  const edit = (change: (record: Properties) => void) => {
    const whole = JSON.parse(fs.readFileSync(record, "utf8")) as { record: Properties };
    change(whole.record);
    fs.writeFileSync(record, JSON.stringify(whole));
  };
  try {
    for (const one of steps) {
      if (one === "create A" || one === "create B") {
        version = one.slice(-1);
        state = await create(inputs(version));
        expectOne();
      } else if (one === "apply" && state) {
        // What the engine does with the state that it remembers.
        if ((await diff("a", state, inputs(version))).changes) state = await update("a", state, inputs(version));
        expectOne();
      } else if (one === "kill") {
        const pids = marked(scratch.root, "a");
        for (const pid of pids) process.kill(pid, "SIGKILL");
        await eventually("their end", () => pids.every((pid) => readStat(pid) === undefined));
      } else if (one === "forget the record") {
        fs.rmSync(record, { force: true });
      } else if (one === "forget the pid" && fs.existsSync(record)) {
        edit((r) => Object.assign(r, { phase: "starting", at: 0, pid: undefined, startTime: undefined }));
      } else if (one === "delete") {
        await remove("a", inputs(version));
        state = undefined;
        expect(marked(scratch.root, "a")).toEqual([]);
        expect(await findProcess(scratch.root, "a")).toBeUndefined();
        expect(await isEmpty(scratch.root, "o")).toBe(true);
      }
    }
  } finally {
    await scratch.clean();
  }
}

test("any history ends with exactly what was asked for last", async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 10 }), run), { numRuns: 15 });
}, 300_000);
