import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { HostError } from "../errors.js";
import { layoutOf, type Layout } from "../layout.js";
import { withLock } from "../lock.js";
import type { ProcessRecord } from "../process/record.js";
import { listRecords, readRecord, removeRecord, writeRecord, type Owning } from "../records.js";
import { heldRanges, holdRange, holds, rangeText, uidsOfProcesses } from "./held-ranges.js";
import { IsolationKind, inRange, uidsOf, type Isolation, type UidRange } from "./isolation.js";
import { requireFreeRange } from "./range-check.js";

/** Which uid an owner has. */
export interface UserRecord extends Owning {
  uid: number;
  /** The range that it was taken from. */
  range: UidRange;
}

const lockKey = "users";
const lockMs = 60_000;
/** Names the records of an owner, which may have any letters in it. */
export const ownerKey = (owner: string) => createHash("sha256").update(owner).digest("hex").slice(0, 32);

export function userOf(layout: Layout, owner: string): number | undefined {
  return readRecord<UserRecord>(layout, "users", ownerKey(owner))?.uid;
}

export function allUsers(layout: Layout): UserRecord[] {
  return listRecords<UserRecord>(layout, "users");
}

/** Uids of the entries of a folder; they say whose a folder is when no record does any more. */
function ownersOfEntries(folder: string): number[] {
  return entriesOf(folder).flatMap((name) => {
    const stat = fs.lstatSync(path.join(folder, name), { throwIfNoEntry: false });
    return stat ? [stat.uid] : [];
  });
}

function entriesOf(folder: string): string[] {
  try {
    return fs.readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** The uids that something under the root has: a record, a folder. */
export function uidsUnder(layout: Layout): Set<number> {
  const folders = [layout.data, layout.work, layout.trash];
  return new Set([...allUsers(layout).map(({ uid }) => uid), ...folders.flatMap(ownersOfEntries)]);
}

/**
 * The uids that something has: a record, a folder, a process. Of other roots too: two that were given one range before
 * ranges were held keep what they have.
 */
export function usedUids(layout: Layout): Set<number> {
  const others = heldRanges().filter(({ root }) => root !== layout.root);
  return new Set([
    ...uidsUnder(layout),
    ...others.flatMap(({ root }) => [...uidsUnder(layoutOf(root))]),
    ...uidsOfProcesses(),
  ]);
}

/**
 * Makes sure that the range is nobody's but the root's, and holds it.
 *
 * @throws isolation-impossible
 */
export async function requireRange(layout: Layout, range: UidRange): Promise<void> {
  requireFreeRange(range);
  if (!holds(layout, range)) await holdRange(layout, range, uidsUnder(layout));
}

const notToBeHeld = new Set<string>();

/**
 * Holds the ranges that owners have uids from, for a root of a version that held none. Where another root has one of them,
 * what runs goes on; `isolationProblem` says it of the range that is in force.
 */
export async function keepRanges(layout: Layout): Promise<void> {
  if (process.getuid?.() !== 0) return;
  for (const { range } of allUsers(layout)) {
    const key = `${layout.root} ${rangeText(range)}`;
    if (notToBeHeld.has(key) || holds(layout, range)) continue;
    try {
      await holdRange(layout, range, uidsUnder(layout));
    } catch (error) {
      if (!(error instanceof HostError && error.code === "isolation-impossible")) throw error;
      notToBeHeld.add(key);
    }
  }
}

/** The first free uid from a place that follows from the owner, so that a number is not soon used again for another. */
export function freeUid(range: UidRange, owner: string, used: ReadonlySet<number>): number | undefined {
  const start = createHash("sha256").update(owner).digest().readUInt32BE(0) % range.count;
  for (let step = 0; step < range.count; step++) {
    const uid = range.first + ((start + step) % range.count);
    if (!used.has(uid)) return uid;
  }
  return undefined;
}

/** Whether the owner has something that runs, or lies, as the provider's own user: from before, or by its own choice. */
function sharesUser(layout: Layout, owner: string, range: UidRange): boolean {
  const processes = listRecords<ProcessRecord>(layout, "processes").filter((one) => one.owner === owner);
  return processes.some((one) => one.uid === undefined) || foldersOf(layout, owner).some((uid) => !inRange(range, uid));
}

/** Uids of the owner's data folders. */
function foldersOf(layout: Layout, owner: string): number[] {
  return listRecords(layout, "directories")
    .filter((one) => one.owner === owner)
    .flatMap(({ name }) => {
      const stat = fs.lstatSync(path.join(layout.data, name), { throwIfNoEntry: false });
      return stat?.isDirectory() ? [stat.uid] : [];
    });
}

export interface WantedUser {
  owner: string;
  isolation?: Isolation | null;
  /** A folder that the owner is about to take over; whose it is decides when no record does. */
  folder?: string;
}

/**
 * The uid that the owner's processes and folders have; undefined when that is the provider's own. An owner keeps what it
 * has, whatever is wanted now: recorded, else read back from its folders and processes. Only one that has nothing yet is
 * given a uid.
 *
 * @throws isolation-impossible, no-free-user
 */
export async function ensureUser(layout: Layout, wanted: WantedUser): Promise<number | undefined> {
  const { owner, isolation, folder } = wanted;
  const known = userOf(layout, owner);
  if (known !== undefined) return known;
  if (isolation?.kind !== IsolationKind.OwnUser) return undefined;
  const range = uidsOf(isolation);
  if (process.getuid?.() !== 0)
    throw new HostError(
      "isolation-impossible",
      `expected to run as root to give ${owner} a uid of its own, found uid ${process.getuid?.()}: run the reactor as root, or take isolation namespaces, or accept isolation shared-user by name`,
    );
  await requireRange(layout, range);
  return withLock(layout, lockKey, lockMs, () => Promise.resolve(takeUser(layout, owner, range, folder)));
}

function takeUser(layout: Layout, owner: string, range: UidRange, folder: string | undefined): number | undefined {
  const known = userOf(layout, owner);
  if (known !== undefined) return known;
  const there = folder === undefined ? undefined : fs.lstatSync(folder, { throwIfNoEntry: false })?.uid;
  const recorded = listRecords<ProcessRecord>(layout, "processes").filter((one) => one.owner === owner);
  const seen = [there, ...recorded.map((one) => one.uid), ...foldersOf(layout, owner)];
  const own = seen.find((uid): uid is number => uid !== undefined && inRange(range, uid));
  if (own === undefined && (there !== undefined || sharesUser(layout, owner, range))) return undefined;
  const other = allUsers(layout).find((one) => one.uid === own);
  if (other)
    throw new HostError(
      "name-taken",
      `expected the folders of ${owner} to have a uid of their own, found ${own}, which is that of ${other.owner}: give them back to the right user (chown)`,
    );
  const uid = own ?? freeUid(range, owner, usedUids(layout));
  if (uid === undefined)
    throw new HostError(
      "no-free-user",
      `expected a free uid from ${range.first} to ${range.first + range.count - 1} for ${owner}, found none: give a larger range`,
    );
  writeRecord<UserRecord>(layout, "users", ownerKey(owner), { name: ownerKey(owner), owner, urn: "", uid, range });
  return uid;
}

/** Records that the owner has that uid from now on, within the lock of {@link withUsers}. */
export function recordUser(layout: Layout, owner: string, uid: number, range: UidRange): void {
  writeRecord<UserRecord>(layout, "users", ownerKey(owner), { name: ownerKey(owner), owner, urn: "", uid, range });
}

/** While nobody else gives or takes uids. */
export function withUsers<T>(layout: Layout, work: () => Promise<T>): Promise<T> {
  return withLock(layout, lockKey, lockMs, work);
}

/** Forgets whose the uid is, once nothing has it: no process or directory record, no folder, no process. */
export async function forgetUser(layout: Layout, owner: string): Promise<boolean> {
  if (userOf(layout, owner) === undefined) return false;
  return withUsers(layout, () => {
    const uid = userOf(layout, owner);
    const has = (kind: "processes" | "directories") => listRecords(layout, kind).some((one) => one.owner === owner);
    if (uid === undefined || has("processes") || has("directories")) return Promise.resolve(false);
    const folders = [layout.data, layout.work, layout.trash].flatMap(ownersOfEntries);
    if (folders.includes(uid) || uidsOfProcesses().includes(uid)) return Promise.resolve(false);
    removeRecord(layout, "users", ownerKey(owner));
    return Promise.resolve(true);
  });
}
