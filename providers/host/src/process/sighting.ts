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
  /** Makes the namespaces or the links of the others, and is of no use without them: it is ended last, and not asked to. */
  keeper: boolean;
}

export interface Leader {
  pid: number;
  startTime: number;
  boot: string;
  /** False when no record tells which pid was started: then it is the oldest session leader with the right marks. */
  recorded: boolean;
  /** Mark of its inputs when it can be read, else what the record says. */
  inputsHash: string;
  /** Of one that no record tells of: that it made namespaces for what it leads. */
  isolation?: "namespaces";
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

/** The marks of those that make namespaces are out of sight; the first inside has them too. */
function isFirstInside({ marks, pid, session }: Seen): boolean {
  return marks?.isolation !== undefined && marks.link === undefined && session !== pid;
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
    .filter((seen) => bears(seen, id) && (!record || seen.marks?.start === record.start))
    .flatMap((seen) => leadBy(seen, all) ?? [])
    .sort((a, b) => a.seen.startTime - b.seen.startTime || a.seen.pid - b.seen.pid);
  if (!oldest) return undefined;
  const { pid, startTime } = oldest.seen;
  const isolation = oldest.isolated ? { isolation: "namespaces" as const } : {};
  return { pid, startTime, boot: bootId(), recorded: false, inputsHash: oldest.inputs, ...isolation };
}

/** The leader that a marked process tells of: itself, or what makes the namespaces that it is the first in. */
function leadBy(seen: Seen, all: Map<number, Seen>): { seen: Seen; inputs: string; isolated: boolean } | undefined {
  const inputs = seen.marks?.inputs ?? "";
  if (isFirstInside(seen)) {
    const leader = all.get(seen.session);
    return leader?.pid === seen.ppid ? { seen: leader, inputs, isolated: true } : undefined;
  }
  const leads = seen.session === seen.pid && seen.marks?.link === undefined;
  return leads ? { seen, inputs, isolated: seen.marks?.isolation !== undefined } : undefined;
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
  const makers = new Set([...own].map((pid) => all.get(pid)!).filter(isFirstInside).map(({ ppid }) => ppid)); // prettier-ignore
  return [...own].map((pid) => {
    const { startTime, state, marks } = all.get(pid)!;
    const zombie = stateOf({ state, startTime }, startTime) === "zombie";
    return { pid, startTime, zombie, keeper: makers.has(pid) || marks?.link !== undefined };
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
