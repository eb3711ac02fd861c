import { readdir, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { EngineFailure } from "./failure.js";
import { ifAbsent, readIfThere, type DeploymentFolder } from "./folders.js";
import { isEngineProcess } from "./processes.js";

/** What the engine writes into a lock of its file backend. There is no lease in it and no heartbeat. */
export interface Lock {
  readonly file: string;
  readonly pid: number;
  readonly hostname: string;
  readonly timestamp: string;
}

export interface Circumstances {
  /** Names that this machine bears, or has borne while it worked on this deployment. */
  readonly ours: readonly string[];
  readonly thisHost: string;
  /** Whether an engine process with this pid lives on this machine. */
  readonly lives: (pid: number) => boolean;
}

/** A lock may go only if it is ours and its owner is dead. */
export function isStale(lock: Lock, { ours, thisHost, lives }: Circumstances): boolean {
  if (lock.hostname === thisHost) return !lives(lock.pid);
  // A name from an earlier start of this machine or container: whatever ran under it has ended with it.
  return ours.includes(lock.hostname);
}

/**
 * Removes what dead engine processes have locked, and answers how many locks that was. Called after the survivors were
 * ended. Throws `engine.locked` if somebody else, or a live process, holds the stack.
 */
export async function removeStaleLocks(folder: DeploymentFolder, ours: readonly string[]): Promise<number> {
  const lives = (pid: number) => isEngineProcess(pid, folder.id);
  let removed = 0;
  for (const lock of await readLocks(folder)) {
    if (!isStale(lock, { ours, thisHost: hostname(), lives })) {
      throw new EngineFailure({
        code: "engine.locked",
        retryable: true,
        message:
          `Stack ${folder.id} is locked by process ${lock.pid} on ${lock.hostname} since ${lock.timestamp} (${lock.file}), ` +
          "which is not a dead engine process of this machine. Wait for it, or remove the file if you know that it is dead.",
      });
    }
    await rm(lock.file, { force: true });
    await rm(`${lock.file}.attrs`, { force: true });
    removed += 1;
  }
  return removed;
}

async function readLocks(folder: DeploymentFolder): Promise<Lock[]> {
  const entries = await readdir(folder.lockFolder).catch(ifAbsent([]));
  const files = entries.filter((entry) => entry.endsWith(".json")).map((entry) => join(folder.lockFolder, entry));
  return Promise.all(files.map(readLock));
}

/** The engine writes a lock whole or not at all; one that cannot be read is what a power failure left, of nobody alive. */
async function readLock(file: string): Promise<Lock> {
  try {
    const lock = JSON.parse((await readIfThere(file)) ?? "") as Partial<Lock>;
    if (typeof lock.pid === "number" && typeof lock.hostname === "string") {
      return { file, pid: lock.pid, hostname: lock.hostname, timestamp: String(lock.timestamp) };
    }
  } catch {
    // Falls through.
  }
  return { file, pid: 0, hostname: hostname(), timestamp: "an unknown time" };
}
