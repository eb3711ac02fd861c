import { setTimeout as delay } from "node:timers/promises";

/**
 * Milliseconds after which a wait is in vain. Nothing is measured by it: machines that are shared may be many times slower
 * than a quiet one, and a wait ends as soon as its condition holds.
 */
export const patience = 180_000;

/**
 * Looks again and again until the condition holds. There is no event for most of what is waited for here: it is looked up
 * in /proc, on ports and on the chain, as a stranger would.
 */
export async function until<T>(
  look: () => T | Promise<T>,
  holds: (seen: T) => boolean = Boolean,
  timeout = patience,
  interval = 100,
): Promise<T> {
  const deadline = performance.now() + timeout;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (performance.now() > deadline) {
      const text = JSON.stringify(seen, (_key, value: unknown) => (typeof value === "bigint" ? String(value) : value));
      throw new Error(`waited ${timeout} ms; last seen: ${text}`);
    }
    await delay(interval);
  }
}
