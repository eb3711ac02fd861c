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
