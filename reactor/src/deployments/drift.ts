import { foundIll } from "./outcome.js";
import type { DeploymentRecord, Instant } from "./record.js";

/** What is done about drift: it is said, or put back. */
export type OnDrift = "report" | "repair";

/**
 * The record after a look whether what runs is as it was made.
 * @param looked the generation that was looked at
 * @param steps what would put it back, "update name"; empty where nothing differs
 */
export function foundDrift(
  current: DeploymentRecord,
  looked: number,
  steps: string[],
  onDrift: OnDrift,
  now: Instant,
): DeploymentRecord {
  if (current.good?.generation !== looked || current.wanted === "absent") return current;
  if (steps.length === 0) return { ...current, drift: undefined };
  const next = { ...current, drift: { steps, since: current.drift?.since ?? now } };
  return onDrift === "report" ? next : foundIll(next, "drift", steps.join(", "), now);
}
