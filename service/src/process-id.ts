import { readFileSync } from "node:fs";

/**
 * A process is a pid and the moment it started: a pid alone is used again. `startTime` is field 22 of
 * `/proc/<pid>/stat`, in clock ticks since boot.
 */
export interface ProcessId {
  readonly pid: number;
  readonly startTime: string;
}

/** Start time and state of a live process; undefined if there is none, or only a zombie of it. */
export function startTimeOf(pid: number): string | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  } catch {
    return undefined;
  }
  // The second field is the command in parentheses, and may hold anything, also ") Z 1".
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const state = fields[0];
  return state === "Z" || state === "X" ? undefined : fields[19];
}

export function isAlive(process: ProcessId): boolean {
  return startTimeOf(process.pid) === process.startTime;
}
