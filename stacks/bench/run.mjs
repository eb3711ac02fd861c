// node stacks/bench/run.mjs [--runs 5] [--out <folder>], which npm run bench runs first: figures of what is ours. The workload is a tiny
// HTTP process, so that a node's own start is not measured. Every figure is taken in this run, on this machine, with the real chain, reactor, engine and processes; what is compared
// is measured alternately.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { locateEngine } from "@dinfra/reactor";
import { tinyHttpEntry } from "@dinfra/stacks";
import { typed } from "../../tools/typed.mjs";
import { byHand } from "./hand.mjs";
import { machine } from "./machine.mjs";
import { openMarket } from "./market.mjs";
import { endWorkloads, memoryOf, watchMemory } from "./processes.mjs";
import { csv, lines, svg } from "./report.mjs";
import { stateSize } from "./state-size.mjs";

const BLOCK_TIME = 2000;
const AT_ONCE = 10;
const UPDATES = 20;
/** Issue 3: award to declared is at most so many times stack.up() by hand, plus two blocks. */
const LIMIT = 1.25;

const usage = `usage: node stacks/bench/run.mjs [--runs N] [--out FOLDER]

  --runs N      deployments that are measured one by one, 5 if not said
  --out FOLDER  where figures.csv and figures.svg are written, stacks/bench/results if not said
Exit code 1 if a figure is above its limit; 2 if what was typed cannot be done.`;

const { options, refuse } = typed({
  name: "bench",
  command: "node stacks/bench/run.mjs",
  help: usage,
  options: {
    runs: { type: "string", default: "5" },
    out: { type: "string", default: fileURLToPath(new URL("results", import.meta.url)) },
  },
});
const runs = Number(options.runs);
if (!/^[1-9][0-9]*$/.test(options.runs)) refuse(`--runs: expected a whole number from 1, found ${options.runs}`);

const folder = realpathSync(mkdtempSync(join(tmpdir(), "dinfra-bench-")));
const root = join(folder, "host");
mkdirSync(root);
const engine = await locateEngine();
if (!engine.root) {
  console.error(engine.reason);
  process.exit(1);
}
const profile = {
  type: "profile/v1",
  platform: "local",
  local: { root, isolation: "shared-user" },
  catalogue: [tinyHttpEntry()],
};
const descriptor = {
  type: "substrate-node/v1",
  name: "bench",
  chain: "dev",
  role: "rpc",
  entry: { name: "tiny-http" },
  resources: { cpu: 50, memory: 64, disk: 1 },
};
const common = { root, engineRoot: engine.root, profile, descriptor };

const seconds = (ms) => Number((ms / 1000).toFixed(2));
const megabytes = (bytes) => Math.round(bytes / 1e6);
const kilobytes = (bytes) => Math.round(bytes / 1e3);
const median = (all) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)];
const timed = (name, all, note) => ({
  ...{ name, value: seconds(median(all)), unit: "s" },
  ...{ low: seconds(Math.min(...all)), high: seconds(Math.max(...all)), note },
});
const progress = (text) => console.error(`bench: ${text}`);

let market;

async function measure() {
  const load = loadavg()[0].toFixed(1);
  progress(`on ${machine()}, load ${load}`);
  market = await openMarket({ folder, profile, blockTime: BLOCK_TIME });
  const [ups, declared, deployed] = [[], [], []];
  for (let i = 1; i <= runs; i++) {
    progress(`one deployment, by hand and by the reactor: ${i} of ${runs}`);
    const hand = await byHand({ ...common, count: 1, folder: join(folder, `one-${i}`) });
    ups.push(hand.upMs);
    const award = await market.subscribe(descriptor, 1);
    declared.push(award.declaredMs);
    deployed.push(award.deployedMs);
    progress(
      `  by hand ${seconds(hand.upMs)} s, award to deployed ${seconds(award.deployedMs)} s, declared ${seconds(award.declaredMs)} s`,
    );
  }
  await market.cancelAll();

  progress(`${AT_ONCE} at once, by hand`);
  const handTen = await byHand({ ...common, count: AT_ONCE, folder: join(folder, "ten") });
  progress(`${AT_ONCE} at once, by the reactor`);
  const ten = await market.subscribe(descriptor, AT_ONCE);
  await market.cancelAll();

  progress("memory, by hand and by the reactor");
  const hand = await byHand({ ...common, count: 1, folder: join(folder, "memory"), watch: true });
  const processes = () => Object.values(market.reactor.pids);
  const idle = memoryOf(processes());
  const memory = watchMemory(processes);
  await market.subscribe(descriptor, AT_ONCE);
  const peak = memory.stop();
  await market.cancelAll();

  progress(`${UPDATES} updates of one deployment`);
  const size = await stateSize({ ...common, folder, updates: UPDATES });

  const limit = LIMIT * median(ups) + 2 * BLOCK_TIME;
  if (median(declared) > limit) {
    process.exitCode = 1;
    progress(`award to declared took longer than its limit of ${seconds(limit)} s`);
  }
  return [
    { name: "load average before", value: Number(load), unit: "", note: "of others: 0 is a quiet machine" },
    timed("stack.up() by hand", ups, `${runs} runs, once a process`),
    timed("award to deployed", deployed, "award seen in a finalized block, to the API's word"),
    timed(
      "award to declared",
      declared,
      `limit ${seconds(limit)} s: ${LIMIT} x by hand + 2 blocks of ${BLOCK_TIME / 1000} s`,
    ),
    timed(`${AT_ONCE} at once, processes by hand`, [handTen.wallMs], "from their start to the last one up"),
    timed(`${AT_ONCE} at once, the reactor`, [ten.deployedMs], "from the awards seen to the last one up"),
    { name: "ratio reactor / processes", value: Number((ten.deployedMs / handTen.wallMs).toFixed(2)), unit: "" },
    {
      name: "memory of one stack.up() by hand",
      value: megabytes(hand.peakBytes),
      unit: "MB",
      note: "its process, engine and plugin (PSS)",
    },
    {
      name: "memory of the idle reactor",
      value: megabytes(idle),
      unit: "MB",
      note: "reactor, sidecar, warm worker (PSS)",
    },
    { name: `memory of the reactor, ${AT_ONCE} at once`, value: megabytes(peak), unit: "MB", note: "peak (PSS)" },
    {
      name: "memory an update in flight",
      value: megabytes((peak - idle) / IN_FLIGHT),
      unit: "MB",
      note: `above idle, ${IN_FLIGHT} in flight`,
    },
    { name: "state after 1 update", value: kilobytes(size.first), unit: "kB" },
    { name: `state after ${UPDATES} updates`, value: kilobytes(size.last), unit: "kB" },
  ];
}

/** Updates that the reactor runs at once unless it is told otherwise. */
const IN_FLIGHT = 4;

async function clean() {
  await market?.close();
  endWorkloads(root);
  rmSync(folder, { recursive: true, force: true });
}

for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void clean().finally(() => process.exit(130)));

try {
  const figures = await measure();
  const out = resolve(options.out);
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, "figures.csv"), csv(figures, machine()));
  writeFileSync(join(out, "figures.svg"), svg(figures, "DINFRA: what is ours of a deployment", machine()));
  console.log([machine(), ...lines(figures), `written to ${join(out, "figures.csv")} and figures.svg`].join("\n"));
} finally {
  await clean();
}
