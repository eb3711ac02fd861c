import { setTimeout as delay } from "node:timers/promises";
import { HostError } from "../errors.js";
import { readStat, stateOf } from "../proc/state.js";
import type { Member } from "./sighting.js";

/** How long a killed process may take to vanish: one that waits for a disk or a network drive takes its time. */
const killPatienceMs = 10_000;
/**
 * How long an ended process may wait for its parent to take note. It holds nothing any more but its number, so a parent
 * that is slow (the init of some containers looks once a second) or never does is not waited for.
 */
const reapPatienceMs = 250;

/** Signals the process if it is still the one that was seen: never another that got its number since. */
function signal(member: Member, name: NodeJS.Signals): void {
  if (stateOf(readStat(member.pid), member.startTime) !== "running") return;
  try {
    process.kill(member.pid, name);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ESRCH") return;
    throw new HostError("not-ending", `process ${member.pid} may not be signalled (${code}): end it as its own user`);
  }
}

const keyOf = (member: Member) => `${member.pid}:${member.startTime}`;

/**
 * Ends everything that `members` finds, and what these start meanwhile: `stopSignal`, then SIGKILL to what is left after
 * `graceMs`. Keepers are not asked, and killed when nothing else is left. Returns when nothing is left in /proc, or nothing but zombies of
 * a slow parent. There is no event for the end of a process that is no child of ours,
 * so /proc is polled, faster at first.
 *
 * @param members looks anew at each call
 * @param killAll kills at one go what can be, after the grace; a program that forks without end outruns single signals
 * @throws not-ending (retryable) with the pids that survived SIGKILL for ten seconds
 */
export async function endAll(
  members: () => Member[],
  stopSignal: NodeJS.Signals,
  graceMs: number,
  killAll: () => void = () => undefined,
): Promise<void> {
  const began = performance.now();
  const asked = new Set<string>();
  let emptyAt: number | undefined;
  // A look at thousands of processes may take longer than the grace, so that they are killed late, and the patience begins
  // only then.
  let killedAt: number | undefined;
  for (let pause = 2; ; pause = Math.min(pause * 2, 100)) {
    if (performance.now() - began >= graceMs) killAll();
    const all = members();
    const alive = all.filter((member) => !member.zombie);
    const spent = performance.now() - began;
    if (alive.length > 0) {
      emptyAt = undefined;
      if (killedAt !== undefined && performance.now() - killedAt > killPatienceMs)
        throw new HostError(
          "not-ending",
          `expected processes ${alive.map((m) => m.pid).join(", ")} to be gone ${killPatienceMs / 1000} s after SIGKILL, found them alive (waiting for a disk?): try again`,
          true,
        );
      const kill = spent >= graceMs || alive.every(({ keeper }) => keeper);
      if (kill) killedAt ??= performance.now();
      for (const member of alive) {
        if (kill) signal(member, "SIGKILL");
        else if (!member.keeper && !asked.has(keyOf(member))) {
          asked.add(keyOf(member));
          signal(member, stopSignal);
          // A stopped process would sleep through its grace.
          signal(member, "SIGCONT");
        }
      }
    } else {
      // A second look, because reading /proc is no snapshot: one that forks and ends in a chain may slip through one.
      if (emptyAt !== undefined && (all.length === 0 || performance.now() - emptyAt > reapPatienceMs)) return;
      emptyAt ??= performance.now();
    }
    await delay(spent < graceMs ? Math.min(pause, Math.max(1, graceMs - spent)) : pause);
  }
}
