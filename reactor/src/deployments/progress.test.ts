import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EventFiles } from "./event-files.js";
import { Progress } from "./progress.js";

const log = (message: string) => ({ kind: "log" as const, message });
const messages = async (progress: Progress, deployment: string) =>
  (await progress.since(deployment, 0)).map(({ message }) => message);

test("the latest events of each are kept, and their numbers go on", async () => {
  const progress = new Progress(2, 100);
  for (const message of ["a", "b", "c"]) progress.add("1.1", log(message));
  expect((await progress.since("1.1", 0)).map(({ id, message }) => [id, message])).toEqual([
    [2, "b"],
    [3, "c"],
  ]);
  progress.forget("1.1");
  progress.add("1.1", log("d"));
  expect(await progress.since("1.1", 0)).toMatchObject([{ id: 1, message: "d" }]);
});

test("together they are bounded: those of what was quiet for longest go first, and their numbers stay", async () => {
  const progress = new Progress(10, 4);
  for (const [id, message] of ["1.1", "2.1", "1.1", "3.1", "3.1"].entries()) progress.add(message, log(String(id)));
  expect(await Promise.all(["1.1", "2.1", "3.1"].map((id) => messages(progress, id)))).toEqual([
    ["0", "2"],
    [],
    ["3", "4"],
  ]);
  progress.add("2.1", log("again"));
  expect(await progress.since("2.1", 0)).toMatchObject([{ id: 2 }]);
  expect(await messages(progress, "1.1")).toEqual([]);
  progress.forget("3.1");
  for (const message of ["x", "y", "z"]) progress.add("4.1", log(message));
  expect(await messages(progress, "2.1")).toEqual(["again"]);
});

describe("in files", () => {
  const folder = mkdtempSync(join(tmpdir(), "dinfra-events-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const restarted = () => new Progress(2, 100, undefined, new EventFiles(folder));

  test("they outlive the process, and their numbers go on; what was half written is left out", async () => {
    const before = restarted();
    for (const message of ["a", "b", "c"]) before.add("1.1", log(message));
    await before.settled();
    appendFileSync(join(folder, "1.1.jsonl"), '{"id":4,"kind":"lo');
    const after = restarted();
    expect(await messages(after, "1.1")).toEqual(["a", "b", "c"]);
    appendFileSync(join(folder, "1.1.jsonl"), "\n");
    after.add("1.1", log("d"));
    expect((await after.since("1.1", 1)).map(({ id, message }) => [id, message])).toEqual([
      [2, "b"],
      [3, "c"],
      [4, "d"],
    ]);
    after.forget("1.1");
    expect(await messages(restarted(), "1.1")).toEqual(["a", "b", "c", "d"]);
    await after.remove("1.1");
    expect([await messages(restarted(), "1.1"), readdirSync(folder)]).toEqual([[], []]);
  });

  test("they are bounded, and a disk that takes nothing stops nothing", async () => {
    const failures: unknown[] = [];
    const progress = new Progress(2, 100, undefined, new EventFiles(folder, (error) => failures.push(error)));
    for (let n = 0; n < 300; n++) {
      progress.add("2.1", log("x".repeat(4_000)));
      await progress.settled();
    }
    const sizes = readdirSync(folder).map((file) => statSync(join(folder, file)).size);
    expect(sizes).toHaveLength(2);
    expect(Math.max(...sizes)).toBeLessThan(270_000);
    expect((await progress.since("2.1", 0)).at(-1)!.id).toBe(300);
    rmSync(folder, { recursive: true });
    writeFileSync(folder, "no folder");
    progress.add("2.1", log("y"));
    await progress.settled();
    expect([failures.length, (await progress.since("2.1", 300)).length]).toEqual([1, 1]);
  });
});
