import * as fs from "node:fs";
import { HostError } from "../errors.js";
import type { Isolation } from "../isolation/isolation.js";
import { ensureNamespaces } from "../isolation/modes.js";
import { releaseOwner } from "../isolation/release.js";
import { ensureUser } from "../isolation/users.js";
import { openWay } from "../isolation/way.js";
import { makeLayout, type Layout } from "../layout.js";
import { withLock } from "../lock.js";
import { listRecords, readRecord, removeRecord, unlessFull, writeRecord, type Owning } from "../records.js";
import { discard } from "./clear.js";
import { directoryPath, isWithin } from "./confine.js";
import { holdsNothing, unfollowed, type Facts } from "./facts.js";
import { fileKey, type FileRecord } from "./file.js";
import { inFolder } from "./open-folder.js";

export interface DirectoryRecord extends Owning {
  phase: "present" | "deleting";
  /** What no later change may alter about the data. Here and not in the folder, which what runs there can write. */
  fixed?: Facts;
}

const lockMs = 60_000;
const lockKeyOf = (name: string) => `directory+${name}`;

/** What is at that path, without following a link: a folder, nothing, or something that is in the way. */
export function isFolder(file: string): boolean {
  const stat = fs.lstatSync(file, { throwIfNoEntry: false });
  if (!stat) return false;
  if (stat.isDirectory()) return true;
  throw new HostError("not-a-directory", `expected a folder or nothing at ${file}, found something else: remove it`);
}

/**
 * Makes a folder in `parent`, or takes the one that is there, closed to everybody else.
 * @param uid whose it is then
 */
export function makeFolder(parent: string, name: string, uid?: number): void {
  inFolder(parent, (open) => {
    if (!open.stat(name)) fs.mkdirSync(open.at(name), { mode: 0o700 });
    // A workload may have closed it to itself.
    open.unlock(name);
    const made = open.enter(name);
    if (made && uid !== undefined && fs.fstatSync(made.fd).uid !== uid) fs.fchownSync(made.fd, uid, uid);
    made?.close();
  });
}

/** What is on record about the data of the owner's directory of that name; none where nothing was said. */
export function recordedFacts(layout: Layout, name: string, owner: string): Facts {
  const record = readRecord<DirectoryRecord>(layout, "directories", name);
  // What is on its way out holds nobody to anything.
  return (record?.owner === owner && record.phase === "present" && record.fixed) || {};
}

/** The facts that hold from now on: all of before, where there is data that was made with them. */
function nextFacts(layout: Layout, name: string, owner: string, wanted: Facts): Facts {
  if (holdsNothing(directoryPath(layout, name))) return wanted;
  const before = recordedFacts(layout, name, owner);
  for (const line of unfollowed(before, wanted))
    throw new HostError("data-cannot-follow", `directory ${name}: ${line}`);
  return { ...before, ...wanted };
}

/**
 * Makes the directory, or takes over the one of that name with what is in it. Gives its path.
 * @param fixed what no later change may alter about its data
 * @throws HostError `name-taken`, `data-cannot-follow`, `not-a-directory`
 */
export async function ensureDirectory(
  urn: string,
  root: string,
  name: string,
  owner: string,
  isolation?: Isolation | null,
  fixed?: Facts | null,
): Promise<{ path: string; uid: number }> {
  const layout = makeLayout(root);
  return withLock(layout, lockKeyOf(name), lockMs, async () => {
    const existing = readRecord<DirectoryRecord>(layout, "directories", name);
    if (existing && existing.owner !== owner)
      throw new HostError(
        "name-taken",
        `directory ${name} belongs to ${existing.owner}, not to ${owner}: choose another name, or destroy that one first`,
      );
    const file = directoryPath(layout, name);
    // A deletion that was cut short is finished first: half of the old contents must not pass for the new ones.
    if (existing?.phase === "deleting") await discard(layout, layout.data, name, name);
    // Before there is anything that could be taken for what is from before.
    await ensureNamespaces(layout, owner, isolation);
    const facts = nextFacts(layout, name, owner, fixed ?? {});
    const known = Object.keys(facts).length > 0 ? { fixed: facts } : {};
    // The intent. Killed after it: listed as the owner's, and made by the next call or removed by a delete.
    writeRecord<DirectoryRecord>(layout, "directories", name, { name, owner, urn, phase: "present", ...known });
    const there = isFolder(file);
    const uid = await ensureUser(layout, { owner, isolation, ...(there && { folder: file }) });
    if (uid !== undefined) openWay(layout);
    // One that is there keeps its user: what is in it is that user's too.
    makeFolder(layout.data, name, there ? undefined : uid);
    return { path: file, uid: fs.lstatSync(file).uid };
  });
}

/** Removes the directory with all that is in it. Nothing is done for a resource that no longer has it. */
export async function removeDirectory(root: string, name: string, urn?: string): Promise<void> {
  const layout = makeLayout(root);
  await withLock(layout, lockKeyOf(name), lockMs, async () => {
    const existing = readRecord<DirectoryRecord>(layout, "directories", name);
    if (existing && urn !== undefined && existing.urn !== urn) return;
    // The intent. Killed after it or within: the record stays until nothing is left.
    if (existing)
      unlessFull(() => writeRecord<DirectoryRecord>(layout, "directories", name, { ...existing, phase: "deleting" }));
    // Moved away first, so that it is there whole or not at all; a crash leaves the rest in the trash, under its name.
    await discard(layout, layout.data, name, name);
    for (const record of listRecords<FileRecord>(layout, "files"))
      if (isWithin(directoryPath(layout, name), record.path)) removeRecord(layout, "files", fileKey(record.path));
    removeRecord(layout, "directories", name);
    if (existing) await releaseOwner(layout, existing.owner);
  });
}
