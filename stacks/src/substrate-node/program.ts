import { Network, patienceSeconds, setUpSeconds, SubstrateNode } from "@dinfra/components";
import * as pulumi from "@pulumi/pulumi";
import { checkAgent, checkChainSpec, checkDigest } from "../catalogue.js";
import { existingNetwork } from "../network-choice.js";
import { plannedProgram } from "../planned-program.js";
import { placementOf, runsHere, setUpRatesOf, type Profile } from "../profile.js";
import type { ProgramInput, StackOutputs, StackProgram } from "../program.js";
import { NODE, planSubstrateNode, requireSameData, type PlannedSubstrateNode, type SubstrateNodePlan } from "./plan.js";
import { nodeTypes, type NodeType } from "./wish.js";

const patienceOf = ({ workload }: Pick<PlannedSubstrateNode, "workload">): number => patienceSeconds(workload) * 1000;

/** Of a node's first set-up, in milliseconds. */
export const setUpOf = ({ workload }: Pick<PlannedSubstrateNode, "workload">, profile: Profile): number =>
  setUpSeconds(workload, setUpRatesOf(profile)) * 1000;

async function build({ plan }: PlannedSubstrateNode, input: ProgramInput): Promise<StackOutputs> {
  const { program, entry: _, ...values } = plan;
  const placement = placementOf(input.profile, input.owner);
  const network = new Network("network", { placement, existing: existingNetwork(input.profile) });
  const node = new SubstrateNode(NODE, { placement, network: network.attachment, entry: program, ...values });
  return {
    endpoints: node.endpoints,
    resources: network.resources.apply((a) => node.resources.apply((b) => [...a, ...b])),
    setUp: pulumi.all([node.setUp]),
    metrics: node.metrics,
  };
}

/** Holds the files that a node's process reads against their hashes. */
export async function checkNodeFiles(plan: SubstrateNodePlan, profile: Profile): Promise<void> {
  await checkDigest(plan.entry);
  await checkAgent(profile);
  await checkChainSpec(plan.entry, plan.chain);
  if (plan.relay) await checkChainSpec(plan.entry, plan.relay.chain);
}

/** One Substrate node in a network of its own, of one version of its descriptor type. */
const programOfType = (type: NodeType) =>
  plannedProgram<PlannedSubstrateNode>({
    type,
    plan: (input) => planSubstrateNode(type, input),
    checkFiles: async ({ plan }, { profile }) => {
      if (runsHere(profile)) await checkNodeFiles(plan, profile);
    },
    requireCanFollow: requireSameData,
    patienceOf,
    setUpOf: (plan, { profile }) => setUpOf(plan, profile),
    build,
  });

/** The program of each version. */
export const substrateNodePrograms: readonly StackProgram[] = nodeTypes.map(programOfType);
