import type { Surroundings } from "./ports.js";
import type { DeploymentStore } from "./store.js";

/** What bears a name of ours on the platform and belongs to no deployment. */
export interface PlatformOrphan {
  /** Of its owner, as the platform has it. */
  label: string;
  /** The deployment that it was, where that is known: by what ended here, or by what the engine has a state of. */
  id?: string;
  /** Names of its resources. */
  resources: string[];
}

/**
 * Who owns something on the platform and is none of those that should.
 *
 * @param seen names of what is there, by the label of its owner
 * @param ours labels of all that should be there
 * @param once ids that were known, by their labels
 */
export function orphansIn(
  seen: ReadonlyMap<string, readonly { name: string }[]>,
  ours: ReadonlySet<string>,
  once: ReadonlyMap<string, string>,
): PlatformOrphan[] {
  return [...seen]
    .filter(([label, resources]) => !ours.has(label) && resources.length > 0)
    .map(([label, resources]) => {
      const id = once.get(label);
      return { label, ...(id !== undefined && { id }), resources: resources.map(({ name }) => name).sort() };
    })
    .sort((a, b) => (a.label < b.label ? -1 : 1));
}

/**
 * What bears our names on the platform and belongs to no deployment. Nothing is done about it: on a platform that several reactors or
 * engineers share it may be theirs.
 *
 * @param common owners of what deployments have in common
 * @param folders ids that the engine has a state of
 * @throws what the platform says when it cannot be asked
 */
export async function lookForOrphans(
  around: Surroundings,
  store: DeploymentStore,
  common: readonly string[],
  folders: readonly string[],
): Promise<PlatformOrphan[]> {
  const seen = await around.observer(undefined).owners(performance.now());
  const { owner } = store;
  const shared = common.map((name) => around.label(name));
  if (owner === null) return orphansIn(seen, new Set(shared), new Map());
  const labelOf = (id: string) => around.label(around.ownerName(owner, id));
  // After the look: what was asked for meanwhile is nobody's orphan.
  const ours = new Set([...store.ids().map(labelOf), ...shared]);
  const once = [...store.pastIds(), ...folders];
  return orphansIn(seen, ours, new Map(once.map((id) => [labelOf(id), id])));
}
