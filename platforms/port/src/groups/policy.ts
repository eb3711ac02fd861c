import type { Capability } from "../capabilities.js";
import { ComponentError } from "../errors.js";

/** What a group is scaled by: the average over its machines. */
export enum ScalingSignal {
  /** Processor in use, in percent. */
  Cpu = "cpu",
  /** Memory in use, in percent. */
  Memory = "memory",
  /** What machines receive, in Mbit a second. */
  NetworkIn = "network-in",
  /** What machines send, in Mbit a second. */
  NetworkOut = "network-out",
  /** Connections that the platform's balancer has open to a machine. */
  Connections = "connections",
}

/** The row of the capability table for each signal. */
export const signalCapability: Readonly<Record<ScalingSignal, Capability>> = {
  [ScalingSignal.Cpu]: "scaleOnCpu",
  [ScalingSignal.Memory]: "scaleOnMemory",
  [ScalingSignal.NetworkIn]: "scaleOnNetworkIn",
  [ScalingSignal.NetworkOut]: "scaleOnNetworkOut",
  [ScalingSignal.Connections]: "scaleOnConnections",
};

const percent = new Set([ScalingSignal.Cpu, ScalingSignal.Memory]);

/** How many machines there are, and when that changes. */
export interface GroupPolicy {
  minimum: number;
  maximum: number;
  /** Undefined: as many as `minimum`, whatever the load. */
  scaling?: GroupScaling;
  /** From the start of a machine until it answers, in seconds. */
  readyAfterSeconds: number;
  /** How long a machine that goes is kept after it is taken out of its balancer, in seconds. */
  drainSeconds: number;
  /** Machines that have started once and wait, stopped; undefined for none. */
  warmPool?: { size: number };
}

/** A machine more, or one less, by one signal. */
export interface GroupScaling {
  signal: ScalingSignal;
  /** A machine more when the signal is above it for `forSeconds`. */
  outAbove: number;
  /** One less when the signal is below it for `forSeconds`. */
  inBelow: number;
  forSeconds: number;
  /** Seconds from a machine more to the next one. */
  outCooldownSeconds: number;
  /** Seconds from a machine less to the next one. */
  inCooldownSeconds: number;
}

/**
 * Everything in a policy that cannot work, a line each, with by how much. Empty where it can.
 * @param zones over which the group is spread, at least one
 */
export function policyProblems(policy: GroupPolicy, zones: number): string[] {
  const { minimum, maximum, scaling, readyAfterSeconds, drainSeconds, warmPool } = policy;
  return [
    ...whole("minimum", minimum, 1, 1000),
    ...whole("maximum", maximum, 1, 1000),
    ...whole("readyAfterSeconds", readyAfterSeconds, 1, 604_800),
    ...whole("drainSeconds", drainSeconds, 0, 7200),
    ...(warmPool ? whole("warmStart.poolSize", warmPool.size, 1, 1000) : []),
    ...(minimum > maximum
      ? [`minimum: expected at most the maximum of ${maximum}, found ${minimum}, ${minimum - maximum} too many`]
      : []),
    ...(maximum < zones
      ? [
          `maximum: expected at least ${zones}, the number of zones, so that each can have a machine, found ${maximum}, ` +
            `${zones - maximum} too few; give a larger maximum, or fewer zones`,
        ]
      : []),
    ...(scaling && minimum >= 1 ? scalingProblems(scaling, policy) : []),
  ];
}

function scalingProblems(scaling: GroupScaling, { minimum, maximum, readyAfterSeconds }: GroupPolicy): string[] {
  const { signal, outAbove, inBelow, forSeconds, outCooldownSeconds, inCooldownSeconds } = scaling;
  const most = percent.has(signal) ? 100 : 1_000_000;
  const sound = [
    ...between("scaling.outAbove", outAbove, most),
    ...between("scaling.inBelow", inBelow, most),
    ...whole("scaling.forSeconds", forSeconds, 60, 86_400),
    ...(forSeconds % 60 === 0
      ? []
      : [`scaling.forSeconds: expected whole minutes, in which clouds measure, found ${forSeconds}`]),
    ...whole("scaling.inCooldownSeconds", inCooldownSeconds, 1, 604_800),
    ...(minimum === maximum
      ? [`scaling: expected nothing where minimum and maximum are both ${minimum}, found a policy that never acts`]
      : []),
    ...cooldownProblems(outCooldownSeconds, readyAfterSeconds),
  ];
  if (sound.length > 0) return sound;
  // The load of one machine that goes is carried by those that stay, of which there are `minimum` at the least.
  const after = (inBelow * (minimum + 1)) / minimum;
  if (after < outAbove) return [];
  const limit = (outAbove * minimum) / (minimum + 1);
  return [
    `scaling.inBelow: expected less than ${round(limit)}, because from ${minimum + 1} machines to ${minimum} the load of each ` +
      `grows by ${minimum + 1}/${minimum}, to where a machine more is wanted again (${outAbove}), found ${inBelow}, ` +
      `${round(inBelow - limit)} too much`,
  ];
}

/** A machine more is of no use before it answers: until then the signal asks for another one, up to the maximum. */
function cooldownProblems(cooldown: number, readyAfter: number): string[] {
  if (Number.isInteger(cooldown) && cooldown >= readyAfter) return [];
  const short = readyAfter - cooldown;
  return [
    `scaling.outCooldownSeconds: expected at least ${readyAfter}, the time until a new machine answers (readyAfterSeconds), ` +
      `found ${cooldown}, ${short} seconds too few; give a longer cooldown, or a warmer start`,
  ];
}

function whole(name: string, value: number, least: number, most: number): string[] {
  if (Number.isInteger(value) && value >= least && value <= most) return [];
  return [`${name}: expected a whole number from ${least} to ${most}, found ${value}`];
}

function between(name: string, value: number, most: number): string[] {
  if (value > 0 && value <= most) return [];
  return [`${name}: expected a number above 0 and at most ${most}, found ${value}`];
}

const round = (value: number): number => Math.round(value * 100) / 100;

/** @throws ComponentError `InvalidArgument`, a line for everything that cannot work */
export function requirePolicy(policy: GroupPolicy, zones: number): void {
  const problems = policyProblems(policy, zones);
  if (problems.length > 0) throw new ComponentError("InvalidArgument", problems.join("\n"));
}
