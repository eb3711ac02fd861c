import { isAuthority, NodeRole, RpcExposure, type DecidedAxes, type NodeAxes } from "../axes.js";
import type { NodeSpec } from "../node-spec.js";
import type { Asset, Port, Probes, Reach, Service, Text } from "@dinfra/port";

/** How a program of the catalogue is told what to be: its flags, ports and probes. Pure. */
export interface Dialect {
  /** Whether the program keeps data that must outlive it. */
  keepsData: boolean;
  ports(axes: DecidedAxes, reach: Reach): Port[];
  /** Arguments for a spec. Everything in them is a validated value or ours; none is a flag that a stranger wrote. */
  args(spec: NodeSpec): Text[];
  probes(axes: DecidedAxes, reach: Reach): Probes;
  /** Flags whose value matters to an empty node only. */
  firstStartFlags?: readonly string[];
  /** Files beside the program that its arguments name; none where it is not said. */
  assets?(spec: NodeSpec): Asset[];
  /** Names of further programs that it runs out of its own program's folder; none where it is not said. */
  beside?(spec: NodeSpec): readonly string[];
  /** Whether what it runs must be able to lock itself in; not where it is not said. */
  sandbox?(spec: NodeSpec): Service["sandbox"];
  stop: Service["stop"];
  /** Where it answers 200 by GET while it should get traffic, for who reaches the port. */
  readiness: { port: string; path: string };
  /** Facts about its data that no later change may alter; undefined where it keeps none. */
  fixed?(spec: NodeSpec): Record<string, string>;
  /** What an agent beside it needs to judge its readiness; undefined where it is no Substrate node with a database. */
  substrate?(axes: DecidedAxes): Service["substrate"];
  /** What this program cannot be, in words; undefined when it can. */
  refusesAxes(axes: NodeAxes): string | undefined;
  /** What else this program cannot be asked for, in words; undefined when it can do it. */
  refuses(spec: NodeSpec): string | undefined;
}

/**
 * What a program that is no node of polkadot-sdk cannot be: it has one role's behaviour, and chooses for itself how it
 * keeps and fetches its chain.
 */
export function refusesNodeAxes({ role, relay, rpcExposure, sync, database }: NodeAxes): string | undefined {
  if (isAuthority(role) || role === NodeRole.Bootnode) return `the role ${role}: the program has no such role`;
  if (relay) return "relay: the program is no parachain node";
  if (sync) return `sync ${sync}: the program does not sync`;
  if (database) return `database ${database}: the program keeps no database`;
  if (rpcExposure && rpcExposure !== RpcExposure.Gateway) return `rpcExposure ${rpcExposure}: it serves gateways`;
  return undefined;
}

/** A probe with the periods of a program that comes up in seconds, not of one that replays a database. */
export const quick = { periodSeconds: 1, timeoutSeconds: 2, failureThreshold: 60 };
