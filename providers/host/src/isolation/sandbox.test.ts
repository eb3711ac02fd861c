import { nameServer, sandboxLine, settings, type Sandbox, type System } from "./sandbox.js";

const tools = {
  prlimit: "/t/prlimit",
  pasta: "/t/pasta",
  sh: "/t/sh",
  unshare: "/t/unshare",
  ip: "/t/ip",
  bwrap: "/t/bwrap",
};
const system: System = { top: { "/bin": "usr/bin", "/lib32": null }, addresses: ["10.0.0.2", "fd00::2"] };
const sandbox: Sandbox = {
  ...{ uid: 1500, gid: 1501, temporary: "/r/work/a/.tmp", writable: ["/r/work/a", "/r/data/d"] },
  ...{ readable: ["/opt/node"], cwd: "/r/work/a", command: "/opt/node", args: ["-x", "--", "y"] },
};

const lineOf = (more: Partial<Sandbox> = {}, machine: Partial<System> = {}) => {
  const { file, args } = sandboxLine(tools, { ...system, ...machine }, { ...sandbox, ...more });
  return [file, ...args];
};

/** The arguments of one program of the line: from its name to the `--` that ends them, or the next program. */
const argumentsOf = (line: string[], tool: string, end = "--") => {
  const from = line.indexOf(tool) + 1;
  return line.slice(from, line.indexOf(end, from));
};

/** Whether these arguments stand there, in this order and together. */
const has = (line: string[], ...wanted: string[]) =>
  line.some((_, at) => wanted.every((one, offset) => line[at + offset] === one));

test("each program becomes the next: limits, network, closed addresses, view, and the command with its own arguments", () => {
  const line = lineOf();
  const tool = [tools.prlimit, tools.pasta, tools.unshare, tools.sh, tools.bwrap];
  expect(line.filter((word) => tool.includes(word))).toEqual(tool);
  expect(line.slice(-5)).toEqual(["--", "/opt/node", "-x", "--", "y"]);
});

test.each([
  ["no limit of the user's", undefined, "--nproc=16384"],
  ["a low limit, of which the provider keeps a part", 1_000, "--nproc=750"],
  ["a high one", 100_000, "--nproc=16384"],
])("processes: %s", (_, mayFork, wanted) => {
  expect(argumentsOf(lineOf({}, { mayFork }), tools.prlimit)).toEqual([wanted, "--core=0"]);
});

test("the network has no port in either direction, and no gateway that is this machine", () => {
  expect(argumentsOf(lineOf(), tools.pasta)).toEqual([
    "--config-net",
    "--no-map-gw",
    ...["--tcp-ports=none", "--udp-ports=none", "--tcp-ns=none", "--udp-ns=none"],
    ...["--foreground", "--quiet"],
  ]);
});

test("this machine's other addresses are refused within it", () => {
  expect(argumentsOf(lineOf(), tools.sh).slice(2)).toEqual(["sh", "/t/ip", "10.0.0.2", "fd00::2"]);
  expect(argumentsOf(lineOf({}, { addresses: [] }), tools.sh).slice(2)).toEqual(["sh", "/t/ip"]);
});

test("the view has every namespace, no capability, and no way to another user namespace", () => {
  const line = argumentsOf(lineOf(), tools.bwrap);
  for (const one of ["user", "pid", "ipc", "uts", "cgroup-try"]) expect(line).toContain(`--unshare-${one}`);
  expect(line).toEqual(expect.arrayContaining(["--die-with-parent", "--disable-userns"]));
  expect(has(line, "--cap-drop", "ALL")).toBe(true);
  expect(has(line, "--uid", "1500", "--gid", "1501")).toBe(true);
  // What makes the namespaces is told by this mark; what runs in them must not pass for it.
  expect(has(line, "--unsetenv", "DINFRA_HOST_ISOLATION")).toBe(true);
});

test("it shows the system, of /etc what is listed, and its own folders; all that can be written is its own", () => {
  const line = argumentsOf(lineOf(), tools.bwrap);
  const writable = line.flatMap((word, at) => (word === "--bind" ? [[line[at + 1], line[at + 2]]] : []));
  expect(writable).toEqual([
    ["/r/work/a/.tmp", "/tmp"],
    ["/r/work/a/.tmp", "/var/tmp"],
    ["/r/work/a", "/r/work/a"],
    ["/r/data/d", "/r/data/d"],
  ]);
  const shown = line.flatMap((word, at) => (/^--(ro-bind|ro-bind-try|symlink)$/.test(word) ? [line[at + 2]] : []));
  const etc = settings.map((name) => `/etc/${name}`);
  expect(shown).toEqual(["/usr", "/bin", "/lib32", ...etc, "/opt/node"]);
  expect(has(line, "--symlink", "usr/bin", "/bin")).toBe(true);
  expect(has(line, "--size", String(64 * 1024 * 1024), "--tmpfs", "/dev/shm")).toBe(true);
  // After all that is mounted there.
  expect(line.lastIndexOf("--remount-ro")).toBeGreaterThan(line.lastIndexOf("--bind"));
  expect(has(line, "--remount-ro", "/dev", "--remount-ro", "/")).toBe(true);
});

test("where the machine's own name server is on its loopback, another address stands for it", () => {
  const line = lineOf({ resolvConf: "/r/resolv.conf" });
  expect(argumentsOf(line, tools.pasta)).toContain(`--dns-forward=${nameServer}`);
  expect(has(line, "--ro-bind", "/r/resolv.conf", "/etc/resolv.conf")).toBe(true);
  expect(line.filter((word) => word === "/etc/resolv.conf")).toHaveLength(1);
});
