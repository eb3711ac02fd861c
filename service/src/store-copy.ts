import { randomUUID } from "node:crypto";
import { createReadStream, openSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { backup, DatabaseSync } from "node:sqlite";
import type { Readable } from "node:stream";
import { ReactorError } from "./failure.js";

/** Pages of 4 KiB that are copied before others have their turn: a copy blocks nobody for long. */
const pagesAtOnce = 256;

/**
 * A copy of an open store as it is at one moment, whatever is written meanwhile. The one process that has the store open is
 * the only one that can make it.
 */
export async function copyStore(database: DatabaseSync, to: string): Promise<void> {
  await backup(database, to, { rate: pagesAtOnce });
}

/** The same to be sent; the file that it goes through has no name any more. */
export async function streamStore(database: DatabaseSync, file: string): Promise<Readable> {
  const draft = join(dirname(file), `.copy-${randomUUID()}`);
  try {
    await copyStore(database, draft);
    return createReadStream("", { fd: openSync(draft, "r") });
  } finally {
    for (const suffix of ["", "-wal", "-shm", "-journal"]) rmSync(draft + suffix, { force: true });
  }
}

/**
 * Whether a copy is a whole store.
 * @returns its schema version
 * @throws {ReactorError} `store.unreadable`
 */
export function checkStoreCopy(file: string): number {
  try {
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      const { integrity_check: found } = database.prepare("PRAGMA integrity_check").get()!;
      if (found !== "ok") throw new Error(String(found));
      return Number(database.prepare("PRAGMA user_version").get()!.user_version);
    } finally {
      database.close();
    }
  } catch (error) {
    throw new ReactorError(
      "store.unreadable",
      `${file}: expected a whole copy of a store, found ${(error as Error).message}`,
    );
  }
}
