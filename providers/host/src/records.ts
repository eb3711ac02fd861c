import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { HostError } from "./errors.js";
import { inFolder } from "./files/open-folder.js";
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

/**
 * Replaces the record in one step: readers see the old one or the new one, also after a crash or a power cut. A full disk
 * shows before the move, so that the old content stays.
 */
export function writeRecord<T extends Owning>(layout: Layout, kind: RecordKind, key: string, record: T): void {
  const file = fileOf(layout, kind, key);
  const text = JSON.stringify({ format, record }, undefined, 1);
  roomFor(file, () =>
    inFolder(path.dirname(file), (folder) =>
      folder.replace(`${key}.json`, text, 0o600, `${key}.json~${randomBytes(6).toString("hex")}`),
    ),
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
 * Says of a full disk which file found no room.
 *
 * @throws disk-full (retryable)
 */
export function roomFor(file: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!fullCodes.includes(code ?? "")) throw error;
    throw new HostError(
      "disk-full",
      `expected room to write ${file}, found none (${code}): free some and try again`,
      true,
    );
  }
}
