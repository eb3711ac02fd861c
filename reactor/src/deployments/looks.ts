import { ownedBy, sharedSnapshots, type Observer } from "@dinfra/stacks";
import { ReactorError } from "@dinfra/service/failure";
import type { PlatformObserver } from "./ports.js";

export interface LookLimits {
  /** Milliseconds after a failed look in which the platform is not asked again, doubled with each failure in a row. */
  firstDelay: number;
  longestDelay: number;
  /** From 0 to 1: how far the delay is spread, so that reactors that failed together do not come back together. */
  spread(): number;
}

const defaults: LookLimits = { firstDelay: 1_000, longestDelay: 60_000, spread: Math.random };

const shared = new WeakMap<Observer, PlatformObserver>();

/** The platform's observer for all deployments: one look serves everybody who can make do with it. */
export function sharedObserver(observer: Observer): PlatformObserver {
  const known = shared.get(observer) ?? observeShared(observer);
  shared.set(observer, known);
  return known;
}

/**
 * One look at a time at the platform, and none at all for a while after one that failed: who asks then is told of that failure
 * at once, which is no finding about anything.
 */
export function observeShared(observer: Observer, limits: LookLimits = defaults): PlatformObserver {
  let failures = 0;
  let failedWith = "";
  let notUntil = 0;
  const snapshot = sharedSnapshots(async (begunAt) => {
    if (begunAt < notUntil) {
      const seconds = Math.ceil((notUntil - begunAt) / 1000);
      throw new ReactorError(
        "observer.failed",
        `the platform could not be asked ${failures} times in a row (${failedWith}); it is asked again in ${seconds} s`,
        true,
      );
    }
    try {
      const taken = await observer.snapshot({ notBefore: begunAt });
      failures = 0;
      return taken;
    } catch (error) {
      failures += 1;
      failedWith = (error as Error).message;
      const longest = Math.min(limits.longestDelay, limits.firstDelay * 2 ** (failures - 1));
      notUntil = performance.now() + longest * (0.5 + limits.spread() / 2);
      throw error;
    }
  });
  return {
    list: async (owner, notBefore) => ownedBy(await snapshot({ notBefore }), owner),
    owners: async (notBefore) => (await snapshot({ notBefore })).owned,
    consistencyDelayMs: observer.consistencyDelayMs,
  };
}
