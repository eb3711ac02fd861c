import { Network, patienceSeconds, SubstrateNode } from "@dinfra/components";
import { checkDigest } from "../catalogue.js";
import { placementOf, type Profile } from "../profile.js";
import type { ProgramInput, StackOutputs, StackProgram } from "../program.js";
import { NODE, planSubstrateNode, requireSamePruning, type SubstrateNodePlan } from "./plan.js";

/** One Substrate node in a network of its own. */
export const substrateNode: StackProgram = {
  type: "substrate-node/v1",

  async check(input) {
    await checked(input);
  },

  checkUpdate(before, after) {
    requireSamePruning(planSubstrateNode(before), planSubstrateNode(after));
  },

  patience: (input) => patienceSeconds(planSubstrateNode(input).workload) * 1000,

  async run(input): Promise<StackOutputs> {
    const { program, entry: _, ...values } = await checked(input);
    const placement = placementOf(input.profile, input.owner);
    const network = new Network("network", { placement, existing: existingNetwork(input.profile) });
    const node = new SubstrateNode(NODE, { placement, network: network.attachment, entry: program, ...values });
    return {
      endpoints: node.endpoints,
      resources: network.resources.apply((a) => node.resources.apply((b) => [...a, ...b])),
    };
  },
};

async function checked(input: ProgramInput): Promise<SubstrateNodePlan> {
  const { plan } = planSubstrateNode(input);
  await checkDigest(plan.entry);
  return plan;
}

/** Id of the network that the profile names, undefined for one of the deployment's own. */
function existingNetwork({ network }: Profile): string | undefined {
  return network?.use === "existing" ? network.id : undefined;
}
