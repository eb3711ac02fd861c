/** @integration */
import * as fs from "node:fs";
import * as net from "node:net";
import * as path from "node:path";
import { readStat } from "../proc/state.js";
import { operations } from "../testing/kinds.js";
import { freePort, idle, recordFile, sh, sleepsOf } from "../testing/processes.js";
import { eventually, makeScratch, marked, type Scratch } from "../testing/scratch.js";
import { asSecret, type Properties } from "../values.js";

const { create, read, diff, provider } = operations("Process");

let scratch: Scratch;
beforeEach(() => (scratch = makeScratch()));
afterEach(() => scratch.clean());

/** Inputs of a process that does nothing, in this test's root. */
const inputs = (more: Properties = {}): Properties => ({ name: "a", owner: "o", root: scratch.root, ...idle, ...more });
const pidOf = (state: Properties) => state.pid as number;

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
      const own = path.join(scratch.root, "work", "a");
      expect(log().split("\n")).toEqual(expect.arrayContaining([`PWD=${own}`, `HOME=${own}`]));
      expect(fs.statSync(own).mode & 0o777).toBe(0o700);
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
      fs.rmSync(recordFile(scratch.root));
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

describe("a start that fails leaves nothing", () => {
  afterEach(() => {
    expect(marked(scratch.root, "a")).toEqual([]);
    expect(fs.existsSync(recordFile(scratch.root))).toBe(false);
    for (const folder of ["logs", "locks", "work"]) expect(fs.readdirSync(path.join(scratch.root, folder))).toEqual([]);
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
