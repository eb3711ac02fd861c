import type { NodeRole } from "../node-spec.js";
import type { NodeSpec } from "../node-spec.js";
import type { Port, Probes, Reach, Service, Text } from "@dinfra/port";

/** How a program of the catalogue is told what to be: its flags, ports and probes. Pure. */
export interface Dialect {
  /** Whether the program keeps data that must outlive it. */
  keepsData: boolean;
  ports(role: NodeRole, reach: Reach): Port[];
  /** Arguments for a spec. Everything in them is a validated value or ours; none is a flag that a stranger wrote. */
  args(spec: NodeSpec): Text[];
  probes: Probes;
  stop: Service["stop"];
  /** Facts about its data that no later change may alter; undefined where it keeps none. */
  fixed?(spec: NodeSpec): Record<string, string>;
  /** What an agent beside it needs to judge its readiness; undefined where it is no Substrate node with a database. */
  substrate?: Service["substrate"];
  /** What this program cannot be asked for, in words; undefined when it can do it. */
  refuses(spec: NodeSpec): string | undefined;
}

/** A probe with the periods of a program that comes up in seconds, not of one that replays a database. */
export const quick = { periodSeconds: 1, timeoutSeconds: 2, failureThreshold: 60 };
