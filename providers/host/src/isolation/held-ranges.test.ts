/** @integration */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as path from "node:path";
import { makeLayout } from "../layout.js";
import { eventually, makeScratch, type Scratch } from "../testing/scratch.js";
import {
  heldProblem,
  heldRanges,
  holdRange,
  holds,
  mountIn,
  rangeClash,
  rangesFolder,
  type HeldRanges,
} from "./held-ranges.js";

const range = (first: number, count = 10) => ({ first, count });
const other: HeldRanges = { root: "/disk/b", ranges: [range(500), range(100)], mount: "/disk" };
const refused = (why: string) =>
  `expected uids 105 to 114 to be of the state root /a alone, found that /disk/b holds uids 100 to 109 (${why}): choose ranges that do not overlap`;

test.each([
  { case: "nobody's", held: [], problem: undefined },
  { case: "its own", held: [{ ...other, root: "/a" }], problem: undefined },
  { case: "beside another's", held: [{ ...other, ranges: [range(95), range(115)] }], problem: undefined },
  { case: "a living root's", exists: true, problem: refused("it is in use; where it is not, remove that folder") },
  { case: "of a root whose disk is away", mount: "/", problem: refused("its file system at /disk is not mounted") },
  {
    case: "of a root that is gone, with a process in another range of it",
    busy: [509],
    problem: refused("its folder is gone, but a process of uid 509 runs; end it"),
  },
  { case: "of a root that is gone, with processes of others", busy: [99, 110, 499], gone: [other] },
])("a range that is $case", ({ held = [other], exists = false, mount = "/disk", busy = [], problem, gone = [] }) => {
  const seen = { exists: () => exists, mountOf: () => mount, busy: new Set(busy) };
  const decided = rangeClash({ root: "/a", range: range(105) }, held, seen);
  expect(decided).toEqual(problem === undefined ? { gone } : { problem });
});

test.each([
  ["/srv/a", "/"],
  ["/var/lib/a", "/var/lib"],
  ["/var/library", "/var"],
  ["/with space/a", "/with space"],
])("%s lies on what is mounted at %s", (file, mount) => {
  const points = ["/", "/var", "/var/lib", "/with\\040space"];
  expect(mountIn(points.map((point, id) => `${id} 1 0:1 / ${point} rw - ext4 x rw`).join("\n"), file)).toBe(mount);
});

let scratch: Scratch;
let folder: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  scratch = makeScratch();
  folder = path.join(scratch.folder, "uid-ranges");
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await scratch.clean();
});

/** Far from what any machine has. */
const wanted = range(1_876_543_210);
const nothing: ReadonlySet<number> = new Set();
const rootOf = (name: string) => makeLayout(path.join(scratch.folder, name));

/** A process that takes the range for a root of its own, and what it says. */
function taking(name: string, env: NodeJS.ProcessEnv = {}) {
  const dist = path.join(__dirname, "..", "..", "dist");
  const script = `
    const { makeLayout } = require(${JSON.stringify(path.join(dist, "layout.js"))});
    const { holdRange } = require(${JSON.stringify(path.join(dist, "isolation", "held-ranges.js"))});
    const [root, range, folder] = JSON.parse(process.argv[1]);
    holdRange(makeLayout(root), range, new Set(), folder).then(() => console.log("held"), (error) => console.log(error.message));`;
  const argument = JSON.stringify([path.join(scratch.folder, name), wanted, folder]);
  const child = spawn(process.execPath, ["-e", script, argument], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...env },
  });
  children.push(child);
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (more: string) => (text += more));
  return { child, said: once(child, "close").then(() => text.trim()) };
}

test("of many that want one range at once exactly one gets it, and the others are told which", async () => {
  const names = ["a", "b", "c", "d"];
  const said = await Promise.all(names.map((name) => taking(name).said));
  const winner = names[said.indexOf("held")]!;
  expect(heldRanges(folder)).toMatchObject([{ root: path.join(scratch.folder, winner), ranges: [wanted] }]);
  for (const [at, name] of names.entries())
    if (name !== winner)
      expect(said[at]).toContain(
        `the state root ${path.join(scratch.folder, name)} alone, found that ${path.join(scratch.folder, winner)} holds`,
      );
}, 300_000);

test("one that is killed before it has written holds nothing, and keeps nobody out", async () => {
  const barrier = path.join(scratch.folder, "barrier");
  fs.mkdirSync(barrier);
  const { child, said } = taking("a", { DINFRA_TEST_BARRIER: barrier, DINFRA_TEST_BARRIER_POINTS: "ranges.write" });
  const reached = path.join(barrier, `ranges.write.${child.pid}.reached`);
  await eventually("the barrier", () => fs.existsSync(reached), 60_000);
  // With the lock in hand; who comes meanwhile waits for it.
  const second = taking("b");
  child.kill("SIGKILL");
  expect(await said).toBe("");
  expect(await second.said).toBe("held");
  expect(heldRanges(folder).map(({ root }) => path.basename(root))).toEqual(["b"]);
}, 300_000);

test("what a write that was cut off left is no record; a damaged record is named, and nothing is taken past it", async () => {
  await holdRange(rootOf("a"), wanted, nothing, folder);
  const [record] = fs.readdirSync(path.join(folder, "ranges"));
  const file = path.join(folder, "ranges", record!);
  fs.writeFileSync(`${file}~0123456789ab`, '{"format":1,"rec');
  expect(heldRanges(folder)).toHaveLength(1);
  fs.writeFileSync(file, '{"format":1,"rec');
  await expect(holdRange(rootOf("b"), wanted, nothing, folder)).rejects.toMatchObject({
    code: "record-unreadable",
    message: expect.stringContaining(file),
  });
});

test("the range of a root that was removed is taken over, that of one that is there is not", async () => {
  const [a, b] = [rootOf("a"), rootOf("b")];
  await holdRange(a, wanted, nothing, folder);
  expect([holds(a, wanted, folder), holds(b, wanted, folder)]).toEqual([true, false]);
  expect(heldProblem(b, wanted, folder)).toContain(`${a.root} holds uids 1876543210 to 1876543219`);
  await expect(holdRange(b, wanted, nothing, folder)).rejects.toMatchObject({ code: "isolation-impossible" });
  fs.rmSync(a.root, { recursive: true });
  expect(heldProblem(b, wanted, folder)).toBeUndefined();
  await holdRange(b, wanted, nothing, folder);
  expect(heldRanges(folder).map(({ root }) => root)).toEqual([b.root]);
});

test("a root keeps a former range while something of its own has a uid of it", async () => {
  const a = rootOf("a");
  const [next, last] = [range(wanted.first + 100), range(wanted.first + 200)];
  await holdRange(a, wanted, nothing, folder);
  await holdRange(a, next, new Set([wanted.first]), folder);
  expect(heldRanges(folder)).toMatchObject([{ ranges: [wanted, next] }]);
  await holdRange(a, last, new Set([next.first]), folder);
  expect(heldRanges(folder)).toMatchObject([{ ranges: [next, last] }]);
});

test("the folder is the same for all, wherever they run", () => {
  expect(rangesFolder({})).toBe("/var/lib/dinfra/uid-ranges");
  expect(rangesFolder({ DINFRA_HOST_UID_RANGES: "/srv/uids" })).toBe("/srv/uids");
  expect(() => rangesFolder({ DINFRA_HOST_UID_RANGES: "uids" })).toThrow(/an absolute path .*, found uids/);
});

test("a folder of records that others may write to is refused", async () => {
  fs.mkdirSync(folder);
  fs.chmodSync(folder, 0o777);
  await expect(holdRange(rootOf("a"), wanted, nothing, folder)).rejects.toThrow(/writable by it alone, found .*777/);
});
