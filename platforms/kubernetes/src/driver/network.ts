import { ownerLabel, ownerTag, type NetworkAttachment, type NetworkRequest, type PlacedNetwork } from "@dinfra/port";
import * as pulumi from "@pulumi/pulumi";
import { kinds } from "../kinds.js";
import type { KubernetesSettings } from "../settings.js";
import { named, ours, placed } from "./identity.js";
import { denyAll } from "./policy.js";
import { providerOptions, sdk } from "./provider.js";

/** Pods that break the restricted Pod Security Standard are not let in. */
const restricted = {
  "pod-security.kubernetes.io/enforce": "restricted",
  "pod-security.kubernetes.io/warn": "restricted",
};

/**
 * A network is a namespace of one owner, in which nothing is reached that no workload opens. In a namespace that owners share, it is
 * the policy alone, over the owner's own pods.
 */
export function network(
  settings: KubernetesSettings,
  request: NetworkRequest,
  opts: pulumi.CustomResourceOptions,
): PlacedNetwork {
  const { existing, logicalName, owner } = request;
  if (existing !== undefined) return { attachment: pulumi.output(existing).apply(attachmentOf), resources: [] };
  const on = providerOptions(settings, logicalName, opts);
  const { name, labels } = named(settings, request, "");
  // A workload in it may have the same role, and a policy of its own by that name.
  const policy = named(settings, request, "network");
  const shared = settings.namespace;
  const made =
    shared === undefined
      ? new (sdk.Namespace())(
          logicalName,
          { metadata: { name, labels: { ...labels, ...restricted }, annotations: ours } },
          on,
        )
      : undefined;
  const namespace = made ? made.metadata.name : pulumi.output(shared as string);
  const whose = made ? {} : { matchLabels: { [ownerTag]: ownerLabel(owner) } };
  const denied = new (sdk.NetworkPolicy())(
    `${logicalName}-policy`,
    { metadata: { name: policy.name, namespace, labels: policy.labels, annotations: ours }, spec: denyAll(whose) },
    on,
  );
  return {
    // With the policy, so that nothing runs before it or after it.
    attachment: pulumi.all([namespace, denied.urn]).apply(([id]) => attachmentOf(id)),
    resources: [...(made ? [placed(kinds.namespace, { name, labels })] : []), placed(kinds.policy, policy)],
  };
}

/** Each pod has an address and all ports of its own. */
const attachmentOf = (id: string): NetworkAttachment => ({ id, address: "", firstPort: 0, lastPort: 0 });
