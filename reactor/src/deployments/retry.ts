/** How often and how far apart failed work is tried again. Durations in milliseconds. */
export interface RetryLimits {
  /** Tries of a create or an update before a failure that may pass counts as permanent. */
  tries: number;
  firstDelay: number;
  longestDelay: number;
}

export const defaultRetryLimits: RetryLimits = { tries: 6, firstDelay: 1_000, longestDelay: 60_000 };

/**
 * Delay before the next try after `tries` failed ones: doubling, bounded, spread by ±20 % so that deployments which failed
 * together do not come back together. `spread` in [0, 1).
 */
export function delayAfter(tries: number, limits: RetryLimits, spread: number): number {
  const doubled = limits.firstDelay * 2 ** Math.min(Math.max(tries, 1) - 1, 30);
  return Math.round(Math.min(doubled, limits.longestDelay) * (0.8 + 0.4 * spread));
}

export const longestWait = (limits: RetryLimits): number => Math.ceil(limits.longestDelay * 1.2);
