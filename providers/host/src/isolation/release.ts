import type { Layout } from "../layout.js";
import { releaseUser } from "./filter.js";
import { applyLinks } from "./linking.js";
import { forgetNamespaces } from "./modes.js";

/** After something of the owner went: gives back its uid or its mode once it has nothing, and the others' ways to it. */
export async function releaseOwner(layout: Layout, owner: string): Promise<void> {
  await releaseUser(layout, owner);
  await applyLinks(layout);
  await forgetNamespaces(layout, owner);
}
