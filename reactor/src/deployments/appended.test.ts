import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Appender, appendBounded } from "./appended.js";

test("what comes at any moment of a write is written, and settled() waits for it", async () => {
  for (let moment = 0; moment < 12; moment++) {
    let waiting: number[] = [];
    const written: number[] = [];
    const appender = new Appender(async () => {
      const taken = waiting;
      waiting = [];
      await Promise.resolve();
      written.push(...taken);
    });
    const add = (n: number) => {
      waiting.push(n);
      appender.wake();
    };
    add(1);
    // So many steps of the event loop's microtasks later.
    for (let i = 0; i < moment; i++) await Promise.resolve();
    add(2);
    await appender.settled();
    expect(written).toEqual([1, 2]);
  }
});

test("a file is bounded, and so is the number of those of before", async () => {
  const folder = mkdtempSync(join(tmpdir(), "dinfra-appended-"));
  try {
    const file = join(folder, "log");
    for (const text of ["one", "two", "three", "four"]) await appendBounded(file, text, { largest: 2, kept: 2 });
    expect(readdirSync(folder).sort()).toEqual(["log", "log.1", "log.2"]);
    expect(["log.2", "log.1", "log"].map((name) => readFileSync(join(folder, name), "utf8"))).toEqual([
      ...["two", "three", "four"],
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
