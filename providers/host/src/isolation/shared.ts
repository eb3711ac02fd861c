import { layoutOf } from "../layout.js";
import { listRecords } from "../records.js";
import { userOf } from "./users.js";

/** Owners under the root that have something, and no uid of their own: what is theirs runs as the provider's user. */
export function sharedOwners(root: string): string[] {
  const layout = layoutOf(root);
  const records = [...listRecords(layout, "processes"), ...listRecords(layout, "directories")];
  return [...new Set(records.map(({ owner }) => owner))].filter((owner) => userOf(layout, owner) === undefined).sort();
}
