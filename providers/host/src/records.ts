import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { HostError } from "./errors.js";
import type { Layout, RecordKind } from "./layout.js";

const format = 1;

/** What every record has. */
export interface Owning {
  name: string;
  owner: string;
  /** The Pulumi resource that has it now; a resource that adopts it takes it over, and a former one no longer deletes it. */
  urn: string;
}

function fileOf(layout: Layout, kind: RecordKind, key: string): string {
  return path.join(layout.records(kind), `${key}.json`);
}

function parse<T>(file: string): T | undefined {
  let text: string;
  try {
    text = fs.readFileSync(file, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
  try {
    const value = JSON.parse(text) as { format: number; record: T };
    if (value.format === format) return value.record;
  } catch {
    // Falls through: damaged and of another format end in the same advice.
  }
  // Not taken for absent: that would let a deletion pass over what the record stands for.
  throw new HostError(
    "record-unreadable",
    `expected a record of format ${format} in ${file}, found something else: put it right, or end what it stands for by hand and remove the file`,
  );
}

/** The record, or undefined when there is none. Throws `record-unreadable` when it is damaged. */
export function readRecord<T extends Owning>(layout: Layout, kind: RecordKind, key: string): T | undefined {
  return parse<T>(fileOf(layout, kind, key));
}

/** All records of a kind. */
export function listRecords<T extends Owning>(layout: Layout, kind: RecordKind): T[] {
  let names: string[];
  try {
    names = fs.readdirSync(layout.records(kind));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  return names
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => parse<T>(path.join(layout.records(kind), name)))
    .filter((record) => record !== undefined);
}

/** Replaces the record in one step: readers see the old one or the new one, also after a crash or a power cut. */
export function writeRecord<T extends Owning>(layout: Layout, kind: RecordKind, key: string, record: T): void {
  const file = fileOf(layout, kind, key);
  replaceFile(
    file,
    `${file}~${randomBytes(6).toString("hex")}`,
    JSON.stringify({ format, record }, undefined, 1),
    0o600,
  );
}

/** No error when there is none. */
export function removeRecord(layout: Layout, kind: RecordKind, key: string): void {
  fs.rmSync(fileOf(layout, kind, key), { force: true });
}

/** No room: on the disk, in the quota, or under the limit of a file's size. */
const fullCodes = ["ENOSPC", "EDQUOT", "EFBIG"];

/** Does without what cannot be written on a full disk. */
export function unlessFull(write: () => void): void {
  try {
    write();
  } catch (error) {
    if (!(error instanceof HostError && error.code === "disk-full")) throw error;
  }
}

/**
 * Writes `content` to `draft` beside `file`, makes it durable, and moves it over `file`. A full disk shows before the
 * move, so that the old content stays. Follows no symbolic link in the last step of either path.
 *
 * @throws disk-full (retryable)
 */
export function replaceFile(file: string, draft: string, content: string, mode: number): void {
  try {
    fs.rmSync(draft, { force: true });
    const fd = fs.openSync(draft, "wx", mode);
    try {
      fs.fchmodSync(fd, mode);
      fs.writeFileSync(fd, content);
      fs.fsyncSync(fd);
    } finally {
      fs.closeSync(fd);
    }
    fs.renameSync(draft, file);
    const folder = fs.openSync(path.dirname(file), "r");
    try {
      fs.fsyncSync(folder);
    } finally {
      fs.closeSync(folder);
    }
  } catch (error) {
    fs.rmSync(draft, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    if (!fullCodes.includes(code ?? "")) throw error;
    throw new HostError(
      "disk-full",
      `expected room to write ${file}, found none (${code}): free some and try again`,
      true,
    );
  }
}
