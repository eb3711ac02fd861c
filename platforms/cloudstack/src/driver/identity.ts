import { ownerLabel, physicalName, type Identity } from "@dinfra/port";

export const ownerTag = "dinfra-owner";
/** Physical name, on what has no name of its own too. */
export const nameTag = "dinfra-name";

export interface Named {
  /** Physical name; a CloudStack host name, so at most 63 characters. */
  name: string;
  tags: Record<string, string>;
}

/** Name and tags of one resource. Ours win over the user's: the observer and recovery stand on them. */
export function named(
  { owner, role, index }: Identity,
  part: string,
  { tags = {}, incarnation = 0 }: { tags?: Record<string, string>; incarnation?: number } = {},
): Named {
  const name = physicalName(owner, part === "" ? role : `${role}/${part}`, index, { incarnation });
  return { name, tags: { ...tags, [ownerTag]: ownerLabel(owner), [nameTag]: name } };
}
