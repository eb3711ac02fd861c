import * as fs from "node:fs";
import type { Seen } from "./scan.js";

/**
 * In how many pid namespaces a process has a number, counted from this one; 1 for one that has none of its own. From
 * /proc/<pid>/status. 0 when it is gone.
 */
export function depthOf(pid: number): number {
  try {
    const numbers = /^NSpid:\s+(.*)$/m.exec(fs.readFileSync(`/proc/${pid}/status`, "latin1"))?.[1];
    return numbers === undefined ? 1 : numbers.trim().split(/\s+/).length;
  } catch {
    return 0;
  }
}

/**
 * The process below this namespace that a process descends from: the first of the namespaces that it is in. What runs
 * in them can choose its own name, session and environment, but not this.
 */
export function firstInside(
  all: ReadonlyMap<number, Seen>,
  pid: number,
  depth: (pid: number) => number = depthOf,
): Seen | undefined {
  for (let seen = all.get(pid); seen; seen = all.get(seen.ppid)) if (depth(seen.ppid) <= 1) return seen;
  return undefined;
}

/** What runs at once below a leader, in namespaces that were made for it. */
export function insideOf(
  all: ReadonlyMap<number, Seen>,
  leader: number,
  depth: (pid: number) => number = depthOf,
): Seen | undefined {
  return [...all.values()].find((seen) => seen.ppid === leader && depth(seen.pid) > 1);
}
