// Set-up: brings a fresh clone to where the demo and the tests can run, and does nothing when all is in place.
// Plain Node without dependencies, because it runs before there are any. Each step decides by what it finds on disk
// whether it has work, so an interrupted run goes on where it stopped.
//
// The Pulumi engine lies outside node_modules (<XDG_CACHE_HOME or ~/.cache>/dinfra/engine/<version>), so that it is
// fetched or built once a machine and not once a clone.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join, relative } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { agentIsBuilt, buildAgent } from "./agent.mjs";
import { bundlesAreCurrent, makeBundles } from "./bundle.mjs";
import { installMoto, motoIsThere, motoNeeds } from "./moto.mjs";
import { etcdIsThere, etcdNeeds, fetchEtcd } from "./etcd.mjs";
import { fetchKinds, kindsAreThere } from "./kinds.mjs";
import { binaries, binary, buildFromModules, isBuilt, rootOf } from "./go-binaries.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const engineRow = binary("pulumi");
const engineVersion = engineRow.version; // the same as @pulumi/pulumi in package.json
const engineRoot = rootOf(engineRow);
const nodeBinary = join(root, "node_modules", ".bin", "node");
const ofTests = binaries.filter((row) => row.for === undefined);
const ofKubernetes = binaries.filter((row) => row.for === "kubernetes");

const estimates = (rows) => rows.map((row) => `  ${row.name} ${row.version}`.padEnd(66) + row.estimate).join("\n");

const usage = `usage: node tools/setup.mjs [--tests] [--cloudstack] [--kubernetes] [--quiet] [--help]

Brings this clone to where "npm run demo" and "npm test" can run. Steps, each skipped when in place:
  dependencies  npm ci                                            about 1 minute
  build         tsc -b                                            about 20 seconds
  engine        Pulumi ${engineVersion}: pulumi on PATH if new enough, else the official installer,
                else built from tools/engine with Go              about ${engineRow.estimate}
                and our one-shot engine around it, with Go where there is one
With --cloudstack also what machines on CloudStack need, built with Go: Pulumi's bridge and the Terraform provider.
With --tests that, and what only the tests run, built with Go:
  the machines' agent                                             about 1 minute, once a machine
${estimates(ofTests.filter((row) => row !== engineRow && row.name !== "dinfra-engine"))}
and with pip, in an environment of its own:
  moto, an AWS in memory                                          about 1 minute, once a machine
With --kubernetes a cluster without machines, for tests/kubernetes, and Pulumi's plugin, built with Go:
${estimates(ofKubernetes)}
and from Debian:
  etcd                                                            seconds, once a machine
`;

/** The first version that this file and npm ci run on: the clone brings the Node that everything else runs on. */
const leastNode = 20;
const [runningNode] = process.versions.node.split(".");
if (Number(runningNode) < leastNode) fail(`expected Node.js ${leastNode} or later, found ${process.versions.node}`);

const args = process.argv.slice(2);
if (args.includes("--help")) {
  process.stdout.write(usage);
  process.exit(0);
}
const unknown = args.filter((a) => !["--quiet", "--tests", "--cloudstack", "--kubernetes"].includes(a));
if (unknown.length > 0)
  fail(`unknown option ${unknown[0]}: expected --tests, --cloudstack, --kubernetes, --quiet or --help`, 2);
const quiet = args.includes("--quiet");

/** Ends the set-up with one line that says what to do. */
function fail(message, code = 1) {
  process.stderr.write(`set-up: ${message}\n`);
  process.exit(code);
}

function say(line) {
  if (!quiet) process.stderr.write(`set-up: ${line}\n`);
}

/** npm and its install scripts must not run on the node of the folder that they are about to replace. */
function outsideEnvironment() {
  const path = (process.env.PATH || "").split(delimiter).filter((p) => !p.includes("node_modules"));
  return { ...process.env, PATH: path.join(delimiter) };
}

/** Runs a command to its end; onLine sees each line of its output. Resolves with the exit code and the last lines. */
function run(command, commandArgs, { cwd = root, env = process.env, onLine = () => {}, timeout } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, commandArgs, { cwd, env, stdio: ["ignore", "pipe", "pipe"], timeout });
    const tail = [];
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        if (/^npm (warn|notice)/.test(line)) return; // npm's remarks would push what went wrong out of sight
        tail.push(line);
        if (tail.length > 200) tail.shift();
        onLine(line);
      });
    }
    child.on("error", (error) => resolve({ code: 127, tail: [error.message] }));
    child.on("close", (code) => resolve({ code: code ?? 1, tail }));
  });
}

/**
 * One step: says what it does and how long it may take, shows that it lives, says how long it took. With `ifNeeded` it says nothing
 * until the work calls `progress.begin`, for work that finds out by itself whether there is any.
 */
async function step(name, estimate, work, { ifNeeded = false } = {}) {
  const start = performance.now();
  const seconds = () => Math.round((performance.now() - start) / 1000);
  let beat;
  const progress = {
    text: "",
    begin() {
      if (beat) return;
      say(`${name} (${estimate})`);
      beat = setInterval(() => say(`${name}: ${seconds()} s ${progress.text}`.trimEnd()), 20_000);
    },
  };
  if (!ifNeeded) progress.begin();
  try {
    await work(progress);
  } finally {
    clearInterval(beat);
  }
  if (!beat) return;
  say(`${name}: done in ${seconds()} s`);
  // For .ci/run, which holds the engine against a limit of its own.
  const times = process.env.DINFRA_SETUP_TIMES;
  if (times) appendFileSync(times, `${seconds()} ${name}\n`);
}

/** npm says what is wrong first and explains itself at length afterwards. */
function firstErrors(lines) {
  return lines
    .filter((line) => /^npm error ./.test(line))
    .slice(0, 8)
    .join("\n");
}

function lockHash() {
  return createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
}

/** The project's own Node comes by an install script of its package, which whoever owns the machine may have forbidden. */
async function failWithoutNode() {
  const { tail } = await run("npm", ["config", "get", "ignore-scripts"], { env: outsideEnvironment() });
  if (tail.at(-1) === "true")
    fail(
      "expected the project's own Node in node_modules, found none: npm is told to run no install scripts " +
        "(ignore-scripts=true); allow this one by: npm_config_ignore_scripts=false npm run setup",
    );
  fail(
    "expected the project's own Node in node_modules, found none after npm ci: remove node_modules and run this again",
  );
}

async function dependencies() {
  const stamp = join(root, "node_modules", ".dinfra-lock-hash");
  if (existsSync(nodeBinary) && existsSync(stamp) && readFileSync(stamp, "utf8") === lockHash()) return;
  await step("dependencies: npm ci", "about 1 minute", async () => {
    const { code, tail } = await run("npm", ["ci", "--no-audit", "--no-fund"], { env: outsideEnvironment() });
    if (code === 127) fail("npm was not found: install Node.js 20 or later with npm, then run this again");
    if (code !== 0) fail(`npm ci failed; is the npm registry reachable?\n${firstErrors(tail)}`);
    if (!existsSync(nodeBinary)) await failWithoutNode();
    writeFileSync(stamp, lockHash());
  });
}

async function build() {
  // Version 7, the compiler in Go, takes a third of the time; what loads the compiler as a library (eslint, Pulumi) still has 5.
  const tsc = join(root, "node_modules", "typescript7", "bin", "tsc");
  // tsc itself is the judge of what is out of date, and a dry run of it costs as much as a build with nothing to do. So it is the one
  // who says, project by project, when there is something to do.
  const remark =
    /^\d+:\d+:\d+ .*- (Building project '(?<project>.*)'|Project|Updating|Skipping)|^ {4}\* .*tsconfig\.json$/;
  await step(
    "build: tsc -b",
    "about 20 seconds",
    async (progress) => {
      const onLine = (line) => {
        const project = remark.exec(line)?.groups.project;
        if (project === undefined) return;
        progress.text = `(${relative(root, dirname(project)) || "."})`;
        progress.begin();
      };
      const { code, tail } = await run(nodeBinary, [tsc, "-b", "--verbose", "--pretty", "false"], { onLine });
      const errors = tail.filter((line) => line !== "" && !remark.test(line));
      if (code !== 0) fail(`the TypeScript build failed\n${errors.slice(-20).join("\n")}`);
    },
    { ifNeeded: true },
  );
}

/** Without them all works, and every update waits a tenth of a second longer for its plugins. */
async function bundles() {
  if (bundlesAreCurrent()) return;
  const failure = await makeBundles();
  if (failure !== undefined)
    say(`build: the providers' programs were not bundled (${failure}): they start more slowly`);
}

/** Asks the compiled reactor, so that set-up and reactor cannot disagree about which engine is good enough. */
function locateEngine() {
  const found = spawnSync(nodeBinary, [join(root, "reactor", "dist", "engine", "locate.js")], { encoding: "utf8" });
  return found.status === 0 ? found.stdout.trim() : undefined;
}

/** The official installer, through the SDK's own entry to it. Answers false where its server cannot be reached. */
async function installOfficial() {
  const program = `
    const { PulumiCommand } = require("@pulumi/pulumi/automation");
    const { SemVer } = require("semver");
    PulumiCommand.install({ root: process.argv[1], version: new SemVer("${engineVersion.slice(1)}") }).then(
      () => process.exit(0), (e) => { console.error(String(e.message || e).split("\\n")[0]); process.exit(1); });`;
  const { code } = await run(nodeBinary, ["-e", program, engineRoot], { timeout: 180_000 });
  return code === 0 && locateEngine() !== undefined;
}

/** Builds a program of tools/binaries.json, and ends the set-up where that fails; `instead` says what else would do. */
async function buildWithGo(row, headline, instead) {
  await step(headline, row.estimate, async (progress) => {
    const failed = await buildFromModules(row, run, progress);
    if (!failed) return;
    const { at, reason } = failed;
    if (at === "go") fail(`${instead.unless}, and Go was not found: install Go 1.26 or later, or ${instead.or}`);
    if (at === "fetch")
      fail(
        `${instead.unless}, and Go could not fetch its modules (${reason}): give this machine a network, or ${instead.or}`,
      );
    fail(`go build of ${row.what} failed (${reason}): mend that, or ${instead.or}`);
  });
}

async function engine() {
  if (locateEngine() !== undefined) return;
  await step("engine: asking the official installer", "under a minute where its server can be reached", async () => {
    await installOfficial();
  });
  if (locateEngine() !== undefined) return;
  await buildWithGo(engineRow, "engine: not reachable, building Pulumi with Go", {
    unless: `the Pulumi engine ${engineVersion} is neither on PATH nor could the official installer be reached`,
    or: `install Pulumi ${engineVersion} or later, then run this again`,
  });
  if (locateEngine() === undefined)
    fail(`the engine was built into ${engineRoot} but does not answer "pulumi version"`);
}

/** What makes an update in half of the CLI's time. Where it cannot be built, the CLI makes the updates. */
async function oneShotEngine() {
  const row = binary("dinfra-engine");
  if (isBuilt(row)) return;
  const without = (reason) =>
    say(`engine: ${row.name} is not built (${reason}): the Pulumi CLI makes the updates, each takes twice as long`);
  if (spawnSync("go", ["version"]).status !== 0) return without("Go was not found");
  await step(`engine: building ${row.name} with Go`, row.estimate, async (progress) => {
    const failed = await buildFromModules(row, run, progress);
    if (failed) without(failed.reason);
  });
}

/** Tests of booted machines are skipped where these programs are missing; installing them is for whoever owns the machine. */
function mentionMachines() {
  if (process.platform !== "linux" || process.getuid() !== 0) return;
  const programs = JSON.parse(readFileSync(join(root, "tests", "machines", "lab", "programs.json"), "utf8"));
  const folders = [...(process.env.PATH || "").split(delimiter), "/usr/sbin", "/sbin"];
  const missing = Object.keys(programs).filter((name) => !folders.some((folder) => existsSync(join(folder, name))));
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map((name) => programs[name]))].join(" ");
  say(`machines: their tests will be SKIPPED, ${missing.join(", ")} not found: apt-get install ${packages}`);
}

/** The machines' agent: Go itself knows what of it is out of date. */
async function agent() {
  await step(
    "parts for the tests: building the machines' agent with Go",
    "about 1 minute, once a machine",
    async (progress) => {
      if (!agentIsBuilt()) progress.begin();
      const failure = buildAgent();
      if (failure !== undefined)
        fail(`the machines' agent could not be built (${failure}): mend that, or leave out --tests and what needs it`);
    },
    { ifNeeded: true },
  );
}

/** An AWS in memory, where there is a Python: without one the test of the observer of AWS is skipped. */
async function moto() {
  if (motoIsThere()) return;
  await step("parts for the tests: moto, with pip", "about 1 minute, once a machine", async () => {
    const failure = installMoto();
    if (failure === undefined) return;
    const reason = `moto was not installed (${failure}); it needs ${motoNeeds}`;
    if (process.env.DINFRA_MOTO === "required") fail(reason);
    say(`${reason}: the test of the observer of AWS will be SKIPPED`);
  });
}

/** The database of the API server of Kubernetes. */
async function etcd() {
  if (etcdIsThere()) return;
  await step("parts for Kubernetes: etcd, from Debian", "seconds, once a machine", async () => {
    const failure = fetchEtcd();
    if (failure !== undefined) fail(`etcd is not there (${failure}): ${etcdNeeds}, or leave out --kubernetes`);
  });
}

/** Kinds that only some clusters have. */
async function kinds() {
  if (kindsAreThere()) return;
  await step("parts for Kubernetes: kinds of others, from Go modules", "about 1 minute, once a machine", async () => {
    const failure = fetchKinds();
    if (failure !== undefined)
      fail(`kinds of Kubernetes are not there (${failure}): mend that, or leave out --kubernetes`);
  });
}

/** Rows of the table that an option asks for. The official Pulumi brings some of them in its own folder. */
async function parts(option, what, rows) {
  for (const row of rows.filter((b) => b !== engineRow && !isBuilt(b))) {
    if (existsSync(join(locateEngine() ?? "", "bin", row.name))) continue;
    await buildWithGo(row, `${what}: building ${row.name} with Go`, {
      unless: `${row.what} (${row.name} ${row.version}) is not built yet`,
      or: `leave out ${option} and what needs it`,
    });
  }
}

await dependencies();
await build();
await bundles();
await engine();
await oneShotEngine();
if (args.includes("--cloudstack")) {
  const ofCloudStack = ["pulumi-resource-terraform-provider", "terraform-provider-cloudstack"];
  await parts("--cloudstack", "parts for CloudStack", ofCloudStack.map(binary));
}
if (args.includes("--tests")) {
  await parts("--tests", "parts for the tests", ofTests);
  await agent();
  await moto();
  mentionMachines();
}
if (args.includes("--kubernetes")) {
  await etcd();
  await kinds();
  await parts("--kubernetes", "parts for Kubernetes", ofKubernetes);
}
