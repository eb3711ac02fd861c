import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { EngineFailure } from "./failure.js";

/**
 * Holds the state directory for this process alone. The hold is a lock of the kernel (SQLite's exclusive one), so it ends
 * with the process however it ends, and never has to be judged stale.
 *
 * Throws `engine.locked` while another live engine holds it.
 */
export function takeLease(stateDir: string): { release(): void } {
  const file = join(stateDir, ".lease");
  const db = new DatabaseSync(file);
  try {
    db.exec("PRAGMA journal_mode = DELETE; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT");
  } catch (error) {
    db.close();
    throw new EngineFailure(
      {
        code: "engine.locked",
        retryable: true,
        message: `${stateDir} belongs to one engine at a time, and another live process holds ${file}. Stop that one, or give this one a state directory of its own.`,
      },
      { cause: error },
    );
  }
  return { release: () => db.close() };
}
