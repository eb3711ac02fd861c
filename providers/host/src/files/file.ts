import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { HostError } from "../errors.js";
import { layoutOf, makeLayout, type Layout } from "../layout.js";
import { withLock } from "../lock.js";
import { readRecord, removeRecord, roomFor, writeRecord, type Owning } from "../records.js";
import { confined, openConfined } from "./confine.js";
import type { OpenFolder } from "./open-folder.js";

export interface FileRecord extends Owning {
  path: string;
}

/** Content and mode as they are on disk. */
export interface FileFacts {
  path: string;
  sha256: string;
  /** Octal digits, as in `0600`. */
  mode: string;
  /** What it holds, as text. */
  content: string;
}

const lockMs = 60_000;
const sha256 = (content: string | Buffer) => createHash("sha256").update(content).digest("hex");
const octal = (mode: number) => (mode & 0o777).toString(8).padStart(4, "0");

/** The record's name: a path is no file name. */
export function fileKey(file: string): string {
  return sha256(file);
}

/** Who has the directory that the file lies in. */
function ownerOf(layout: Layout, file: string): string {
  const [directory] = path.relative(layout.data, file).split(path.sep);
  return readRecord(layout, "directories", directory ?? "")?.owner ?? "";
}

/** The place of a file, in the spelling that records use; undefined when its folder does not exist. */
function placeOf(layout: Layout, folder: string, name: string): string | undefined {
  const real = confined(layout, folder);
  return real === undefined ? undefined : path.join(real, name);
}

/** What the file holds should have this hash. */
export function contentHash(content: string): string {
  return sha256(content);
}

/** Content and mode in the spelling of the facts. */
export function modeText(mode: string): string {
  return octal(parseInt(mode, 8));
}

/** What we write is text of a descriptor or a program, so what is longer was put there by a workload. */
const contentLimitBytes = 16 * 1024 * 1024;

/** With the folder open, so that what is looked at is what is acted on. Undefined when the folder is not there. */
function inConfined<T>(layout: Layout, folder: string, work: (open: OpenFolder) => T): T | undefined {
  const open = openConfined(layout, folder);
  try {
    return open && work(open);
  } finally {
    open?.close();
  }
}

/** Writes the file, whole or not at all, over what is there. A crash leaves a draft, which the next write replaces. */
export async function writeFile(
  urn: string,
  root: string,
  folder: string,
  name: string,
  content: string,
  mode: string,
): Promise<FileFacts> {
  const layout = makeLayout(root);
  const missing = () =>
    new HostError("not-a-directory", `expected a Directory at ${folder} for the file ${name}, found nothing`);
  const file = placeOf(layout, folder, name);
  if (file === undefined) throw missing();
  return withLock(layout, `file+${fileKey(file)}`, lockMs, async () => {
    // The intent: what is written is known as ours before it is there.
    writeRecord<FileRecord>(layout, "files", fileKey(file), { name, owner: ownerOf(layout, file), urn, path: file });
    const written = inConfined(layout, folder, (open) => {
      if (open.stat(name)?.isDirectory())
        throw new HostError("not-a-directory", `expected a file or nothing at ${file}, found a folder: remove it`);
      roomFor(file, () => open.replace(name, content, parseInt(mode, 8), draftOf(name), fs.fstatSync(open.fd).uid));
      return true;
    });
    if (!written) throw missing();
    return { path: file, sha256: sha256(content), mode: octal(parseInt(mode, 8)), content };
  });
}

/** A fixed name, so that a crash leaves at most one. */
function draftOf(name: string): string {
  return `.${name}.new`;
}

/** What is on disk, or undefined when it is no plain file (any more): a link, a FIFO, another name of some file. */
export function readFacts(root: string, folder: string, name: string): FileFacts | undefined {
  const layout = layoutOf(root);
  const file = placeOf(layout, folder, name);
  if (file === undefined) return undefined;
  return inConfined(layout, folder, (open) => {
    const fd = open.openPlain(name);
    if (fd === undefined) return undefined;
    try {
      const { size, mode } = fs.fstatSync(fd);
      // Not read: it would fill the memory. It is none of ours, and so differs from whatever is wanted.
      const content = size > contentLimitBytes ? Buffer.alloc(0) : fs.readFileSync(fd);
      const hash = size > contentLimitBytes ? "" : sha256(content);
      return { path: file, sha256: hash, mode: octal(mode), content: content.toString("utf8") };
    } finally {
      fs.closeSync(fd);
    }
  });
}

/** Removes the file; a link in its place is removed, not followed. Nothing is done for a resource that no longer has it. */
export async function removeFile(root: string, folder: string, name: string, urn?: string): Promise<void> {
  const layout = makeLayout(root);
  const file = placeOf(layout, folder, name);
  if (file === undefined) {
    removeRecord(layout, "files", fileKey(path.join(path.resolve(folder), name)));
    return;
  }
  await withLock(layout, `file+${fileKey(file)}`, lockMs, async () => {
    const record = readRecord<FileRecord>(layout, "files", fileKey(file));
    if (record && urn !== undefined && record.urn !== urn) return;
    inConfined(layout, folder, (open) => {
      if (open.stat(name)?.isDirectory())
        throw new HostError("not-a-directory", `expected a file at ${file}, found a folder: remove it by hand`);
      open.unlink(draftOf(name));
      open.unlink(name);
    });
    removeRecord(layout, "files", fileKey(file));
  });
}
