import { checkSentriedChain, openPlacement, requireCapability } from "@dinfra/components";
import { requireDescriptor, type ValidatorSentryV1 } from "@dinfra/schemas";
import { StackError } from "../errors.js";
import { checkLimits } from "../limits.js";
import { placementOf, type Profile } from "../profile.js";
import type { ProgramInput } from "../program.js";
import { planSubstrateNode, requireSameData, type PlannedSubstrateNode } from "../substrate-node/plan.js";

export const VALIDATOR_SENTRY = "validator-sentry/v1";

/** What will be made, decided from descriptor and profile. */
export interface PlannedValidatorSentry {
  sentries: number;
  validator: PlannedSubstrateNode;
  /** Each sentry is planned as this one. */
  sentry: PlannedSubstrateNode;
}

/**
 * @throws SchemasError `descriptor.schema`; StackError and ComponentError as those of a node; ComponentError `PlatformLacks`
 *   where nodes cannot be told of their peers, `InvalidArgument` for a relay chain; StackError `InvalidProfile` where the validator's machine would
 *   be public
 */
export function planValidatorSentry({ descriptor, profile, owner }: ProgramInput): PlannedValidatorSentry {
  const wanted = requireDescriptor(VALIDATOR_SENTRY, descriptor);
  const place = openPlacement(placementOf(profile));
  if (place.platform.shape === "workload") requireCapability(VALIDATOR_SENTRY, place, "reservedPeers");
  else {
    requireCapability(VALIDATOR_SENTRY, place, "machine");
    requireWayIn(profile);
  }
  checkSentriedChain(wanted.chain);
  const { sentries, resources, sentryResources = resources } = wanted;
  const all = (of: "cpu" | "memory" | "disk") => resources[of] + sentries * sentryResources[of];
  checkLimits(profile, { cpu: all("cpu"), memory: all("memory"), disk: all("disk") });
  const plan = (node: object) => planSubstrateNode("substrate-node/v2", { descriptor: node, profile, owner });
  return {
    sentries,
    validator: plan({ ...nodeOf(wanted), role: "validator", resources }),
    sentry: plan({ ...nodeOf(wanted), role: "full", rpc: { exposure: "machine" }, resources: sentryResources }),
  };
}

function nodeOf({ name = "dinfra-validator", chain, entry }: ValidatorSentryV1): object {
  return { type: "substrate-node/v2", name, chain, entry };
}

/** The component would refuse the same, but inside the engine, where an error is a line of text and no longer typed. */
function requireWayIn({ machines }: Profile): void {
  const expected = {
    artifacts: "where machines fetch the agent, which makes the nodes' network keys",
    via: "a machine that SSH goes through: without it the validator's machine would have a public address",
  };
  for (const needed of ["artifacts", "via"] as const) {
    if (machines?.[needed] !== undefined) continue;
    throw new StackError("InvalidProfile", `/machines/${needed}: expected ${expected[needed]}, found nothing; give it`);
  }
}

/** @throws StackError `PruningChange`, `DataChange` */
export function requireSameNodes(before: PlannedValidatorSentry, after: PlannedValidatorSentry): void {
  requireSameData(before.validator, after.validator);
  requireSameData(before.sentry, after.sentry);
}
