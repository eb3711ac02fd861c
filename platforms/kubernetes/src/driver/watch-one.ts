import type { Client, Thing } from "../api/client.js";

/** Looks at one thing, from now on, until `see` says that it has seen enough, or the patience ends. Says which of both. */
export async function watchOne<T extends Thing>(
  client: Pick<Client, "watch">,
  path: string,
  name: string,
  patience: AbortSignal,
  see: (thing: T | undefined) => boolean,
): Promise<boolean> {
  const query = { fieldSelector: `metadata.name=${name}` };
  while (!patience.aborted) {
    try {
      for await (const { type, object } of client.watch<T>(path, query, patience)) {
        if (type === "BOOKMARK") continue;
        if (type === "ERROR") break;
        if (see(type === "DELETED" ? undefined : object)) return true;
      }
    } catch (error) {
      if (!patience.aborted) throw error;
    }
  }
  return false;
}
