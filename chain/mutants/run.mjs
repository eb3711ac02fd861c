#!/usr/bin/env node
// Applies each fault of list.mjs to a copy of the pallets, and expects the tests to notice it. The tree itself is never touched.
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { typed } from "../../tools/typed.mjs";
import { mutants } from "./list.mjs";

const help = `node chain/mutants/run.mjs [--only N[,N...]] [--check] [--histories N] [--target FOLDER] [--minutes N]

Each fault is applied to a copy of the sources, compiled and tested. It is killed if a test fails (or hangs).
  --only N,N     these faults (their numbers are printed)
  --check        only see that every fault applies
  --histories N  random histories against the model, 60 if not said
  --target F     cargo's target folder, kept; a temporary one if not said
  --minutes N    the longest that the tests of one fault may take, 15 if not said
Exit code 1 if one survives, does not apply or does not compile; 2 if what was typed cannot be done.`;

const { options, refuse } = typed({
  name: "mutants",
  command: "node chain/mutants/run.mjs",
  help,
  options: {
    only: { type: "string" },
    check: { type: "boolean", default: false },
    histories: { type: "string", default: "60" },
    target: { type: "string" },
    minutes: { type: "string", default: "15" },
  },
});
for (const [name, least] of [
  ["histories", 0],
  ["minutes", 1],
]) {
  if (!/^[0-9]+$/.test(options[name]) || Number(options[name]) < least) {
    refuse(`--${name}: expected a whole number from ${least}, found ${JSON.stringify(options[name])}`);
  }
}
const unknown = options.only?.split(",").filter((text) => !/^[0-9]+$/.test(text) || mutants[text] === undefined) ?? [];
if (unknown.length > 0) {
  refuse(`--only: expected numbers from 0 to ${mutants.length - 1}, found ${JSON.stringify(unknown.join(","))}`);
}
const wanted = options.only?.split(",").map(Number) ?? mutants.map((_, number) => number);

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => process.exit(1));
}
const tree = join(import.meta.dirname, "..");
const scratch = mkdtempSync(join(tmpdir(), "dinfra-mutants-"));
const sources = join(scratch, "chain");
const leftOut = new Set(["client", "target", "mutants"]);
cpSync(tree, sources, { recursive: true, filter: (path) => !leftOut.has(basename(path)) });
// What the pallets' tests are held against.
const golden = join("client", "src", "golden");
cpSync(join(tree, golden), join(sources, golden), { recursive: true });
const bad = [];

try {
  // Tests that fail anyway would kill everything.
  const sound = options.check ? ["SURVIVED", ""] : await tested();
  if (sound[0] !== "SURVIVED") {
    console.error(`Without any fault: ${sound.join("")}`);
    process.exitCode = 1;
    wanted.length = 0;
  }
  for (const number of wanted) {
    const began = performance.now();
    const [verdict, more] = await tried(mutants[number]);
    const seconds = Math.round((performance.now() - began) / 1000);
    console.log(`${number} ${verdict} (${seconds} s) ${mutants[number].file}: ${mutants[number].why}${more}`);
    if (verdict !== "killed" && verdict !== "applies") {
      bad.push(number);
    }
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
const good = wanted.length - bad.length;
console.log(`${good} of ${wanted.length} ${options.check ? "apply" : "killed"}`);
if (bad.length > 0) {
  console.error(`Not ${options.check ? "applied" : "killed"}: ${bad.join(", ")}`);
  process.exit(1);
}

async function tried({ file, find, replace }) {
  const path = join(sources, "pallets", file);
  const sound = readFileSync(path, "utf8");
  const places = sound.split(find).length - 1;
  if (places !== 1) {
    return ["DOES NOT APPLY", `: its text stands ${places} times in the file`];
  }
  if (options.check) {
    return ["applies", ""];
  }
  writeFileSync(
    path,
    sound.replace(find, () => replace),
  );
  try {
    return await tested();
  } finally {
    writeFileSync(path, sound);
  }
}

async function tested() {
  const compiled = await cargo(["--no-run"]);
  if (compiled.status !== 0) {
    return ["DOES NOT COMPILE", `\n${compiled.output.slice(-2000)}`];
  }
  const { status, output, late } = await cargo(["--no-fail-fast"], Number(options.minutes) * 60_000);
  if (late) {
    return ["killed", ", by hanging"];
  }
  if (status === 0) {
    return ["SURVIVED", ""];
  }
  const failed = [...output.matchAll(/^test (\S+) \.\.\. FAILED/gm)].map((match) => match[1]);
  const model = failed.some((name) => name.includes("histories")) ? ", the histories among them" : "";
  return ["killed", `, by ${failed.length} tests${model}: ${failed.slice(0, 2).join(", ")}`];
}

/** Without a limit, for as long as it takes. */
function cargo(more, limit) {
  const command = [
    "test",
    "--lib",
    "-p",
    "pallet-clock",
    "-p",
    "pallet-providers",
    "-p",
    "pallet-subscriptions",
    ...more,
  ];
  const env = {
    ...process.env,
    SKIP_WASM_BUILD: "1",
    RUST_BACKTRACE: "0",
    CARGO_TARGET_DIR: options.target ?? join(scratch, "target"),
    DINFRA_HISTORIES: options.histories,
  };
  // A group of its own: a test that hangs is cargo's child, and is to end with it.
  const child = spawn("cargo", command, { cwd: sources, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const end = () => {
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch {
      // It has just ended by itself.
    }
  };
  process.once("exit", end);
  let [output, late] = ["", false];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk) => (output += chunk));
  }
  const clock =
    limit &&
    setTimeout(() => {
      late = true;
      end();
    }, limit);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => {
      clearTimeout(clock);
      process.off("exit", end);
      resolve({ status, late, output });
    });
  });
}
