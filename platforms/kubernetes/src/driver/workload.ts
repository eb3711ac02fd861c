import type { Placed, WorkloadRequest } from "@dinfra/port";
import type * as inputs from "@pulumi/kubernetes/types/input.js";
import * as pulumi from "@pulumi/pulumi";
import type { Client } from "../api/client.js";
import { kinds } from "../kinds.js";
import type { KubernetesSettings } from "../settings.js";
import { around } from "./around.js";
import { claimSpec, storageOf } from "./claim.js";
import { claimName, named, skipAwait } from "./identity.js";
import { metOf } from "./meeting.js";
import { providerOptions, sdk } from "./provider.js";
import { setSpec } from "./set.js";
import { setUpOf } from "./set-up.js";

/** A workload is a set of one pod, with its claims as resources of their own. */
export function workload(
  settings: KubernetesSettings,
  request: WorkloadRequest,
  opts: pulumi.CustomResourceOptions,
  client: () => Client,
): Placed {
  const { outline, logicalName, owner, protectData, meets } = request;
  const on = providerOptions(settings, logicalName, opts);
  const { self, namespace, wanted, files, agentConfig, ports, readiness, keep, resources, made } = around(
    settings,
    request,
    on,
  );
  const { name, labels } = self;
  const uids: Record<string, pulumi.Output<string>> = {};
  outline.volumes.forEach((volume, i) => {
    const of = named(settings, request, volume);
    const claim = new (sdk.PersistentVolumeClaim())(
      `${logicalName}-${volume}`,
      {
        metadata: { name: claimName(request, volume), namespace, labels: of.labels, annotations: skipAwait },
        spec: claimSpec(
          settings,
          wanted.apply((w) => storageOf(w.volumes[i]!)),
        ),
      },
      { ...on, protect: protectData },
    );
    keep(claim, kinds.claim, of);
    uids[volume] = claim.metadata.apply(({ uid }) => uid);
  });
  const claims = Object.fromEntries(outline.volumes.map((volume) => [volume, claimName(request, volume)]));
  const set = new (sdk.StatefulSet())(
    logicalName,
    {
      metadata: { name, namespace, labels, annotations: skipAwait },
      spec: pulumi
        .all([wanted, files, agentConfig])
        .apply(([w, maps, agent]) =>
          asSpec(setSpec(settings, w, { ...{ name, owner, labels, claims, files: maps }, agentConfig: agent })),
        ),
    },
    { ...on, dependsOn: [...made] },
  );
  keep(set, kinds.set, self);
  return {
    ports,
    resources,
    ...(readiness && { readiness }),
    setUp: setUpOf(settings, client, set, { namespace, name }),
    ...(meets && { met: metOf(settings, client, { name, namespace, wanted, claims: uids, set }) }),
  };
}

/** The port renders a pod without any SDK's types; the API server checks what gets there. */
export const asSpec = (spec: object) => spec as inputs.apps.v1.StatefulSetSpec;
