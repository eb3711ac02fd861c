// node reactor/bench/control/run.mjs [--deployments N] [--idle SECONDS] [--out FOLDER], which npm run bench runs too: what reactor and
// sidecar cost by how many deployments they hold. Real: both processes, store, API, chain reader and plan. Faked out: engine, platform and chain.
import { fork, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { NODE_FLAGS } from "@dinfra/service/child-process";
import { machine } from "../../../stacks/bench/machine.mjs";
import { csv, lines, svg } from "../../../stacks/bench/report.mjs";
import { typed } from "../../../tools/typed.mjs";

const usage = `usage: node reactor/bench/control/run.mjs [--deployments N] [--idle SECONDS] [--out FOLDER]

  --deployments N  the largest number of deployments, 10000 if not said; 100 and 1000 are measured too
  --idle SECONDS   for how long an idle reactor is watched, 60 if not said
  --out FOLDER     where control.csv and control.svg are written, reactor/bench/results if not said
Exit code 1 if a figure at 10000 is above its limit; 2 if what was typed cannot be done.`;
const { options, refuse } = typed({
  name: "bench",
  command: "node reactor/bench/control/run.mjs",
  help: usage,
  options: {
    deployments: { type: "string", default: "10000" },
    idle: { type: "string", default: "60" },
    out: { type: "string", default: fileURLToPath(new URL("../results", import.meta.url)) },
  },
});
for (const name of ["deployments", "idle"])
  if (!/^[1-9][0-9]{0,6}$/.test(options[name]))
    refuse(`--${name}: expected a whole number from 1, found ${options[name]}`);
const most = Number(options.deployments);
const idle = Number(options.idle);
const sizes = [...new Set([100, 1_000, 10_000, most])].filter((size) => size <= most).sort((a, b) => a - b);
const progress = (text) => console.error(`bench: ${text}`);
const file = (name) => fileURLToPath(new URL(name, import.meta.url));

/** A child that answers. */
async function start(script, args) {
  const child = fork(file(script), args, {
    execArgv: [...NODE_FLAGS],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const waiting = new Map();
  let asked = 0;
  const ready = Promise.withResolvers();
  child.on("message", ({ ready: url, id, answer, failed }) => {
    if (url !== undefined) return ready.resolve(url);
    const { resolve: answered, reject } = waiting.get(id);
    waiting.delete(id);
    if (failed === undefined) answered(answer);
    else reject(new Error(failed));
  });
  child.once("exit", (code, signal) => {
    const error = new Error(`${script} ended with ${signal ?? code}`);
    ready.reject(error);
    for (const { reject } of waiting.values()) reject(error);
  });
  const ask = (what, more = {}) => {
    const id = ++asked;
    const { promise, resolve: answered, reject } = Promise.withResolvers();
    waiting.set(id, { resolve: answered, reject });
    child.send({ id, ask: what, ...more });
    return promise;
  };
  const ended = new Promise((done) => child.once("exit", done));
  const stop = async () => {
    ready.promise.catch(() => {});
    if (child.connected) child.disconnect();
    await ended;
  };
  return { ask, stop, url: await ready.promise };
}

const median = (all) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)];
const round = (value, digits = 1) => Number(value.toFixed(digits));
async function timed(act) {
  const began = performance.now();
  await act();
  return performance.now() - began;
}

async function measure(size, folder) {
  const store = join(folder, `${size}.sqlite`);
  const prepared = spawnSync(process.execPath, [file("prepare.cjs"), store, String(size)], { stdio: "inherit" });
  if (prepared.status !== 0) throw new Error("the store could not be prepared");
  const began = performance.now();
  const reactor = await start("reactor.cjs", [store, String(size)]);
  const sidecar = await start("sidecar.cjs", [reactor.url, join(folder, `${size}-sidecar.sqlite`), String(size)]);
  try {
    await sidecar.ask("declared");
    const first = performance.now() - began;
    const both = async () => Promise.all([reactor, sidecar].map(({ ask }) => ask("figures")));
    await delay(3_000);
    await both();
    await sidecar.ask("reads");
    const block = await sidecar.ask("block");
    await delay(idle * 1_000);
    const [idleReactor, idleSidecar] = await both();
    const reads = (await sidecar.ask("reads")) / Math.max(1, (await sidecar.ask("block")) - block);

    const headers = { authorization: "Bearer t" };
    const ask = async (path, init = {}) => {
      const answer = await fetch(reactor.url + path, { ...init, headers });
      await answer.arrayBuffer();
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    };
    const scrapes = [];
    for (let n = 0; n < 30; n++) scrapes.push(await timed(() => ask("/metrics")));
    // Not of this chain: the sidecar leaves them alone.
    const query = `instance=0x${"1".repeat(64)}&provider=5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY`;
    const deletes = [];
    for (let n = 0; n < 30; n++) {
      const path = `/v1/deployments/${9_000_000 + n}.1?${query}&paidBlocks=0&expected=true`;
      deletes.push(await timed(() => ask(path, { method: "DELETE" })));
    }
    await delay(3_000);
    await both();

    const ends = Math.min(1_000, Math.floor(size / 2));
    const ending = performance.now();
    await sidecar.ask("end", { first: 1, last: ends });
    await reactor.ask("settled", { deployed: size + 1 - ends });
    const gone = performance.now() - ending;
    const [endReactor, endSidecar] = await both();
    const at = `, ${size} deployments`;
    const minute = 60 / idle;
    const megabytes = (bytes) => Math.round(bytes / 1e6);
    const [inReactor, inSidecar] = [idleReactor.rss, idleSidecar.rss];
    return [
      {
        name: `memory${at}`,
        value: megabytes(inReactor + inSidecar),
        unit: "MB",
        note: `reactor ${megabytes(inReactor)}, sidecar ${megabytes(inSidecar)}`,
        limit: 300,
      },
      { name: `start to first declaration${at}`, value: round(first / 1_000), unit: "s", limit: 10 },
      {
        name: `CPU of an idle minute${at}`,
        value: round((idleReactor.cpuSeconds + idleSidecar.cpuSeconds) * minute, 2),
        unit: "CPU-s",
        note: `reactor ${round(idleReactor.cpuSeconds * minute, 2)}, sidecar ${round(idleSidecar.cpuSeconds * minute, 2)}; a look at each deployment every 2 s`,
      },
      { name: `reads of storage in an idle block${at}`, value: round(reads), unit: "reads", limit: 1 },
      { name: `a scrape of the metrics${at}`, value: round(median(scrapes)), unit: "ms" },
      { name: `a DELETE${at}`, value: round(median(deletes)), unit: "ms" },
      {
        name: `${ends} end in a block, until all are torn down${at}`,
        value: round(gone / 1_000),
        unit: "s ",
        note: `CPU-s: reactor ${round(endReactor.cpuSeconds)}, sidecar ${round(endSidecar.cpuSeconds)}`,
      },
      {
        name: `longest pause of an event loop meanwhile${at}`,
        value: round(Math.max(endReactor.longestPause, endSidecar.longestPause)),
        unit: "ms ",
        note: `reactor ${round(endReactor.longestPause)}, sidecar ${round(endSidecar.longestPause)}`,
        limit: 100,
      },
    ];
  } finally {
    await sidecar.stop();
    await reactor.stop();
  }
}

const folder = mkdtempSync(join(tmpdir(), "dinfra-bench-control-"));
try {
  progress(`on ${machine()}, load ${loadavg()[0].toFixed(1)}`);
  const figures = [];
  for (const size of sizes) {
    progress(`${size} deployments`);
    figures.push(...(await measure(size, folder)).map((figure) => ({ ...figure, size })));
  }
  const out = resolve(options.out);
  mkdirSync(out, { recursive: true });
  const where = `${machine()}, load ${loadavg()[0].toFixed(1)}`;
  writeFileSync(join(out, "control.csv"), csv(figures, where));
  writeFileSync(join(out, "control.svg"), svg(figures, "Reactor and sidecar, engine and platform faked out", where));
  console.log(lines(figures).join("\n"));
  const above = figures.filter(({ size, value, limit }) => size === 10_000 && limit !== undefined && value > limit);
  for (const { name, value, unit, limit } of above)
    console.error(`bench: ${name}: ${value} ${unit}, expected at most ${limit}`);
  process.exitCode = above.length > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true });
}
