import * as fs from "node:fs";
import { bootId } from "./boot.js";
import { readStat } from "./state.js";
import type { Stat } from "./stat.js";

/** What a process of ours bears in its environment, and hands down to everything that it starts. */
export interface Marks {
  name: string;
  owner: string;
  root: string;
  /** Hash of the inputs that it was started with. */
  inputs: string;
  /** Drawn for this one start: tells it from an earlier one of the same name. */
  start: string;
  /** `namespaces` on what makes those; what runs in them is not told. */
  isolation?: string;
  /** Which end of which link it is, of the links into and out of its network. */
  link?: string;
}

/** A process seen in /proc; `marks` when its environment could be read and is ours. */
export interface Seen extends Stat {
  marks?: Marks;
}

const prefix = "DINFRA_HOST_";

/** The marks as environment variables. */
export function marksToEnv(marks: Marks): Record<string, string> {
  return {
    [`${prefix}NAME`]: marks.name,
    [`${prefix}OWNER`]: marks.owner,
    [`${prefix}ROOT`]: marks.root,
    [`${prefix}INPUTS`]: marks.inputs,
    [`${prefix}START`]: marks.start,
    ...(marks.isolation !== undefined && { [`${prefix}ISOLATION`]: marks.isolation }),
    ...(marks.link !== undefined && { [`${prefix}LINK`]: marks.link }),
  };
}

/** Whether a variable's name is kept for the marks. */
export function isMark(variable: string): boolean {
  return variable.startsWith(prefix);
}

/** NUL-separated `KEY=value` of /proc/<pid>/environ. A process may have overwritten it with anything. */
export function parseEnviron(text: string): Record<string, string> {
  const env: Record<string, string> = {};
  for (const entry of text.split("\0")) {
    const at = entry.indexOf("=");
    if (at > 0) env[entry.slice(0, at)] ??= entry.slice(at + 1);
  }
  return env;
}

/** Undefined when the process is not (or no longer visibly) one of ours. */
export function marksOf(environ: string): Marks | undefined {
  if (!environ.includes(`${prefix}NAME=`)) return undefined;
  const env = parseEnviron(environ);
  const [name, owner, root] = [env[`${prefix}NAME`], env[`${prefix}OWNER`], env[`${prefix}ROOT`]];
  if (!name || owner === undefined || !root) return undefined;
  const [isolation, link] = [env[`${prefix}ISOLATION`], env[`${prefix}LINK`]];
  return {
    name,
    owner,
    root,
    inputs: env[`${prefix}INPUTS`] ?? "",
    start: env[`${prefix}START`] ?? "",
    ...(isolation !== undefined && { isolation }),
    ...(link !== undefined && { link }),
  };
}

/** /proc/<pid>/<file>, or undefined when the process is gone or is not ours to read (another user's, not dumpable). */
export function readProcFile(pid: number, file: "environ" | "cmdline"): string | undefined {
  try {
    return fs.readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ESRCH" || code === "EACCES" || code === "EPERM") return undefined;
    throw error;
  }
}

/**
 * Every process of this machine, as far as it can be seen. Throws when /proc cannot be listed at all: nothing seen must
 * never be taken for nothing there.
 */
export function scan(): Map<number, Seen> {
  bootId();
  const seen = new Map<number, Seen>();
  for (const entry of fs.readdirSync("/proc")) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) continue;
    const stat = readStat(pid);
    // Session 0 is no reason to pass it over: in a container, a session whose leader is outside has that number.
    if (!stat) continue;
    const marks = marksOf(readProcFile(pid, "environ") ?? "");
    seen.set(pid, marks ? { ...stat, marks } : stat);
  }
  return seen;
}

/** Whether standard output or error of the process go to `file`. False when that cannot be seen. */
export function writesTo(pid: number, file: string): boolean {
  return [1, 2].some((fd) => {
    try {
      return fs.readlinkSync(`/proc/${pid}/fd/${fd}`) === file;
    } catch {
      return false;
    }
  });
}
