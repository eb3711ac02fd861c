import { Network, patienceSeconds, ValidatorSentry } from "@dinfra/components";
import { existingNetwork } from "../network-choice.js";
import { plannedProgram } from "../planned-program.js";
import { placementOf } from "../profile.js";
import type { ProgramInput, StackOutputs } from "../program.js";
import { setUpOf } from "../substrate-node/program.js";
import { planValidatorSentry, requireSameNodes, VALIDATOR_SENTRY, type PlannedValidatorSentry } from "./plan.js";

function build(plan: PlannedValidatorSentry, { profile, owner }: ProgramInput): Promise<StackOutputs> {
  const placement = placementOf(profile, owner);
  const network = new Network("network", { placement, existing: existingNetwork(profile) });
  const { program, chain, nodeName, resources } = plan.validator.plan;
  const made = new ValidatorSentry("validator", {
    ...{ placement, network: network.attachment, entry: program, chain, nodeName, resources },
    sentries: plan.sentries,
    sentry: { resources: plan.sentry.plan.resources },
  });
  return Promise.resolve({
    // What peers connect to. The validator itself is nobody's to reach.
    endpoints: made.sentries.apply((all) =>
      all.map(({ address }, i) => ({
        name: `sentry-${i}`,
        url: `tcp://${address.includes(":") ? `[${address}]` : address}:30333`,
      })),
    ),
    setUp: made.setUp,
    metrics: made.metrics,
    resources: network.resources.apply((a) => made.resources.apply((b) => [...a, ...b])),
  });
}

/** A validator in a network with its sentries. */
export const validatorSentryProgram = plannedProgram<PlannedValidatorSentry>({
  type: VALIDATOR_SENTRY,
  plan: planValidatorSentry,
  // Machines fetch what they run by its digest, and pods have it by that of their image.
  checkFiles: () => Promise.resolve(),
  requireCanFollow: requireSameNodes,
  // All come up at the same time, each once it was told its peers.
  patienceOf: ({ validator, sentry }) =>
    Math.max(patienceSeconds(validator.workload), patienceSeconds(sentry.workload)) * 1000,
  // They start beside each other.
  setUpOf: ({ validator, sentry }, { profile }) => Math.max(setUpOf(validator, profile), setUpOf(sentry, profile)),
  build,
});
