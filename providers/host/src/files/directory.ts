import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { HostError } from "../errors.js";
import { makeLayout, type Layout } from "../layout.js";
import { withLock } from "../lock.js";
import { listRecords, readRecord, removeRecord, unlessFull, writeRecord, type Owning } from "../records.js";
import { directoryPath, isWithin } from "./confine.js";
import { fileKey, type FileRecord } from "./file.js";

export interface DirectoryRecord extends Owning {
  phase: "present" | "deleting";
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

/** Makes the directory, or takes over the one of that name with what is in it. Gives its path. */
export async function ensureDirectory(urn: string, root: string, name: string, owner: string): Promise<string> {
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
    if (existing?.phase === "deleting") await removeContents(layout, name);
    // The intent. Killed after it: listed as the owner's, and made by the next call or removed by a delete.
    writeRecord<DirectoryRecord>(layout, "directories", name, { name, owner, urn, phase: "present" });
    if (!isFolder(file)) fs.mkdirSync(file, { mode: 0o700 });
    fs.chmodSync(file, 0o700);
    return file;
  });
}

/** Moved away first, so that it is there whole or not at all; a crash leaves the rest in the trash, under its name. */
async function removeContents(layout: Layout, name: string): Promise<void> {
  const file = directoryPath(layout, name);
  if (isFolder(file)) fs.renameSync(file, path.join(layout.trash, `${name}~${randomBytes(6).toString("hex")}`));
  for (const entry of fs.readdirSync(layout.trash))
    // Follows no link: a link is removed, not what it points to. Not at one go: a chain's data may take minutes, and the
    // plugin has others to serve.
    if (entry.split("~")[0] === name)
      await fs.promises.rm(path.join(layout.trash, entry), { recursive: true, force: true });
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
    await removeContents(layout, name);
    for (const record of listRecords<FileRecord>(layout, "files"))
      if (isWithin(directoryPath(layout, name), record.path)) removeRecord(layout, "files", fileKey(record.path));
    removeRecord(layout, "directories", name);
  });
}
