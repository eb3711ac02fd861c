// A provider inside a machine that a test boots: a real reactor on a real engine, with two strangers' deployments, and
// what else a provider has. Prints what was seen, as JSON, on its last line. With the argument namespaces it is no root. With
// the argument shared-user the workload only looks around: that it then finds what it seeks shows that it would find it
// elsewhere too. Then the profile asks for isolation, and the command line moves one of the two.
const { execSync, fork, spawn } = require("node:child_process");
const { once } = require("node:events");
const { commandLine, developmentChain } = require("./command-line.cjs");
const fs = require("node:fs");
const path = require("node:path");
const { setTimeout: delay } = require("node:timers/promises");

const repository = path.resolve(__dirname, "../../..");
const from = (name) => require(path.join(repository, name));
const { reactorClient } = from("reactor/dist/index.js");
const { reactorSettings } = from("reactor/dist/config.js");
const { SidecarStatus } = from("sidecar/dist/status-server.js");
const { scriptEntry, tinyHttpEntry } = from("stacks/dist/index.js");
const { descriptorHash, descriptorTypeByName } = from("schemas/dist/index.js");
const host = from("providers/host/dist/index.js");
const { becomePlain } = require("./plain-user.cjs");

const dataDir = "/var/lib/dinfra/reactor";
const root = "/var/lib/dinfra/host";
const isolation = process.argv[2];
const sandboxed = isolation === "namespaces";
const log = `${sandboxed ? "/home/provider" : "/root"}/reactor.log`;
const owner = { instance: `0x${"1".repeat(64)}`, provider: "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY" };

async function until(what, look, holds, limitMs = 120_000) {
  const end = performance.now() + limitMs;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (performance.now() > end) throw new Error(`waited in vain: ${what}; last seen ${JSON.stringify(seen)}`);
    await delay(200);
  }
}

const descriptor = (entry) => ({
  type: "substrate-node/v1",
  name: entry,
  chain: "dev",
  role: "rpc",
  entry: { name: entry },
  resources: { cpu: 100, memory: 64, disk: 1 },
});

function wish(entry) {
  const value = descriptor(entry);
  const { cid } = descriptorHash(value);
  return {
    generation: 1,
    descriptorType: { id: descriptorTypeByName("substrate-node/v1").id },
    cid,
    descriptor: value,
    consumer: owner.provider,
    owner,
  };
}

function prepare() {
  fs.mkdirSync("/var/lib/dinfra", { recursive: true, mode: 0o711 });
  fs.mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  fs.mkdirSync("/etc/dinfra", { recursive: true, mode: 0o755 });
  fs.writeFileSync("/etc/dinfra/key", "CANARY-key-file", { mode: 0o600 });
  fs.writeFileSync("/tmp/others", "CANARY-tmp-of-others", { mode: 0o644 });
  fs.writeFileSync("/dev/shm/others", "CANARY-shm-of-others", { mode: 0o644 });
  fs.mkdirSync("/var/lib/dinfra/store", { recursive: true });
  if (sandboxed) {
    // What a session of the user has, and what lies in its home.
    for (const folder of ["/run/user/1500", "/home/provider"]) {
      fs.mkdirSync(folder, { recursive: true });
      fs.writeFileSync(`${folder}/agent`, "CANARY-session", { mode: 0o600 });
    }
    becomePlain(["/var/lib/dinfra", "/etc/dinfra", "/run/user/1500"]);
  }
  const hostile = scriptEntry({
    name: "hostile",
    version: "1",
    commandLine: "plain-http",
    command: path.join(__dirname, "hostile.cjs"),
  });
  const catalogue = [hostile, { ...tinyHttpEntry(), name: "honest" }];
  const local = { root, isolation, ...(sandboxed && { readable: [repository] }) };
  writeProfile("/var/lib/dinfra/profile.json", local, catalogue);
}

function writeProfile(file, local, catalogue = JSON.parse(fs.readFileSync("/var/lib/dinfra/profile.json")).catalogue) {
  fs.writeFileSync(file, JSON.stringify({ type: "profile/v1", platform: "local", local, catalogue }));
}

/** A configuration as `dinfra reactor` reads it. */
function configOf(profile, dataFolder = dataDir) {
  return {
    provider: owner.provider,
    key: { uri: "//Charlie" },
    endpoint: "ws://127.0.0.1:9944",
    dataDir: dataFolder,
    store: "/var/lib/dinfra/store",
    engineRoot: "/opt/engine",
    port: 0,
    profile,
  };
}

/** Its file. */
function writeConfig(name, profile, dataFolder) {
  const file = `/etc/dinfra/${name}.json`;
  fs.writeFileSync(file, JSON.stringify(configOf(profile, dataFolder)));
  return file;
}

async function reactor() {
  const settings = {
    ...reactorSettings(configOf("/var/lib/dinfra/profile.json")),
    maxWorkers: 2,
    credentials: ["CLOUD_SECRET"],
    probeInterval: 500,
    tendInterval: 3_600_000,
    retry: { tries: 3, firstDelay: 300, longestDelay: 1000 },
    breaker: { window: 60_000, floorWeight: 100, surpriseShare: 1, totalShare: 1 },
  };
  const child = fork(path.join(repository, "reactor/dist/reactor-main.js"), [], {
    env: { ...process.env, CLOUD_SECRET: "CANARY-credential", DINFRA_SETTINGS: JSON.stringify(settings) },
    stdio: ["ignore", fs.openSync(log, "a"), fs.openSync(log, "a"), "ipc"],
  });
  const over = once(child, "exit").then(([code]) => ({ kind: "ended", code }));
  const message = await Promise.race([once(child, "message").then(([first]) => first), over]);
  if (message.kind !== "ready") throw new Error(JSON.stringify(message));
  const apiPort = Number(new URL(message.url).port);
  return {
    child,
    apiPort,
    client: reactorClient(message.url, fs.readFileSync(`${dataDir}/api-token`, "utf8").trim(), 60_000),
  };
}

/** What a workload could call if it could reach it: the plugin as the engine has it, and the sidecar's status. */
async function services() {
  const plugin = spawn(process.execPath, [host.pluginPath, "127.0.0.1:1"], { stdio: ["pipe", "pipe", "inherit"] });
  const [port] = await once(plugin.stdout, "data");
  const status = new SidecarStatus().serve({ state: { block: 1, orphans: [], unconfirmed: [] } }, () => 0);
  await status.listen({ host: "127.0.0.1", port: 0 });
  return { plugin, pluginPort: Number(port), status, statusPort: status.server.address().port };
}

const ask = async (url, what) =>
  (await fetch(new URL(what, url.replace(/^ws/, "http")), { signal: AbortSignal.timeout(300_000) })).json();
const shell = (line) => execSync(line, { encoding: "utf8" });
const processesOf = (uid) => shell(`ps -eo uid=,pid= | awk '$1 == ${uid}' | wc -l`).trim();

/** What listens on this machine, as JSON: a workload with a network of its own cannot see it. */
function listening() {
  const lines = shell("ss -Hltn").trim().split("\n");
  const services = lines.map((line) => /(\S+):(\d+)$/.exec(line.trim().split(/\s+/)[3]));
  const named = services.map(([, address, port]) => ({
    address: /^(\*|0\.0\.0\.0|\[::\])/.test(address) ? "127.0.0.1" : address.replace(/[[\]]|%.*/g, ""),
    port: Number(port),
  }));
  return JSON.stringify(named);
}

/** The loops that the workload left, of which none has a name. */
const hidden = () => shell(`ps -eo args= | awk '/trap.*TERM HUP IN[T]/' | wc -l`).trim();

/** What `check` says of isolation. That no provider is registered on the chain is none of its concern. */
async function isolationItem(config, env) {
  const { stdout } = await commandLine(["reactor", "check", "--config", config, "--json"], env);
  return JSON.parse(stdout).findings.find(({ name }) => name === "isolation");
}

/** The profile wants isolation from now on; what is deployed stays, until the command moves it. */
async function move(before) {
  before.kill();
  await once(before, "exit");
  const { child: chain } = await developmentChain(9944);
  const config = writeConfig("reactor", "/var/lib/dinfra/profile.json");
  const shared = await isolationItem(config);
  writeProfile("/var/lib/dinfra/profile.json", { root, isolation: "own-user" });
  const { child, client } = await reactor();
  try {
    const processes = async () =>
      Object.fromEntries((await host.findProcesses(root)).map((one) => [one.owner.slice(-3), one]));
    const uidOf = ({ pid }) => fs.statSync(`/proc/${pid}`).uid;
    const { 1.1: left, 2.1: old } = await processes();
    const listed = await isolationItem(config);
    const said = await commandLine(["reactor", "isolate", old.owner, "--config", config]);
    await until(
      "the moved deployment",
      async () => ({ now: (await processes())["2.1"], ...(await client.get("2.1")) }),
      ({ now, phase }) => now?.state === "running" && now.pid !== old.pid && phase === "Deployed",
    );
    const moved = (await processes())["2.1"];
    const url = (await client.get("2.1")).endpoints[0].url;
    return {
      shared,
      listed,
      owners: [left.owner, old.owner],
      said: said.stdout,
      again: (await commandLine(["reactor", "isolate", old.owner, "--config", config])).stdout,
      nobody: (await commandLine(["reactor", "isolate", "deployment:0x1:9.9", "--config", config])).stderr,
      uid: uidOf(moved),
      answers: await (await fetch(url.replace(/^ws/, "http"))).text(),
      left: { samePid: (await processes())["1.1"].pid === left.pid, uid: uidOf(left) },
      listedAfter: await isolationItem(config),
      impossible: await impossible(),
    };
  } finally {
    child.kill();
    chain.kill();
  }
}

/** Profiles that ask for what cannot be had: what `check` says, and how `run` ends. */
async function impossible() {
  const cases = {
    taken: { local: { root, uids: { first: 60_000, count: 10_000 } } },
    away: { local: { root: "/root/host" } },
    shared: { local: { root: "/var/lib/dinfra/other", uids: { first: 1_900_065_535, count: 10 } } },
    tools: { local: { root }, env: { PATH: "/nowhere" } },
  };
  const looked = Object.entries(cases).map(async ([name, { local, env }]) => {
    writeProfile(`/var/lib/dinfra/${name}.json`, { isolation: "own-user", ...local });
    const config = writeConfig(name, `/var/lib/dinfra/${name}.json`, `/var/lib/dinfra/data-${name}`);
    const check = await isolationItem(config, env);
    const { code, stderr } = await commandLine(["reactor", "run", "--config", config], env);
    return [name, { check, code, stderr }];
  });
  return Object.fromEntries(await Promise.all(looked));
}

async function main() {
  prepare();
  const seen = {};
  const { child, apiPort, client } = await reactor();
  const { plugin, pluginPort, status, statusPort } = await services();
  try {
    for (const [id, entry] of [
      ["1.1", "hostile"],
      ["2.1", "honest"],
    ])
      await client.put(id, wish(entry));
    const deployed = (id) =>
      until(
        `deployment ${id}`,
        () => client.get(id),
        (d) => d?.phase === "Deployed" || d?.phase === "Failed",
      );
    const [bad, good] = [await deployed("1.1"), await deployed("2.1")];
    if (bad.phase === "Failed" || good.phase === "Failed") throw new Error(JSON.stringify([bad, good]));
    const url = bad.endpoints[0].url;
    if (isolation === "shared-user") {
      const looked = { ...(await ask(url, "/look")), pluginPort, apiPort, statusPort };
      return console.log(JSON.stringify({ ...looked, moved: await move(child) }));
    }
    const found = (await host.findProcesses(root)).map((one) => ({ ...one, uid: fs.statSync(`/proc/${one.pid}`).uid }));
    seen.found = found.map(({ name, owner: of, uid }) => ({ name, owner: of, uid }));
    const honest = found.find(({ owner: of }) => of.endsWith(":2.1"));
    seen.report = await ask(url, sandboxed ? `/report?services=${encodeURIComponent(listening())}` : "/report");
    seen.shared = {
      ipcs: shell("ipcs")
        .split("\n")
        .filter((line) => line.startsWith("0x")).length,
      shm: fs.readdirSync("/dev/shm"),
    };
    seen.linked = await ask(url, "/litter");
    await ask(url, `/stay?owner=${encodeURIComponent(honest.owner)}&name=${honest.name}`);
    await ask(url, "/clear");
    seen.machine = {
      passwd: fs.existsSync("/etc/passwd"),
      tmp: fs.existsSync("/tmp/others"),
      token: fs.existsSync(`${dataDir}/api-token`),
    };
    await client.remove("1.1", owner);
    const gone = await until(
      "teardown",
      () => client.get("1.1"),
      (d) => d.phase === "TornDown" || d.conditions.some((c) => c.status === "True" && c.type === "Retrying"),
    );
    seen.teardown = { phase: gone.phase, conditions: gone.conditions };
    const uid = found.find(({ owner: of }) => of.endsWith(":1.1")).uid;
    seen.left = {
      processes: sandboxed ? hidden() : processesOf(uid),
      data: fs.readdirSync(`${root}/data`),
      trash: fs.readdirSync(`${root}/trash`),
      work: fs.readdirSync(`${root}/work`),
      users: fs.readdirSync(`${root}/${sandboxed ? "isolations" : "users"}`).length,
    };
    seen.honest = {
      phase: (await client.get("2.1")).phase,
      answers: await (await fetch(good.endpoints[0].url.replace(/^ws/, "http"))).text(),
      pid: (await host.findProcess(root, honest.name)).pid === honest.pid,
    };
    seen.rules = sandboxed ? "" : shell("nft list ruleset");
    console.log(JSON.stringify(seen));
  } finally {
    child.kill();
    plugin.kill();
    await status.close();
  }
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    console.error(shell(`tail -c 6000 ${log}`));
    process.exit(1);
  },
);
