import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as net from "node:net";
import * as path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { bindProblem } from "../network/bindable.js";
import { processState, readStat } from "../proc/state.js";
import { operations, urnOf } from "../testing/kinds.js";
import { eventually, makeScratch, marked, nodeCommand, type Scratch } from "../testing/scratch.js";
import { asSecret, type Properties } from "../values.js";
import type { ProcessRecord } from "./record.js";

const { create, read, update, diff, remove, provider } = operations("Process");
const idle = nodeCommand("setInterval(() => {}, 1e6)");

let scratch: Scratch;
beforeEach(() => (scratch = makeScratch()));
afterEach(() => scratch.clean());

/** Inputs of a process that does nothing, in this test's root. */
const inputs = (more: Properties = {}): Properties => ({ name: "a", owner: "o", root: scratch.root, ...idle, ...more });
const sh = (script: string) => ({ command: "/bin/sh", args: ["-c", script] });
const recordFile = (name = "a") => path.join(scratch.root, "processes", `${name}.json`);
const pidOf = (state: Properties) => state.pid as number;

function editRecord(change: (record: ProcessRecord) => void): void {
  const whole = JSON.parse(fs.readFileSync(recordFile(), "utf8")) as { record: ProcessRecord };
  change(whole.record);
  fs.writeFileSync(recordFile(), JSON.stringify(whole));
}

/** Kills it and waits until its parent (this process) has taken note. */
async function kill(pid: number): Promise<void> {
  process.kill(pid, "SIGKILL");
  await eventually(`end of ${pid}`, () => readStat(pid) === undefined);
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe("a started process", () => {
  test("leads a session of its own, with an allow-listed environment, and writes to its log", async () => {
    process.env.SECRET_OF_THE_PROVIDER = "x";
    try {
      const state = await create(
        inputs({ ...sh("env; echo to-stderr >&2; cat; sleep 1000"), env: { LANG: "C", MINE: "1" } }),
      );
      const stat = readStat(pidOf(state))!;
      expect(stat).toMatchObject({ session: stat.pid, pgrp: stat.pid, startTime: state.startTime });
      const log = () => fs.readFileSync(state.logFile as string, "utf8");
      await eventually("the log", () => log().includes("to-stderr"));
      const names = log().match(/^\w+(?==)/gm)!;
      const byShell = ["PWD", "OLDPWD", "SHLVL", "_"];
      const allowed = /^(PATH|HOME|LANG|TZ|MINE|DINFRA_HOST_(NAME|OWNER|ROOT|INPUTS|START))$/;
      expect(names.filter((name) => !byShell.includes(name) && !allowed.test(name))).toEqual([]);
      expect(log()).toMatch(/^MINE=1$/m);
      expect(log()).toMatch(/^LANG=C$/m);
      expect(log()).toMatch(/^PWD=\/$/m);
      expect(fs.statSync(state.logFile as string).mode & 0o777).toBe(0o600);
    } finally {
      delete process.env.SECRET_OF_THE_PROVIDER;
    }
  });

  test("is read unchanged, and imported by its name alone, secrets as secrets", async () => {
    const made = inputs({ env: { PLAIN: "p", KEY: asSecret("k") }, stopSignal: "SIGINT" });
    const { id, ...state } = await create(made);
    expect(await read(id, state)).toEqual({ id: "a", props: state });
    process.env.DINFRA_HOST_ROOT = scratch.root;
    try {
      const imported = await read("a", {});
      expect(imported.props).toEqual(state);
      expect(await diff("a", imported.props as Properties, made)).toMatchObject({ changes: false });
      fs.rmSync(recordFile());
      const unrecorded = (await read("a", {})).props as Properties;
      expect(unrecorded).toMatchObject({ name: "a", owner: "o", ...idle, pid: state.pid, state: "running" });
    } finally {
      delete process.env.DINFRA_HOST_ROOT;
    }
  });

  test("an unknown name is gone", async () => {
    expect(await read("a", { root: scratch.root })).toMatchObject({ id: "" });
  });

  test("a pending create that was moved into the state gets its outputs by read", async () => {
    const { id: _id, ...state } = await create(inputs());
    const { pid: _pid, startTime: _start, bootId: _boot, state: _state, logFile: _log, ...pending } = state;
    expect((await read("a", pending)).props).toEqual(state);
    expect(await diff("a", pending, inputs())).toMatchObject({ changes: true, replaces: [] });
  });
});

describe("what became of it", () => {
  test("killed: dead, drift without a refresh, and put back by an update under the same name", async () => {
    const state = await create(inputs());
    expect(await diff("a", state, inputs())).toMatchObject({ changes: false });
    await kill(pidOf(state));
    expect((await read("a", state)).props).toMatchObject({ state: "dead", pid: state.pid });
    expect(await diff("a", state, inputs())).toMatchObject({ changes: true, replaces: [] });
    const back = await update("a", state, inputs());
    expect(back.pid).not.toBe(state.pid);
    expect(marked(scratch.root, "a")).toEqual([back.pid]);
  });

  test("a zombie is told from a live one, and a delete does not wait for its parent", async () => {
    const state = await create(inputs());
    // The shell becomes a sleep that never asks for its child's exit status.
    const parent = spawn("/bin/sh", ["-c", "sleep 0 & exec sleep 1000"]);
    try {
      const child = () => fs.readFileSync(`/proc/${parent.pid}/task/${parent.pid}/children`, "utf8").trim();
      await eventually("a zombie", () => child() !== "" && readStat(Number(child()))?.state === "Z");
      const zombie = readStat(Number(child()))!;
      expect(processState(zombie.pid, zombie.startTime)).toBe("zombie");
      await kill(pidOf(state));
      editRecord((record) => Object.assign(record, { pid: zombie.pid, startTime: zombie.startTime }));
      expect((await read("a", state)).props).toMatchObject({ state: "zombie" });
      await remove("a", state);
      expect(fs.existsSync(recordFile())).toBe(false);
    } finally {
      parent.kill("SIGKILL");
    }
  });

  test("a pid that went to another process is reused, and that process is never signalled", async () => {
    const state = await create(inputs());
    const stranger = spawn("sleep", ["1000"], { detached: true });
    try {
      const { startTime } = readStat(stranger.pid!)!;
      await kill(pidOf(state));
      editRecord((record) => Object.assign(record, { pid: stranger.pid, startTime: startTime - 1 }));
      expect((await read("a", state)).props).toMatchObject({ state: "reused" });
      const back = await update("a", state, inputs());
      expect(marked(scratch.root, "a")).toEqual([back.pid]);
      editRecord((record) => Object.assign(record, { pid: stranger.pid, startTime: startTime + 1 }));
      await remove("a", back);
      expect(marked(scratch.root, "a")).toEqual([]);
      expect(processState(stranger.pid!, startTime)).toBe("running");
    } finally {
      stranger.kill("SIGKILL");
    }
  });

  test("after a reboot it is dead, even if the same numbers are somebody's again", async () => {
    const state = await create(inputs());
    const stranger = spawn("sleep", ["1000"], { detached: true });
    try {
      await kill(pidOf(state));
      const { pid, startTime } = readStat(stranger.pid!)!;
      editRecord((record) => Object.assign(record, { pid, startTime, boot: "earlier" }));
      const { props } = await read("a", state);
      expect(props).toMatchObject({ state: "dead", bootId: "earlier" });
      await remove("a", props as Properties);
      expect(processState(pid, startTime)).toBe("running");
    } finally {
      stranger.kill("SIGKILL");
    }
  });
});

describe("deleting", () => {
  test("ends grandchildren, a child in a session of its own, and one that dropped its environment", async () => {
    const script = `
      sh -c 'sleep 1001 & sleep 1002 & wait' &
      setsid sleep 1003 &
      env -i sleep 1004 &
      env -i setsid sleep 1005 &
      env -i setsid -f sleep 1006
      wait`;
    const state = await create(inputs(sh(script)));
    const sleeps = () => ["1001", "1002", "1003", "1004", "1005"].flatMap(sleepsOf);
    await eventually("all children", () => sleeps().length === 5 && sleepsOf("1006").length === 1);
    const detached = sleepsOf("1006");
    try {
      await remove("a", state);
      expect(sleeps()).toEqual([]);
      expect(readStat(pidOf(state))).toBeUndefined();
      // Session, environment and parent all dropped: nothing ties it to its name any more. Documented.
      expect(sleepsOf("1006")).toEqual(detached);
    } finally {
      for (const pid of sleepsOf("1006")) process.kill(pid, "SIGKILL");
    }
  });

  test("ends what is left of a session whose leader died", async () => {
    const state = await create(inputs(sh("sleep 1011 & env -i sleep 1012 & wait")));
    await eventually("its children", () => sleepsOf("1011").length + sleepsOf("1012").length === 2);
    await kill(pidOf(state));
    await remove("a", state);
    expect([...sleepsOf("1011"), ...sleepsOf("1012")]).toEqual([]);
  });

  test("a process that ignores the signal is killed after its grace, not before", async () => {
    const stubborn = inputs({
      ...nodeCommand(`process.on("SIGTERM", () => console.log("no")); console.log("up"); setInterval(() => {}, 1e6)`),
      stopGraceSeconds: 0.4,
    });
    const state = await create(stubborn);
    await eventually("its start", () => fs.readFileSync(state.logFile as string, "utf8").includes("up"));
    const began = performance.now();
    await remove("a", state);
    expect(performance.now() - began).toBeGreaterThan(390);
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(readStat(pidOf(state))).toBeUndefined();
  });

  test("the stop signal is the resource's, and a stopped process is woken to heed it", async () => {
    const out = path.join(scratch.folder, "out");
    const script = `process.on("SIGINT", () => { require("fs").writeFileSync(${JSON.stringify(out)}, "bye"); process.exit() });
      console.log("up"); setInterval(() => {}, 1e6)`;
    const state = await create(inputs({ ...nodeCommand(script), stopSignal: "SIGINT" }));
    await eventually("its start", () => fs.readFileSync(state.logFile as string, "utf8").includes("up"));
    process.kill(pidOf(state), "SIGSTOP");
    await remove("a", state);
    expect(fs.readFileSync(out, "utf8")).toBe("bye");
  });

  test("twice, or of nothing, is no error", async () => {
    const state = await create(inputs());
    await Promise.all([remove("a", state), remove("a", state)]);
    await remove("a", state);
    expect(marked(scratch.root, "a")).toEqual([]);
    expect(fs.readdirSync(path.join(scratch.root, "logs"))).toEqual([]);
  });

  test("the former resource of a renamed one does not take its process away", async () => {
    const former = await create(inputs(), urnOf("Process", "former"));
    const present = await create(inputs(), urnOf("Process", "present"));
    expect(present.pid).toBe(former.pid);
    await remove("a", former, urnOf("Process", "former"));
    expect(marked(scratch.root, "a")).toEqual([present.pid]);
    await remove("a", present, urnOf("Process", "present"));
    expect(marked(scratch.root, "a")).toEqual([]);
  });
});

function sleepsOf(seconds: string): number[] {
  return fs.readdirSync("/proc").flatMap((pid) => {
    try {
      return fs.readFileSync(`/proc/${pid}/cmdline`, "latin1") === `sleep\0${seconds}\0` ? [Number(pid)] : [];
    } catch {
      return [];
    }
  });
}

describe("creating", () => {
  test("what runs already with the same inputs is taken over", async () => {
    const first = await create(inputs());
    const second = await create(inputs({ stopGraceSeconds: 3 }));
    expect(second).toMatchObject({ pid: first.pid, startTime: first.startTime, stopGraceSeconds: 3 });
  });

  test("what runs with other inputs is ended first", async () => {
    const first = await create(inputs());
    const second = await create(inputs({ env: { A: "1" } }));
    expect(second.pid).not.toBe(first.pid);
    expect(marked(scratch.root, "a")).toEqual([second.pid]);
  });

  test("ten at the same time make one", async () => {
    const all = await Promise.all(Array.from({ length: 10 }, () => create(inputs())));
    expect(new Set(all.map(({ pid }) => pid)).size).toBe(1);
    expect(marked(scratch.root, "a")).toEqual([all[0]!.pid]);
  });

  test("a started but unrecorded process is found by its marks and taken over", async () => {
    const first = await create(inputs());
    editRecord((record) => {
      record.phase = "starting";
      delete record.pid;
      delete record.startTime;
    });
    expect((await create(inputs())).pid).toBe(first.pid);
    fs.rmSync(recordFile());
    expect((await create(inputs())).pid).toBe(first.pid);
  });

  test("an unrecorded child in a session of its own does not pass for its dead leader", async () => {
    const forking = inputs(sh("setsid sleep 1021 & wait"));
    const first = await create(forking);
    await eventually("its child", () => sleepsOf("1021").length === 1);
    await kill(pidOf(first));
    fs.rmSync(recordFile());
    const second = await create(forking);
    await eventually("its child", () => sleepsOf("1021").length === 1);
    expect(readStat(pidOf(second))?.comm).toBe("sh");
  });

  test("an intent without a process is started afresh", async () => {
    const first = await create(inputs());
    await kill(pidOf(first));
    editRecord((record) => {
      record.phase = "starting";
      delete record.pid;
    });
    const second = await create(inputs());
    expect(marked(scratch.root, "a")).toEqual([second.pid]);
  });

  test("half deleted, it is ended and started afresh", async () => {
    const first = await create(inputs());
    editRecord((record) => (record.phase = "deleting"));
    const second = await create(inputs());
    expect(second.pid).not.toBe(first.pid);
    expect(marked(scratch.root, "a")).toEqual([second.pid]);
  });

  test("another owner's name is refused and left alone", async () => {
    const first = await create(inputs());
    await expect(create(inputs({ owner: "p" }))).rejects.toMatchObject({ code: "name-taken" });
    expect(marked(scratch.root, "a")).toEqual([first.pid]);
  });

  test("a damaged record is refused, not overwritten", async () => {
    await create(inputs());
    fs.writeFileSync(recordFile(), "{");
    await expect(create(inputs())).rejects.toMatchObject({ code: "record-unreadable" });
  });
});

describe("a start that fails leaves nothing", () => {
  afterEach(() => {
    expect(marked(scratch.root, "a")).toEqual([]);
    expect(fs.existsSync(recordFile())).toBe(false);
    for (const folder of ["logs", "locks"]) expect(fs.readdirSync(path.join(scratch.root, folder))).toEqual([]);
  });

  test.each([
    {
      case: "no such program",
      more: { command: "/no/such/program" },
      message: /expected to start \/no\/such\/program, but no such program/,
    },
    { case: "not in PATH", more: { command: "no-such-program-at-all" }, message: /no such program/ },
    {
      case: "no working directory",
      more: { cwd: "/no/such/folder" },
      message: /its working directory \/no\/such\/folder is no folder/,
    },
    { case: "not to be executed", more: { command: "/etc/passwd" }, message: /it may not be executed/ },
  ])("$case", async ({ more, message }) => {
    await expect(create(inputs(more))).rejects.toMatchObject({
      code: "start-failed",
      message: expect.stringMatching(message),
    });
  });

  test("it exits instead of getting ready: told with its exit code and the end of its log", async () => {
    const readiness = { kind: "tcp", address: "127.0.0.1", port: await freePort() };
    const failing = create(inputs({ ...sh("echo one; echo cannot open the database >&2; exit 7"), readiness }));
    await expect(failing).rejects.toMatchObject({
      code: "not-ready",
      retryable: true,
      message: expect.stringMatching(/exited with code 7; its log ends with:\n {2}one\n {2}cannot open the database/),
    });
  });

  test("it does not answer in time: ended with its children, and told", async () => {
    const readiness = { kind: "tcp", address: "127.0.0.1", port: await freePort(), timeoutSeconds: 0.3 };
    const failing = create(inputs({ ...sh("sleep 1031 & echo waiting; wait"), readiness }));
    await expect(failing).rejects.toMatchObject({
      code: "not-ready",
      message: expect.stringMatching(/did not answer within 0.3 s; last found: ECONNREFUSED; .*\n {2}waiting/s),
    });
    expect(sleepsOf("1031")).toEqual([]);
  });

  test("the update is cancelled while it waits", async () => {
    const readiness = { kind: "tcp", address: "127.0.0.1", port: await freePort() };
    const cancelled = create(inputs({ readiness }));
    const refused = expect(cancelled).rejects.toMatchObject({ code: "cancelled" });
    await eventually("its start", () => marked(scratch.root, "a").length === 1);
    await provider.cancel!();
    await refused;
  });

  test("a port of its own is in use", async () => {
    const server = net.createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as net.AddressInfo;
    try {
      const ports = [{ name: "rpc", address: "127.0.0.1", port }];
      await expect(create(inputs({ ports }))).rejects.toMatchObject({
        code: "port-in-use",
        message: expect.stringContaining(`port rpc at 127.0.0.1:${port} to be free`),
      });
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });
});

test("what was found running is not ended because it does not answer", async () => {
  const first = await create(inputs());
  const readiness = { kind: "tcp", address: "127.0.0.1", port: await freePort(), timeoutSeconds: 0.1 };
  await expect(create(inputs({ readiness }))).rejects.toMatchObject({ code: "not-ready" });
  expect(marked(scratch.root, "a")).toEqual([first.pid]);
});

test("a port is free again at once for the replacement", async () => {
  const port = await freePort();
  const serving = (version: string) => ({
    ...inputs(nodeCommand(`require("net").createServer((s) => s.end()).listen(${port}, "127.0.0.1") // ${version}`)),
    ports: [{ name: "main", address: "127.0.0.1", port }],
    readiness: { kind: "tcp", address: "127.0.0.1", port },
  });
  const first = await create(serving("1"));
  expect(await diff("a", first, serving("2"))).toEqual({
    changes: true,
    replaces: ["args"],
    deleteBeforeReplace: true,
  });
  await remove("a", first);
  expect(await bindProblem("127.0.0.1", port)).toBeUndefined();
  await create(serving("2"));
  await delay(0);
  expect(await bindProblem("127.0.0.1", port)).toBe("EADDRINUSE");
});
