/** @integration */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endOrphans, holdersOf } from "./holder.js";
import { openDatabase } from "./sqlite.js";
import { until } from "./testing/until.js";

// A supervisor and its process, reduced to what matters: the marks, an open store, and a child that does not end by itself.
const dist = join(__dirname, "..", "dist");
const folder = mkdtempSync(join(tmpdir(), "dinfra-holder-"));
const file = join(folder, "reactor.sqlite");
const started: ChildProcess[] = [];
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(async () => {
  for (const child of started.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
  }
  await endOrphans(folder, 0);
});

const holding = `
  const { openDatabase } = require(${JSON.stringify(join(dist, "sqlite.js"))});
  openDatabase(${JSON.stringify(file)}, []);
  console.log(process.pid);
  process.on("disconnect", () => {});
  setInterval(() => {}, 1e6);`;
const supervising = `
  const { marks } = require(${JSON.stringify(join(dist, "holder.js"))});
  require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(holding)}, "held"], {
    env: { ...process.env, ...marks(${JSON.stringify(folder)}) }, detached: true, stdio: ["ignore", "inherit", "inherit", "ipc"],
  });`;

async function start(script: string): Promise<{ supervisor: ChildProcess; holder: number }> {
  const supervisor = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  started.push(supervisor);
  const line = await new Promise<string>((resolve) => supervisor.stdout.setEncoding("utf8").once("data", resolve));
  return { supervisor, holder: Number(line) };
}

const opened = () => openDatabase(file, []);

test("the holder of a store is named, with the reactor that it works for; a live one is left alone", async () => {
  const { supervisor, holder } = await start(supervising);
  expect(holdersOf(file)).toMatchObject([{ pid: holder, supervisor: { pid: supervisor.pid } }]);
  expect(await endOrphans(folder, 0)).toEqual([]);
  expect(opened).toThrow(
    expect.objectContaining({
      code: "store.in-use",
      retryable: false,
      message: expect.stringMatching(
        new RegExp(`process ${holder} \\(.*\\), which works for the reactor of process ${supervisor.pid}`),
      ),
    }),
  );
});

test("a kill -9 of the supervisor: what it left is ended, and the store is free", async () => {
  const { supervisor, holder } = await start(supervising);
  const gone = new Promise((resolve) => supervisor.once("exit", resolve));
  supervisor.kill("SIGKILL");
  await gone;
  expect(await endOrphans(folder, 50)).toMatchObject([{ pid: holder }]);
  opened().close();
});

test("one that ends by itself is waited for and not killed", async () => {
  const polite = holding.replace(
    'process.on("disconnect", () => {})',
    'process.on("disconnect", () => process.exit())',
  );
  const { supervisor } = await start(supervising.replace(JSON.stringify(holding), JSON.stringify(polite)));
  supervisor.kill("SIGKILL");
  await until(
    () => holdersOf(file).length,
    (holders) => holders === 0,
  );
  opened().close();
});

test("a program that is none of ours is named, and waited for by the next start", async () => {
  const { holder } = await start(holding);
  expect(opened).toThrow(
    expect.objectContaining({ code: "store.in-use", retryable: true, message: expect.stringContaining(`${holder} (`) }),
  );
});
