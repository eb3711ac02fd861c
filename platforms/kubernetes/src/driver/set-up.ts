import type { SetUp } from "@dinfra/port";
import * as pulumi from "@pulumi/pulumi";
import type { Client, Thing } from "../api/client.js";
import type { KubernetesSettings } from "../settings.js";
import { watchOne } from "./watch-one.js";

/** Pod, core/v1, as far as it says how far it got. */
export interface PodThing extends Thing {
  status?: {
    phase?: string;
    conditions?: { type: string; status: string; message?: string }[];
    initContainerStatuses?: ContainerStatus[];
    containerStatuses?: ContainerStatus[];
  };
}

interface ContainerStatus {
  name: string;
  ready?: boolean;
  started?: boolean;
  state?: {
    waiting?: { reason?: string; message?: string };
    terminated?: { reason?: string; exitCode?: number; message?: string };
  };
}

/** How far a set's pod got, from what its kubelet says. It gives nothing up by itself. */
export function setUpSeen(pod: PodThing | undefined): SetUp {
  const not = (reason: string): SetUp => ({ started: false, failed: false, reason });
  if (!pod) return not("the pod is not there yet");
  const { phase, conditions = [], containerStatuses = [], initContainerStatuses = [] } = pod.status ?? {};
  const unplaced = conditions.find(({ type, status }) => type === "PodScheduled" && status === "False");
  if (unplaced) return not(`no machine of the cluster takes the pod: ${unplaced.message ?? "no reason"}`);
  if (containerStatuses.length === 0) return not(`the pod is ${phase ?? "not seen by a kubelet yet"}`);
  const behind = containerStatuses.find(({ started, ready }) => !started && !ready);
  if (!behind) return { started: true, failed: false, reason: "" };
  const stuck = [...initContainerStatuses, behind].find(
    ({ state }) => state?.waiting?.reason || state?.terminated?.exitCode,
  );
  const { waiting, terminated } = stuck?.state ?? {};
  const why = waiting ? `${waiting.reason}${waiting.message ? `: ${waiting.message}` : ""}` : terminated?.reason;
  return not(`${(stuck ?? behind).name}: ${why ?? "it has not come up yet"}`);
}

/**
 * How far the pod of a set got, once the update has made or changed it. An update waits a while, so that what comes up at once is
 * seen; what takes longer is seen by the next one.
 */
export function setUpOf(
  { startSeconds = 60 }: KubernetesSettings,
  client: () => Client,
  set: pulumi.CustomResource,
  { namespace, name }: { namespace: pulumi.Output<string>; name: string },
): pulumi.Output<SetUp | undefined> {
  return pulumi.all([set.id, namespace]).apply(async ([, ns]) => {
    if (pulumi.runtime.isDryRun()) return undefined;
    return waitForStart(client(), { namespace: ns, name, startSeconds });
  });
}

/** StatefulSet, apps/v1, as far as it says which revision its pods should be of. */
interface SetThing extends Thing {
  metadata: Thing["metadata"] & { generation?: number };
  status?: { observedGeneration?: number; updateRevision?: string };
}

const revisionLabel = "controller-revision-hash";

/** The pod of a set, of its present revision: the one before runs on until its successor is made. */
export async function waitForStart(
  client: Pick<Client, "watch">,
  { namespace, name, startSeconds }: { namespace: string; name: string; startSeconds: number },
): Promise<SetUp> {
  let seen = setUpSeen(undefined);
  const patience = AbortSignal.timeout(Math.max(startSeconds, 1) * 1000);
  const each = <T extends Thing>(path: string, called: string, see: (thing: T | undefined) => boolean) =>
    watchOne<T>(client, path, called, patience, see);
  let revision: string | undefined;
  await each<SetThing>(`apis/apps/v1/namespaces/${namespace}/statefulsets`, name, (set) => {
    const { observedGeneration = -1, updateRevision } = set?.status ?? {};
    if (observedGeneration < (set?.metadata.generation ?? 0)) return false;
    revision = updateRevision;
    return revision !== undefined;
  });
  await each<PodThing>(`api/v1/namespaces/${namespace}/pods`, `${name}-0`, (pod) => {
    const { deletionTimestamp, labels } = pod?.metadata ?? {};
    const present = deletionTimestamp === undefined && labels?.[revisionLabel] === revision;
    seen = setUpSeen(present ? pod : undefined);
    return seen.started;
  });
  return seen;
}
