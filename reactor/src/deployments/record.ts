import type { components } from "@dinfra/schemas";
import type { Instant, Tick } from "@dinfra/service/clock";
import type { MetricsTarget, Usage } from "@dinfra/stacks";

export type Api = components["schemas"];
export type Owner = Api["Owner"];
/** Who may sign tokens for the provider, as the chain has it. */
export type AccessKeys = Api["AccessKeys"];
export type Receipt = Api["Receipt"];
export type Endpoint = Api["Endpoint"];

export type { Instant, Tick };

/** The same moment for people and for durations. */
export interface Moment {
  wall: Instant;
  tick: Tick;
}

/** One generation of what is wanted. `profile` and `value` are filled in when it is first checked, and kept: a later change of the profile does not reach it. */
export interface Generation {
  generation: number;
  /** Chain id of the descriptor type. */
  typeId: string;
  cid: string;
  consumer: string;
  login: string[];
  /** Seconds that the award left for the first deployment when it was asked for; not said by every sidecar. */
  deployWithinSeconds?: number;
  /** The descriptor as sent along by the sidecar (unchecked), or as it was checked. */
  descriptor?: unknown;
  profile?: unknown;
}

/** `tend`: what runs is as it was asked for, and may need more by now, such as a larger disk. */
export type Cause = "create" | "update" | "rollback" | "repair" | "tend";
export type Work = { kind: "up"; generation: number; cause: Cause } | { kind: "teardown" };

export interface StoredFailure {
  code: string;
  message: string;
  permanent: boolean;
  /** Generation that failed; 0 for a teardown. */
  generation: number;
  at: Instant;
}

/** What DELETEs said of an end. What nobody said is not there; records of before 1.4.0 of the API have no block and no amounts. */
export interface End {
  by: Api["End"]["by"];
  /** Empty where nobody said it. */
  reason: string;
  at: Instant;
  /** By the chain's clock. */
  block?: number;
  /** In the smallest unit, as decimal text. */
  paid?: string;
  refunded?: string;
}

/** What an operator lets be done by itself: `observe` looks and changes nothing, `paused` does not even look. */
export type Mode = "observe" | "paused";

/** An update that would delete or replace what is guarded, and waits. */
export interface Awaiting {
  generation: number;
  /** Of the engine's plan. */
  digest: string;
  steps: { urn: string; operation: "delete" | "replace" }[];
  since: Instant;
}

/**
 * All that the store knows of one deployment. Everything in it can be had again: desired state from the chain, the rest
 * from the platform.
 */
export interface DeploymentRecord {
  id: string;
  owner: Owner;
  wanted: "present" | "absent";
  /** The latest generation asked for; null where only a DELETE is known. */
  desired: Generation | null;
  /** The last generation that was reached: what a failed update goes back to and a dead node is put back to. */
  good: Generation | null;
  endpoints: Endpoint[];
  /** What a Prometheus scrapes of it. Not in records of before it was kept. */
  metrics?: MetricsTarget[];
  /** Names that the observer found after the last successful update; one of them missing is ill health. */
  watched: string[];
  /** Written before the engine is asked. One that outlives its process says that recovery comes first. */
  intent: { work: Work; at: Instant } | null;
  /** An update to another generation than `good` was begun and has neither succeeded nor been rolled back. */
  touched: boolean;
  failure: StoredFailure | null;
  /** Failed tries in a row at the present work. */
  tries: number;
  /** Not before this tick is the next try. */
  nextAt: Tick;
  ill: { code: string; message: string; since: Instant } | null;
  /** What the breaker counts its teardown as; of an older record: in full, and announced by nobody. */
  toll?: { weight: number; expected: boolean };
  /** Not in records of before it was kept. */
  end?: End;
  /** What it took of the platform when its teardown began, where that could be read. */
  lastUsage?: Usage & { at: Instant };
  /** What it gave before it was torn down. */
  lastEndpoints?: Endpoint[];
  awaiting?: Awaiting;
  /** Somebody approved the plan with this digest: good once, and until then. */
  approved?: { digest: string; until: Tick };
  /** Undefined: everything is done by itself. */
  mode?: Mode;
  /** What a look found to be otherwise than it was made. */
  drift?: { steps: string[]; since: Instant };
  /** Since when it is to be gone. */
  absentSince: Tick;
  removed: number;
  receipt: Receipt | null;
  acceptedAt: Instant;
  deployStartedAt?: Instant;
  deployedAt?: Instant;
  /** The same moment, for durations. Not in records of before it was kept. */
  deployedTick?: Tick;
  observedAt?: Instant;
  teardownStartedAt?: Instant;
  tornDownAt?: Instant;
}

export function newRecord(id: string, owner: Owner, now: Instant): DeploymentRecord {
  return {
    id,
    owner,
    wanted: "present",
    desired: null,
    good: null,
    endpoints: [],
    watched: [],
    intent: null,
    touched: false,
    failure: null,
    tries: 0,
    nextAt: 0,
    ill: null,
    absentSince: 0,
    removed: 0,
    receipt: null,
    acceptedAt: now,
  };
}

/** Since when it has run, for durations. Ticks begin at the wall clock, which is all that an older record has. */
export const deployedTick = (record: Pick<DeploymentRecord, "deployedAt" | "deployedTick">): Tick | undefined =>
  record.deployedTick ?? record.deployedAt;
