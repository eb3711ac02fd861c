import {
  descriptorHash,
  descriptorTypeById,
  parseDeploymentId,
  requireDescriptor,
  type DescriptorStore,
} from "@dinfra/schemas";
import {
  findProgram,
  growsDisks,
  guardedOf,
  observerOf,
  ownerLabel,
  ownerOfDeployment,
  planStack,
  usageOf,
  type Profile,
} from "@dinfra/stacks";
import { ReactorError } from "@dinfra/service/failure";
import type { Checked, DeploymentEngine, Surroundings } from "./ports.js";
import { isValidator } from "../engine/index.js";
import { sharedObserver } from "./looks.js";
import { reachable } from "./reachable.js";
import type { Generation } from "./record.js";

/** The real surroundings: the engine, the descriptor store, the programs and the platform of the profile. */
export function surroundings(engine: DeploymentEngine, store: DescriptorStore, profile: Profile): Surroundings {
  return {
    engine,
    observer: (pinned) => sharedObserver(observerOf((pinned ?? profile) as Profile)),
    needsTending: (pinned) => growsDisks((pinned ?? profile) as Profile),
    guard: ({ type, descriptor, profile: pinned }) => ({
      kinds: guardedOf((pinned ?? profile) as Profile),
      machines: isValidator(type, descriptor),
    }),
    usage: (pinned, owner) => usageOf((pinned ?? profile) as Profile, owner),
    label: ownerLabel,
    platform: (pinned) => ((pinned ?? profile) as Profile).platform,
    ownerName: (owner, id) => {
      const { subscription, attempt } = parseDeploymentId(id);
      return ownerOfDeployment(owner.instance, subscription, attempt);
    },
    check: (wish, owner, good = null) => check(wish, owner, good, store, profile),
    recall: (wish, owner) => recall(wish, owner, store, profile),
    reachable,
  };
}

async function check(
  wish: Generation,
  owner: string,
  good: Generation | null,
  store: DescriptorStore,
  current: Profile,
): Promise<Checked> {
  const type = descriptorTypeById(wish.typeId);
  if (type === undefined) {
    throw new ReactorError("descriptor.type", `descriptor type ${wish.typeId} is not known to this reactor`);
  }
  const given = await fetchDescriptor(wish, store);
  const descriptor = requireDescriptor(type.name, given);
  // Pinned with the generation: a change of the profile reaches what runs by a new generation only.
  const profile = (wish.profile as Profile | undefined) ?? current;
  const program = findProgram(type.name);
  const plan = await planStack(program, { descriptor, profile, owner });
  if (good?.typeId === wish.typeId && good.descriptor !== undefined && good.generation !== wish.generation) {
    const before = { descriptor: good.descriptor, profile: (good.profile as Profile | undefined) ?? profile, owner };
    plan.checkUpdate?.(before);
  }
  if (good === null) requireInTime(plan.setUp, wish.deployWithinSeconds);
  return { type: type.name, descriptor, profile, patience: plan.patience };
}

/**
 * A set-up that cannot end in time is refused before it costs anything, so that the consumer gets another provider at once.
 * @param setUp milliseconds that it takes at least
 * @param within seconds that the award leaves
 */
function requireInTime(setUp: number | undefined, within: number | undefined): void {
  if (setUp === undefined || within === undefined || setUp <= within * 1000) return;
  throw new ReactorError(
    "deadline.too-near",
    `expected to be set up within the ${within} s of the award, found that it takes ${Math.ceil(setUp / 1000)} s at least`,
  );
}

async function fetchDescriptor(wish: Generation, store: DescriptorStore): Promise<unknown> {
  if (wish.descriptor === undefined) return store.get(wish.cid);
  // What was checked once has defaults filled in, and so another hash; it comes with its profile.
  if (wish.profile !== undefined) return wish.descriptor;
  const { cid } = descriptorHash(wish.descriptor);
  if (cid === wish.cid) return wish.descriptor;
  throw new ReactorError("descriptor.hash", `the descriptor sent along has CID ${cid}, expected ${wish.cid}`);
}

async function recall(
  wish: Generation | null,
  owner: string,
  store: DescriptorStore,
  current: Profile,
): Promise<Checked> {
  const profile = (wish?.profile as Profile | undefined) ?? current;
  const type = wish === null ? undefined : descriptorTypeById(wish.typeId);
  if (wish === null || type === undefined) return { type: "", descriptor: null, profile, patience: 0 };
  try {
    const descriptor = requireDescriptor(type.name, await fetchDescriptor(wish, store));
    // A state that was lost is built again by an update, to have something to delete by.
    const patience = findProgram(type.name).patience({ descriptor, profile, owner });
    return { type: type.name, descriptor, profile, patience };
  } catch {
    // Removing needs no descriptor where the engine's state or the platform knows what is there.
    return { type: type.name, descriptor: null, profile, patience: 0 };
  }
}
