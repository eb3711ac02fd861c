import { accessSync, constants, existsSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ReactorError } from "./failure.js";
import { describe, holdersOf } from "./holder.js";

/**
 * Opens a database file that belongs to one process at a time, making it when it is not there. A write that returned is on
 * the disk: journal WAL, synchronous FULL. The lock goes with the process, kill -9 included. A file that is up to date is
 * opened without a write, so that a full disk keeps nobody from reading it.
 *
 * @param migrations statements that lead from each schema version to the next; their number is the current version
 * @throws {ReactorError} `store.in-use`, `store.newer`, `store.unreadable`; `store.no-space`, `store.no-access` and
 *   `store.disk`, which pass when somebody mends the disk
 */
export function openDatabase(file: string, migrations: readonly string[]): DatabaseSync {
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
    for (const step of migrations.slice(version)) database.exec(step);
    if (version < migrations.length) database.exec(`PRAGMA user_version = ${migrations.length}`);
    database.exec("COMMIT");
    return database;
  } catch (error) {
    database?.close();
    throw explain(error, file);
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
function inUse(file: string): ReactorError {
  const holders = holdersOf(file);
  const found = holders.map(describe).join(" and ") || "another process, which this user cannot see";
  const ofReactor = holders.length === 0 || holders.some(({ supervisor }) => supervisor !== undefined);
  return new ReactorError(
    "store.in-use",
    `${file} is in use by ${found}: stop that one first, or give another data directory`,
    !ofReactor,
  );
}
