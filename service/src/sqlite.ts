import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ReactorError } from "./failure.js";
import { describe, holdersOf } from "./holder.js";

/** What leads from a schema version to the next: statements, or what does them. It runs inside a transaction. */
export type Migration = string | ((database: DatabaseSync) => void);

/** Where a migration is. A test may end the process at each of them. */
export type MigrationStep = "copying" | "copied" | "migrating" | "migrated" | "committed";

/** The copy of a store that is made before its schema version changes: what the program of before can go on with. */
export const copyOf = (file: string, version: number): string => `${file}.version-${version}`;

/**
 * Opens a database file that belongs to one process at a time, making it when it is not there. A write that returned is on
 * the disk: journal WAL, synchronous FULL. The lock goes with the process, kill -9 included. A file that is up to date is
 * opened without a write, so that a full disk keeps nobody from reading it.
 *
 * A file of an older version is copied to `copyOf(file, version)` first, and then migrated in one transaction: whenever the
 * process dies, the file is whole and of the old version or of the new one, and so is the copy once it has its name.
 *
 * @param migrations what leads from each schema version to the next; their number is the current version
 * @param onStep called before and after what a migration does
 * @throws {ReactorError} `store.in-use`, `store.newer`, `store.unreadable`; `store.no-space`, `store.no-access` and
 *   `store.disk`, which pass when somebody mends the disk
 */
export function openDatabase(
  file: string,
  migrations: readonly Migration[],
  onStep: (step: MigrationStep) => void = () => {},
): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    database = new DatabaseSync(file, { timeout: 2_000 });
    database.exec(
      "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN IMMEDIATE",
    );
    const version = Number(database.prepare("PRAGMA user_version").get()!.user_version);
    if (version > migrations.length) {
      throw new ReactorError(
        "store.newer",
        `${file} has schema version ${version}, this program knows up to ${migrations.length}: run the newer program, or give another data directory`,
      );
    }
    const old = version > 0 && version < migrations.length;
    if (old) {
      // The lock stays with the process, so nothing changes in between; a copy is not made inside of a transaction.
      database.exec("COMMIT");
      onStep("copying");
      copy(database, copyOf(file, version));
      onStep("copied");
      database.exec("BEGIN IMMEDIATE");
      onStep("migrating");
    }
    for (const step of migrations.slice(version)) {
      if (typeof step === "string") database.exec(step);
      else step(database);
    }
    if (version < migrations.length) database.exec(`PRAGMA user_version = ${migrations.length}`);
    if (old) onStep("migrated");
    database.exec("COMMIT");
    if (old) onStep("committed");
    return database;
  } catch (error) {
    database?.close();
    throw explain(error, file);
  }
}

/** All of the change, or none of it where it throws. */
export function inTransaction(database: DatabaseSync, change: () => void): void {
  database.exec("BEGIN IMMEDIATE");
  try {
    change();
    database.exec("COMMIT");
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  }
}

/** What has the name is whole and on the disk. One that a process left behind which died here is made anew. */
function copy(database: DatabaseSync, to: string): void {
  const draft = `${to}.draft`;
  rmSync(draft, { force: true });
  database.prepare("VACUUM INTO ?").run(draft);
  sync(draft);
  renameSync(draft, to);
  sync(dirname(to));
}

function sync(path: string): void {
  const handle = openSync(path, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Primary result codes of SQLite (sqlite.org/rescode.html); the extended ones have them in their low byte. */
const SQLITE = { perm: 3, busy: 5, locked: 6, readonly: 8, ioerr: 10, corrupt: 11, full: 13, cantopen: 14, notadb: 26 };

/** What kept a statement of ours from a database file, as one of our errors. */
export function explain(error: unknown, file: string): ReactorError {
  if (error instanceof ReactorError) return error;
  const { errcode, code = "" } = error as { errcode?: number; code?: string };
  const message = error instanceof Error ? error.message : String(error);
  const passing = (code: string, text: string) => new ReactorError(code, text, true, { cause: error });
  const keep = "nothing is lost, keep the file";

  if (code === "ENOSPC" || code === "EDQUOT") return noSpace();
  if (["EACCES", "EPERM", "EROFS"].includes(code)) return noAccess();
  switch ((errcode ?? 0) & 0xff) {
    case SQLITE.busy:
    case SQLITE.locked:
      return inUse(file);
    case SQLITE.full:
      return noSpace();
    case SQLITE.perm:
    case SQLITE.readonly:
      return noAccess();
    case SQLITE.cantopen:
      return existsSync(file) && !statSync(file).isFile() ? unreadable() : noAccess();
    case SQLITE.ioerr:
      if (!isWritable(file)) return noAccess();
      return passing("store.disk", `${file} cannot be read or written (${message}): look at the disk; ${keep}`);
    default:
      return unreadable();
  }

  function unreadable(): ReactorError {
    return new ReactorError(
      "store.unreadable",
      `${file} cannot be used as a store (${message}). Restore it from a copy if you have one. It can be made anew from the ` +
        "chain, but what it knows of the chain that it followed is a guard against a wrong endpoint: before you move it away, " +
        "make sure that the endpoint is the one of before",
      false,
      { cause: error },
    );
  }

  function noSpace(): ReactorError {
    return passing("store.no-space", `no space is left for ${file}: make room; ${keep}`);
  }
  function noAccess(): ReactorError {
    const what = existsSync(file) ? file : dirname(file);
    return passing(
      "store.no-access",
      `${what} cannot be opened for writing (${message}): look at its owner and mode, and whether the file system is mounted read-only; ${keep}`,
    );
  }
}

function isWritable(file: string): boolean {
  try {
    accessSync(file, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Another reactor has it for good; any other program, such as a backup, for a while. */
export function inUse(file: string): ReactorError {
  const holders = holdersOf(file);
  const found = holders.map(describe).join(" and ") || "another process, which this user cannot see";
  const ofReactor = holders.length === 0 || holders.some(({ supervisor }) => supervisor !== undefined);
  return new ReactorError(
    "store.in-use",
    `${file} is in use by ${found}: stop that one first, or give another data directory`,
    !ofReactor,
  );
}
