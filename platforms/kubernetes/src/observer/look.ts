import { nameTag, ownerTag, type Observed } from "@dinfra/port";
import { ApiError, type Client, type Thing } from "../api/client.js";
import { ownerOfClaim } from "../driver/identity.js";
import { kindList, kinds, ofTheCluster, type Kind } from "../kinds.js";
import type { KubernetesSettings } from "../settings.js";

interface SetThing extends Thing {
  spec?: { replicas?: number };
}

interface VolumeThing extends Thing {
  spec?: { claimRef?: { name: string; namespace: string } };
}

interface PodThing extends Thing {
  metadata: Thing["metadata"] & { ownerReferences?: { kind: string; name: string }[] };
}

/**
 * Everything that bears our label, in a list per kind with all its pages, whatever the number of owners; and what of it the cluster
 * made: volumes and pods, where they have outlived what they were made for.
 */
export async function look(client: Client, settings: KubernetesSettings, signal?: AbortSignal): Promise<Observed[]> {
  const ours = { labelSelector: ownerTag };
  const within = (api: string, plural: string, ofCluster: boolean) =>
    settings.namespace === undefined || ofCluster
      ? `${api}/${plural}`
      : `${api}/namespaces/${settings.namespace}/${plural}`;
  const listed = async (kind: Kind) => {
    // Whoever may use one namespace alone can make none, and list none.
    if (settings.namespace !== undefined && kind.ofCluster) return [];
    try {
      return await client.list<Thing>(within(kind.api, kind.plural, kind.ofCluster ?? false), ours, signal);
    } catch (error) {
      if (kind.optional && error instanceof ApiError && error.status === 404) return [];
      throw error;
    }
  };
  const { volume, pod } = ofTheCluster;
  const [things, volumes, pods] = await Promise.all([
    Promise.all(kindList.map(async (kind) => ({ kind, things: await listed(kind) }))),
    client.list<VolumeThing>(`${volume.api}/${volume.plural}`, {}, signal),
    client.list<PodThing>(within(pod.api, pod.plural, false), ours, signal),
  ]);
  const seen = things.flatMap(({ kind, things: of }) => of.map((thing) => observed(kind, thing)));
  const known = new Set(seen.map(({ type, id }) => `${type} ${id}`));
  return [
    ...seen.filter((one) => one.type !== kinds.claim.type || !isOfASet(one, things)),
    ...leftVolumes(volumes, known),
    ...leftPods(pods, known),
  ];
}

/** Claims that a set made for its pods are its own, as long as it is there. */
function isOfASet(claim: Observed, things: readonly { kind: Kind; things: readonly Thing[] }[]): boolean {
  const sets = things.find(({ kind }) => kind.type === kinds.set.type)?.things ?? [];
  const [namespace] = claim.id.split("/");
  return sets.some((set) => set.metadata.namespace === namespace && claim.id.includes(`-${set.metadata.name}-`));
}

function observed({ type }: Kind, thing: Thing): Observed {
  const { name, namespace, labels = {} } = thing.metadata;
  const state = type === kinds.set.type ? { state: stateOf(thing) } : {};
  return { type, name: labels[nameTag] ?? name, id: idOf(namespace, name), owner: labels[ownerTag]!, ...state };
}

/** As Pulumi's provider has it. */
export const idOf = (namespace: string | undefined, name: string): string =>
  namespace === undefined ? name : `${namespace}/${name}`;

/** A kubelet starts again what ended. What somebody told to have no pod runs no more. */
const stateOf = ({ spec }: SetThing): Observed["state"] => (spec?.replicas === 0 ? "ended" : "running");

/** Volumes whose claim is gone: their claim's name says whose they were. */
function leftVolumes(volumes: readonly VolumeThing[], known: ReadonlySet<string>): Observed[] {
  return volumes.flatMap(({ metadata, spec }) => {
    const claim = spec?.claimRef;
    const owner = claim && ownerOfClaim(claim.name);
    if (!owner || known.has(`${kinds.claim.type} ${idOf(claim.namespace, claim.name)}`)) return [];
    return [{ type: ofTheCluster.volume.type, name: metadata.name, id: metadata.name, owner }];
  });
}

/** Pods whose set is gone, and that still end. */
function leftPods(pods: readonly PodThing[], known: ReadonlySet<string>): Observed[] {
  return pods.flatMap(({ metadata }) => {
    const { name, namespace, labels = {}, ownerReferences = [] } = metadata;
    const set = ownerReferences.find(({ kind }) => kind === "StatefulSet")?.name;
    if (set !== undefined && known.has(`${kinds.set.type} ${idOf(namespace, set)}`)) return [];
    return [{ type: ofTheCluster.pod.type, name, id: idOf(namespace, name), owner: labels[ownerTag]! }];
  });
}
