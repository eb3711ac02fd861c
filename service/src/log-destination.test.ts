/** @integration */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";

const folder = mkdtempSync(join(tmpdir(), "dinfra-log-"));
const started: ChildProcess[] = [];

afterAll(() => {
  for (const child of started) child.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

/** A process of which `output` is the standard output. It says on its standard error how far it is. */
function logging(output: number, program: string) {
  const preface = `
    const { processLog } = require(${JSON.stringify(join(__dirname, "..", "dist", "log.js"))});
    const log = processLog("test");
    const say = (text) => require("node:fs").writeSync(2, text + "\\n");`;
  const child = spawn(process.execPath, ["-e", preface + program], { stdio: ["pipe", output, "pipe"] });
  const { stdin, stderr } = child as typeof child & { stdin: Writable; stderr: Readable };
  closeSync(output);
  started.push(child);
  const ended = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
  return { stdin, ended, said: () => once(stderr, "data") };
}

/** A pipe as a shell makes it; Node's own would be a pair of sockets. */
function pipe(name: string): { reader: number; writer: number } {
  const path = join(folder, name);
  execFileSync("mkfifo", [path]);
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  return { reader, writer: openSync(path, constants.O_WRONLY) };
}

const nothing = Buffer.alloc(0);
function taken(reader: number): Buffer {
  const bytes = Buffer.alloc(65_536);
  try {
    return Buffer.from(bytes.subarray(0, readSync(reader, bytes)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
    return nothing;
  }
}

test("a process ends although the reader of its log is gone when it says its last line", async () => {
  const { reader, writer } = pipe("gone");
  const { stdin, ended, said } = logging(
    writer,
    `process.stdin.once("end", () => { log.info("last"); process.exit(3); }).resume(); say("ready");`,
  );
  await said();
  closeSync(reader);
  stdin.end();
  expect(await ended).toEqual([3, null]);
});

test("a process ends although the reader of its log has stopped", async () => {
  const { reader, writer } = pipe("stopped");
  const { ended } = logging(
    writer,
    `for (let i = 0; i < 3000; i++) log.info("x".repeat(100)); setTimeout(() => process.exit(3), 100);`,
  );
  expect(await ended).toEqual([3, null]);
  closeSync(reader);
});

test("lines that could not be held are counted, and said once the reader goes on", async () => {
  const { reader, writer } = pipe("slow");
  const { stdin, said } = logging(
    writer,
    `for (let i = 0; i < 60000; i++) log.info({ i }, "x".repeat(100)); say("ready"); process.stdin.resume();`,
  );
  await said();
  let text = "";
  while (!text.includes("were lost")) {
    const bytes = taken(reader);
    text += bytes.toString();
    if (bytes.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  }
  stdin.end();
  closeSync(reader);
  const lines = text.split("\n").filter((line) => line.endsWith("}"));
  const { lines: lost } = JSON.parse(lines.find((line) => line.includes("were lost"))!) as { lines: number };
  const kept = lines.filter((line) => line.includes("xxx")).map((line) => (JSON.parse(line) as { i: number }).i);
  expect(kept).toEqual(kept.map((_, index) => index));
  expect(kept.length + lost).toBe(60_000);
});

test.each(["exit(3)", "exitCode = 3"])(
  "a full disk ends nothing, and keeps nothing from ending (process.%s)",
  async (exit) => {
    const { stdin, ended, said } = logging(
      openSync("/dev/full", "w"),
      `log.info("one"); process.stdin.once("end", () => { log.info("two"); process.${exit}; }).resume(); say("ready");`,
    );
    await said();
    stdin.end();
    expect(await ended).toEqual([3, null]);
  },
);

test("what is said last before the end is written", async () => {
  const { reader, writer } = pipe("read");
  const { ended } = logging(writer, `for (let i = 0; i < 3; i++) log.info({ i }, "said"); process.exit(3);`);
  expect(await ended).toEqual([3, null]);
  expect(taken(reader).toString().trim().split("\n")).toHaveLength(3);
  closeSync(reader);
});
