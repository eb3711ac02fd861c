import * as fs from "node:fs";
import { bootId } from "./boot.js";
import { parseStat, type Stat } from "./stat.js";

/**
 * What became of a process that was started as (pid, start time):
 * `running`; `zombie`: ended, its parent has not asked for the exit status yet; `dead`: gone;
 * `reused`: the pid now belongs to a process that started at another time, so ours is gone and this one is not ours.
 */
export type ProcessState = "running" | "dead" | "zombie" | "reused";

/** The decision behind processState: what is seen now under the pid against what was started. */
export function stateOf(
  seen: Pick<Stat, "state" | "startTime"> | undefined,
  startTime: number,
  sameBoot = true,
): ProcessState {
  if (!sameBoot || !seen) return "dead";
  if (seen.startTime !== startTime) return "reused";
  return seen.state === "Z" || seen.state === "X" || seen.state === "x" ? "zombie" : "running";
}

/**
 * /proc/<pid>/stat, or undefined when there is no such process, or none that this user may see (/proc mounted with
 * hidepid): what is ours can be seen.
 */
export function readStat(pid: number): Stat | undefined {
  try {
    return parseStat(fs.readFileSync(`/proc/${pid}/stat`, "latin1"));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    // ESRCH: the process ended between open and read.
    if (code === "ENOENT" || code === "ESRCH" || code === "EACCES" || code === "EPERM") return undefined;
    throw error;
  }
}

/**
 * What became of the process `pid` that started at `startTime` (clock ticks since boot). Start times of another boot say
 * nothing about this one: pass `boot` (the boot id at that time) when the numbers come from a file or from Pulumi state.
 */
export function processState(pid: number, startTime: number, boot?: string): ProcessState {
  return stateOf(readStat(pid), startTime, boot === undefined || boot === bootId());
}
