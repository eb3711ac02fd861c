// The host provider's resources inside a machine that a test boots, as root. Prints what was seen, as JSON, on its last
// line; the test says what it should be.
const { execSync, spawn } = require("node:child_process");
const { once } = require("node:events");
const fs = require("node:fs");
const path = require("node:path");
const { setTimeout: delay } = require("node:timers/promises");

const repository = path.resolve(__dirname, "../../..");
const host = require(path.join(repository, "providers/host/dist/index.js"));
const { hostProvider } = require(path.join(repository, "providers/host/dist/host-provider.js"));

const root = "/var/lib/dinfra/host";
const isolation = { kind: "own-user" };
const provider = hostProvider();
const urn = (type, name) => `urn:pulumi:s::p::dinfra-host:index:${type}::${name}`;
const sh = (script) => ({ command: "/bin/sh", args: ["-c", script] });
const shell = (line) => execSync(line, { encoding: "utf8" }).trim();
const codeOf = (work) =>
  work().then(
    () => "done",
    (error) => `${error.code}: ${error.message}`,
  );

async function checked(type, inputs) {
  const { inputs: made, failures } = await provider.check(urn(type, inputs.name), {}, { root, ...inputs });
  if (failures?.length) throw new Error(JSON.stringify(failures));
  return made;
}
const create = async (type, inputs) =>
  (await provider.create(urn(type, inputs.name), await checked(type, inputs))).outs;
const remove = (type, state) => provider.delete(state.name, urn(type, state.name), state);

async function logOf(state, holds) {
  for (let tries = 0; tries < 1_200; tries++) {
    const text = fs.readFileSync(state.logFile, "utf8");
    if (holds(text)) return text;
    await delay(50);
  }
  throw new Error(`waited in vain for the log of ${state.name}: ${fs.readFileSync(state.logFile, "utf8")}`);
}

const mode = (file) => (fs.statSync(file).mode & 0o777).toString(8);

/** A folder that nobody wants to remove, with a process that goes on writing in it, and what root has put there. */
async function hostileFolder() {
  const data = await create("Directory", { name: "d", owner: "hostile", isolation });
  const config = await provider.create(
    urn("File", "f"),
    (
      await provider.check(
        urn("File", "f"),
        {},
        { root, directory: data.path, name: "conf", content: "for the workload" },
      )
    ).inputs,
  );
  const script = [
    `cat '${data.path}/conf'; cd '${data.path}' || exit 1`,
    "mkdir closed deep; chmod 0 closed; ln -s /etc out; mkfifo pipe; mkdir -- -rf",
    "seq -f n%.0f 20000 | xargs touch; echo littered",
    'trap "" TERM; while :; do mkdir -p w/$(date +%N); done',
  ].join("\n");
  const process = await create("Process", {
    name: "p",
    owner: "hostile",
    isolation,
    stopGraceSeconds: 1,
    ...sh(script),
  });
  const log = await logOf(process, (text) => text.includes("littered"));
  fs.writeFileSync(`${data.path}/immutable`, "");
  shell(`chattr +i ${data.path}/immutable`);
  const modes = { root: mode(root), data: mode(path.dirname(data.path)), own: mode(data.path) };
  // While it goes on writing, which no delete of the engine does, and then in the engine's order.
  const early = await codeOf(() => remove("Directory", data));
  await remove("Process", process);
  fs.mkdirSync(`${root}/trash/hostile-mount`, { recursive: true });
  fs.rmdirSync(`${root}/trash/hostile-mount`);
  const late = await codeOf(() => remove("Directory", data));
  return {
    read: log.startsWith("for the workload"),
    modes,
    uids: [data.uid, process.uid, config.outs.path && data.uid],
    early,
    late,
    left: fs.readdirSync(`${root}/data`).concat(fs.readdirSync(`${root}/trash`)),
  };
}

/** What is mounted in a folder is not the deployment's: it is named, and left. */
async function mounted() {
  const data = await create("Directory", { name: "m", owner: "mounts", isolation });
  fs.mkdirSync(`${data.path}/inner/disk`, { recursive: true });
  shell(`mount -t tmpfs tmpfs ${data.path}/inner/disk && touch ${data.path}/inner/disk/precious`);
  const first = await codeOf(() => remove("Directory", data));
  const kept = shell(
    `findmnt -n -o TARGET -t tmpfs | grep inner/disk || grep -o '[^ ]*/disk' /proc/self/mounts | head -1`,
  );
  const precious = fs.existsSync(`${kept}/precious`);
  shell(`umount '${kept}'`);
  return {
    first,
    precious,
    second: await codeOf(() => remove("Directory", data)),
    left: fs.readdirSync(`${root}/trash`),
  };
}

/** Processes that ignore what can be ignored, and are another pid each time that somebody looks; no more than twenty. */
async function forks() {
  const script =
    'trap "" TERM INT HUP; hop() { sleep 0.05; hop & exit; }; for n in $(seq 20); do hop & done; exec sleep 1000';
  const state = await create("Process", {
    name: "bomb",
    owner: "forks",
    isolation,
    stopGraceSeconds: 1,
    ...sh(script),
  });
  await delay(1_500);
  const many = Number(shell(`ps -eo uid= | awk '$1 == ${state.uid}' | wc -l`));
  await remove("Process", state);
  return {
    many,
    left: Number(shell(`ps -eo uid= | awk '$1 == ${state.uid}' | wc -l`)),
    users: fs.readdirSync(`${root}/users`),
  };
}

/** The same to a kernel without cgroup.kill. */
async function forksOnOldKernel() {
  const { groupPids, groupRoot, killFrozen, removeGroup } = require(
    path.join(repository, "providers/host/dist/isolation/cgroup.js"),
  );
  const group = path.join(groupRoot().folder, "forks");
  fs.mkdirSync(group);
  const script = 'echo $$ > "$1"; hop() { sleep 0.01; hop & exit; }; for n in $(seq 20); do hop & done; echo in; wait';
  const leader = spawn("bash", ["-c", script, "bash", `${group}/cgroup.procs`], { stdio: ["ignore", "pipe", 2] });
  await once(leader.stdout, "data");
  const many = groupPids(group).length;
  killFrozen(group, 60_000);
  // Killed they are; what is on its way out is waited for.
  for (let tries = 0; groupPids(group).length > 0 && tries < 1_200; tries++) await delay(50);
  const left = groupPids(group).length;
  await removeGroup(group);
  return { many, left };
}

/** Another owner's uid is never given away while its folder is there, and comes back from it. */
async function lostRecords() {
  const data = await create("Directory", { name: "kept", owner: "lost", isolation });
  const state = await create("Process", { name: "k", owner: "lost", isolation, ...sh("exec sleep 1000") });
  await remove("Process", state);
  for (const kind of ["users", "directories", "processes"]) fs.rmSync(`${root}/${kind}`, { recursive: true });
  const again = await create("Directory", { name: "kept", owner: "lost", isolation });
  const process = await create("Process", { name: "k", owner: "lost", isolation, ...sh("exec sleep 1000") });
  const uids = [data.uid, again.uid, process.uid, fs.statSync(`/proc/${process.pid}`).uid];
  await remove("Process", process);
  await remove("Directory", again);
  return uids;
}

/** What was made before there was isolation. */
async function before() {
  fs.writeFileSync("/etc/precious", "kept");
  const data = await create("Directory", { name: "old", owner: "before" });
  const script = `cd '${data.path}'; mkdir -p a/b; echo x > a/b/f; ln -f a/b/f a/g; ln -f /etc/precious a/theirs; echo up; exec sleep 1000`;
  const old = await create("Process", { name: "o", owner: "before", cwd: "/", ...sh(script) });
  await logOf(old, (text) => text.includes("up"));
  // Now the profile asks for isolation.
  const inputs = await checked("Process", { name: "o", owner: "before", isolation, ...sh(script) });
  const diff = await provider.diff("o", urn("Process", "o"), old, inputs);
  const dataDiff = await provider.diff(
    "old",
    urn("Directory", "old"),
    data,
    await checked("Directory", { name: "old", owner: "before", isolation }),
  );
  const kept = (await provider.update("o", urn("Process", "o"), old, inputs)).outs;
  shell(`kill -9 ${kept.pid}`);
  await delay(300);
  const restarted = (await provider.update("o", urn("Process", "o"), kept, inputs)).outs;
  await logOf(restarted, (text) => text.includes("up"));
  const listed = host.sharedOwners(root);
  const theirs = fs.statSync("/etc/precious").uid;
  const moved = await host.moveToOwnUser(root, "before", isolation);
  const gone = (await host.findProcess(root, "o")).state;
  const after = (await provider.update("o", urn("Process", "o"), restarted, inputs)).outs;
  const given = shell(`find ${data.path} ! -uid ${moved.uid} -printf '%P '`);
  const out = {
    diff: [diff.changes, diff.replaces, dataDiff.changes],
    samePid: kept.pid === old.pid,
    uids: [old.uid, kept.uid, restarted.uid],
    listed,
    moved: { own: moved.uid >= 1_900_000_000, notGiven: moved.notGiven },
    theirs: [theirs, fs.statSync("/etc/precious").uid],
    gone,
    after: after.uid === moved.uid && fs.statSync(`/proc/${after.pid}`).uid === moved.uid,
    given,
    listedAfter: host.sharedOwners(root),
  };
  await remove("Process", after);
  await remove("Directory", { ...data });
  return out;
}

/** An owner that serves. Some name its port or its process as a peer, one does not, one is of another stack. */
async function peers() {
  const listen = (address, port) => [
    process.execPath,
    "-e",
    `require("net").createServer((s) => s.on("error", () => {}).end("hello")).listen(${port}, "${address}")`,
  ];
  const ask = (address, port) =>
    `const s = require("net").connect(${port}, "${address}"); s.on("data", (d) => console.log("got " + d)); s.on("error", (e) => console.log("got " + e.code)); setInterval(() => {}, 1e6)`;
  const network = await create("Network", { name: "n", owner: "served", size: 2 });
  const [command, ...args] = listen(network.address, network.firstPort);
  const port = { address: network.address, port: network.firstPort };
  const server = await create("Process", {
    name: "server",
    owner: "served",
    isolation,
    command,
    args,
    ports: [{ name: "x", ...port }],
    readiness: { kind: "tcp", ...port },
  });
  const asking = async (name, more) => {
    const state = await create("Process", {
      name,
      owner: name,
      isolation,
      command: process.execPath,
      args: ["-e", ask(port.address, port.port)],
      ...more,
    });
    const said = (await logOf(state, (text) => text.includes("got"))).trim();
    await remove("Process", state);
    return said;
  };
  const named = { peerProcesses: [{ name: "server", owner: "served", ports: ["x"] }] };
  const foreign = await checked("Process", { name: "foreign", owner: "foreign", isolation, ...sh("true"), ...named });
  const misnamed = { peerProcesses: [{ name: "server", owner: "served", ports: ["rpc"] }] };
  // As a service that loads the machine's own rules does.
  shell("nft flush ruleset");
  await host.listAll(root);
  const said = {
    table: shell("nft list tables | grep -c dinfra"),
    peer: await asking("peer", { peers: [port] }),
    stranger: await asking("stranger", {}),
    named: await asking("named", named),
    misnamed: await codeOf(() => asking("misnamed", misnamed)),
    foreign: await codeOf(() => provider.create("urn:pulumi:other::p::dinfra-host:index:Process::foreign", foreign)),
  };
  await remove("Process", server);
  // Named before it is there, it is reached once it is, at the ports that it has then.
  const early = await create("Process", {
    name: "early",
    owner: "early",
    isolation,
    command: process.execPath,
    args: ["-e", `setInterval(() => {${ask(port.address, port.port)}}, 200)`],
    ...named,
  });
  await logOf(early, (text) => text.includes("got ECONNREFUSED"));
  const late = await create("Process", {
    name: "server",
    owner: "served",
    isolation,
    command,
    args,
    ports: [{ name: "x", ...port }],
  });
  await logOf(early, (text) => text.includes("got hello"));
  said.early = "got hello";
  await remove("Process", early);
  await remove("Process", late);
  await remove("Network", network);
  return said;
}

async function main() {
  fs.mkdirSync("/var/lib/dinfra", { recursive: true, mode: 0o711 });
  const seen = {
    possible: await host.isolationProblem(root),
    taken: await host.isolationProblem(root, { firstUid: 1000, uidCount: 1_000_000 }),
    away: await host.isolationProblem("/root/host"),
  };
  for (const [name, act] of Object.entries({
    before,
    hostileFolder,
    mounted,
    forks,
    forksOnOldKernel,
    lostRecords,
    peers,
  }))
    seen[name] = await act();
  seen.end = {
    users: fs.readdirSync(`${root}/users`),
    tables: shell("nft list tables | grep dinfra || true"),
    work: fs.readdirSync(`${root}/work`),
  };
  console.log(JSON.stringify(seen));
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
