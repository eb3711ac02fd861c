// What is too long for CI, once in a while and before a release: weights and blob from nothing, 10,000 random histories of 200 calls,
// the mutants, and the scale. Writes docs/chain-full.md. An hour or two on two cores; --help says what takes how long.
//
//   npm run chain:full                          everything
//   npm run chain:full -- histories mutants     some of it
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const chain = dirname(fileURLToPath(import.meta.url));
const page = join(chain, "..", "docs", "chain-full.md");
const cache = join(process.env.XDG_CACHE_HOME ?? join(process.env.HOME ?? ".", ".cache"), "dinfra", "chain-check");
const rust = { SKIP_WASM_BUILD: "1", CARGO_TARGET_DIR: process.env.CARGO_TARGET_DIR ?? cache };

/** Matches no line: what the step says is in a file of its own. */
const NONE = /(?!)/;

/** In the order in which they are run: the weights enter the blob. `keeps`: the lines of the output that the page keeps. */
const steps = [
  {
    name: "weights",
    what: "measure the weights (chain/weights.sh)",
    takes: "5 to 60 minutes",
    command: [join(chain, "weights.sh")],
    keeps: NONE,
  },
  {
    name: "blob",
    what: "build the blob, its metadata and the client's types (chain/build.sh)",
    takes: "5 to 25 minutes",
    command: [join(chain, "build.sh")],
    keeps: /\.wasm$/,
  },
  {
    name: "histories",
    what: "10,000 random histories of 200 calls, each with the hook and without, against the model",
    takes: "a quarter of an hour",
    command: [
      // Not --release: the assertions of the pallets' defensive code are to be on.
      ...["cargo", "test", "--locked", "-p", "pallet-subscriptions", "histories"],
      ...["--", "--nocapture", "--test-threads=1"],
    ],
    env: {
      ...rust,
      DINFRA_HISTORIES: process.env.DINFRA_HISTORIES ?? "10000",
      DINFRA_HISTORY_CALLS: process.env.DINFRA_HISTORY_CALLS ?? "200",
    },
    keeps: /^(?!\s*(Compiling|Finished|Running|warning))./,
  },
  {
    name: "mutants",
    what: "each mutant applied in turn; the tests must kill it (chain/mutants/run.mjs)",
    takes: "an hour",
    command: [process.execPath, join(chain, "mutants", "run.mjs")],
    keeps: /./,
  },
  {
    name: "scale",
    what: "a thousand to a million live subscriptions, ten thousand ends in a block (chain/scale.sh)",
    takes: "15 minutes",
    command: [join(chain, "scale.sh")],
    keeps: NONE,
  },
];
/** Lines of a step's output that the page keeps at most: the last ones. */
const KEPT = 200;

function run({ command, env }) {
  const [program, ...args] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: chain,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const [from, to] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ]) {
      from.on("data", (chunk) => {
        output += chunk;
        to.write(chunk);
      });
    }
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}

const minutes = (ms) => `${(ms / 60_000).toFixed(1)} min`;

/** The sections of the page as it is, by step, so that a run of some steps keeps what others said. */
function sections() {
  const found = new Map();
  if (!existsSync(page)) return found;
  for (const section of readFileSync(page, "utf8").split(/^## /m).slice(1)) {
    found.set(section.slice(0, section.indexOf("\n")), `## ${section.trimEnd()}\n`);
  }
  return found;
}

function section({ name, what, env, keeps }, { code, output }, took) {
  // Nobody else has this machine's folders.
  const lines = output.replaceAll(join(chain, ".."), ".").split("\n");
  const kept = lines.filter((line) => keeps.test(line)).slice(-KEPT);
  const settings = Object.entries(env ?? {}).filter(([key]) => key.startsWith("DINFRA_"));
  const with_ = settings.map(([key, value]) => `\`${key}=${value}\``).join(", ");
  const machine = `${cpus()[0]?.model ?? "unknown processor"}, ${cpus().length} cores`;
  const date = new Date().toISOString().slice(0, 10);
  const head = `${what}.\n\n${date}, ${machine}, ${minutes(took)}${with_ && `, ${with_}`}: ${code === 0 ? "passed" : `**failed** (${code})`}.\n`;
  return `## ${name}\n\n${head}${kept.length > 0 ? `\n\`\`\`\n${kept.join("\n")}\n\`\`\`\n` : ""}`;
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !steps.some((step) => step.name === name));
if (wanted.includes("--help")) {
  const list = steps.map(({ name, what, takes }) => `  ${name.padEnd(10)} ${what}: ${takes}`).join("\n");
  console.log(`npm run chain:full [-- STEP...]; without a step, all of them, in this order:\n${list}`);
  process.exit(0);
}
if (unknown.length > 0) {
  const names = steps.map(({ name }) => name).join(", ");
  console.error(
    `chain:full: expected steps (${names}), found ${JSON.stringify(unknown[0])}; see: npm run chain:full -- --help`,
  );
  process.exit(2);
}
const todo = steps.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
console.log(`${todo.length} steps:\n${todo.map(({ what, takes }) => `  ${what}: ${takes}`).join("\n")}`);
let failed = 0;
for (const step of todo) {
  console.log(`\n== ${step.what}: ${step.takes}`);
  const began = performance.now();
  const outcome = await run(step);
  const took = performance.now() - began;
  // Read anew: another run may have written its steps meanwhile.
  const pages = sections();
  pages.set(step.name, section(step, outcome, took));
  console.log(`== ${step.name}: ${outcome.code === 0 ? "passed" : "FAILED"} after ${minutes(took)}`);
  failed += outcome.code === 0 ? 0 : 1;
  const body = steps.flatMap(({ name }) => pages.get(name) ?? []).join("\n");
  mkdirSync(dirname(page), { recursive: true });
  writeFileSync(
    page,
    `# What the chain's long run said\n\nWritten by \`npm run chain:full\` (chain/full.mjs).\n\n${body}`,
  );
}
process.exit(failed > 0 ? 1 : 0);
