// One process as a deployment: the engine's pool, by the one-shot engine and by the Pulumi CLI, against `stack.up()` called by hand. CSV on stdout, the machine on stderr.
//   node reactor/bench/one-resource.cjs [rounds, default 6]
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { LocalWorkspace, PulumiCommand } = require("@pulumi/pulumi/automation");
const host = require("@dinfra/host");
const { createEngine, locateEngine } = require("../dist/engine/index.js");

const programModule = path.join(__dirname, "..", "src", "engine", "fixtures", "programs.cjs");
const place = fs.mkdtempSync(path.join(os.tmpdir(), "dinfra-bench-"));
const profile = { root: path.join(place, "host") };
const type = "test/processes";

async function timed(run) {
  const begun = performance.now();
  await run();
  return performance.now() - begun;
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Resident bytes of a process, as the kernel counts them. */
function rss(pid) {
  return Number(/VmRSS:\s+(\d+) kB/.exec(fs.readFileSync(`/proc/${pid}/status`, "utf8"))[1]) * 1024;
}

async function byHand(root, round) {
  const work = path.join(place, `hand-${round}`);
  const backend = path.join(work, "backend");
  const pulumiHome = path.join(work, "home");
  fs.mkdirSync(backend, { recursive: true });
  fs.mkdirSync(pulumiHome);
  host.installHostPlugin(pulumiHome);
  const { run } = require(programModule).findProgram(type);
  const stack = await LocalWorkspace.createOrSelectStack(
    {
      stackName: "hand",
      projectName: "dinfra",
      program: () => run({ descriptor: {}, profile, owner: `hand-${round}` }),
    },
    {
      workDir: work,
      pulumiHome,
      pulumiCommand: await PulumiCommand.get({ root }),
      envVars: {
        PULUMI_BACKEND_URL: `file://${backend}`,
        PULUMI_CONFIG_PASSPHRASE: "bench",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      },
    },
  );
  return { up: await timed(() => stack.up()), destroy: await timed(() => stack.destroy()) };
}

async function byEngine(engine, round) {
  const job = { id: `${round}.1`, owner: `engine-${round}`, type, descriptor: {}, profile };
  return { up: await timed(() => engine.up(job)), destroy: await timed(() => engine.destroy(job)) };
}

async function main() {
  const rounds = Number(process.argv[2] ?? 6);
  const found = await locateEngine();
  if (!found.root) throw new Error(found.reason);
  process.stderr.write(
    `${os.cpus().length} × ${os.cpus()[0]?.model}, load ${os.loadavg()[0].toFixed(1)}, Node ${process.version}\n`,
  );
  const open = (runner) =>
    createEngine({ engineRoot: found.root, runner, stateDir: path.join(place, `state-${runner}`), programModule });
  const [oneShot, cli] = [await open("one-shot"), await open("one-process")];
  const ways = [
    ["one_shot", (round) => byEngine(oneShot, round)],
    ["cli", (round) => byEngine(cli, round)],
    ["stack", (round) => byHand(found.root, round)],
  ];
  try {
    // The first one waits for the warm worker to start, and is not counted; awards come to a reactor that runs.
    for (const engine of [oneShot, cli]) await byEngine(engine, rounds + 1);
    const [idle] = oneShot.workers();
    const columns = ways.flatMap(([name]) => [`${name}_up_ms`, `${name}_destroy_ms`]);
    process.stdout.write(`round,${columns.join(",")}\n`);
    const lines = [];
    for (let round = 1; round <= rounds; round++) {
      const line = [];
      for (const [, way] of ways) {
        const { up, destroy } = await way(round);
        line.push(up, destroy);
      }
      lines.push(line);
      process.stdout.write(`${[round, ...line.map(Math.round)].join(",")}\n`);
    }
    const medians = columns.map((_, i) => median(lines.map((line) => line[i])));
    process.stdout.write(`median,${medians.map(Math.round).join(",")}\n`);
    const [byOneShot, , byCli, , byStack] = medians;
    process.stderr.write(`up, of stack.up(): one-shot ${(byOneShot / byStack).toFixed(2)} ×, `);
    process.stderr.write(`CLI ${(byCli / byStack).toFixed(2)} ×; `);
    process.stderr.write(`idle worker: ${Math.round(rss(idle) / 1024 / 1024)} MB resident\n`);
  } finally {
    await oneShot.close();
    await cli.close();
    fs.rmSync(place, { recursive: true, force: true });
  }
}

void main();
