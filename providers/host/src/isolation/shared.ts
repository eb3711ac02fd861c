import { layoutOf } from "../layout.js";
import { listRecords } from "../records.js";
import { IsolationKind } from "./isolation.js";
import { kindOf } from "./modes.js";

/** Owners under the root that have something which is not isolated: it runs as the provider's user, and can do what that can. */
export function sharedOwners(root: string): string[] {
  const layout = layoutOf(root);
  const records = [...listRecords(layout, "processes"), ...listRecords(layout, "directories")];
  return [...new Set(records.map(({ owner }) => owner))]
    .filter((owner) => kindOf(layout, owner) === IsolationKind.SharedUser)
    .sort();
}
