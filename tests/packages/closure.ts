/** The part of a package-lock.json that says what lies where. */
export interface Lock {
  packages: Record<
    string,
    {
      link?: boolean;
      resolved?: string;
      dependencies?: Record<string, string>;
      optionalDependencies?: Record<string, string>;
      peerDependencies?: Record<string, string>;
    }
  >;
}

/**
 * The folders right in node_modules of a repository that hold what packages of it ask for, directly or not. Packages of the repository
 * itself are followed and not named, nor is what they do not declare.
 */
export function closure({ packages }: Lock, names: string[]): string[] {
  const seen = new Set<string>();
  const find = (from: string, name: string): string | undefined => {
    const folder = `${from && `${from}/`}node_modules/${name}`;
    if (packages[folder]) return folder;
    if (from === "") return undefined;
    return find(from.slice(0, Math.max(0, from.lastIndexOf("/"))), name);
  };
  const visit = (from: string, name: string): void => {
    const found = find(from, name);
    if (found === undefined) return;
    const folder = packages[found]!.link ? packages[found]!.resolved! : found;
    if (seen.has(folder)) return;
    seen.add(folder);
    const { dependencies, optionalDependencies, peerDependencies } = packages[folder]!;
    for (const next of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }))
      visit(folder, next);
  };
  for (const name of names) visit("", name);
  return [...seen].filter((folder) => /^node_modules\/(@[^/]+\/)?[^/]+$/.test(folder)).sort();
}
