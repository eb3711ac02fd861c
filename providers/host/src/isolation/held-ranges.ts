import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { barrier } from "../barrier.js";
import { HostError } from "../errors.js";
import { layoutOf, type Layout } from "../layout.js";
import { withLock } from "../lock.js";
import { listRecords, readRecord, removeRecord, writeRecord, type Owning } from "../records.js";
import { inRange, type UidRange } from "./isolation.js";

/*
 * Which state root of this machine has which uids. A root finds free uids by its own folders, and does not know those of
 * another root. So a range is one root's alone, and a record beside all roots says whose.
 */

/** What a state root has. As a record its owner is the root. */
export interface HeldRanges {
  /** Canonical path of the state root. */
  root: string;
  ranges: UidRange[];
  /** Where the root's file system was mounted: without it the root is away, and not gone. */
  mount: string;
}

type HeldRecord = Owning & HeldRanges;

/** What decides whether a root lives. */
export interface RootsSeen {
  /** Whether there is such a folder. */
  exists(root: string): boolean;
  /** The mount point of the file system that the path lies on now. */
  mountOf(root: string): string;
  /** Uids of all processes of the machine. */
  busy: ReadonlySet<number>;
}

/**
 * DINFRA_HOST_UID_RANGES, else a folder of /var/lib: the uids own folders that outlive a boot, so the record must outlive it
 * too, which nothing in /run does.
 *
 * @throws isolation-impossible where the variable has no absolute path
 */
export function rangesFolder(env: NodeJS.ProcessEnv = process.env): string {
  const folder = env.DINFRA_HOST_UID_RANGES || "/var/lib/dinfra/uid-ranges";
  if (path.isAbsolute(folder)) return folder;
  throw new HostError(
    "isolation-impossible",
    `expected an absolute path in DINFRA_HOST_UID_RANGES, found ${folder}: all that run under a root must find one folder`,
  );
}

const overlap = (a: UidRange, b: UidRange) => a.first < b.first + b.count && b.first < a.first + a.count;
export const rangeText = ({ first, count }: UidRange) => `uids ${first} to ${first + count - 1}`;

/**
 * Whether a root may have a range, beside what the others hold: why not, or which of them are gone for certain, so that
 * their records may go. Gone is a root whose folder is not there, though its file system is, and of which no process runs.
 */
export function rangeClash(
  wanted: { root: string; range: UidRange },
  held: readonly HeldRanges[],
  seen: RootsSeen,
): { problem: string } | { gone: HeldRanges[] } {
  const gone: HeldRanges[] = [];
  for (const other of held) {
    const range = other.ranges.find((one) => overlap(one, wanted.range));
    if (other.root === wanted.root || range === undefined) continue;
    const why = whyKept(other, seen);
    if (why === undefined) gone.push(other);
    else
      return {
        problem: `expected ${rangeText(wanted.range)} to be of the state root ${wanted.root} alone, found that ${other.root} holds ${rangeText(range)} (${why}): choose ranges that do not overlap`,
      };
  }
  return { gone };
}

function whyKept({ root, ranges, mount }: HeldRanges, seen: RootsSeen): string | undefined {
  if (seen.exists(root)) return "it is in use; where it is not, remove that folder";
  if (seen.mountOf(root) !== mount) return `its file system at ${mount} is not mounted`;
  const uid = [...seen.busy].find((one) => ranges.some((range) => inRange(range, one)));
  return uid === undefined ? undefined : `its folder is gone, but a process of uid ${uid} runs; end it`;
}

const keyOf = (root: string) => createHash("sha256").update(root).digest("hex").slice(0, 32);
const lockKey = "ranges";

/** The deepest mount point above the path, from /proc/self/mountinfo. */
export function mountIn(mountinfo: string, file: string): string {
  const points = mountinfo
    .split("\n")
    .flatMap((line) => line.split(" ")[4] ?? [])
    .map((point) => point.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8))));
  const above = points.filter((point) => point === "/" || file === point || file.startsWith(`${point}/`));
  return above.reduce((deepest, point) => (point.length > deepest.length ? point : deepest), "/");
}

const mountOf = (file: string) => mountIn(fs.readFileSync("/proc/self/mountinfo", "utf8"), file);

/** Uids, of all four kinds, that some process of this machine has. */
export function uidsOfProcesses(): number[] {
  return fs.readdirSync("/proc").flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    try {
      const line = /^Uid:\s+(.*)$/m.exec(fs.readFileSync(`/proc/${pid}/status`, "latin1"))?.[1] ?? "";
      return line.split(/\s+/).map(Number);
    } catch {
      // It ended.
      return [];
    }
  });
}

function look(): RootsSeen {
  return {
    // What cannot be looked at throws: a root that may be there is not taken for gone.
    exists: (root) => fs.statSync(root, { throwIfNoEntry: false }) !== undefined,
    mountOf,
    busy: new Set(uidsOfProcesses()),
  };
}

/** What all roots of this machine hold, as recorded. */
export function heldRanges(folder = rangesFolder()): HeldRanges[] {
  return listRecords<HeldRecord>(layoutOf(folder), "ranges");
}

/** Why the root may not have the range; undefined when it may. Changes nothing. */
export function heldProblem(layout: Layout, range: UidRange, folder = rangesFolder()): string | undefined {
  const decided = rangeClash({ root: layout.root, range }, heldRanges(folder), look());
  return "problem" in decided ? decided.problem : undefined;
}

/**
 * Makes the range the root's, from now until the root is gone. Killed within: the record is the old one or the new one.
 *
 * @param used uids that something of the root has; a range that it held before is given back once it has none of them
 * @throws isolation-impossible where another root holds one of these uids, naming both
 */
export async function holdRange(
  layout: Layout,
  range: UidRange,
  used: ReadonlySet<number>,
  folder = rangesFolder(),
): Promise<void> {
  const registry = makeRegistry(folder);
  await withLock(registry, lockKey, 60_000, async () => {
    const all = listRecords<HeldRecord>(registry, "ranges");
    const decided = rangeClash({ root: layout.root, range }, all, look());
    if ("problem" in decided) throw new HostError("isolation-impossible", decided.problem);
    for (const { root } of decided.gone) removeRecord(registry, "ranges", keyOf(root));
    await barrier("ranges.write");
    const before = all.find(({ root }) => root === layout.root)?.ranges ?? [];
    const kept = before.filter((one) => !same(one, range) && [...used].some((uid) => inRange(one, uid)));
    const record = { root: layout.root, ranges: [...kept, range], mount: mountOf(layout.root) };
    const key = keyOf(layout.root);
    writeRecord<HeldRecord>(registry, "ranges", key, { name: key, owner: layout.root, urn: "", ...record });
  });
}

/** Whether the root has the range already. */
export function holds(layout: Layout, range: UidRange, folder = rangesFolder()): boolean {
  const held = readRecord<HeldRecord>(layoutOf(folder), "ranges", keyOf(layout.root));
  return held?.mount === mountOf(layout.root) && held.ranges.some((one) => same(one, range));
}

const same = (a: UidRange, b: UidRange) => a.first === b.first && a.count === b.count;

/** The folder of the records; only its owner may be able to write there. */
function makeRegistry(folder: string): Layout {
  fs.mkdirSync(path.dirname(folder), { recursive: true, mode: 0o711 });
  const registry = layoutOf(folder);
  for (const each of [registry.root, registry.locks, registry.records("ranges")])
    fs.mkdirSync(each, { recursive: true, mode: 0o700 });
  const { uid, mode } = fs.statSync(registry.root);
  if (uid === process.getuid?.() && (mode & 0o022) === 0) return registry;
  throw new HostError(
    "isolation-impossible",
    `expected ${registry.root} to be of uid ${process.getuid?.()} and writable by it alone, found uid ${uid}, mode ${(mode & 0o777).toString(8)}: it says which state root has which uids; chown and chmod it`,
  );
}
