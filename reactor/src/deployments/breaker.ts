import type { Ending } from "@dinfra/schemas";
import type { Tick } from "./record.js";

/**
 * Stops mass destruction. A fault that makes a chain, a sidecar or an operator's mistake say "ended" for many deployments
 * at once must not take them down before a person looked. docs/reactor.md has the rule and whom it is designed against:
 * strangers with cheap subscriptions, who must not be able to open it, and an endpoint that lies, however patiently.
 */
export interface BreakerLimits {
  /** Milliseconds over which teardowns are weighed. */
  window: number;
  /** So much weight in a window is always let through. */
  floorWeight: number;
  /** Above the floor, this share (0 to 1) of the weight that was live, of teardowns that nobody announced. */
  surpriseShare: number;
  /** And this share of all teardowns together. */
  totalShare: number;
}

export const defaultBreakerLimits: BreakerLimits = {
  window: 3_600_000,
  floorWeight: 3,
  surpriseShare: 0.1,
  totalShare: 0.5,
};

export interface BreakerState {
  trippedAt: Tick | null;
  /** What was asked for before this instant was looked at by a person and let through. */
  releasedAt: Tick;
  /** Deployments that were let through one by one while it is open. */
  released?: readonly string[];
}

/** A teardown that destroys something, the finished ones too. */
export interface Teardown {
  askedAt: Tick;
  /** 0 to 1. */
  weight: number;
  /** Not before the end that was known long before. */
  expected: boolean;
}

/** Of several teardowns together. */
export interface TeardownWeight {
  count: number;
  all: number;
  /** Of those that nobody announced. */
  surprises: number;
}

/** Blocks of payment after which a deployment counts in full, a day of them; and that day. */
const fullBlocks = 14_400;
/** Milliseconds. */
export const fullAge = 86_400_000;

/**
 * What a teardown counts: by what was paid for, as the chain says, or by how long it has run here, as this machine knows,
 * whichever is more. A stranger pays for weight with blocks, and an endpoint that understates it cannot go below the age.
 */
export function weigh(ending: Ending, deployedAt: Tick | undefined, now: Tick): number {
  const paid = ending.paidBlocks === undefined ? 1 : ending.paidBlocks / fullBlocks;
  return Math.min(1, Math.max(paid, age(deployedAt, now)));
}

/** Of what is live: by its age here. */
export const age = (deployedAt: Tick | undefined, now: Tick): number =>
  deployedAt === undefined ? 0 : Math.min(1, Math.max(0, now - deployedAt) / fullAge);

/** Teardowns that were asked for later than this count. It moves forward only. */
export const countsFrom = (state: BreakerState, limits: BreakerLimits, now: Tick): Tick =>
  Math.max(now - limits.window, state.releasedAt);

/**
 * The breaker after a look at the figures. Once tripped it stays so until `release`.
 * @param teardowns those since `countsFrom`
 */
export function judge(
  state: BreakerState,
  { teardowns, liveWeight }: { teardowns: TeardownWeight; liveWeight: number },
  limits: BreakerLimits,
  now: Tick,
): BreakerState {
  if (state.trippedAt !== null) return state;
  const { all, surprises } = teardowns;
  const population = liveWeight + all;
  const open =
    surprises > Math.max(limits.floorWeight, limits.surpriseShare * population) ||
    all > Math.max(limits.floorWeight, limits.totalShare * population);
  return open ? { ...state, trippedAt: now } : state;
}

export function release(now: Tick): BreakerState {
  return { trippedAt: null, releasedAt: now };
}

/** Lets one deployment through while all others are held. */
export function releaseOne(state: BreakerState, id: string): BreakerState {
  return state.trippedAt === null ? state : { ...state, released: [...new Set([...(state.released ?? []), id])] };
}

/** Whether the teardown of a deployment, asked for at `askedAt`, may begin. */
export function lets(state: BreakerState, id: string, askedAt: Tick): boolean {
  return state.trippedAt === null || askedAt <= state.releasedAt || state.released?.includes(id) === true;
}
