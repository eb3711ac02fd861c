import { accountOfKey, calls, type AssignmentView, type Call } from "@dinfra/chain/client";
import { cidOfDigest, type DesiredDeployment, type Ending, type Owner } from "@dinfra/schemas";
import type { ReactorClient } from "@dinfra/service/api/client";
import { barrier } from "@dinfra/service/barrier";
import { idOf, type Action, type ChainState } from "./plan.js";
import type { Offer } from "./submissions.js";

export type ToReactor = Extract<Action, { do: "put" | "delete" | "acknowledge" }>;
type ToChain = Exclude<Action, ToReactor | { do: "orphan" | "ahead" }>;

export const forReactor = (action: Action): action is ToReactor =>
  action.do === "put" || action.do === "delete" || action.do === "acknowledge";

export const forChain = (action: Action): action is ToChain =>
  !forReactor(action) && action.do !== "orphan" && action.do !== "ahead";

/** @param ending what is known of the end of a deployment, besides who ended it and why */
export async function tellReactor(
  reactor: ReactorClient,
  owner: Owner,
  action: ToReactor,
  ending: (assignment: AssignmentView) => Ending,
  secondsLeft: (assignment: AssignmentView) => number | undefined,
): Promise<void> {
  switch (action.do) {
    case "put":
      await reactor.put(idOf(action.assignment), desiredOf(action.assignment, owner), secondsLeft(action.assignment));
      return;
    case "delete": {
      const { typeId, descriptor } = action.assignment;
      const hint = {
        descriptorType: typeId,
        cid: cidOfDigest(descriptor),
        ...endOf(action.assignment),
        ...ending(action.assignment),
      };
      await reactor.remove(idOf(action.assignment), owner, hint);
      return;
    }
    case "acknowledge":
      await reactor.acknowledge(action.id, action.receipt);
  }
}

/** Who ended an assignment, and why, as the chain has it. */
export function endOf({ stored }: Pick<AssignmentView, "stored">): Pick<Ending, "endedBy" | "endReason"> {
  if (stored.kind !== "Ending" && stored.kind !== "Revoked") return {};
  return { endedBy: endedBy[stored.reason], endReason: stored.reason };
}

const endedBy = {
  FundsSpent: "consumer",
  Cancelled: "consumer",
  Resigned: "provider",
  Rejected: "provider",
  MissedDeadline: "provider",
  Migrated: "chain",
  Retired: "chain",
} as const;

/** Who may log in: the consumer, and the accounts of the keys that it has named. */
const loginsOf = ({ consumer, logins }: AssignmentView): string[] => [
  ...new Set([consumer, ...logins.map(accountOfKey)]),
];

function desiredOf(assignment: AssignmentView, owner: Owner): DesiredDeployment {
  return {
    generation: assignment.generation,
    descriptorType: { id: assignment.typeId },
    cid: cidOfDigest(assignment.descriptor),
    consumer: assignment.consumer,
    login: loginsOf(assignment),
    owner,
  };
}

/**
 * What the plan asks of the chain, the most urgent first. Heartbeats and what has a deadline go before all else, the nearest deadline
 * first. Declarations, rejections, reports and claims share extrinsics; confirmations and pokes go singly, for they cost nothing, and in a batch they
 * would. A heartbeat is not to wait for anything, nor fail with it.
 */
export function offersOf(actions: readonly Action[], chain: Pick<ChainState, "assignments">): Offer[] {
  const deadlines = new Map(chain.assignments.map((assignment) => [idOf(assignment), assignment.deadline ?? Infinity]));
  const due = (action: ToChain): number => {
    if (action.do === "heartbeat") return -1;
    return action.do === "declare" || action.do === "reject" ? (deadlines.get(idOf(action)) ?? Infinity) : Infinity;
  };
  return actions
    .filter(forChain)
    .map((action) => ({ action, due: due(action) }))
    .sort((a, b) => (a.due === b.due ? 0 : a.due - b.due))
    .map(({ action, due }) => ({
      ...callOf(action),
      urgent: due < Infinity,
      batched: shared.has(action.do),
      ...beforeOf(action),
    }));
}

const shared: ReadonlySet<Action["do"]> = new Set(["declare", "reject", "report", "claim"] as const);

function beforeOf(action: ToChain): Pick<Offer, "before"> {
  if (action.do === "declare") return { before: () => barrier("sidecar.declare.before") };
  if (action.do === "confirm") return { before: () => barrier("sidecar.receipt.before") };
  return {};
}

/** The call that brings an action about, and a key that names the effect. */
function callOf(action: ToChain): { key: string; call: Call } {
  const { subscriptions, providers } = calls;
  switch (action.do) {
    case "declare":
      return {
        key: `declare ${idOf(action)} ${action.generation}`,
        call: subscriptions.declareDeployed(action.subscription, action.attempt, action.generation),
      };
    case "report":
      return {
        key: `report ${idOf(action)} ${action.condition} ${action.reason}`,
        call: subscriptions.report(action.subscription, action.attempt, action.condition, action.reason),
      };
    case "reject":
      return {
        key: `reject ${idOf(action)}`,
        call: subscriptions.reject(action.subscription, action.attempt, action.reason),
      };
    case "confirm":
      return {
        key: `confirm ${idOf(action)}`,
        call: subscriptions.confirmTeardown(action.subscription, action.attempt, action.receipt),
      };
    case "claim":
      return { key: `claim ${idOf(action)}`, call: subscriptions.claim(action.subscription, action.attempt) };
    case "poke":
      return { key: `poke ${action.subscription}`, call: subscriptions.poke(action.subscription) };
    case "heartbeat":
      return { key: "heartbeat", call: providers.heartbeat() };
  }
}
