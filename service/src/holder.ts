import { readdirSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { isAlive, startTimeOf, type ProcessId } from "./process-id.js";

/** Borne by both processes of a reactor: the data directory that they work for. */
export const DATA_MARK = "DINFRA_DATA_DIRECTORY";
/** Borne beside it: the supervisor that started them, as `<pid>:<start time>`. */
export const SUPERVISOR_MARK = "DINFRA_SUPERVISOR";

/** The environment that marks a process as ours. */
export const marks = (dataDir: string): Record<string, string> => ({
  [DATA_MARK]: nameOf(dataDir),
  [SUPERVISOR_MARK]: `${process.pid}:${startTimeOf(process.pid) ?? ""}`,
});

/** One name for a folder, however it was typed. */
function nameOf(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}

export interface Holder extends ProcessId {
  /** The command line, shortened. */
  readonly command: string;
  /** The supervisor that it works for; undefined for a program that is none of ours. */
  readonly supervisor?: ProcessId;
}

/** In words, for an error. */
export function describe({ pid, command, supervisor }: Holder): string {
  if (supervisor === undefined) return `process ${pid} (${command})`;
  return `process ${pid} (${command}), which works for the reactor of process ${supervisor.pid}`;
}

/** The live processes that have the file open, this one left out. What other users' processes have open only root can see. */
export function holdersOf(file: string): Holder[] {
  const real = nameOf(file);
  return processes()
    .filter((pid) => hasOpen(pid, real))
    .flatMap(look);
}

/**
 * Processes of this data directory whose supervisor is dead. They end by themselves when they notice; one that does not
 * within `grace` milliseconds is killed. Answers who was found, when none of them is left.
 */
export async function endOrphans(dataDir: string, grace = 15_000): Promise<Holder[]> {
  const marked = `${DATA_MARK}=${nameOf(dataDir)}`;
  const orphans = processes()
    .filter((pid) => environmentOf(pid).includes(marked))
    .flatMap(look)
    .filter(({ supervisor }) => supervisor !== undefined && !isAlive(supervisor));
  const limit = performance.now() + grace;
  let killed = false;
  while (orphans.some(isAlive)) {
    if (!killed && performance.now() > limit) {
      killed = true;
      for (const orphan of orphans) if (isAlive(orphan)) kill(orphan.pid);
    }
    // The exit of a process that is not our child cannot be awaited, only seen.
    await delay(20);
  }
  return orphans;
}

function processes(): number[] {
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && pid !== process.pid);
}

function look(pid: number): Holder[] {
  // Read first: if the pid changes hands in between, the start time no longer fits and nothing is sent.
  const startTime = startTimeOf(pid);
  if (startTime === undefined) return [];
  const supervisor = supervisorOf(pid);
  return [{ pid, startTime, command: commandOf(pid), ...(supervisor !== undefined && { supervisor }) }];
}

function hasOpen(pid: number, file: string): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => linkOf(`/proc/${pid}/fd/${fd}`) === file);
  } catch {
    return false; // another user's, or gone
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}

function environmentOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
  } catch {
    return [];
  }
}

function supervisorOf(pid: number): ProcessId | undefined {
  const prefix = `${SUPERVISOR_MARK}=`;
  const mark = environmentOf(pid).find((line) => line.startsWith(prefix));
  const [supervisor, startTime] = mark?.slice(prefix.length).split(":") ?? [];
  return supervisor && startTime ? { pid: Number(supervisor), startTime } : undefined;
}

/** Program and script; what follows may be settings. */
function commandOf(pid: number): string {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").filter(Boolean);
    return words.slice(0, 2).join(" ").slice(0, 200) || "unknown";
  } catch {
    return "unknown";
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
