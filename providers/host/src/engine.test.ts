/** @integration */
import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as net from "node:net";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import {
  Directory,
  File,
  findProcess,
  isEmpty,
  listOwned,
  Network,
  pluginPath,
  ProbeKind,
  Process,
  processState,
  type ProcessArgs,
} from "./index.js";
import { keptVariable } from "./caller.js";
import { readStat } from "./proc/state.js";
import { killAt, makeStack } from "./testing/engine.js";
import { eventually, makeScratch, marked, nodeCommand, type Scratch } from "./testing/scratch.js";

const server = `require("net").createServer().listen(+process.env.PORT, process.env.ADDRESS)`;

let scratch: Scratch;
beforeEach(() => (scratch = makeScratch()));
afterEach(() => scratch.clean());

/** A process with all that belongs to it; `greeting` changes what it is made of. */
function program(settings: { greeting: string; owner?: string }) {
  return async () => {
    const owner = settings.owner ?? "o";
    const root = scratch.root;
    const network = new Network("net", { name: "net-1", owner, size: 2, root });
    const directory = new Directory("dir", { name: "dir-1", owner, root });
    const file = new File("file", {
      directory: directory.path,
      name: "conf",
      content: pulumi.secret(settings.greeting),
      root,
    });
    const node = new Process("node", {
      name: "proc-1",
      owner,
      root,
      ...nodeCommand(server),
      env: {
        PORT: pulumi.interpolate`${network.firstPort}`,
        ADDRESS: network.address,
        GREETING: pulumi.secret(settings.greeting),
        CONF: file.path,
      },
      cwd: directory.path,
      ports: [{ name: "main", address: network.address, port: network.firstPort }],
      readiness: { kind: "tcp", address: network.address, port: network.firstPort, timeoutSeconds: 20 },
    });
    return { pid: node.pid, startTime: node.startTime, address: network.address, port: network.firstPort };
  };
}

/** Everything written in a folder of the scratch, to look for secrets in. */
function textsIn(folder: string): string {
  return fs
    .readdirSync(path.join(scratch.folder, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => fs.readFileSync(path.join(entry.parentPath, entry.name), "utf8"))
    .join("\n");
}

function answers(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, address);
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}

test("a process is made, found unchanged, put back after its death, replaced on change, and leaves nothing", async () => {
  const settings = { greeting: "hello" };
  const { stack } = await makeStack(scratch, program(settings));

  expect((await stack.preview()).changeSummary).toEqual({ create: 5 });
  const made = await stack.up();
  expect(made.summary.resourceChanges).toEqual({ create: 5 });
  const { pid, startTime, address, port } = Object.fromEntries(
    Object.entries(made.outputs).map(([key, { value }]) => [key, value]),
  );
  expect(processState(pid, startTime)).toBe("running");
  expect(await answers(address, port)).toBe(true);
  expect(marked(scratch.root, "proc-1")).toEqual([pid]);
  const environ = fs.readFileSync(`/proc/${pid}/environ`, "utf8");
  expect(environ).toContain("GREETING=hello");
  expect(environ).not.toMatch(/PULUMI|BARRIER/);
  for (const folder of ["state", "root/processes", "root/files"]) expect(textsIn(folder)).not.toMatch(/hello/);

  expect((await stack.refresh()).summary.resourceChanges).toEqual({ same: 5 });
  expect((await stack.up()).summary.resourceChanges).toEqual({ same: 5 });

  process.kill(pid, "SIGKILL");
  await eventually("its end", () => processState(pid, startTime) !== "running");
  expect((await findProcess(scratch.root, "proc-1"))?.state).not.toBe("running");
  expect((await stack.refresh()).summary.resourceChanges).toEqual({ same: 4, update: 1 });
  const back = await stack.up();
  expect(back.summary.resourceChanges).toEqual({ same: 4, update: 1 });
  const [second] = marked(scratch.root, "proc-1");
  expect(marked(scratch.root, "proc-1")).toEqual([back.outputs.pid!.value]);
  expect(second).not.toBe(pid);
  expect(await answers(address, port)).toBe(true);

  settings.greeting = "good day";
  const replaced = await stack.up();
  expect(replaced.summary.resourceChanges).toEqual({ same: 3, update: 1, replace: 1 });
  expect(marked(scratch.root, "proc-1")).toEqual([replaced.outputs.pid!.value]);
  expect(marked(scratch.root, "proc-1")).not.toContain(second);
  expect(await answers(address, port)).toBe(true);
  expect((await listOwned(scratch.root, "o")).map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    "process proc-1",
    "file conf",
    "directory dir-1",
    "network net-1",
  ]);

  await stack.destroy();
  expect(marked(scratch.root, "proc-1")).toEqual([]);
  expect(await isEmpty(scratch.root, "o")).toBe(true);
  expect(await answers(address, port)).toBe(false);
  const left = fs.readdirSync(scratch.root, { recursive: true, withFileTypes: true }).filter((e) => !e.isDirectory());
  expect(left).toEqual([]);
  expect(fs.readdirSync(path.join(scratch.root, "data"))).toEqual([]);
}, 600_000);

describe("killed with the engine", () => {
  const point = (name: string) => ({ DINFRA_TEST_BARRIER_POINTS: name });

  /** Lets the plugins of later updates pass. */
  const open = (barriers: string, name: string) => fs.writeFileSync(path.join(barriers, `${name}.go`), "");

  test.each(["host.create.before", "host.create.made"])(
    "at %s: the next update leaves exactly one process",
    async (name) => {
      const { stack, barriers } = await makeStack(scratch, program({ greeting: "hello" }), point(name));
      await killAt(name, barriers, stack.up());
      const before = marked(scratch.root, "proc-1");
      expect(before).toHaveLength(name === "host.create.made" ? 1 : 0);

      open(barriers, name);
      await stack.cancel();
      const { outputs } = await stack.up();
      const after = marked(scratch.root, "proc-1");
      expect(after).toEqual([outputs.pid!.value]);
      if (before.length > 0) expect(after).toEqual(before);
      expect(await answers(outputs.address!.value, outputs.port!.value)).toBe(true);

      await stack.destroy();
      expect(marked(scratch.root, "proc-1")).toEqual([]);
      expect(await isEmpty(scratch.root, "o")).toBe(true);
    },
    600_000,
  );

  test("a pending create that is moved into the state is found by the next refresh", async () => {
    const name = "host.create.made";
    const { stack, barriers } = await makeStack(scratch, program({ greeting: "hello" }), point(name));
    await killAt(name, barriers, stack.up());
    const before = marked(scratch.root, "proc-1");
    open(barriers, name);
    await stack.cancel();
    const { version, deployment } = await stack.exportStack();
    const [pending] = deployment.pending_operations.splice(0);
    const resource = { ...pending.resource, id: "proc-1", outputs: pending.resource.inputs };
    await stack.importStack({ version, deployment: { ...deployment, resources: [...deployment.resources, resource] } });
    await stack.refresh();
    const { summary, outputs } = await stack.up();
    expect(summary.resourceChanges).toEqual({ same: 5 });
    expect([outputs.pid!.value]).toEqual(before);
    await stack.destroy();
  }, 600_000);

  test("inside delete: the next destroy leaves nothing", async () => {
    const name = "host.delete.inside";
    const { stack, barriers } = await makeStack(scratch, program({ greeting: "hello" }), point(name));
    await stack.up();
    await killAt(name, barriers, stack.destroy());
    expect(marked(scratch.root, "proc-1")).toHaveLength(1);
    expect(await isEmpty(scratch.root, "o")).toBe(false);

    open(barriers, name);
    await stack.cancel();
    await stack.destroy();
    expect(marked(scratch.root, "proc-1")).toEqual([]);
    expect(await isEmpty(scratch.root, "o")).toBe(true);
  }, 600_000);

  test("without the plugin: it ends by itself", async () => {
    const name = "host.create.made";
    const { stack, barriers } = await makeStack(scratch, program({ greeting: "hello" }), point(name));
    const { plugin } = await killAt(name, barriers, stack.up(), false);
    const { startTime } = readStat(plugin) ?? { startTime: 0 };
    await eventually("the end of the plugin", () => processState(plugin, startTime) !== "running");
    expect(marked(scratch.root, "proc-1")).toHaveLength(1);
  }, 600_000);
});

test("what is wrong with the inputs, or with the start, is told in words", async () => {
  const wrong = { name: "a/b", stopSignal: "TERM" };
  const settings: { args: Partial<ProcessArgs> } = { args: wrong };
  const { stack } = await makeStack(scratch, async () => {
    const usual = { name: "a", owner: "o", root: scratch.root, command: "/bin/sh" };
    new Process("node", { ...usual, ...settings.args });
  });
  const refused = await stack.up().catch((error: Error) => error.message);
  expect(refused).toMatch(/name: expected 1 to 128 letters, .*, found "a\/b"|expected 1 to 128 letters.*found "a\/b"/s);
  expect(refused).toMatch(/expected the name of a signal that asks a process to end, .*, found "TERM"/);

  const readiness = { kind: ProbeKind.Tcp, address: "127.83.1.1", port: 1, timeoutSeconds: 5 };
  settings.args = { args: ["-c", "echo no database; exit 3"], readiness };
  const failed = await stack.up().catch((error: Error) => error.message);
  expect(failed).toMatch(/expected \/bin\/sh to be ready \(tcp at 127\.83\.1\.1:1\), but it exited with code 3/);
  expect(failed).toContain("no database");
  expect(await isEmpty(scratch.root, "o")).toBe(true);
}, 600_000);

test("one plugin that is kept running serves update after update", async () => {
  const plugin = spawn(process.execPath, [pluginPath, "127.0.0.1:1"], {
    env: { ...process.env, [keptVariable]: "1" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [line] = (await once(plugin.stdout, "data")) as [Buffer];
    const attached = { PULUMI_DEBUG_PROVIDERS: `dinfra-host:${String(line).trim()}` };
    const { stack } = await makeStack(scratch, program({ greeting: "hello" }), attached);
    const { outputs } = await stack.up();
    expect(readStat(outputs.pid!.value)).toMatchObject({ ppid: plugin.pid });
    await stack.destroy();
    expect(readStat(outputs.pid!.value)).toBeUndefined();
    expect(plugin.exitCode).toBeNull();
  } finally {
    plugin.kill("SIGKILL");
  }
}, 600_000);
