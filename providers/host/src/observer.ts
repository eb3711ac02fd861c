import type { ProcessState } from "./proc/state.js";

/** A process as found on the machine. */
export interface FoundProcess {
  name: string;
  owner: string;
  /** The session's leader, as recorded or as found by its marks. */
  pid: number;
  /** Clock ticks since boot. */
  startTime: number;
  bootId: string;
  /** State of the leader. */
  state: ProcessState;
  /** Pids of everything that lives of it: the leader, its session, and whatever bears its mark. */
  members: number[];
  logFile: string;
}

/** Something of an owner that exists on this machine. */
export interface Owned {
  kind: "process" | "directory" | "network" | "file";
  name: string;
  owner: string;
  /** Pids alive (process), path (directory, file), or address and ports (network), for messages. */
  detail: string;
}

/** The process of that name under `root`, or undefined when there is neither a record nor anything alive of it. */
export async function findProcess(root: string, name: string): Promise<FoundProcess | undefined> {
  throw new Error("not yet " + root + name);
}

/** Everything under `root` that belongs to `owner`: processes (from /proc), directories, files, networks. */
export async function listOwned(root: string, owner: string): Promise<Owned[]> {
  throw new Error("not yet " + root + owner);
}

/** Whether nothing of `owner` is left under `root`. Throws when that cannot be known; never answers "empty" on an error. */
export async function isEmpty(root: string, owner: string): Promise<boolean> {
  return (await listOwned(root, owner)).length === 0;
}
