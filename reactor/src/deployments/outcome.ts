import type { Reason } from "@dinfra/service/failure";
import type { MetricsTarget } from "@dinfra/stacks";
import {
  deployedTick,
  type Awaiting,
  type DeploymentRecord,
  type Endpoint,
  type Instant,
  type Moment,
  type Receipt,
  type Work,
} from "./record.js";
import { delayAfter, type RetryLimits } from "./retry.js";
import { STARTING } from "./starting.js";

/**
 * Codes of failures that are waited out however long it takes: the sidecar ends the wait by rejecting before the chain's
 * deadline. They are troubles of this machine or of the descriptor store, not of the deployment; or no trouble at all.
 */
const patientCodes = new Set([
  "store.missing",
  "store.failed",
  "engine.missing",
  "engine.pluginMissing",
  "engine.closed",
  STARTING,
]);

/** Intent before the act: what the next process must know if this one dies in the middle. */
export function begun(record: DeploymentRecord, work: Work, now: Instant): DeploymentRecord {
  // An approval is good once: a second try asks again.
  const next = { ...record, intent: { work, at: now }, approved: undefined };
  if (work.kind === "teardown") return { ...next, teardownStartedAt: record.teardownStartedAt ?? now };
  return { ...next, deployStartedAt: record.deployStartedAt ?? now };
}

/** The engine is about to change a running deployment to another generation; from here on a failure calls for the way back. */
export function touching(record: DeploymentRecord, generation: number): DeploymentRecord {
  return { ...record, touched: record.touched || (record.good !== null && record.good.generation !== generation) };
}

export function reached(
  record: DeploymentRecord,
  work: Work & { kind: "up" },
  found: {
    generation: NonNullable<DeploymentRecord["good"]>;
    endpoints: Endpoint[];
    metrics?: MetricsTarget[];
    watched: string[];
  },
  { wall: now, tick }: Moment,
): DeploymentRecord {
  // A rollback or a repair does not undo the fact that the wanted generation failed.
  const stillFailed = record.failure?.permanent === true && record.failure.generation !== work.generation;
  return {
    ...record,
    intent: null,
    touched: false,
    good: found.generation,
    endpoints: found.endpoints,
    metrics: found.metrics?.length ? found.metrics : undefined,
    watched: found.watched,
    failure: stillFailed ? record.failure : null,
    tries: 0,
    nextAt: 0,
    ill: null,
    awaiting: record.awaiting?.generation === work.generation ? undefined : record.awaiting,
    drift: undefined,
    deployedAt: record.deployedAt ?? now,
    deployedTick: deployedTick(record) ?? tick,
    observedAt: record.good?.generation === found.generation.generation ? (record.observedAt ?? now) : now,
  };
}

export function emptied(record: DeploymentRecord, removed: number, receipt: Receipt, now: Instant): DeploymentRecord {
  return {
    ...record,
    intent: null,
    removed: record.removed + removed,
    receipt,
    failure: null,
    tries: 0,
    nextAt: 0,
    lastEndpoints: record.endpoints.length > 0 ? record.endpoints : record.lastEndpoints,
    endpoints: [],
    metrics: undefined,
    watched: [],
    ill: null,
    tornDownAt: now,
  };
}

/**
 * After failed work. A create or an update gives up on a permanent failure, or after a bounded number of tries; putting
 * back, rolling back and tearing down never give up, they only slow down.
 */
export function failed(
  record: DeploymentRecord,
  work: Work,
  reason: Reason,
  now: Moment,
  limits: RetryLimits,
  spread: number,
): DeploymentRecord {
  const cleared = { ...record, intent: null };
  // What failed is no longer what is wanted: the newer wish starts with a clean count.
  if (work.kind === "up" && (record.wanted === "absent" || superseded(record, work.generation, work.cause)))
    return cleared;
  const tries = record.tries + 1;
  const mayGiveUp = work.kind === "up" && (work.cause === "create" || work.cause === "update");
  const exhausted = tries >= Math.min(limits.tries, reason.maxTries ?? Infinity) && !patientCodes.has(reason.code);
  const permanent = mayGiveUp && (!reason.retryable || exhausted);
  const generation = work.kind === "up" ? work.generation : 0;
  // That the wanted generation cannot be had must outlive a failed way back, or it would be tried again.
  const keeps = !mayGiveUp && record.failure?.permanent === true;
  return {
    ...cleared,
    failure: keeps
      ? record.failure
      : { code: reason.code, message: reason.message, permanent, generation, at: now.wall },
    ill: record.ill === null ? null : { ...record.ill, message: `not put back yet: ${reason.message}` },
    tries: permanent ? 0 : tries,
    nextAt: permanent ? 0 : now.tick + delayAfter(tries, limits, spread),
  };
}

function superseded(record: DeploymentRecord, generation: number, cause: string): boolean {
  return (cause === "create" || cause === "update") && record.desired!.generation !== generation;
}

/**
 * The engine was not let change what is guarded, and changed nothing: what ran before runs on.
 * @param before the record when the work began
 */
export function heldBack(
  record: DeploymentRecord,
  before: DeploymentRecord,
  work: Work & { kind: "up" },
  needs: Pick<Awaiting, "digest" | "steps">,
  now: Instant,
): DeploymentRecord {
  const next = { ...record, intent: null, touched: before.touched };
  if (record.wanted === "absent" || superseded(record, work.generation, work.cause)) return next;
  const same = record.awaiting?.digest === needs.digest && record.awaiting.generation === work.generation;
  const since = same ? record.awaiting!.since : now;
  const { digest, steps } = needs;
  return {
    ...next,
    tries: 0,
    nextAt: 0,
    failure: null,
    awaiting: { generation: work.generation, digest, steps, since },
  };
}

export function foundIll(record: DeploymentRecord, code: string, message: string, now: Instant): DeploymentRecord {
  return { ...record, ill: record.ill ?? { code, message, since: now } };
}
