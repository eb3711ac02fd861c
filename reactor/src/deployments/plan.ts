import { failedForGood } from "./phase.js";
import type { DeploymentRecord, Tick, Work } from "./record.js";

/** What is known of a deployment besides its record, at the moment of planning. */
export interface Circumstances {
  now: Tick;
  /** Work of this deployment that runs in this process right now. */
  running: boolean;
  /** This process has not yet looked at what an earlier one left behind of this deployment. */
  unrecovered: boolean;
  /** The breaker lets this teardown through. */
  mayDestroy: boolean;
  /** This process has looked whether the teardown of what was never reached destroys anything. */
  weighed: boolean;
  /** When this process last tended it; undefined where it needs no tending. */
  tendedAt: Tick | undefined;
  /** Milliseconds between two looks at what it needs by now. */
  tendInterval: number;
  /** An operator asked for it to be put right now, whatever is due. */
  asked?: boolean;
  /** When this process last looked for drift; undefined where it is not looked for. */
  driftAt?: Tick | undefined;
  /** Milliseconds between two such looks. */
  driftInterval?: number;
}

export type Action =
  /** Nothing to do, before `until` where that is given; else until the record changes. */
  | { do: "wait"; until?: Tick }
  /** The breaker is open: say so and wait for its release. */
  | { do: "hold" }
  /** Reap processes and settle what an earlier process left; then plan again. */
  | { do: "recover" }
  /** Look whether there is anything to destroy, for the breaker's count; then plan again. */
  | { do: "weigh" }
  | { do: "work"; work: Work }
  /** Compare what is there with what was made, and change nothing. */
  | { do: "look" }
  /** It is to go on running, and is looked at in every round until the record changes; plan again `until` then at the latest. */
  | { do: "watch"; until?: Tick };

/**
 * The one next thing to do for a deployment. Pure: the reconciler calls it whenever the record or the circumstances
 * changed, carries the answer out, records the outcome and asks again. If the process dies anywhere in between, the next
 * one comes to the same answer from the record, after a `recover`.
 */
export function plan(record: DeploymentRecord, at: Circumstances): Action {
  if (at.running || record.mode === "paused") return { do: "wait" };
  return record.wanted === "absent" ? planAbsent(record, at) : planPresent(record, at);
}

function planAbsent(record: DeploymentRecord, at: Circumstances): Action {
  if (record.receipt !== null || record.mode === "observe") return { do: "wait" };
  if (!at.mayDestroy) return { do: "hold" };
  if (at.unrecovered) return { do: "recover" };
  if (record.nextAt > at.now) return { do: "wait", until: record.nextAt };
  // What was good is counted with the DELETE. Of the rest only the platform knows: a store may have been lost.
  if (record.good === null && !at.weighed) return { do: "weigh" };
  return { do: "work", work: { kind: "teardown" } };
}

function planPresent(record: DeploymentRecord, at: Circumstances): Action {
  const { desired, good } = record;
  if (desired === null) return { do: "wait" };
  if (record.mode === "observe")
    return good === null || record.ill !== null ? { do: "wait" } : watchOrLook(at, undefined);
  if (at.unrecovered) return { do: "recover" };

  const behind = good === null || desired.generation > good.generation;
  if (behind && !failedForGood(record) && !isHeldBack(record, desired.generation, at)) {
    if (record.nextAt <= at.now) {
      return { do: "work", work: { kind: "up", generation: desired.generation, cause: good ? "update" : "create" } };
    }
    // Between two tries the node may be half changed; there is nothing to watch over then.
    if (good === null || record.touched) return { do: "wait", until: record.nextAt };
    return keepWell(record, at, record.nextAt);
  }
  // A create that cannot be had: the sidecar rejects the award, and a DELETE clears what was made.
  if (good === null) return { do: "wait" };
  if (record.touched) {
    if (record.nextAt > at.now) return { do: "wait", until: record.nextAt };
    return { do: "work", work: { kind: "up", generation: good.generation, cause: "rollback" } };
  }
  return keepWell(record, at, undefined);
}

/** What was deployed is to go on running: put back when ill, looked at from time to time and tended when not. */
function keepWell(record: DeploymentRecord, at: Circumstances, otherwiseAt: Tick | undefined): Action {
  if (isHeldBack(record, record.good!.generation, at))
    return record.ill === null ? watchOrLook(at, otherwiseAt) : { do: "wait" };
  if (record.ill !== null) {
    if (record.nextAt > at.now) return { do: "wait", until: record.nextAt };
    return { do: "work", work: { kind: "up", generation: record.good!.generation, cause: "repair" } };
  }
  const tendAt = at.tendedAt === undefined ? undefined : Math.max(at.tendedAt + at.tendInterval, record.nextAt);
  if (at.asked === true || (tendAt !== undefined && tendAt <= at.now)) {
    return { do: "work", work: { kind: "up", generation: record.good!.generation, cause: "tend" } };
  }
  return watchOrLook(at, Math.min(otherwiseAt ?? Infinity, tendAt ?? Infinity));
}

function watchOrLook({ now, driftAt, driftInterval = 0, asked }: Circumstances, otherwiseAt: Tick | undefined): Action {
  const lookAt = driftAt === undefined ? Infinity : driftAt + driftInterval;
  if (asked === true || lookAt <= now) return { do: "look" };
  const until = Math.min(otherwiseAt ?? Infinity, lookAt);
  return until === Infinity ? { do: "watch" } : { do: "watch", until };
}

/** The engine's plan for this generation waits for an approval: what runs goes on running. */
function isHeldBack({ awaiting, approved }: DeploymentRecord, generation: number, { now }: Circumstances): boolean {
  if (awaiting === undefined || awaiting.generation !== generation) return false;
  return approved?.digest !== awaiting.digest || approved.until <= now;
}
