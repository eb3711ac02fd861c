import type { Probes, Workload } from "./workload.js";

/** Seconds that a service may take to come up before it counts as one that never will. */
export const startSeconds = ({ started }: Probes): number => started.periodSeconds * started.failureThreshold;

/** How long things take on a platform, as its provider measured or declares it. */
export interface SetUpRates {
  /** From asking for a machine until its agent answers; 0 where there is no machine to boot. */
  bootSeconds: number;
  /** Of a snapshot, fetched and verified. */
  restoreMibPerSecond: number;
}

/**
 * Seconds that a first set-up takes at least, until its services may start: the boot, then what is restored. A snapshot whose
 * size nobody said counts for nothing. How long a service takes to come up is not known before; it comes on top.
 */
export function setUpSeconds({ steps }: Workload, { bootSeconds, restoreMibPerSecond }: SetUpRates): number {
  const gib = steps.reduce((sum, step) => sum + (step.kind === "restore" ? (step.sizeGib ?? 0) : 0), 0);
  return Math.ceil(bootSeconds + (gib * 1024) / restoreMibPerSecond);
}

/**
 * Seconds that a platform may take to bring a workload up in place of an earlier one: each service is ended, then waited
 * for. Whoever limits the time of an update must allow for it: one that is cut off before ends a node that was opening its
 * database, and the next try begins from nothing, for ever.
 */
export function patienceSeconds({ services }: Workload): number {
  return services.reduce((sum, { probes, stop }) => sum + stop.graceSeconds + startSeconds(probes), 0);
}
