import type { Client } from "../api/client.js";
import type { PodThing } from "./set-up.js";
import { watchOne } from "./watch-one.js";

/** Ids that the container `prepare` of a pod told its kubelet when it ended (`agent/pod/prepare.go`); undefined before. */
export function peerIdsSeen(pod: PodThing | undefined): Record<string, string> | undefined {
  const prepare = pod?.status?.initContainerStatuses?.find(({ name }) => name === "prepare");
  const { message, exitCode } = prepare?.state?.terminated ?? {};
  if (message === undefined || exitCode !== 0) return undefined;
  return parsed(message);
}

function parsed(message: string): Record<string, string> | undefined {
  try {
    const { peerIds } = JSON.parse(message) as { peerIds?: Record<string, unknown> };
    const ids = Object.entries(peerIds ?? {}).filter((one): one is [string, string] => typeof one[1] === "string");
    return ids.length > 0 ? Object.fromEntries(ids) : undefined;
  } catch {
    return undefined; // what nobody of us said
  }
}

/** The ids of a set's pod, or none where it has made no keys in time: the next update has them. */
export async function waitForPeerIds(
  client: Pick<Client, "watch">,
  { namespace, name, startSeconds }: { namespace: string; name: string; startSeconds: number },
): Promise<Record<string, string>> {
  let seen: Record<string, string> = {};
  const patience = AbortSignal.timeout(Math.max(startSeconds, 1) * 1000);
  await watchOne<PodThing>(client, `api/v1/namespaces/${namespace}/pods`, `${name}-0`, patience, (pod) => {
    const ids = peerIdsSeen(pod);
    seen = ids ?? seen;
    return ids !== undefined;
  });
  return seen;
}
