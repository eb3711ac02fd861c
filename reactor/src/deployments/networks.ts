import {
  networkOf,
  ownerOfSharedNetwork,
  sharedNetworkKey,
  sharedNetworkProgram,
  type NetworkChoice,
  type Profile,
} from "@dinfra/stacks";
import type { Engine, Job, StateResource } from "../engine/index.js";
import { ReactorError } from "@dinfra/service/failure";
import type { DeploymentEngine } from "./ports.js";

type NetworkEngine = DeploymentEngine & Pick<Engine, "resources">;

/**
 * The engine, given jobs whose network is decided: each deployment keeps the one that its state has, and a shared one is
 * made before the first that needs it. It is a stack of its own, with an owner of its own, and no teardown of a deployment
 * touches it.
 *
 * @param provider the account whose reactor this is: reactors that have one cloud in common share no network
 */
export function withNetworks(engine: NetworkEngine, provider: string): DeploymentEngine {
  const underWay = new Map<string, Promise<string>>();

  /** Of many that need it at once, one makes it; after a failure the next tries again. */
  function shared(job: Job, profile: Profile): Promise<string> {
    const id = `shared.${sharedNetworkKey(profile)}`;
    const known = underWay.get(id) ?? made(id, job, profile).finally(() => underWay.delete(id));
    underWay.set(id, known);
    return known;
  }

  async function made(id: string, job: Job, profile: Profile): Promise<string> {
    const before = networkIdIn(await engine.resources(id));
    if (before !== undefined) return before;
    const owner = ownerOfSharedNetwork(instanceOf(job.owner), provider, id);
    await engine.up({ id, owner, type: sharedNetworkProgram.type, descriptor: null, profile });
    const after = networkIdIn(await engine.resources(id));
    if (after !== undefined) return after;
    throw new ReactorError("network.shared", `${id}: expected the shared network in its state, found none`, true);
  }

  async function decided(job: Job, make: boolean): Promise<Job> {
    const profile = job.profile as Profile;
    let network: NetworkChoice = networkOf(profile, await engine.resources(job.id));
    // A teardown makes nothing: only a state that was lost is built again, and what has none has no network.
    if (network.use === "shared" && make) {
      network = { use: "existing", id: await shared(job, { ...profile, network }) };
    }
    return { ...job, profile: { ...profile, network } };
  }

  return {
    up: async (job, onEvent) => engine.up(await decided(job, true), onEvent),
    // A shared network that was never made is made by no preview.
    preview: async (job, onEvent) => engine.preview(await decided(job, false), onEvent),
    destroy: async (job, onEvent) => engine.destroy(await decided(job, false), onEvent),
    recover: (subject) => engine.recover(subject),
    cancel: (id) => engine.cancel(id),
    close: () => engine.close(),
  };
}

/** Id of the network that a stack has, on its platform. */
export function networkIdIn(resources: readonly StateResource[]): string | undefined {
  const network = resources.find(({ type }) => type === "dinfra:index:Network");
  const { id: known } = (network?.outputs?.["attachment"] ?? {}) as { id?: unknown };
  return typeof known === "string" && known !== "" ? known : undefined;
}

/** The chain's instance in the owner of a deployment. */
const instanceOf = (owner: string): string => owner.split(":")[1] ?? owner;
