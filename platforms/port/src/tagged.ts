import type { Identity } from "./driver.js";
import { ownerLabel, physicalName } from "./naming.js";

/** Tag of whom a resource belongs to, on platforms that have tags. */
export const ownerTag = "dinfra-owner";
/** Tag of its physical name, on what has no name of its own too. */
export const nameTag = "dinfra-name";

export interface Tagged {
  name: string;
  tags: Record<string, string>;
}

/**
 * Physical name and tags of one resource of a machine; `part` is what of it, empty for itself. Ours win over the user's: the
 * observer and recovery stand on them.
 */
export function tagged(
  { owner, role, index }: Identity,
  part: string,
  { tags = {}, incarnation = 0 }: { tags?: Record<string, string>; incarnation?: number } = {},
): Tagged {
  const name = physicalName(owner, part === "" ? role : `${role}/${part}`, index, { incarnation });
  return { name, tags: { ...tags, [ownerTag]: ownerLabel(owner), [nameTag]: name } };
}
