/** @integration */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ChildMessage } from "@dinfra/service/child-process";
import { Supervised } from "./supervised.js";
import { until } from "@dinfra/service/testing/until";

const folder = mkdtempSync(join(tmpdir(), "dinfra-supervised-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Seen {
  lines: string[];
  messages: ChildMessage[];
  exits: [string, number | null][];
}

function watch(script: string, settings: () => unknown = () => ({})): { seen: Seen; process: Supervised } {
  const file = join(folder, `${Math.random()}.js`);
  writeFileSync(file, script);
  const seen: Seen = { lines: [], messages: [], exits: [] };
  const process = new Supervised({
    script: file,
    settings,
    env: {},
    onLine: (line) => seen.lines.push(line),
    onMessage: (message) => seen.messages.push(message),
    onExit: (status, restartIn) => seen.exits.push([status, restartIn]),
    firstDelay: 10,
    longestDelay: 40,
  });
  process.start();
  return { seen, process };
}

test("a crash is followed by another start, later each time, with settings asked for anew", async () => {
  let starts = 0;
  const { seen, process } = watch("console.log(process.env.DINFRA_SETTINGS); process.exit(1)", () => ({
    start: ++starts,
  }));
  await until(
    () => seen.exits.length,
    (exits) => exits >= 4,
  );
  await process.stop();
  expect(seen.exits.slice(0, 4)).toEqual([10, 20, 40, 40].map((delay) => ["status 1", delay]));
  expect(seen.lines.slice(0, 2)).toEqual(['{"start":1}', '{"start":2}']);
});

test("kill -9 is a crash like any other", async () => {
  const { seen, process: supervised } = watch("process.send({ kind: 'synced' }); setInterval(() => {}, 1000)");
  await until(
    () => seen.messages.length,
    (messages) => messages === 1,
  );
  const first = supervised.pid!;
  process.kill(first, "SIGKILL");
  await until(
    () => seen.messages.length,
    (messages) => messages === 2,
  );
  expect(supervised.pid).not.toBe(first);
  await supervised.stop();
  expect(seen.exits.at(-1)).toEqual(["SIGTERM", null]);
});

test("what a restart would not help is not started again", async () => {
  const { seen } = watch("process.exit(78)");
  await until(
    () => seen.exits,
    (exits) => exits.length > 0,
  );
  expect(seen.exits).toEqual([["status 78", null]]);
});

test("one that does not end when asked is killed", async () => {
  const { seen, process } = watch(
    "process.on('SIGTERM', () => {}); process.send({ kind: 'synced' }); setInterval(() => {}, 1000)",
  );
  await until(
    () => seen.messages.length,
    (messages) => messages === 1,
  );
  await process.stop(50);
  expect(seen.exits).toEqual([["SIGKILL", null]]);
});

test("nothing is started any more once it was stopped", async () => {
  const { seen, process } = watch("console.log('started'); setInterval(() => {}, 1000)");
  await until(
    () => seen.lines.length,
    (lines) => lines === 1,
  );
  await process.stop();
  process.start();
  expect(process.pid).toBeUndefined();
});
