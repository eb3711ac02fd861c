// The host provider's resources inside a machine that a test boots, as a user that is not root, with namespaces of their
// own. Prints what was seen, as JSON, on its last line; the test says what it should be.
const { execFileSync, execSync, spawn } = require("node:child_process");
const { once } = require("node:events");
const fs = require("node:fs");
const net = require("node:net");
const os = require("node:os");
const path = require("node:path");
const { setTimeout: delay } = require("node:timers/promises");
const { becomePlain } = require("./plain-user.cjs");

const repository = path.resolve(__dirname, "../../..");
const host = require(path.join(repository, "providers/host/dist/index.js"));
const { hostProvider } = require(path.join(repository, "providers/host/dist/host-provider.js"));

const root = "/var/lib/sandboxes";
const isolation = { kind: "namespaces" };
const provider = hostProvider();
const urn = (type, name) => `urn:pulumi:s::p::dinfra-host:index:${type}::${name}`;
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
const outputs = ["pid", "startTime", "bootId", "state", "logFile", "uid"];
const inputsOf = (state, more) =>
  checked("Process", {
    ...Object.fromEntries(Object.entries(state).filter(([key]) => !outputs.includes(key))),
    ...more,
  });
const remove = (type, state) => provider.delete(state.name, urn(type, state.name), state);
const read = async (state) => (await provider.read(state.name, urn("Process", state.name), state)).props.state;

async function until(what, look) {
  for (let tries = 0; tries < 1_200; tries++) {
    const seen = await look();
    if (seen) return seen;
    await delay(50);
  }
  throw new Error(`waited in vain: ${what}`);
}

/** A server that says its name, and asks each port that it is told: `GET /address/port`. */
const server = `
const [, address, port, name] = process.argv;
const net = require("net");
const ask = (host, port, localAddress) => new Promise((resolve) => {
  const socket = net.connect({ host, port, localAddress, timeout: 60000 });
  socket.once("data", (data) => (socket.destroy(), resolve("got " + data)));
  socket.once("timeout", () => (socket.destroy(), resolve("timeout")));
  socket.once("error", (error) => resolve(error.code));
  socket.once("close", () => resolve("closed"));
});
require("http").createServer(async (request, response) => {
  const [, host, port] = request.url.split("/");
  response.end(host ? await ask(decodeURIComponent(host), Number(port)) : name);
}).listen(Number(port), address);
`;
const greeter = `
const [, address, port, name] = process.argv;
require("net").createServer((socket) => socket.on("error", () => {}).end(name)).listen(Number(port), address);
`;
const node = (script, ...args) => ({ command: process.execPath, args: ["-e", script, ...args] });

async function at(owner, size = 4) {
  const { address, firstPort } = await create("Network", { name: `n-${owner}`, owner, size });
  return (offset) => ({ address, port: firstPort + offset });
}

const started = (name, owner, script, place, more = {}) =>
  create("Process", {
    ...{ name, owner, isolation, stopGraceSeconds: 5 },
    ...node(script, place.address, String(place.port), name),
    ports: [{ name: "p", ...place }],
    readiness: { kind: "tcp", ...place },
    ...more,
  });

const asks = async (from, to) =>
  (await fetch(`http://${from.address}:${from.port}/${encodeURIComponent(to.address)}/${to.port}`)).text();

/** Own ports, peers, and nothing else: neither this machine's loopback nor its other addresses. */
async function ways() {
  const [mine, theirs] = [await at("me"), await at("they")];
  const open = net.createServer((socket) => socket.on("error", () => {}).end("machine")).listen(0, "0.0.0.0");
  await once(open, "listening");
  const { port } = open.address();
  const six = net.createServer((socket) => socket.on("error", () => {}).end("machine")).listen(0, "::");
  await once(six, "listening");
  const one = await started("asker", "me", server, mine(0));
  const other = await started("other", "me", greeter, mine(1));
  const stranger = await started("stranger", "they", greeter, theirs(0));
  // An address that the machine gets when the process runs already.
  addressLater.stdin.end("\n");
  await once(addressLater, "close");
  await host.listAll(root);
  const outside = Object.values(os.networkInterfaces())
    .flat()
    .find(({ internal, family }) => !internal && family === "IPv4").address;
  const link = shell("ip -6 -o address show scope link").match(/inet6 (fe80::\S+)\/64/)?.[1];
  const before = {
    // Within, every interface but loopback is the one to the outside.
    linkLocal: link === undefined ? "no IPv6" : await asks(mine(0), { address: `${link}%2`, port: six.address().port }),
    other: await asks(mine(0), mine(1)),
    stranger: await asks(mine(0), theirs(0)),
    loopback: await asks(mine(0), { address: "127.0.0.1", port }),
    mapped: await asks(mine(0), { address: "::ffff:127.0.0.1", port }),
    outside: await asks(mine(0), { address: outside, port }),
    second: await asks(mine(0), { address: "10.99.0.1", port }),
    later: await asks(mine(0), { address: "10.99.1.1", port }),
    gateway: await asks(mine(0), { address: shell("ip -4 route show default").split(" ")[2], port }),
  };
  // A peer that is declared later needs no other process, and one that is not any more is out of reach.
  const inputs = await inputsOf(one, { peers: [theirs(0)] });
  const diff = await provider.diff("asker", urn("Process", "asker"), one, inputs);
  await provider.update("asker", urn("Process", "asker"), one, inputs);
  const declared = await asks(mine(0), theirs(0));
  await provider.update("asker", urn("Process", "asker"), inputs, await inputsOf(one, { peers: [] }));
  const undeclared = await asks(mine(0), theirs(0));
  await remove("Process", other);
  const gone = await asks(mine(0), mine(1));
  for (const state of [one, stranger]) await remove("Process", state);
  open.close();
  six.close();
  return { ...before, replaces: diff.replaces, declared, undeclared, gone, links: fs.readdirSync(`${root}/links`) };
}

/** What of the processes of `sleep <seconds>` runs on the machine, whoever started them. */
const sleeps = (seconds) => Number(shell(`ps -eo args= | awk '$0 == "sleep ${seconds}"' | wc -l`));

/** The leader killed, the init of the namespaces killed, the records lost: each leaves nothing, or is found again. */
async function killed() {
  const place = (await at("killed"))(0);
  // It leaves what has no session, environment or parent of its own; bwrap's init is its only tie.
  const script = `
    const { spawn } = require("child_process");
    for (let n = 0; n < 3; n++) spawn("setsid", ["-f", "sh", "-c", "trap '' TERM HUP INT; sleep 4711; sleep 4711"], { env: { PATH: "/usr/bin:/bin" } });
    ${greeter}`;
  const inputs = { stopGraceSeconds: 1 };
  const first = await started("k", "killed", script, place, inputs);
  await until("what it starts", () => sleeps(4711) === 3);
  process.kill(first.pid, "SIGKILL");
  await until("the end of all", () => sleeps(4711) === 0);
  await until("its parent's notice", async () => (await read(first)) === "dead");
  const second = await started("k", "killed", script, place, inputs);
  await until("what it starts", () => sleeps(4711) === 3);
  // Lost records: the marks tell who it is.
  for (const kind of ["processes", "isolations"])
    for (const file of fs.readdirSync(`${root}/${kind}`)) fs.rmSync(`${root}/${kind}/${file}`);
  const seen = await host.findProcess(root, "k");
  const again = await started("k", "killed", script, place, inputs);
  // Links that were ended are made again at the next look, which is ten seconds after the last.
  const ends = () =>
    shell("ps -eo stat=,pid=,args= | awk '$1 !~ /Z/ && /[s]ocat/ {print $2}'").split("\n").filter(Boolean);
  await until("the end of the links", () => {
    const left = ends();
    if (left.length > 0) shell(`kill -9 ${left.join(" ")} || true`);
    return left.length === 0;
  });
  const listed = await until("the links", async () => {
    const all = await host.listAll(root);
    return ends().length > 0 && all;
  });
  const answers = await new Promise((resolve) =>
    net.connect({ host: place.address, port: place.port }).once("data", (data) => resolve(String(data))),
  );
  const shared = host.sharedOwners(root);
  await remove("Process", again);
  return {
    another: second.pid !== first.pid,
    found: seen && seen.pid === second.pid && seen.state === "running" && seen.owner === "killed",
    adopted: again.pid === second.pid,
    answers,
    listed: listed.filter(({ running }) => running).map(({ name }) => name),
    shared,
    left: sleeps(4711),
  };
}

/** Ends as it is asked to, by its own handler, with the network that it had until then. */
async function graceful() {
  const place = (await at("graceful"))(0);
  const data = await create("Directory", { name: "graceful", owner: "graceful", isolation });
  const script = `
    process.on("SIGTERM", () => {
      require("net").connect(${place.port}, "${place.address}").once("data", (data) => {
        require("fs").writeFileSync("${data.path}/said", "ended with " + data);
        process.exit(0);
      });
    });
    ${greeter}`;
  const state = await started("g", "graceful", script, place, { stopGraceSeconds: 60 });
  await remove("Process", state);
  const said = fs.readFileSync(`${data.path}/said`, "utf8");
  await remove("Directory", data);
  return said;
}

/** A link takes every connection; that alone is not to be ready. */
async function notListening() {
  const place = (await at("idle"))(0);
  const probe = { readiness: { kind: "tcp", ...place, timeoutSeconds: 2 } };
  return codeOf(() => started("idle", "idle", "setInterval(() => {}, 1e6)", place, probe));
}

/** What a run leaves in its folder is not followed by the next one to what is the provider's. */
async function traps() {
  fs.writeFileSync("/home/provider/mine", "CANARY-home");
  const script = (text) => ({ command: "/bin/sh", args: ["-c", text] });
  const inputs = { name: "t", owner: "t", isolation, stopGraceSeconds: 1 };
  const set = 'rm -rf "$HOME/.tmp"; ln -s /home/provider "$HOME/.tmp"; echo set; exec sleep 1000';
  const log = (state) => fs.readFileSync(state.logFile, "utf8");
  const first = await create("Process", { ...inputs, ...script(set) });
  await until("the trap", () => log(first).includes("set"));
  const second = await create("Process", {
    ...inputs,
    ...script("ls -a /tmp /home 2>&1; echo looked; exec sleep 1000"),
  });
  await until("the look", () => log(second).includes("looked"));
  const seen = log(second);
  await remove("Process", second);
  return seen;
}

/** What runs from before keeps its user, is listed, and is moved by a command alone. */
async function before() {
  const place = (await at("before"))(0);
  const data = await create("Directory", { name: "before", owner: "before" });
  const state = await started("old", "before", greeter, place, { isolation: undefined });
  const wanted = await inputsOf(state, { isolation });
  const diff = await provider.diff("old", urn("Process", "old"), state, wanted);
  const adopted = (await provider.update("old", urn("Process", "old"), state, wanted)).outs;
  process.kill(adopted.pid, "SIGKILL");
  await until("its end", async () => (await read(adopted)) !== "running");
  const networkOf = (pid) => {
    const [inside = pid] = shell(`ps -o pid= --ppid ${pid} || true`).split(/\s+/).filter(Boolean);
    return fs.readlinkSync(`/proc/${inside}/ns/net`) !== fs.readlinkSync("/proc/self/ns/net");
  };
  const restarted = (await provider.update("old", urn("Process", "old"), adopted, wanted)).outs;
  const shared = networkOf(restarted.pid);
  const listed = host.sharedOwners(root);
  const moved = await host.moveToNamespaces(root, "before", isolation);
  const after = (await provider.update("old", urn("Process", "old"), restarted, wanted)).outs;
  const own = networkOf(after.pid);
  const listedAfter = host.sharedOwners(root);
  await remove("Process", after);
  await remove("Directory", data);
  return {
    diff: [diff.changes, diff.replaces],
    samePid: adopted.pid === state.pid,
    shared,
    listed,
    moved,
    own,
    listedAfter,
  };
}

/** Of root, while this process is none any more. */
let addressLater;

async function main() {
  const seen = { asRoot: await host.isolationProblem(root, isolation) };
  // A second address, as a machine with two networks has.
  execSync("ip link add second type bridge && ip address add 10.99.0.1/24 dev second && ip link set second up");
  addressLater = spawn("sh", ["-c", "read go; ip address add 10.99.1.1/24 dev second"]);
  // And IPv6 with a way out, where the machine has IPv6: it has an address on its link then.
  const [, outside] = /dev (\S+)/.exec(shell("ip -4 route show default"));
  for (const words of [
    `address add 2001:db8::2/64 dev ${outside} nodad`,
    `address add fe80::99/64 dev ${outside} nodad`,
    `route add default via 2001:db8::1 dev ${outside}`,
  ])
    execSync(`if [ "$(cat /proc/sys/net/ipv6/conf/all/disable_ipv6)" = 0 ]; then ip -6 ${words}; fi`);
  // Where users may not open the device, that is said: seen by a child, since this process cannot be root again.
  const closed = `
    if (require("fs").existsSync("/dev/net/tun")) require("fs").chmodSync("/dev/net/tun", 0o600);
    process.setgroups([]); process.setgid(1500); process.setuid(1500);
    require(${JSON.stringify(path.join(repository, "providers/host/dist/index.js"))})
      .isolationProblem(${JSON.stringify(root)}, { kind: "namespaces" }).then(console.log);`;
  seen.closedTun = execFileSync(process.execPath, ["-e", closed], { encoding: "utf8", cwd: "/" });
  becomePlain([root]);
  seen.possible = await host.isolationProblem(root, isolation);
  seen.showing = await host.isolationProblem(root, { ...isolation, readable: ["/var/lib"] });
  const readable = ["/srv"];
  seen.hiding = await host.isolationProblem(root, { ...isolation, readable }, ["/srv/keys/operator"]);
  seen.ownUser = await host.isolationProblem(root, { kind: "own-user" });
  for (const part of [ways, killed, graceful, notListening, traps, before]) seen[part.name] = await part();
  for (const file of fs.readdirSync(`${root}/networks`))
    await remove("Network", { root, name: file.replace(".json", "") });
  const kinds = ["isolations", "links", "processes", "work"];
  seen.end = Object.fromEntries(kinds.map((kind) => [kind, fs.readdirSync(`${root}/${kind}`)]));
  const ours = "$1 !~ /Z/ && /pasta|bwrap|socat/ && !/awk/";
  seen.running = Number(shell(`ps -eo stat=,args= | awk '${ours}' | wc -l`));
  console.log(JSON.stringify(seen));
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
