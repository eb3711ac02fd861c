/** @integration */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { operations, urnOf } from "./testing/kinds.js";
import { makeScratch, marked, nodeCommand, type Scratch } from "./testing/scratch.js";
import type { Properties } from "./values.js";

/* A file size limit of nothing stands for a full disk: files can be made, but nothing can be written to them. */

const compiled = path.join(__dirname, "..", "dist", "host-provider.js");
const script = `
  const { hostProvider } = require(${JSON.stringify(compiled)});
  const [operation, type, inputs] = JSON.parse(process.argv[1]);
  const urn = "urn:pulumi:s::p::dinfra-host:index:" + type + "::x";
  const provider = hostProvider();
  const work = operation === "create" ? provider.create(urn, inputs) : provider.delete(inputs.name, urn, inputs);
  work.then(() => console.log("done"), (error) => console.log(error.code));`;

function onFullDisk(operation: "create" | "delete", type: string, inputs: Properties): string {
  const argument = JSON.stringify([operation, type, inputs]);
  const command = `ulimit -f 0; exec "$0" -e "$1" "$2" | cat`;
  return spawnSync("/bin/sh", ["-c", command, process.execPath, script, argument], { encoding: "utf8" }).stdout.trim();
}

let scratch: Scratch;
beforeEach(() => (scratch = makeScratch()));
afterEach(() => scratch.clean());

test("nothing is started that could not be recorded, and what runs can be ended", async () => {
  const checked = { args: [], env: {}, cwd: "/", ports: [], stopSignal: "SIGTERM", stopGraceSeconds: 1 };
  const idle = nodeCommand("setInterval(() => {}, 1e6)");
  const inputs = { ...checked, name: "a", owner: "o", root: scratch.root, ...idle };

  expect(onFullDisk("create", "Process", inputs)).toBe("disk-full");
  expect(marked(scratch.root, "a")).toEqual([]);
  for (const folder of ["processes", "locks"]) expect(fs.readdirSync(path.join(scratch.root, folder))).toEqual([]);

  const { create } = operations("Process");
  await create(inputs);
  expect(onFullDisk("delete", "Process", inputs)).toBe("done");
  expect(marked(scratch.root, "a")).toEqual([]);
  expect(fs.readdirSync(path.join(scratch.root, "processes"))).toEqual([]);
});

test("a file keeps its old content", async () => {
  const { path: folder } = await operations("Directory").create({ name: "d", owner: "o", root: scratch.root });
  const file = { directory: folder, name: "f", content: "old", mode: "0600", root: scratch.root };
  const { id } = await operations("File").create(file, urnOf("File"));
  expect(onFullDisk("create", "File", { ...file, content: "new" })).toBe("disk-full");
  expect(fs.readFileSync(id, "utf8")).toBe("old");
  expect(fs.readdirSync(folder as string)).toEqual(["f"]);
  expect(onFullDisk("delete", "Directory", { name: "d", owner: "o", root: scratch.root })).toBe("done");
  expect(fs.existsSync(folder as string)).toBe(false);
});
