import { Network, patienceSeconds, SubstrateNode } from "@dinfra/components";
import { checkChainSpec, checkDigest } from "../catalogue.js";
import { existingNetwork } from "../network-choice.js";
import { placementOf, runsHere } from "../profile.js";
import type { ProgramInput, StackOutputs, StackPlan, StackProgram } from "../program.js";
import { NODE, planSubstrateNode, requireSameData, type SubstrateNodePlan } from "./plan.js";
import { nodeTypes, type NodeType } from "./wish.js";

/** One Substrate node in a network of its own, of one version of its descriptor type. */
const programOfType = (type: NodeType): StackProgram => ({
  type,

  async check(input) {
    await checked(type, input);
  },

  checkUpdate(before, after) {
    requireSameData(planSubstrateNode(type, before), planSubstrateNode(type, after));
  },

  patience: (input) => patienceOf(planSubstrateNode(type, input)),

  async plan(input): Promise<StackPlan> {
    const plan = await checked(type, input);
    return {
      patience: patienceOf(plan),
      checkUpdate: (before) => requireSameData(planSubstrateNode(type, before), plan),
      run: () => build(plan, input),
    };
  },

  async run(input): Promise<StackOutputs> {
    return build(await checked(type, input), input);
  },
});

const patienceOf = ({ workload }: Pick<PlannedNode, "workload">): number => patienceSeconds(workload) * 1000;

async function build({ plan }: PlannedNode, input: ProgramInput): Promise<StackOutputs> {
  const { program, entry: _, ...values } = plan;
  const placement = placementOf(input.profile, input.owner);
  const network = new Network("network", { placement, existing: existingNetwork(input.profile) });
  const node = new SubstrateNode(NODE, { placement, network: network.attachment, entry: program, ...values });
  return {
    endpoints: node.endpoints,
    resources: network.resources.apply((a) => node.resources.apply((b) => [...a, ...b])),
  };
}

/** The program of each version. */
export const substrateNodePrograms: readonly StackProgram[] = nodeTypes.map(programOfType);

type PlannedNode = ReturnType<typeof planSubstrateNode>;

async function checked(type: NodeType, input: ProgramInput): Promise<PlannedNode> {
  const planned = planSubstrateNode(type, input);
  const { plan } = planned;
  if (runsHere(input.profile)) await checkNodeFiles(plan);
  return planned;
}

/** Holds the files that a node's process reads against their hashes. */
export async function checkNodeFiles(plan: SubstrateNodePlan): Promise<void> {
  await checkDigest(plan.entry);
  await checkChainSpec(plan.entry, plan.chain);
  if (plan.relay) await checkChainSpec(plan.entry, plan.relay.chain);
}
