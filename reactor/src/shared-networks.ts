import { ownerOfSharedNetwork, sharedNetworkKey, sharedNetworkProgram } from "@dinfra/stacks";
import { dataFolder } from "@dinfra/service/data-folder";
import { ReactorError } from "@dinfra/service/failure";
import type { ReactorConfig } from "./config.js";
import { networkIdIn } from "./deployments/networks.js";
import { usersOf, type KnownStack, type NetworkUser } from "./deployments/network-users.js";
import { DeploymentStore } from "./deployments/store.js";
import { createEngine, stateOf, type Receipt } from "./engine/index.js";
import { knownDeployments, knownShared } from "./engine/folders.js";
import { findEngine } from "./find-engine.js";
import { readProfile } from "./read-profile.js";

/** A network that deployments share, as the engine's states have it. */
export interface SharedNetwork {
  /** Of its stack, for example shared.0123456789ab. */
  id: string;
  /** Id on its platform, null where it was never made or is gone. */
  network: string | null;
  /** Deployments that are in it. */
  users: NetworkUser[];
}

/** The networks that deployments share, with whoever is in them. Reads states, and starts nothing. */
export async function sharedNetworks(config: ReactorConfig): Promise<SharedNetwork[]> {
  const { engineState } = dataFolder(config.dataDir);
  const stacks = await stacksIn(engineState, knownDeployments(engineState));
  return Promise.all(
    knownShared(engineState).map(async (id) => {
      const network = networkIdIn(await stateOf(engineState, id));
      return { id, network: network ?? null, users: network === undefined ? [] : usersOf(network, stacks) };
    }),
  );
}

/**
 * Removes a network that deployments shared, and answers when its platform shows nothing of it any more. A running reactor keeps it from
 * starting, so nothing comes into the network meanwhile.
 * @throws {ReactorError} `network.unknown`, `network.in-use`, `network.other-profile`, `store.in-use`
 */
export async function removeSharedNetwork(config: ReactorConfig, id: string): Promise<Receipt> {
  const files = dataFolder(config.dataDir);
  const profile = readProfile(config);
  const found = (await sharedNetworks(config)).find((one) => one.id === id);
  if (found === undefined) throw unknownNetwork(id, knownShared(files.engineState));
  // Whoever holds the store is the only reactor of this data directory.
  const store = DeploymentStore.open(files.reactorStore);
  try {
    const { owner } = store;
    if (owner === null) throw unknownNetwork(id, []);
    const wanted = `shared.${sharedNetworkKey(profile)}`;
    if (wanted !== id) {
      throw new ReactorError(
        "network.other-profile",
        `${id}: expected the profile that it was made by, found one whose shared network is ${wanted}; ` +
          "give the profile with its platform, zone and name",
      );
    }
    const engine = await createEngine({
      engineRoot: await findEngine(config.engineRoot),
      stateDir: files.engineState,
      maxWorkers: 1,
      credentials: config.credentials,
    });
    try {
      // Again, now that nobody else can change it.
      const network = networkIdIn(await engine.resources(id));
      const stacks = await stacksIn(files.engineState, engine.known());
      refuseUse(id, network === undefined ? [] : usersOf(network, stacks), lostStates(store, stacks));
      const job = { id, owner: ownerOfSharedNetwork(owner.instance, owner.provider, id), profile };
      return await engine.destroy({ ...job, type: sharedNetworkProgram.type, descriptor: null });
    } finally {
      await engine.close();
    }
  } finally {
    store.close();
  }
}

function refuseUse(id: string, users: readonly NetworkUser[], lost: readonly string[]): void {
  const inIt = users.map((user) => `deployment ${user.id} (${user.resources.join(", ")})`);
  const unsure = lost.map((deployment) => `deployment ${deployment} (it runs, and its state has nothing)`);
  if (inIt.length + unsure.length === 0) return;
  throw new ReactorError(
    "network.in-use",
    `${id}: expected an empty network, found ${[...inIt, ...unsure].join("; ")}; end these deployments first`,
  );
}

/** What runs, and of whose state nothing can be said: it may be in any network. */
function lostStates(store: DeploymentStore, stacks: readonly KnownStack[]): string[] {
  const known = new Set(stacks.filter(({ resources }) => resources.length > 0).map(({ id }) => id));
  const there = [...store.pages()].flat().filter(({ good, receipt }) => good !== null && receipt === null);
  return there.map(({ id }) => id).filter((id) => !known.has(id));
}

const stacksIn = (engineState: string, ids: readonly string[]): Promise<KnownStack[]> =>
  Promise.all(ids.map(async (id) => ({ id, resources: await stateOf(engineState, id) })));

function unknownNetwork(id: string, known: readonly string[]): ReactorError {
  const there = known.length === 0 ? "there is none" : `there are ${known.join(", ")}`;
  return new ReactorError("network.unknown", `${id}: expected a shared network of this data directory; ${there}`);
}
