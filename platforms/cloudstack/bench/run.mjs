// node platforms/cloudstack/bench/run.mjs, part of npm run bench: what a node on CloudStack costs, and how it grows with their number. The
// real engine, bridge and provider against the stand-in, whose machines do not boot: what is measured is ours and theirs, not a hypervisor.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { startStandIn } from "@dinfra/cloudstack-stand-in";
import { installNodePlugin, renderUserData } from "@dinfra/node";
import { installBridge } from "@dinfra/platform-cloudstack";
import { locateEngine } from "@dinfra/reactor";
import automation from "@pulumi/pulumi/automation/index.js";
import { machine } from "../../../stacks/bench/machine.mjs";
import { csv, lines, svg } from "../../../stacks/bench/report.mjs";
import { typed } from "../../../tools/typed.mjs";
import { components, flat, saidOf } from "./programs.mjs";

/** Issue 10: from so many nodes on, components cost at most this much more than the same resources in one flat program. */
const [FROM, LIMIT] = [10, 1.05];

const { options, refuse } = typed({
  name: "bench",
  command: "node platforms/cloudstack/bench/run.mjs",
  help: `usage: node platforms/cloudstack/bench/run.mjs [--nodes 1,10,50] [--runs N] [--out FOLDER]

  --nodes LIST  numbers of nodes, 1,10,50 if not said
  --runs N      updates that are measured of each, 3 if not said
  --out FOLDER  where cloudstack.csv and cloudstack.svg are written, platforms/cloudstack/bench/results if not said
Exit code 1 if a figure is above its limit; 2 if what was typed cannot be done.`,
  options: {
    nodes: { type: "string", default: "1,10,50" },
    runs: { type: "string", default: "3" },
    out: { type: "string", default: fileURLToPath(new URL("results", import.meta.url)) },
  },
});
const whole = (name, text) => {
  if (!/^[1-9][0-9]*$/.test(text)) refuse(`--${name}: expected a whole number from 1, found ${text}`);
  return Number(text);
};
const runs = whole("runs", options.runs);
const counts = options.nodes.split(",").map((text) => whole("nodes", text));

const found = await locateEngine();
if (!found.root) {
  console.error(found.reason);
  process.exit(1);
}
const folder = realpathSync(mkdtempSync(join(tmpdir(), "dinfra-bench-")));
const home = join(folder, "home");
const bridgeEnvironment = installBridge(home);
installNodePlugin(home);
const pulumiCommand = await automation.PulumiCommand.get({ root: found.root });

const seconds = (ms) => Number((ms / 1000).toFixed(2));
const median = (all) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)];
const sum = (changes = {}) => Object.values(changes).reduce((all, count) => all + count, 0);
const progress = (text) => console.error(`bench: ${text}`);

/** One stack's life on a cloud of its own: wall time, resources and requests of each update. */
async function life(program, nodes, only, said) {
  const cloud = await startStandIn({ publicRange: { first: "198.51.100.1", count: nodes + 10 } });
  const state = mkdtempSync(join(folder, "state-"));
  try {
    const stack = await automation.LocalWorkspace.createStack(
      { stackName: "bench", projectName: "bench", program: async () => program(cloud, nodes, said) },
      {
        pulumiCommand,
        envVars: {
          ...bridgeEnvironment,
          PULUMI_HOME: home,
          PULUMI_BACKEND_URL: `file://${state}`,
          PULUMI_CONFIG_PASSPHRASE: "bench",
          PULUMI_SKIP_UPDATE_CHECK: "true",
          PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
          CLOUDSTACK_API_URL: cloud.url,
          CLOUDSTACK_API_KEY: cloud.admin.apiKey,
          CLOUDSTACK_SECRET_KEY: cloud.admin.secret,
        },
      },
    );
    const measured = async (what) => {
      cloud.requests.length = 0;
      const begun = performance.now();
      const { summary } = await what();
      return {
        ms: performance.now() - begun,
        operations: sum(summary.resourceChanges),
        requests: cloud.requests.length,
        // How often a job is asked for depends on how long it takes.
        asked: cloud.requests.filter((command) => command !== "queryAsyncJobResult").length,
      };
    };
    const up = await measured(() => stack.up());
    const made = saidOf(cloud.cloud);
    const { deployment } = await stack.exportStack();
    // Components are the engine's alone, and a Release is what a flat program does not bring.
    const real = deployment.resources.filter((r) => r.custom && r.type !== "dinfra-node:index:Release");
    const stateBytes = Buffer.byteLength(JSON.stringify(deployment));
    const same = only === "up" ? undefined : await measured(() => stack.up());
    const destroy = await measured(() => stack.destroy());
    const left = cloud.cloud.machines.table.all().length + cloud.cloud.networks.table.all().length;
    if (left > 0) throw new Error(`expected nothing after the destroy, found ${left} machines and networks`);
    return { up, same, destroy, made, real: real.length, stateBytes };
  } finally {
    await cloud.close();
    rmSync(state, { recursive: true, force: true });
  }
}

async function measure() {
  const load = loadavg()[0].toFixed(1);
  progress(`on ${machine()}, load ${load}`);
  const userData = renderUserData({
    name: "prod-node-machine-m3wm7spiwpvyzhv2",
    agent: { amd64: "0".repeat(64), arm64: "0".repeat(64) },
    artifacts: { baseUrl: "https://artifacts.example/dinfra" },
    operators: { keys: [`ssh-ed25519 ${"A".repeat(68)} operator`] },
  });
  const figures = [
    { name: "load average before", value: Number(load), unit: "", note: "of others: 0 is a quiet machine" },
    { name: "user data of a node", value: Buffer.byteLength(userData), unit: "B", note: "CloudStack takes 32768" },
  ];
  for (const nodes of counts) {
    const [ours, theirs] = [[], []];
    for (let run = 1; run <= runs; run++) {
      progress(`${nodes} nodes, run ${run} of ${runs}`);
      // One after the other, so that what else the machine does reaches both.
      ours.push(await life(components, nodes));
      theirs.push(await life(flat, nodes, "up", ours.at(-1).made));
      const [a, b] = [ours.at(-1), theirs.at(-1)];
      if (a.real !== b.real || a.up.asked !== b.up.asked)
        progress(`  not the same: ${a.real} and ${b.real} resources, ${a.up.asked} and ${b.up.asked} requests`);
      progress(`  components ${seconds(a.up.ms)} s, flat ${seconds(b.up.ms)} s, no change ${seconds(a.same.ms)} s`);
    }
    const of = (all, what) => median(all.map((one) => one[what].ms));
    const range = (all, what) => {
      const each = all.map((one) => one[what].ms);
      return {
        value: seconds(of(all, what)),
        unit: "s",
        low: seconds(Math.min(...each)),
        high: seconds(Math.max(...each)),
      };
    };
    const what = `${nodes} node${nodes === 1 ? "" : "s"}`;
    const ratio = Number((of(ours, "up") / of(theirs, "up")).toFixed(3));
    if (nodes >= FROM && ratio > LIMIT) {
      process.exitCode = 1;
      progress(`${what}: components took ${ratio} times as long as the flat program, limit ${LIMIT}`);
    }
    const [one] = ours;
    figures.push(
      { name: `${what}: resources`, value: one.up.operations, unit: "resources" },
      { name: `${what}: resources without components and Releases`, value: one.real, unit: "resources" },
      {
        name: `${what}: state`,
        value: one.stateBytes,
        unit: "B",
        note: `${theirs[0].stateBytes} B in the flat program`,
      },
      { name: `${what}: up`, ...range(ours, "up"), note: `${one.up.requests} requests of the API` },
      { name: `${what}: up, no change`, ...range(ours, "same"), note: `${one.same.requests} requests` },
      { name: `${what}: destroy`, ...range(ours, "destroy"), note: `${one.destroy.requests} requests` },
      {
        name: `${what}: up of a flat program`,
        ...range(theirs, "up"),
        note: `${theirs[0].real} resources, ${theirs[0].up.requests} requests`,
      },
      { name: `${what}: components / flat`, value: ratio, unit: "", note: nodes >= FROM ? `limit ${LIMIT}` : "" },
    );
  }
  return figures;
}

try {
  const figures = await measure();
  const out = resolve(options.out);
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, "cloudstack.csv"), csv(figures, machine()));
  writeFileSync(join(out, "cloudstack.svg"), svg(figures, "DINFRA: nodes on CloudStack", machine()));
  console.log(
    [machine(), ...lines(figures), `written to ${join(out, "cloudstack.csv")} and cloudstack.svg`].join("\n"),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
