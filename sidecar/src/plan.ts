import type { AssignmentView, Condition, Hex } from "@dinfra/chain/client";
import type { components } from "@dinfra/schemas";
import { withinBytes } from "@dinfra/service/printable";

type Deployment = components["schemas"]["Deployment"];

/** What the chain says at one finalized block, whole and checked. */
export interface ChainState {
  /** By its height: heads are told apart by it, and whether the chain went back. */
  block: number;
  /** The clock at that block: what ends, deadlines and heartbeats count. */
  now: number;
  /** Every assignment of the provider, tombstones included. */
  assignments: readonly AssignmentView[];
  lastHeartbeat: number;
  /** Blocks after a heartbeat in which the provider still counts as live. */
  gap: number;
  /** The fewest blocks that an award waits for its declaration; an offer may state more. */
  ackDeadline: number;
  /** Between two blocks of the clock. */
  slotMilliseconds: number;
  /** Which of the configured keys may act for the provider. */
  operators: readonly string[];
}

/** What the reactor says; null when it gave no answer, which says nothing of any deployment. */
export type ReactorState = {
  deployments: readonly Deployment[];
  /** Ids of the descriptor types that it has programs for. */
  serves: ReadonlySet<string>;
} | null;

export interface Moment {
  /** For how long, in milliseconds, this process has seen a deployment retry the same work. By a clock that nobody sets. */
  retryingFor: (id: string) => number;
  /** For so long, in milliseconds, a failure that may pass is not worth an extrinsic. */
  retryingGrace: number;
}

export type Action =
  | { do: "put"; assignment: AssignmentView }
  | { do: "delete"; assignment: AssignmentView }
  | { do: "acknowledge"; id: string; receipt: string }
  | { do: "declare"; subscription: bigint; attempt: number; generation: number }
  | { do: "report"; subscription: bigint; attempt: number; condition: Condition; reason: string }
  | { do: "reject"; subscription: bigint; attempt: number; reason: string }
  | { do: "poke"; subscription: bigint }
  | { do: "claim"; subscription: bigint; attempt: number }
  | { do: "confirm"; subscription: bigint; attempt: number; receipt: Hex }
  | { do: "heartbeat" }
  /** Known to the reactor, and the chain has no record of it: for a person to look at. Never destroyed. */
  | { do: "orphan"; id: string }
  /** The reactor knows a newer wish than the chain: nothing is done to it. */
  | { do: "ahead"; id: string };

/** What the pallet takes as a reason, in bytes. */
const reasonBytes = 128;

/**
 * Everything that follows from the two states, at this moment. Pure, and level-triggered: what is not done now, or failed,
 * comes out again next time.
 *
 * The one rule above the others: a DELETE comes out only for an assignment whose *stored* state is terminal. What has ended
 * in effect, what is not on the chain, and what could not be read, destroys nothing.
 */
export function plan(chain: ChainState, reactor: ReactorState, at: Moment): Action[] {
  if (reactor === null) return pokes(chain);
  const deployments = new Map(reactor.deployments.map((deployment) => [deployment.id, deployment]));
  const assigned = new Set(chain.assignments.map(idOf));
  return [
    ...(heartbeatDue(chain) ? [{ do: "heartbeat" } as const] : []),
    ...chain.assignments.flatMap((assignment) =>
      planOne(assignment, deployments.get(idOf(assignment)), reactor.serves, chain, at),
    ),
    ...reactor.deployments.filter((deployment) => !assigned.has(deployment.id)).map(planUnassigned),
  ];
}

export const idOf = ({ subscription, attempt }: { subscription: bigint; attempt: number }): string =>
  `${subscription}.${attempt}`;

/** Seconds that the award leaves until it must be declared deployed; undefined for what is no award any more. */
export function secondsLeft({ stored, deadline }: AssignmentView, chain: ChainState): number | undefined {
  if (stored.kind !== "Awarded" || deadline === null) return undefined;
  return Math.max(0, Math.floor(((deadline - chain.now) * chain.slotMilliseconds) / 1000));
}

/** Blocks between two heartbeats: twice a gap at least, so that one lost heartbeat costs nothing. */
export const heartbeatInterval = (gap: number): number => Math.max(1, Math.floor(gap / 3));

const heartbeatDue = ({ now, lastHeartbeat, gap }: ChainState): boolean =>
  now - lastHeartbeat >= heartbeatInterval(gap);

const pokes = (chain: ChainState): Action[] =>
  chain.assignments.filter(endedInEffect).map(({ subscription }) => ({ do: "poke", subscription }));

const terminal = (state: AssignmentView["stored"]): boolean => state.kind === "Ending" || state.kind === "Revoked";

/** Time has ended it, and no extrinsic has written that down yet. */
const endedInEffect = (assignment: AssignmentView): boolean =>
  !terminal(assignment.stored) && terminal(assignment.effective);

function planOne(
  assignment: AssignmentView,
  deployment: Deployment | undefined,
  serves: ReadonlySet<string>,
  chain: ChainState,
  at: Moment,
): Action[] {
  if (terminal(assignment.stored)) return planTerminal(assignment, deployment);
  if (endedInEffect(assignment)) return [{ do: "poke", subscription: assignment.subscription }];
  if (deployment === undefined) {
    if (assignment.stored.kind === "Awarded" && !serves.has(assignment.typeId)) {
      const { subscription, attempt, typeId } = assignment;
      return [
        {
          do: "reject",
          subscription,
          attempt,
          reason: withinBytes(`descriptor.type: ${typeId} is not served here`, reasonBytes),
        },
      ];
    }
    return [{ do: "put", assignment }];
  }
  if (deployment.phase === "TearingDown" || deployment.phase === "TornDown")
    return [{ do: "ahead", id: deployment.id }];
  if (deployment.generation > assignment.generation) return [{ do: "ahead", id: deployment.id }];
  if (deployment.generation < assignment.generation) return [{ do: "put", assignment }];
  return assignment.stored.kind === "Awarded"
    ? planAwarded(assignment, deployment, chain)
    : planActive(assignment, deployment, at);
}

function planTerminal(assignment: AssignmentView, deployment: Deployment | undefined): Action[] {
  if (deployment?.phase === "TornDown" && deployment.receipt !== undefined) {
    const { subscription, attempt } = assignment;
    return [{ do: "confirm", subscription, attempt, receipt: deployment.receipt.digest as Hex }];
  }
  return deployment?.phase === "TearingDown" ? [] : [{ do: "delete", assignment }];
}

function planAwarded(assignment: AssignmentView, deployment: Deployment, chain: ChainState): Action[] {
  const { subscription, attempt, deadline } = assignment;
  if (deployment.phase === "Deployed" && deployment.observedGeneration > 0) {
    return [{ do: "declare", subscription, attempt, generation: deployment.observedGeneration }];
  }
  const { failure } = deployment;
  if (failure === undefined || deployment.observedGeneration > 0) return [];
  const hopeless = deployment.phase === "Failed" && failure.permanent;
  // Better a reason in time, and another provider, than a deadline that passes in silence.
  const late = deadline !== null && deadline - chain.now <= Math.max(2, Math.floor(chain.ackDeadline / 10));
  if (!hopeless && !late) return [];
  return [
    { do: "reject", subscription, attempt, reason: withinBytes(`${failure.code}: ${failure.message}`, reasonBytes) },
  ];
}

function planActive(assignment: AssignmentView, deployment: Deployment, at: Moment): Action[] {
  const { subscription, attempt } = assignment;
  if (deployment.phase === "Deployed" && deployment.observedGeneration > assignment.observedGeneration) {
    return [{ do: "declare", subscription, attempt, generation: deployment.observedGeneration }];
  }
  const wanted = conditionOf(assignment, deployment, at);
  if (wanted === null) return [];
  const known = assignment.condition ?? "Ready";
  if (known === wanted.condition && (known === "Ready" || assignment.reason === wanted.reason)) return [];
  return [{ do: "report", subscription, attempt, ...wanted }];
}

/** What the consumer should read on the chain; null while there is nothing certain to say. */
function conditionOf(
  assignment: AssignmentView,
  deployment: Deployment,
  at: Moment,
): { condition: Condition; reason: string } | null {
  const named = (type: string) =>
    deployment.conditions.find((condition) => condition.type === type && condition.status);
  const updateFailed = named("UpdateFailed");
  if (deployment.phase === "Degraded")
    return { condition: "Degraded", reason: reasonOf(named("Degraded")?.reason ?? "degraded") };
  if (updateFailed !== undefined) {
    return { condition: "UpdateFailed", reason: reasonOf(`${updateFailed.reason}: ${updateFailed.message}`) };
  }
  const { failure } = deployment;
  if (deployment.phase === "Failed" && failure !== undefined) {
    // Declared, and unknown here: the store that had it was lost. It may run on, and nobody watches over it.
    const condition = deployment.generation > assignment.observedGeneration ? "UpdateFailed" : "Degraded";
    return { condition, reason: reasonOf(`${failure.code}: ${failure.message}`) };
  }
  const retrying = named("Retrying");
  if (retrying !== undefined) {
    // The code alone: the text of a failure differs from try to try, and each report costs a fee.
    const old = at.retryingFor(deployment.id) >= at.retryingGrace;
    return old ? { condition: "Retrying", reason: reasonOf(retrying.reason) } : null;
  }
  return deployment.phase === "Deployed" ? { condition: "Ready", reason: "" } : null;
}

const reasonOf = (text: string): string => withinBytes(text, reasonBytes);

function planUnassigned(deployment: Deployment): Action {
  // The chain forgets an assignment only once its receipt is on it: what is torn down may be forgotten here too.
  if (deployment.phase === "TornDown" && deployment.receipt !== undefined) {
    return { do: "acknowledge", id: deployment.id, receipt: deployment.receipt.digest };
  }
  return { do: "orphan", id: deployment.id };
}
