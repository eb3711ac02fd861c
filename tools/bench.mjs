// npm run bench: what is ours to measure, of deployments and then of keys. Each can be run by itself too.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { typed } from "./typed.mjs";

const command = "npm run bench --";
const { options } = typed({
  name: "bench",
  command,
  help: `usage: ${command} [--runs N] [--deployments N] [--out FOLDER]

  Award to declared against stack.up() by hand, ten deployments at once, memory and state (stacks/bench/run.mjs); then what
  the operations on keys cost (keys/bench/run.mjs); then what nodes on CloudStack cost, against the stand-in
  (platforms/cloudstack/bench/run.mjs; needs npm run setup -- --tests); then what reactor and sidecar cost by how many
  deployments they hold, with engine and platform faked out (reactor/bench/control/run.mjs); then an RPC
  endpoint against one node directly (stacks/bench/endpoint.mjs; needs haproxy); then how long a machine that boots takes until
  its node runs (tests/machines/start/bench.ts; needs root and what tests/machines needs). CSV and a plot, with the machine
  named. Half an hour.

  --runs N         deployments that are measured one by one, 5 if not said
  --deployments N  the most that reactor and sidecar hold, 10000 if not said
  --out FOLDER     where the figures are written; if not said, the folder results beside each bench
Exit code 1 if a figure is above its limit; 2 if what was typed cannot be done.`,
  options: { runs: { type: "string" }, out: { type: "string" }, deployments: { type: "string" } },
});

for (const [script, takes] of [
  ["../stacks/bench/run.mjs", ["runs", "out"]],
  ["../keys/bench/run.mjs", ["out"]],
  ["../platforms/cloudstack/bench/run.mjs", ["out"]],
  ["../reactor/bench/control/run.mjs", ["deployments", "out"]],
  ["../stacks/bench/endpoint.mjs", ["out"]],
]) {
  const said = takes.filter((name) => options[name] !== undefined);
  const args = [fileURLToPath(new URL(script, import.meta.url)), ...said.map((name) => `--${name}=${options[name]}`)];
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

const { env } = process;
const jest = fileURLToPath(new URL("../node_modules/jest/bin/jest.js", import.meta.url));
const { status } = spawnSync(process.execPath, [jest, "--testMatch", "**/machines/start/bench.ts"], {
  cwd: fileURLToPath(new URL("..", import.meta.url)),
  stdio: "inherit",
  env: { ...env, DINFRA_BENCH_RUNS: options.runs ?? "3", ...(options.out && { DINFRA_BENCH_OUT: options.out }) },
});
if (status !== 0) process.exit(status ?? 1);
