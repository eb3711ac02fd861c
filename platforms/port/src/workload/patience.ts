import type { Probes, Workload } from "./workload.js";

/** Seconds that a service may take to come up before it counts as one that never will. */
export const startSeconds = ({ started }: Probes): number => started.periodSeconds * started.failureThreshold;

/**
 * Seconds that a platform may take to bring a workload up in place of an earlier one: each service is ended, then waited
 * for. Whoever limits the time of an update must allow for it: one that is cut off before ends a node that was opening its
 * database, and the next try begins from nothing, for ever.
 */
export function patienceSeconds({ services }: Workload): number {
  return services.reduce((sum, { probes, stop }) => sum + stop.graceSeconds + startSeconds(probes), 0);
}
