import { groupOf, groupPids } from "../isolation/cgroup.js";
import { scanOf } from "../isolation/forged.js";
import type { Layout } from "../layout.js";
import { bootId } from "../proc/boot.js";
import { writesTo, type Seen } from "../proc/scan.js";
import { stateOf, type ProcessState } from "../proc/state.js";
import { readRecord } from "../records.js";
import { logFileOf, type ProcessRecord } from "./record.js";

/** A process that must go when the named one goes; only ever signalled while its start time is this one. */
export interface Member {
  pid: number;
  startTime: number;
  zombie: boolean;
}

export interface Leader {
  pid: number;
  startTime: number;
  boot: string;
  /** False when no record tells which pid was started: then it is the oldest session leader with the right marks. */
  recorded: boolean;
  /** Mark of its inputs when it can be read, else what the record says. */
  inputsHash: string;
}

/** What there is of a name. */
export interface Sighting {
  record?: ProcessRecord;
  /** Whose it is, by record or mark; undefined when there is nothing. */
  owner?: string;
  leader?: Leader;
  /** State of the leader; `dead` without one. */
  state: ProcessState;
  members: Member[];
}

interface Identity {
  name: string;
  root: string;
}

function bears(seen: Seen, { name, root }: Identity): boolean {
  return seen.marks?.name === name && seen.marks.root === root;
}

/**
 * The leader: the recorded one, if it was started in this boot. With only an intent (whoever wrote it was killed before
 * it knew the pid) or nothing at all: the oldest session leader that bears the marks (of that start).
 */
export function leaderOf(record: ProcessRecord | undefined, all: Map<number, Seen>, id: Identity): Leader | undefined {
  if (record?.pid !== undefined && record.startTime !== undefined) {
    const { pid, startTime, boot } = record;
    const marks = all.get(pid)?.startTime === startTime ? all.get(pid)?.marks : undefined;
    return { pid, startTime, boot, recorded: true, inputsHash: marks?.inputs || record.inputsHash };
  }
  const [oldest] = [...all.values()]
    .filter((seen) => bears(seen, id) && seen.session === seen.pid && (!record || seen.marks?.start === record.start))
    .sort((a, b) => a.startTime - b.startTime || a.pid - b.pid);
  if (!oldest) return undefined;
  const { pid, startTime, marks } = oldest;
  return { pid, startTime, boot: bootId(), recorded: false, inputsHash: marks?.inputs ?? "" };
}

/**
 * Everything that lives of a name:
 * - what bears its mark, in whatever session;
 * - the session of its leader, while the leader can be seen (a zombie can);
 * - with the leader gone, what is left in its session and still writes to its log: the number alone proves nothing, it
 *   may have gone to another session since;
 * - the children of all these, for those who dropped both the session and the environment.
 * - what is in its control group, whatever it says of itself.
 * Else what bears the mark of another name is never among them, nor is this very process.
 */
export function membersOf(
  all: Map<number, Seen>,
  id: Identity,
  leader: { pid: number; startTime: number } | undefined,
  writesToLog: (pid: number) => boolean,
  group: readonly number[] = [],
): Member[] {
  const grouped = new Set(group.filter((pid) => all.has(pid)));
  const own = new Set<number>(grouped);
  const foreign = (seen: Seen) => seen.pid === process.pid || (seen.marks !== undefined && !bears(seen, id));
  const leaderSeen = leader !== undefined && all.get(leader.pid)?.startTime === leader.startTime;
  for (const seen of all.values()) {
    if (foreign(seen)) continue;
    const inSession = leader !== undefined && seen.session === leader.pid;
    if (bears(seen, id) || (inSession && (leaderSeen || writesToLog(seen.pid)))) own.add(seen.pid);
  }
  for (let before = -1; before !== own.size;) {
    before = own.size;
    for (const seen of all.values()) if (own.has(seen.ppid) && !foreign(seen)) own.add(seen.pid);
  }
  return [...own].map((pid) => {
    const { startTime, state } = all.get(pid)!;
    return { pid, startTime, zombie: stateOf({ state, startTime }, startTime) === "zombie" };
  });
}

/** Looks for a name in the records and in /proc. */
export function lookFor(layout: Layout, name: string, all: Map<number, Seen> = scanOf(layout)): Sighting {
  const record = readRecord<ProcessRecord>(layout, "processes", name);
  const id = { name, root: layout.root };
  const leader = leaderOf(record, all, id);
  const sameBoot = leader?.boot === bootId();
  const log = logFileOf(layout, name);
  const members = membersOf(
    all,
    id,
    sameBoot ? leader : undefined,
    (pid) => writesTo(pid, log),
    groupPids(groupOf(layout, name)),
  );
  const marked = [...all.values()].find((seen) => bears(seen, id))?.marks;
  return {
    record,
    owner: record?.owner ?? marked?.owner,
    leader,
    state: leader ? stateOf(all.get(leader.pid), leader.startTime, sameBoot) : "dead",
    members,
  };
}
