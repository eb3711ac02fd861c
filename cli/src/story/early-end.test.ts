/** @integration */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { carries, endProcesses, processes } from "./traces.js";

// The stories as npm runs them. All that one starts has its folder as TMPDIR, and by that it is found.
let folder: string;
let temporary: string;
const left = () => processes((found) => carries(found, "TMPDIR", folder)).map(({ command }) => command);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dinfra-early-end-"));
  temporary = join(folder, "tmp");
  mkdirSync(temporary);
});

afterEach(async () => {
  await endProcesses((found) => carries(found, "TMPDIR", folder)); // only where a test has failed
  rmSync(folder, { recursive: true, force: true });
});

function story(name: "demo" | "start", before: readonly string[] = []) {
  const child = spawn(process.execPath, [...before, join(__dirname, "..", "..", "dist", `${name}.js`)], {
    env: { ...process.env, TMPDIR: temporary },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk) => (said += String(chunk)));
  const ended = once(child, "close") as Promise<[number | null, string | null]>;
  const lines = createInterface({ input: child.stdout });
  return {
    child,
    /** Reads until a line fits; fails where the story ends before. */
    heard: (text: string) =>
      new Promise<void>((resolve, reject) => {
        lines.on("line", (line) => line.includes(text) && resolve());
        lines.once("close", () => reject(new Error(`ended without "${text}": ${said}`)));
      }),
    /** As `head` does when it has enough. */
    stopReading: () => child.stdout.destroy(),
    async end() {
      const [code, signal] = await ended;
      return { code, signal, said, left: left(), folders: readdirSync(temporary) };
    },
  };
}

const nothing = { signal: null, left: [], folders: [] };

test("npm run demo | head: a demo that nobody reads ends, and leaves nothing", async () => {
  const { heard, stopReading, end } = story("demo");
  await heard("a block a second");
  expect(left()).not.toEqual([]);
  stopReading();
  expect(await end()).toEqual({ ...nothing, code: 141, said: "" });
});

test("npm start | less: Ctrl-C after the reader went away still ends all in order", async () => {
  const { child, heard, stopReading, end } = story("start");
  const accepted = heard("workloads share your user here (isolation shared-user");
  await heard("In another terminal");
  await accepted;
  expect(left()).not.toEqual([]);
  stopReading();
  child.kill("SIGINT");
  expect(await end()).toEqual({ ...nothing, code: 0, said: "" });
});

test("what nobody caught ends the demo, with the reason, and leaves nothing", async () => {
  const broken = join(folder, "broken.cjs");
  writeFileSync(broken, 'process.on("SIGUSR2", () => { throw new Error("a fault of our own"); });');
  const { child, heard, end } = story("demo", ["--require", broken]);
  await heard("a block a second");
  child.kill("SIGUSR2");
  expect(await end()).toEqual({
    ...nothing,
    code: 1,
    said: expect.stringContaining("The demo stopped: Error: a fault of our own"),
  });
});
