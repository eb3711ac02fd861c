// The command line as a user id that has neither an entry in passwd nor HOME, as in a container with `--user 54321`. Inside
// a machine that a test boots. Prints what was seen, as JSON, on its last line.
const { spawn } = require("node:child_process");
const { once } = require("node:events");
const fs = require("node:fs");
const path = require("node:path");
const { setTimeout: delay } = require("node:timers/promises");
const { commandLine, developmentChain, main: program } = require("./command-line.cjs");

const repository = path.resolve(__dirname, "../../..");
const from = (name) => require(path.join(repository, name));
const { reactorClient } = from("reactor/dist/index.js");
const { tinyHttpEntry } = from("stacks/dist/index.js");
const { descriptorHash, descriptorTypeByName } = from("schemas/dist/index.js");

const uid = 54_321;
const as = ["setpriv", `--reuid=${uid}`, `--regid=${uid}`, "--clear-groups", "--", "env", "-u", "HOME", "-u", "USER"];
const folder = "/var/lib/no-home";
const provider = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";
/** Where the set-up put the engine. */
const cache = { XDG_CACHE_HOME: "/srv/cache" };

async function until(what, look, holds) {
  for (let tries = 0; tries < 1_200; tries++) {
    const seen = await look();
    if (holds(seen)) return seen;
    await delay(200);
  }
  throw new Error(`waited in vain: ${what}`);
}

/** `reactor run`, and a deployment through its API. That no provider is registered keeps the chain's side alone waiting. */
async function deployed(given, instance) {
  const log = fs.openSync(`${folder}/log`, "w");
  const profile = `${folder}/profile.json`;
  const local = { root: `${folder}/host`, isolation: "shared-user" };
  fs.writeFileSync(
    profile,
    JSON.stringify({ type: "profile/v1", platform: "local", local, catalogue: [tinyHttpEntry()] }),
  );
  const [file, ...args] = [...as, process.execPath, program, "reactor", "run", ...given, "--profile", profile];
  const child = spawn(file, [...args, "--port", "0"], {
    stdio: ["ignore", log, log],
    env: { ...process.env, ...cache },
  });
  const exited = once(child, "exit");
  try {
    const data = `${folder}/reactor`;
    const has = () => fs.existsSync(`${data}/api.json`) || child.exitCode !== null;
    await until("the API", has, Boolean);
    const { url } = JSON.parse(fs.readFileSync(`${data}/api.json`, "utf8"));
    const client = reactorClient(url, fs.readFileSync(`${data}/api-token`, "utf8").trim(), 60_000);
    const owner = { instance, provider };
    const descriptor = {
      type: "substrate-node/v1",
      chain: "dev",
      role: "rpc",
      entry: { name: tinyHttpEntry().name },
      resources: { cpu: 100, memory: 64, disk: 1 },
    };
    const descriptorType = { id: descriptorTypeByName(descriptor.type).id };
    const { cid } = descriptorHash(descriptor);
    await client.put("1.1", { generation: 1, descriptorType, cid, descriptor, consumer: provider, owner });
    const of = () => client.get("1.1");
    const { phase, endpoints, failure } = await until("the deployment", of, (d) =>
      ["Deployed", "Failed"].includes(d.phase),
    );
    if (phase === "Failed") return { phase, failure };
    const answers = await (await fetch(endpoints[0].url.replace(/^ws/, "http"))).text();
    await client.remove("1.1", owner);
    await until("the teardown", of, (d) => d.phase === "TornDown");
    return { phase, answers };
  } catch (error) {
    throw new Error(fs.readFileSync(`${folder}/log`, "utf8").slice(-4_000), { cause: error });
  } finally {
    child.kill();
    await exited;
  }
}

async function main() {
  process.chdir("/");
  fs.mkdirSync(`${folder}/store`, { recursive: true });
  for (const each of [folder, `${folder}/store`]) fs.chownSync(each, uid, uid);
  const { child: chain, instance } = await developmentChain(9945);
  const who = ["--endpoint", "ws://127.0.0.1:9945", "--provider", "//Bob", "--as", "//Charlie", "--json"];
  const given = [...who, "--data-dir", `${folder}/reactor`, "--store", `${folder}/store`];
  const findings = async (env) => {
    const { stdout, stderr } = await commandLine(["reactor", "check", ...given], env, as);
    if (stdout === "") return stderr;
    return Object.fromEntries(JSON.parse(stdout).findings.map(({ name, ok, detail }) => [name, { ok, detail }]));
  };
  try {
    const seen = {
      nothingSaid: await commandLine(["reactor", "check", ...who], {}, as),
      noEngine: await findings({}),
      check: await findings(cache),
      deployed: await deployed(given, instance),
    };
    console.log(JSON.stringify(seen));
  } finally {
    // It holds the standard error that whoever reads this one waits for.
    chain.kill();
  }
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
