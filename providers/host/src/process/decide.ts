import { HostError } from "../errors.js";
import type { Sighting } from "./sighting.js";

/** What a create (or an update) does about what it found under the name. */
export type Decision =
  /** It runs already, with these inputs: take it over. */
  | { kind: "adopt"; pid: number; startTime: number }
  /** Start it; first end what is left of an earlier one, if anything is. */
  | { kind: "start"; endFirst: boolean };

export interface Wanted {
  name: string;
  owner: string;
  /** Any of these is the wanted one. */
  inputsHashes: readonly string[];
}

/**
 * `runsIt(pid)`: whether the process's command line is the wanted one. Asked only of a leader that no record vouches
 * for: a child that made a session of its own bears the same marks, and must not pass for a leader that died.
 */
export function decide(found: Sighting, wanted: Wanted, runsIt: (pid: number) => boolean): Decision {
  if (found.owner !== undefined && found.owner !== wanted.owner)
    throw new HostError(
      "name-taken",
      `process ${wanted.name} belongs to ${found.owner}, not to ${wanted.owner}: expected a name that is free or one's own; choose another name, or end that one first`,
    );
  const { leader, state, members, record } = found;
  const whole = record?.phase !== "deleting";
  if (leader && state === "running" && wanted.inputsHashes.includes(leader.inputsHash) && whole)
    if (leader.recorded || runsIt(leader.pid)) return { kind: "adopt", pid: leader.pid, startTime: leader.startTime };
  return { kind: "start", endFirst: members.length > 0 };
}

/**
 * Whether a command line (as in /proc/<pid>/cmdline) is that of `command args`. A script's begins with its interpreter
 * and has the script's path in place of its bare name.
 */
export function isCommandLine(cmdline: string, command: string, args: readonly string[]): boolean {
  const argv = cmdline.split("\0").slice(0, -1);
  const tail = argv.slice(argv.length - args.length - 1);
  const [program, ...rest] = tail;
  if (argv.length < args.length + 1 || program === undefined) return false;
  return (program === command || program.endsWith(`/${command}`)) && rest.every((arg, at) => arg === args[at]);
}
