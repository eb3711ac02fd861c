import { invalidArgument, ScalingSignal, type GroupPolicy, type GroupScaling } from "@dinfra/port";
import type { ArchivalAutoscalingGroupArgs, ScalingArgs, WarmStartArgs } from "./archival-autoscaling-group.js";

/** What an ArchivalAutoscalingGroup is told of its machines' number. */
export type PolicyArgs = Pick<
  ArchivalAutoscalingGroupArgs,
  "minimum" | "maximum" | "scaling" | "warmStart" | "readyAfterSeconds" | "drainSeconds"
>;

/**
 * From the start of a machine until it answers, by where its data comes from. An archive restored over HTTP from a warm cache
 * took 1.5 to 2 hours (Polkadot Load Balanced Endpoints, delivery of milestone 2); the others are our own estimates, to be
 * replaced by what is measured.
 */
const readyAfter = { snapshot: 7200, image: 1800, diskSnapshot: 1800, pool: 900 };

/** Percent in use, for the signals that are a share. */
const outAbove: Partial<Record<ScalingSignal, number>> = { [ScalingSignal.Cpu]: 60, [ScalingSignal.Memory]: 75 };

/**
 * The policy of a group with its defaults; whether it can work is the port's to say.
 * @throws ComponentError `InvalidArgument` where something has no default
 */
export function policyOf(args: PolicyArgs): GroupPolicy {
  const { warmStart, drainSeconds = 300, minimum = 2 } = args;
  const maximum = args.maximum ?? Math.max(minimum, 4);
  checkWarmStart(warmStart);
  const readyAfterSeconds = args.readyAfterSeconds ?? defaultReadyAfter(warmStart);
  const scaled = args.scaling ?? (maximum > minimum ? {} : undefined);
  return {
    ...{ minimum, maximum, readyAfterSeconds, drainSeconds },
    ...(scaled && { scaling: scalingOf(scaled, minimum, readyAfterSeconds) }),
    ...(warmStart?.poolSize !== undefined && { warmPool: { size: warmStart.poolSize } }),
  };
}

function checkWarmStart(warmStart: WarmStartArgs = {}): void {
  const sources = (["snapshot", "image", "diskSnapshot"] as const).filter((name) => warmStart[name] !== undefined);
  if (sources.length > 1)
    throw invalidArgument("warmStart", "at most one of snapshot, image and diskSnapshot", sources.join(", "));
}

function defaultReadyAfter({ snapshot, image, diskSnapshot, poolSize }: WarmStartArgs = {}): number {
  if (poolSize !== undefined) return readyAfter.pool;
  if (image !== undefined) return readyAfter.image;
  if (diskSnapshot !== undefined) return readyAfter.diskSnapshot;
  if (snapshot !== undefined) return readyAfter.snapshot;
  throw invalidArgument(
    "readyAfterSeconds",
    "the seconds from a machine's start until it answers, because without a warmStart it syncs from its peers",
    undefined,
  );
}

function scalingOf(args: ScalingArgs, minimum: number, readyAfterSeconds: number): GroupScaling {
  const { signal = ScalingSignal.Cpu, forSeconds = 300, inCooldownSeconds = 1800 } = args;
  const out = args.outAbove ?? outAbove[signal];
  if (out === undefined)
    throw invalidArgument("scaling.outAbove", `a number, for which the signal ${signal} has no default`, undefined);
  return {
    ...{ signal, forSeconds, inCooldownSeconds, outAbove: out },
    // A fifth below where the machines that stay would want the one back that went.
    inBelow: args.inBelow ?? Math.max(1, Math.floor((0.8 * out * minimum) / (minimum + 1))),
    outCooldownSeconds: args.outCooldownSeconds ?? readyAfterSeconds,
  };
}
