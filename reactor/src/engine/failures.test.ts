/** @integration */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createEngine, type Engine } from "./engine";
import { deploymentFolder } from "./folders";
import { locateOneShot } from "./one-shot";
import { Rig } from "./testing/rig";

// What goes wrong without anybody being killed, each as the code that the reactor acts on.

let rig: Rig;
let engine: Engine;
beforeAll(async () => {
  rig = await Rig.open();
  engine = await createEngine(rig.options({ maxWorkers: 2 }));
});
afterAll(async () => {
  await engine.close();
  await rig.close();
});

it("keeps the previous good state when an update fails, and says why", async () => {
  const job = (descriptor: object) => rig.job({ id: "8.1", descriptor });
  await engine.up(job({}));
  const before = rig.workloads("own-8.1");
  await expect(engine.up(job({ throws: "boom" }))).rejects.toMatchObject({
    code: "program.threw",
    retryable: true,
    maxTries: 3,
    message: expect.stringContaining("boom"),
  });
  await expect(engine.up(job({ refuses: "never" }))).rejects.toMatchObject({
    code: "program.refused",
    retryable: false,
  });
  await expect(engine.up(rig.job({ id: "8.1", type: "test/unknown" }))).rejects.toMatchObject({
    code: "program.unknownType",
    retryable: false,
  });
  expect(rig.workloads("own-8.1")).toEqual(before);
  expect((await engine.up(job({}))).changes).toEqual({ same: 3 });
  await engine.destroy(job({}));
});

it("tells a workload that never becomes ready from one whose inputs are refused", async () => {
  const readiness = { kind: "tcp", address: "127.0.0.1", port: 9, timeoutSeconds: 1 };
  const job = (descriptor: object) => rig.job({ id: "9.1", descriptor });
  await expect(engine.up(job({ readiness }))).rejects.toMatchObject({ code: "provider.notReady", retryable: true });
  const refused = engine.up(job({ readiness: { ...readiness, kind: "smoke signals" } }));
  await expect(refused).rejects.toMatchObject({ code: "provider.invalid", retryable: false });
  await engine.destroy(job({}));
  expect(rig.workloads("own-9.1")).toEqual([]);
});

it("refuses an id that is none, before it touches anything", async () => {
  await expect(engine.up(rig.job({ id: "../x" }))).rejects.toMatchObject({ code: "program.refused" });
});

it("names a plugin that is not installed", async () => {
  const update = engine.up(rig.job({ id: "13.1", type: "test/elsewhere" }));
  await expect(update).rejects.toMatchObject({
    code: "engine.pluginMissing",
    retryable: true,
    message: expect.stringContaining("absent"),
  });
});

it("leaves somebody else's lock alone, and says whose it is", async () => {
  const folder = deploymentFolder(rig.stateDir, "14.1").lockFolder;
  const lock = join(folder, "theirs.json");
  mkdirSync(folder, { recursive: true });
  writeFileSync(lock, JSON.stringify({ pid: 1, username: "them", hostname: "another-machine", timestamp: "today" }));
  const job = rig.job({ id: "14.1", type: "test/nothing" });
  await expect(engine.up(job)).rejects.toMatchObject({
    code: "engine.locked",
    retryable: true,
    message: expect.stringContaining("another-machine"),
  });
  rmSync(lock);
  expect((await engine.up(job)).outputs).toEqual({ said: "nothing" });
});

it("gives outputs without the secret ones, which it only names", async () => {
  const job = rig.job({ id: "15.1", type: "test/nothing", descriptor: { say: "aloud" } });
  expect(await engine.up(job)).toMatchObject({ outputs: { said: "aloud" }, secretOutputs: ["secret"] });
});

it("says so when there is no engine, at its start and later", async () => {
  const root = mkdtempSync(join(rig.place, "root-"));
  const stateDir = join(rig.place, "other-state");
  await expect(createEngine(rig.options({ engineRoot: root, stateDir }))).rejects.toMatchObject({
    code: "engine.missing",
  });
  mkdirSync(join(root, "bin"));
  const [cli, oneShot] = [join(root, "bin", "pulumi"), join(root, "bin", "dinfra-engine")];
  symlinkSync(join(rig.options().engineRoot, "bin", "pulumi"), cli);
  symlinkSync(locateOneShot()!, oneShot);
  for (const [runner, removed] of [["one-shot", oneShot] as const, ["one-process", cli] as const]) {
    const other = await createEngine(rig.options({ engineRoot: root, oneShot, runner, stateDir }));
    await other.up(rig.job({ id: "16.1", type: "test/nothing" }));
    rmSync(removed);
    const update = other.up(rig.job({ id: "16.1", type: "test/nothing" }));
    await expect(update).rejects.toMatchObject({
      code: "engine.missing",
      retryable: true,
      message: expect.stringContaining(removed),
    });
    await other.close();
  }
});

it("makes its updates by the CLI where set-up has built no one-shot engine", async () => {
  const root = join(rig.place, "cli-root");
  const called = join(root, "called");
  mkdirSync(join(root, "bin"), { recursive: true });
  const cli = join(rig.options().engineRoot, "bin", "pulumi");
  const script = `#!/bin/sh\necho "$@" >>${called}\nexec ${cli} "$@"\n`;
  writeFileSync(join(root, "bin", "pulumi"), script, { mode: 0o755 });
  const before = process.env.XDG_CACHE_HOME;
  process.env.XDG_CACHE_HOME = join(root, "empty-cache");
  try {
    const other = await createEngine(rig.options({ engineRoot: root, stateDir: join(rig.place, "cli-state") }));
    const job = rig.job({ id: "19.1", type: "test/nothing" });
    expect((await other.up(job)).outputs).toEqual({ said: "nothing" });
    await other.destroy(job);
    await other.close();
  } finally {
    if (before === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = before;
  }
  const words = readFileSync(called, "utf8");
  for (const verb of ["up", "destroy"]) expect(words).toMatch(new RegExp(`^${verb} .*--stack 19\\.1`, "m"));
});

it("says so when its programs cannot be loaded", async () => {
  const stateDir = join(rig.place, "third-state");
  const other = await createEngine(rig.options({ stateDir, programModule: join(rig.place, "no-such-module") }));
  await expect(other.up(rig.job())).rejects.toMatchObject({
    code: "engine.failed",
    message: expect.stringContaining("no-such-module"),
  });
  await other.close();
});

it("leaves a workload the time that its own probe allows, on top of the limit", async () => {
  const options = rig.options({ stateDir: join(rig.place, "patient-state"), timeouts: { up: 1 } });
  const other = await createEngine(options);
  const readiness = { kind: "tcp", address: "127.0.0.1", port: 9, timeoutSeconds: 1 };
  const job = rig.job({ id: "14.1", descriptor: { readiness }, patience: 170_000 });
  await expect(other.up(job)).rejects.toMatchObject({ code: "provider.notReady" });
  await other.destroy(job);
  await other.close();
});

it("does not wait longer than the limit for a worker that never becomes ready", async () => {
  const hangs = rig.options({
    stateDir: join(rig.place, "fourth-state"),
    programModule: join(__dirname, "fixtures", "hangs.cjs"),
    timeouts: { up: 500 },
    stopGrace: 100,
  });
  const other = await createEngine(hangs);
  await expect(other.up(rig.job())).rejects.toMatchObject({ code: "engine.timeout", retryable: true });
  await other.close();
});

it("turns a failure of the machine itself into one that can be acted on", async () => {
  writeFileSync(join(rig.stateDir, "18.1"), "a file where a folder is to be");
  await expect(engine.up(rig.job({ id: "18.1" }))).rejects.toMatchObject({ code: "engine.failed", retryable: true });
  rmSync(join(rig.stateDir, "18.1"));
});
