import { isAlive, startTimeOf, type ProcessId } from "@dinfra/service/process-id";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { basename } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ONE_SHOT } from "./one-shot.js";

export { isAlive, startTimeOf, type ProcessId };

/** The mark of everything that belongs to one engine's state directory: workers, engine processes, plugins. */
export const STATE_MARK = "DINFRA_ENGINE";
/** The mark of what works on one deployment: engine processes and their plugins. */
export const JOB_MARK = "DINFRA_ENGINE_JOB";
/** Borne by every workload of the host provider. Such a process is a tenant, never part of the engine. */
const WORKLOAD_MARK = "DINFRA_HOST_NAME";

export function jobMark(stateDir: string, id: string): string {
  return `${stateDir}:${id}`;
}

/** Names of the executables that lock stacks: the Pulumi CLI, and our one-shot engine (one-shot.ts). */
const ENGINES: readonly string[] = ["pulumi", ONE_SHOT];

/** What the kernel adds to the name of an executable whose file was replaced, by an upgrade, while it runs. */
const REPLACED = / \(deleted\)$/;

/**
 * Whether `pid` is a live engine process that may be working on this deployment: one of another deployment only has the same
 * pid as the one that is asked about. A CLI that a person started by hand bears no mark, and counts.
 */
export function isEngineProcess(pid: number, id: string): boolean {
  if (startTimeOf(pid) === undefined) return false;
  try {
    if (!ENGINES.includes(basename(readlinkSync(`/proc/${pid}/exe`)).replace(REPLACED, ""))) return false;
    const mark = readFileSync(`/proc/${pid}/environ`, "utf8")
      .split("\0")
      .find((line) => line.startsWith(`${JOB_MARK}=`));
    return mark === undefined || mark.endsWith(`:${id}`);
  } catch {
    // Another user's process: a live one, and not ours to judge unless it is gone by now.
    return startTimeOf(pid) !== undefined;
  }
}

/** Live processes whose environment has `name=value`, workloads and this process left out. */
export function findMarked(name: string, value: string): ProcessId[] {
  const wanted = `${name}=${value}`;
  const found: ProcessId[] = [];
  for (const entry of readdirSync("/proc")) {
    const pid = Number(entry);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    // Read before the environment: if the pid changes hands in between, the start time no longer fits and nothing is sent.
    const startTime = startTimeOf(pid);
    if (startTime === undefined) continue;
    let environment: string[];
    try {
      environment = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
    } catch {
      continue;
    }
    if (!environment.includes(wanted)) continue;
    if (environment.some((line) => line.startsWith(`${WORKLOAD_MARK}=`))) continue;
    found.push({ pid, startTime });
  }
  return found;
}

/**
 * Ends every process that bears the mark, and waits until none is left. An engine process under SIGKILL may just have
 * started a plugin, so it looks again until a look finds nobody. Answers with the pids that were ended.
 */
export async function reap(name: string, value: string): Promise<number[]> {
  const ended = new Set<number>();
  for (;;) {
    const survivors = findMarked(name, value);
    if (survivors.length === 0) return [...ended].sort((a, b) => a - b);
    for (const survivor of survivors) {
      if (!isAlive(survivor)) continue;
      kill(survivor.pid);
      ended.add(survivor.pid);
    }
    await gone(survivors);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** The exit of a process that is not our child cannot be awaited, only seen. */
async function gone(processes: readonly ProcessId[]): Promise<void> {
  while (processes.some(isAlive)) await delay(5);
}
