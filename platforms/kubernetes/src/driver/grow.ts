import { nameTag } from "@dinfra/port";
import type { Client, Thing } from "../api/client.js";
import { kinds } from "../kinds.js";

/** PersistentVolumeClaim, core/v1, as far as it says how much it asks for. */
interface ClaimThing extends Thing {
  spec?: { resources?: { requests?: { storage?: string } } };
}

/**
 * Asks for more in every claim of a group's pods. A set makes them from its template, which nobody can change; another one would be
 * another set, with the claims of the first one gone. A set gives its claims the labels by which it knows its pods, in place of the
 * template's. What a claim has already, in whatever notation, changes nothing.
 */
export async function growClaims(
  client: Pick<Client, "list" | "patch">,
  { namespace, set, storage }: { namespace: string; set: string; storage: string },
): Promise<void> {
  const { api, plural } = kinds.claim;
  const path = `${api}/namespaces/${namespace}/${plural}`;
  for (const { metadata, spec } of await client.list<ClaimThing>(path, { labelSelector: `${nameTag}=${set}` })) {
    if (metadata.deletionTimestamp !== undefined || spec?.resources?.requests?.storage === storage) continue;
    await client.patch(`${path}/${metadata.name}`, { spec: { resources: { requests: { storage } } } });
  }
}
