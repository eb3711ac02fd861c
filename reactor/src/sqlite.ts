import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ReactorError } from "./failure.js";

/**
 * Opens a database file that belongs to one process at a time, making it when it is not there. A write that returned is on
 * the disk: journal WAL, synchronous FULL. The lock goes with the process, kill -9 included.
 *
 * @param migrations statements that lead from each schema version to the next; their number is the current version
 * @throws {ReactorError} `store.in-use`, `store.newer`, `store.unreadable`
 */
export function openDatabase(file: string, migrations: readonly string[]): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: 2_000 });
    database.exec(
      "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN IMMEDIATE",
    );
    const version = Number(database.prepare("PRAGMA user_version").get()!.user_version);
    if (version > migrations.length) {
      throw new ReactorError(
        "store.newer",
        `${file} has schema version ${version}, this program knows up to ${migrations.length}: run the newer program, or move the file away (it can be rebuilt)`,
      );
    }
    for (const step of migrations.slice(version)) database.exec(step);
    database.exec(`PRAGMA user_version = ${migrations.length}; COMMIT`);
    return database;
  } catch (error) {
    database?.close();
    throw explain(error, file);
  }
}

function explain(error: unknown, file: string): ReactorError {
  if (error instanceof ReactorError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (/locked|busy/i.test(message)) {
    return new ReactorError(
      "store.in-use",
      `${file} is in use by another process: stop that one first, or give another data directory`,
    );
  }
  return new ReactorError(
    "store.unreadable",
    `${file} cannot be used as a store (${message}): move it away, it can be rebuilt from the chain`,
  );
}
