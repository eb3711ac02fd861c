import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, holdersOf } from "@dinfra/service/holder";
import { EngineFailure } from "./failure.js";

/**
 * Holds the state directory for this process alone. The hold is a lock of the kernel (SQLite's exclusive one), so it ends
 * with the process however it ends, and never has to be judged stale.
 *
 * Throws `engine.locked` while another live engine holds it, `engine.failed` (retryable) where the disk does not let us.
 */
export function takeLease(stateDir: string): { release(): void } {
  const file = join(stateDir, ".lease");
  let db: DatabaseSync;
  try {
    db = new DatabaseSync(file);
  } catch (error) {
    throw unusable(file, error);
  }
  try {
    db.exec("PRAGMA journal_mode = DELETE; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT");
  } catch (error) {
    db.close();
    // SQLITE_BUSY; anything else is the disk's.
    if (((error as { errcode?: number }).errcode ?? 0) !== 5) throw unusable(file, error);
    const holders = holdersOf(file).map(describe).join(" and ");
    throw new EngineFailure(
      {
        code: "engine.locked",
        retryable: true,
        message: `${stateDir} belongs to one engine at a time, and ${holders || "another live process, which this user cannot see,"} holds ${file}. Stop that one, or give this one a state directory of its own.`,
      },
      { cause: error },
    );
  }
  return { release: () => db.close() };
}

function unusable(file: string, error: unknown): EngineFailure {
  const message = `${file} cannot be written (${(error as Error).message}): look at the free space, the owner and the mode of its folder.`;
  return new EngineFailure({ code: "engine.failed", retryable: true, message }, { cause: error });
}
