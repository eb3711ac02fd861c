import type { Tick } from "./record.js";

/**
 * Stops mass destruction. A fault that makes a chain, a sidecar or an operator's mistake say "ended" for many deployments
 * at once must not take them down before a person looked.
 *
 * Only teardowns that destroy something are counted: awards that came to nothing are a stranger's to make, at no cost but
 * fees, and a stranger must not be able to stop a provider's teardowns with them.
 */
export interface BreakerLimits {
  /** Milliseconds over which teardowns are counted. */
  window: number;
  /** So many teardowns in a window are always let through. */
  floor: number;
  /** Above the floor, this share (0 to 1) of the deployments that were live. */
  share: number;
}

export const defaultBreakerLimits: BreakerLimits = { window: 600_000, floor: 10, share: 0.25 };

export interface BreakerState {
  trippedAt: Tick | null;
  /** What was asked for before this instant was looked at by a person and let through. */
  releasedAt: Tick;
}

export interface Teardowns {
  /** When each teardown of something was asked for, the finished ones too. */
  askedAt: readonly Tick[];
  /** Deployments that are wanted now. */
  live: number;
}

/** The breaker after a look at the figures. Once tripped it stays so until `release`. */
export function judge(state: BreakerState, teardowns: Teardowns, limits: BreakerLimits, now: Tick): BreakerState {
  if (state.trippedAt !== null) return state;
  const since = Math.max(now - limits.window, state.releasedAt);
  const count = teardowns.askedAt.filter((at) => at > since).length;
  return count > allowed(teardowns.live + count, limits) ? { ...state, trippedAt: now } : state;
}

export const allowed = (population: number, limits: BreakerLimits): number =>
  Math.max(limits.floor, Math.floor(population * limits.share));

export function release(now: Tick): BreakerState {
  return { trippedAt: null, releasedAt: now };
}

/** Whether a teardown asked for at `askedAt` may begin. */
export function lets(state: BreakerState, askedAt: Tick): boolean {
  return state.trippedAt === null || askedAt <= state.releasedAt;
}
