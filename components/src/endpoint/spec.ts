import { invalidArgument } from "@dinfra/port";
import { backendsOf, type NodeUrls } from "./backend.js";
import type { BalancerSpec, HealthChecks } from "./haproxy.js";

/** Each takes two descriptors, of which a service of a machine has 65,536. */
const MAX_CONNECTIONS = 30_000;

export interface BalancerValues {
  nodes: readonly NodeUrls[];
  health: HealthChecks;
  maxConnections: number;
  idleSeconds: number;
}

/**
 * The values of an endpoint's arguments, once they are known.
 * @throws ComponentError `InvalidArgument`
 */
export function balancerSpec({ nodes, health, maxConnections, idleSeconds }: BalancerValues): BalancerSpec {
  for (const field of ["intervalSeconds", "timeoutSeconds"] as const)
    between(`healthChecks.${field}`, health[field], 0.1, 300);
  for (const field of ["fall", "rise"] as const) whole(`healthChecks.${field}`, health[field], 100);
  whole("maxConnections", maxConnections, MAX_CONNECTIONS);
  whole("idleSeconds", idleSeconds, 86_400);
  return { backends: backendsOf(nodes), health, maxConnections, idleSeconds };
}

function whole(name: string, value: number, most: number): void {
  if (!Number.isInteger(value) || value < 1 || value > most)
    throw invalidArgument(name, `a whole number from 1 to ${most}`, value);
}

function between(name: string, value: number, least: number, most: number): void {
  if (!(value >= least && value <= most)) throw invalidArgument(name, `a number from ${least} to ${most}`, value);
}
