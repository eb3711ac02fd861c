// npm run conformance: every platform of this repository, and one of a third party, put to the test. Prints components ×
// platforms × promises; --readme writes the table into README.md, --json prints the report. Kubernetes is tried where its API server
// and plugin are built (npm run setup -- --kubernetes), and said to be left out elsewhere.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createRequire } from "node:module";
import "./typescript.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const require = createRequire(join(root, "package.json"));
const { conform, countsOf, defaultEntry, kept, tableOf } = require("@dinfra/conformance");

/** Where a run on a cloud would have its artefacts: machines of stand-ins do not boot, so that nobody fetches from there. */
const machines = {
  artifacts: { baseUrl: "https://artifacts.example.com", agent: { amd64: `sha256:${"0".repeat(64)}` } },
};
/** Machines of stand-ins answer SSH as agents do, on loopback addresses. */
const answering = { ...machines, ranges: { operators: ["127.0.0.0/8"] } };
const loginBy = ({ agents, jumpPort }) => ({
  operators: { publicKeys: [agents.publicKey], privateKey: { file: agents.identity } },
  via: { host: "127.0.0.1", port: jumpPort },
});
const { lacksRoot } = require(join(root, "tests", "unbooted", "needs.ts"));
const isRoot = lacksRoot.length === 0;
const withoutRoot = { ValidatorSentry: "its machines answer at port 22 of loopback addresses, which only root opens" };

const fetched = { url: "https://artifacts.example.com/haproxy", digest: `sha256:${"0".repeat(64)}` };
const haproxy = { name: "haproxy", version: "2.6" };

/** This machine's HAProxy; endpoints of processes are not run without. */
function haproxyHere() {
  try {
    const command = execFileSync("/bin/sh", ["-c", "PATH=$PATH:/usr/sbin command -v haproxy"], { encoding: "utf8" });
    return { ...haproxy, command: command.trim() };
  } catch {
    return undefined;
  }
}

const inAnImage = { command: "/usr/local/bin/program" };

const { findKubernetes } = require(join(root, "tests", "kubernetes", "parts.ts"));

/** Why a platform cannot be tried on this machine. */
const lacking = findKubernetes() ? {} : { kubernetes: "npm run setup -- --kubernetes builds what it needs" };

const sizes = [{ name: "small", cpu: 2000, memory: 4096 }];

/** @returns platforms with what each needs, opened one after the other */
export const platforms = {
  async local(folder) {
    const { platform } = require("@dinfra/platform-local");
    const proxy = haproxyHere();
    return { definition: platform, settings: { root: join(folder, "local") }, entry: defaultEntry(), proxy };
  },

  /** The real bridge, provider and observer, on a stand-in for the management server. */
  async cloudstack() {
    const { startStandIn } = require("@dinfra/cloudstack-stand-in");
    const { platform } = require("@dinfra/platform-cloudstack");
    const { openUnbootedCloudStack } = require(join(root, "tests", "unbooted", "cloudstack.ts"));
    const unbooted = isRoot ? await openUnbootedCloudStack() : undefined;
    const cloud = unbooted?.cloud ?? (await startStandIn());
    process.env.DINFRA_CONFORMANCE_CLOUDSTACK_KEY = cloud.admin.apiKey;
    process.env.DINFRA_CONFORMANCE_CLOUDSTACK_SECRET = cloud.admin.secret;
    return {
      definition: platform,
      settings: {
        apiUrl: cloud.url,
        apiKey: { env: "DINFRA_CONFORMANCE_CLOUDSTACK_KEY" },
        secretKey: { env: "DINFRA_CONFORMANCE_CLOUDSTACK_SECRET" },
        ...{ zone: "zone-1", template: "debian-12", sizes },
      },
      machines: answering,
      ...(unbooted ? { login: loginBy(unbooted) } : { notRun: withoutRoot }),
      entry: defaultEntry(machines),
      proxy: { ...haproxy, command: "/usr/sbin/haproxy", ...fetched },
      close: () => (unbooted ?? cloud).close(),
    };
  },

  /** The real driver and observer. The plugin is a stand-in, and what the observer is answered is that stand-in's cloud. */
  async aws() {
    const { startAwsStandIn } = require("@dinfra/aws-stand-in");
    const { awsOn } = require("@dinfra/aws-stand-in/dist/platform.js");
    const { openUnbootedAws } = require(join(root, "tests", "unbooted", "aws.ts"));
    const unbooted = isRoot ? await openUnbootedAws() : undefined;
    const standIn = unbooted?.standIn ?? (await startAwsStandIn());
    return {
      definition: awsOn(standIn.cloud),
      settings: { region: "eu-central-1", zones: ["eu-central-1a"], image: "ami-0123456789abcdef0" },
      machines: answering,
      ...(unbooted ? { login: loginBy(unbooted) } : { notRun: withoutRoot }),
      entry: defaultEntry(machines),
      // Its endpoint is the platform's own balancer.
      environment: standIn.environment,
      close: () => (unbooted ?? standIn).close(),
    };
  },

  /** The real driver, plugin, observer, API server, controllers and scheduler; kwok plays the machines, and runs nothing. */
  async kubernetes() {
    const { platform } = require("@dinfra/platform-kubernetes");
    const { openCluster } = require(join(root, "tests", "kubernetes", "cluster.ts"));
    const cluster = await openCluster(findKubernetes());
    const image = (name) => `registry.example.com/${name}@sha256:${"0".repeat(64)}`;
    return {
      definition: platform,
      settings: { kubeconfig: { file: cluster.kubeconfig }, agent: { image: image("dinfra-agent") } },
      entry: {
        name: "small-node",
        version: "1",
        commandLine: "polkadot-sdk",
        image: image("small-node"),
        ...inAnImage,
      },
      proxy: { ...haproxy, ...inAnImage, image: image("haproxy") },
      close: () => cluster.close(),
    };
  },

  async toy(folder) {
    const { platform } = require(join(root, "examples", "toy-platform"));
    const notRun = { LoadBalancedRpcEndpoint: "a machine of the toy cloud starts a node and nothing else" };
    return { definition: platform, settings: { cloud: join(folder, "toy") }, entry: defaultEntry(), notRun };
  },
};

/**
 * The report of these platforms. They share one life, which is four starts of an engine instead of four for each; where one of
 * them fails, each is tried alone, so that no platform fails for another's fault.
 */
export async function runAll(names, say = () => undefined) {
  const there = names ?? Object.keys(platforms).filter((name) => !(name in lacking));
  for (const [name, why] of Object.entries(lacking)) {
    if (names?.includes(name)) throw new Error(`${name} cannot be tried here: ${why}`);
    if (!names) say(`${name}: LEFT OUT: ${why}`);
  }
  const folder = mkdtempSync(join(tmpdir(), "dinfra-conformance-on-"));
  const opened = [];
  try {
    for (const name of there) opened.push({ name, ...(await platforms[name](folder)) });
    const lived = async (some) => {
      say(some.map(({ name }) => name).join(", "));
      const environment = Object.assign({}, ...some.map(({ environment = {} }) => environment));
      return conform(some, { ceiling: 80, environment, say: (line) => say(`  ${line}`) });
    };
    const together = await lived(opened);
    if (kept(together) || opened.length === 1) return together;
    const alone = [];
    for (const one of opened) alone.push(...(await lived([one])).platforms);
    return { platforms: alone };
  } finally {
    for (const { close = () => undefined } of opened) await close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const begin = "<!-- conformance: written by npm run conformance -- --readme -->";
const end = "<!-- /conformance -->";

/** README.md with that table in it. */
export function readmeWith(table) {
  const text = readFileSync(join(root, "README.md"), "utf8");
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README.md: expected ${begin} and ${end}, found not both`);
  return `${text.slice(0, from + begin.length)}\n\n${table}\n\n${text.slice(to)}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const flags = process.argv.slice(2).filter((arg) => arg.startsWith("--"));
  const names = process.argv.slice(2).filter((arg) => !arg.startsWith("--"));
  const report = await runAll(names.length > 0 ? names : undefined, (line) => process.stderr.write(`${line}\n`));
  process.stdout.write(`${flags.includes("--json") ? JSON.stringify(report) : tableOf(report)}\n`);
  process.stderr.write(`${JSON.stringify(countsOf(report))}\n`);
  if (flags.includes("--readme") && report.platforms.length < Object.keys(platforms).length)
    throw new Error(`--readme: expected ${Object.keys(platforms).join(", ")} to be tried, found not all`);
  if (flags.includes("--readme") && !isRoot)
    throw new Error(`--readme: expected to run as root, for ValidatorSentry: ${withoutRoot.ValidatorSentry}`);
  if (flags.includes("--readme")) writeFileSync(join(root, "README.md"), readmeWith(tableOf(report)));
  if (!kept(report)) process.exitCode = 1;
}
