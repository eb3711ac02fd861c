import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import type { Operation } from "./job.js";

/**
 * What was about to be done to a deployment, written before it is done and removed when it has come to its end. If it is
 * still there at the start of an operation, the one before was killed, and reality may differ from the engine's state.
 */
export interface Intent {
  readonly version: 1;
  readonly operation: Operation;
  /** The operation before this one, if that one was killed and the way back from it has not been walked to its end. */
  readonly interrupted?: Operation;
  /** Names that this machine has had while working on this deployment: a container gets a new one at each start. */
  readonly hosts: readonly string[];
  /** ISO 8601, UTC. */
  readonly since: string;
}

/** The intent that was left behind; undefined if there is none. An unreadable one still says that something was killed. */
export function readIntent(file: string): Intent | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  try {
    const intent = JSON.parse(text) as Intent;
    if (intent.version === 1 && Array.isArray(intent.hosts)) return intent;
  } catch {
    // Falls through: half a record is a record of something unfinished.
  }
  return { version: 1, operation: "recover", hosts: [hostname()], since: new Date(0).toISOString() };
}

/** Durable when it returns: file and folder are synced, and there is never half a record under the name. */
export function writeIntent(file: string, operation: Operation, left: Intent | undefined): void {
  const interrupted = left?.interrupted ?? left?.operation;
  const intent: Intent = {
    version: 1,
    operation,
    ...(interrupted === undefined ? {} : { interrupted }),
    hosts: [...new Set([...(left?.hosts ?? []), hostname()])],
    since: new Date().toISOString(),
  };
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const draft = `${file}.new`;
  const fd = openSync(draft, "w", 0o600);
  try {
    writeSync(fd, JSON.stringify(intent));
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(draft, file);
  syncFolder(folder);
}

export function removeIntent(file: string): void {
  rmSync(file, { force: true });
}

function syncFolder(folder: string): void {
  const fd = openSync(folder, "r");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
