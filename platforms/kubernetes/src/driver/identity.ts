import { ownerLabel, physicalName, tagged, type Identity, type PlacedResource } from "@dinfra/port";
import type { Kind } from "../kinds.js";
import type { KubernetesSettings } from "../settings.js";

/** Label by which a cluster's administrator lets a namespace in to ports of that exposure. */
export const exposureLabel = "dinfra/exposure";

export interface Named {
  name: string;
  labels: Record<string, string>;
}

/**
 * Annotations by which Pulumi's provider takes a thing for ours, whole. What somebody else set in it is put back, where the API server
 * would else refuse every update as a conflict; and an update after one that was killed is the same writer as that one, so that what it
 * leaves out goes.
 */
export const ours = { "pulumi.com/patchForce": "true", "pulumi.com/patchFieldManager": "dinfra" } as const;

/**
 * The same of what has pods behind it. Pulumi would wait until they are ready, and a node that syncs for days is not. Whether it has
 * come up is looked at by `setUpOf`.
 */
export const skipAwait = { ...ours, "pulumi.com/skipAwait": "true" } as const;

/** Name and labels of one part of a workload; `part` is what of it, empty for itself. */
export function named(settings: KubernetesSettings, identity: Identity, part: string): Named {
  const { name, tags } = tagged(identity, part, { tags: settings.labels });
  return { name, labels: { ...tags, "app.kubernetes.io/managed-by": "dinfra" } };
}

/** What a component says that it made. */
export const placed = ({ word }: Kind, { name }: Named): PlacedResource => ({ kind: word, name });

/**
 * A claim's name, which begins with its owner: the volume that a claim leaves behind names its claim and nothing else of ours.
 */
export function claimName(identity: Identity, volume: string): string {
  const { owner, role, index } = identity;
  return `${ownerLabel(owner)}-${physicalName(owner, `${role}/${volume}`, index)}`;
}

/** The owner's label in the name of a claim; undefined for a claim that is not ours. */
export function ownerOfClaim(name: string): string | undefined {
  return /^([a-z][a-z0-9-]{0,29}-[a-z2-7]{32})-./.exec(name)?.[1];
}
