/** @integration */
import * as fs from "node:fs";
import * as path from "node:path";
import { makeLayout, type Layout } from "../layout.js";
import { operations } from "../testing/kinds.js";
import { makeScratch, type Scratch } from "../testing/scratch.js";
import { removeRecord } from "../records.js";
import { groupRootIn } from "./cgroup.js";
import { sharedOwners } from "./shared.js";
import { holds } from "./held-ranges.js";
import { ensureUser, freeUid, keepRanges, recordUser, usedUids, userOf } from "./users.js";

let scratch: Scratch;
let layout: Layout;
beforeEach(() => {
  scratch = makeScratch();
  process.env.DINFRA_HOST_UID_RANGES = path.join(scratch.folder, "uid-ranges");
  layout = makeLayout(scratch.root);
});
afterEach(() => {
  delete process.env.DINFRA_HOST_UID_RANGES;
  return scratch.clean();
});

const range = { first: 1_900_000_000, count: 3 };
const isolation = { kind: "own-user", firstUid: range.first, uidCount: range.count } as const;

test("an owner always begins at the same place, and takes the next uid that nothing has", () => {
  const first = freeUid(range, "o", new Set())!;
  const second = freeUid(range, "o", new Set([first]))!;
  const third = freeUid(range, "o", new Set([first, second]))!;
  expect([first, second, third].sort()).toEqual([range.first, range.first + 1, range.first + 2]);
  expect(freeUid(range, "o", new Set([first, second, third]))).toBeUndefined();
});

test("a uid is used while a record, a folder or a process has it", () => {
  recordUser(layout, "o", 77_001, range);
  const used = usedUids(layout);
  expect(used.has(77_001)).toBe(true);
  // This very process, and the layout's folders' owner.
  expect(used.has(process.getuid!())).toBe(true);
  expect(used.has(77_002)).toBe(false);
});

test("an owner keeps what it has, whatever is wanted now", async () => {
  recordUser(layout, "o", 77_001, range);
  expect(await ensureUser(layout, { owner: "o" })).toBe(77_001);
  expect(await ensureUser(layout, { owner: "o", isolation: { kind: "shared-user" } })).toBe(77_001);
  expect(await ensureUser(layout, { owner: "new" })).toBeUndefined();
});

const asRoot = process.getuid!() === 0 ? test : test.skip;

asRoot("what was made as the provider's own user stays so, is listed, and nothing of it is given away", async () => {
  const { create } = operations("Directory");
  const made = await create({ name: "d", owner: "before", root: scratch.root });
  expect(await ensureUser(layout, { owner: "before", isolation })).toBeUndefined();
  expect(fs.statSync(made.path as string).uid).toBe(0);
  expect(sharedOwners(scratch.root)).toEqual(["before"]);
});

asRoot("after a lost record the uid is read back from the data folder, and never given to another", async () => {
  const folder = path.join(layout.data, "d");
  fs.mkdirSync(folder);
  fs.chownSync(folder, range.first + 1, range.first + 1);
  expect(await ensureUser(layout, { owner: "o", isolation, folder })).toBe(range.first + 1);
  expect(await ensureUser(layout, { owner: "p", isolation })).not.toBe(range.first + 1);
  await expect(ensureUser(layout, { owner: "q", isolation, folder })).rejects.toMatchObject({ code: "name-taken" });
  const [record] = fs.readdirSync(path.join(scratch.root, "users"));
  removeRecord(layout, "users", path.basename(record!, ".json"));
  expect([userOf(layout, "o"), userOf(layout, "p")].filter((uid) => uid === undefined)).toHaveLength(1);
});

asRoot("a range with somebody in it is refused, and one with nobody left too", async () => {
  const taken = { kind: "own-user", firstUid: 1_000, uidCount: 100_000 } as const;
  await expect(ensureUser(layout, { owner: "o", isolation: taken })).rejects.toMatchObject({
    code: "isolation-impossible",
  });
  for (const owner of ["a", "b", "c"]) await ensureUser(layout, { owner, isolation });
  await expect(ensureUser(layout, { owner: "d", isolation })).rejects.toMatchObject({ code: "no-free-user" });
});

asRoot("a range of another state root is refused, its uids are used, and what is known stays", async () => {
  const uid = await ensureUser(layout, { owner: "o", isolation });
  const second = makeLayout(path.join(scratch.folder, "second"));
  await expect(ensureUser(second, { owner: "o", isolation })).rejects.toMatchObject({
    code: "isolation-impossible",
    message: expect.stringContaining(`${second.root} alone, found that ${layout.root} holds`),
  });
  expect(usedUids(second).has(uid!)).toBe(true);
  // As a version left it that held no ranges.
  recordUser(second, "o", range.first + 2, range);
  expect(await ensureUser(second, { owner: "o", isolation })).toBe(range.first + 2);
  await keepRanges(second);
  expect(holds(second, range)).toBe(false);
});

asRoot("a root of a version that held no ranges holds those that its owners have, at the next look", async () => {
  recordUser(layout, "o", range.first, range);
  await keepRanges(layout);
  expect(holds(layout, range)).toBe(true);
});

test.each([
  {
    case: "version 2 beside version 1",
    mounts: [
      "30 25 0:26 / /sys/fs/cgroup/freezer rw,nosuid - cgroup cgroup rw,freezer",
      "31 25 0:27 / /sys/fs/cgroup/unified rw,nosuid - cgroup2 cgroup2 rw",
    ],
    root: { folder: "/sys/fs/cgroup/unified", version: 2 },
  },
  {
    case: "version 1 only, seen through optional fields",
    mounts: ["30 25 0:26 / /sys/fs/cgroup/freezer rw,nosuid shared:9 - cgroup cgroup rw,freezer"],
    root: { folder: "/sys/fs/cgroup/freezer", version: 1 },
  },
  { case: "read-only", mounts: ["31 25 0:27 / /sys/fs/cgroup ro,nosuid - cgroup2 cgroup2 rw"], root: undefined },
])("control groups: $case", ({ mounts, root }) => {
  expect(groupRootIn(`${mounts.join("\n")}\n`)).toEqual(root);
});
