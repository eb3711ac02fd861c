import { createHash } from "node:crypto";
import {
  assertOutline,
  HEALTH_PORT,
  openPorts,
  renderPodFile,
  type BoundPort,
  type Placed,
  type PlacedResource,
  type Workload,
  type WorkloadRequest,
} from "@dinfra/port";
import type * as inputs from "@pulumi/kubernetes/types/input.js";
import * as pulumi from "@pulumi/pulumi";
import { kinds } from "../kinds.js";
import type { KubernetesSettings } from "../settings.js";
import { agentFile, podDocument } from "./agent.js";
import { claimName, named, placed, type Named } from "./identity.js";
import { policyOf } from "./policy.js";
import { providerOptions, sdk } from "./provider.js";
import { clientService, headlessService, isForClients, peersService } from "./services.js";
import { setSpec } from "./set.js";
import { setUpOf } from "./set-up.js";

/**
 * What Pulumi waits for is that pods are ready, and a node that syncs for days is not. Whether it has come up is looked at by
 * `setUpOf`.
 */
export const skipAwait = { "pulumi.com/skipAwait": "true" } as const;

/** A workload is a set of one pod, with its claims as resources of their own. */
export function workload(
  settings: KubernetesSettings,
  request: WorkloadRequest,
  opts: pulumi.CustomResourceOptions,
): Placed {
  const { outline, logicalName, owner, peers, protectData } = request;
  const on = providerOptions(settings, logicalName, opts);
  const self = named(settings, request, "");
  const { name, labels } = self;
  const client = named(settings, request, "client");
  const namespace = request.network.apply(({ id }) => id);
  const wanted = request.workload.apply((w) => {
    assertOutline(w, outline);
    return w;
  });
  const healthPort = settings.agent && HEALTH_PORT;
  const resources: PlacedResource[] = [];
  const made: pulumi.Resource[] = [];
  const keep = <R extends pulumi.Resource>(resource: R, kind: (typeof kinds)[keyof typeof kinds], of: Named): R => {
    resources.push(placed(kind, of));
    made.push(resource);
    return resource;
  };

  outline.volumes.forEach((volume, i) => {
    const of = named(settings, request, volume);
    const claim = new (sdk.PersistentVolumeClaim())(
      `${logicalName}-${volume}`,
      {
        metadata: { name: claimName(request, volume), namespace, labels: of.labels, annotations: skipAwait },
        spec: {
          accessModes: ["ReadWriteOnce"],
          ...(settings.storageClass !== undefined && { storageClassName: settings.storageClass }),
          resources: { requests: { storage: wanted.apply((w) => `${w.volumes[i]!.sizeGib}Gi`) } },
        },
      },
      { ...on, protect: protectData },
    );
    keep(claim, kinds.claim, of);
  });
  const files = [...new Set((outline.files ?? []).map(({ service }) => service))].map((service) => {
    const data = wanted.apply((w) => filesOf(w, service));
    return { service, map: configMap(`${service}-files`, `${service}/files`, data) };
  });
  const agentConfig =
    settings.agent &&
    configMap(
      "agent",
      "agent",
      wanted.apply((w) => agentFile(podDocument(settings, w))),
    );
  const headless = new (sdk.Service())(
    `${logicalName}-pods`,
    {
      metadata: { name, namespace, labels, annotations: skipAwait },
      spec: wanted.apply((w) => headlessService(w, name)),
    },
    on,
  );
  keep(headless, kinds.service, self);
  const clients = new (sdk.Service())(
    `${logicalName}-client`,
    {
      metadata: { name: client.name, namespace, labels: client.labels, annotations: skipAwait },
      spec: wanted.apply((w) => clientService(w, name, healthPort)),
    },
    on,
  );
  keep(clients, kinds.service, client);
  const { peersService: kind = "none" } = settings;
  if (kind !== "none") {
    const of = named(settings, request, "peers");
    const metadata = { name: of.name, namespace, labels: of.labels, annotations: skipAwait };
    const service = { metadata, spec: wanted.apply((w) => peersService(w, name, kind)) };
    keep(new (sdk.Service())(`${logicalName}-peers`, service, on), kinds.service, of);
  }
  const policy = new (sdk.NetworkPolicy())(
    `${logicalName}-policy`,
    {
      metadata: { name, namespace, labels },
      spec: wanted.apply((w) => policyOf(settings, w, { owner, name, peers, healthPort })),
    },
    on,
  );
  keep(policy, kinds.policy, self);
  const budget = new (sdk.PodDisruptionBudget())(
    `${logicalName}-budget`,
    {
      metadata: { name, namespace, labels, annotations: skipAwait },
      // A node that syncs is not ready for days: without this, no machine of the cluster could be emptied until then.
      spec: {
        maxUnavailable: 1,
        unhealthyPodEvictionPolicy: "AlwaysAllow",
        selector: { matchLabels: { "dinfra-name": name } },
      },
    },
    on,
  );
  keep(budget, kinds.budget, self);

  const claimNames = Object.fromEntries(outline.volumes.map((volume) => [volume, claimName(request, volume)]));
  const set = new (sdk.StatefulSet())(
    logicalName,
    {
      metadata: { name, namespace, labels, annotations: skipAwait },
      spec: pulumi.all([wanted, pulumi.all(files.map(({ map }) => map)), agentConfig]).apply(([w, maps, agentMap]) =>
        asSpec(
          setSpec(settings, w, {
            ...{ name, owner, labels, claims: claimNames },
            files: Object.fromEntries(files.map(({ service }, i) => [service, maps[i] as string])),
            ...(agentMap !== undefined && { agentConfig: agentMap }),
          }),
        ),
      ),
    },
    { ...on, dependsOn: [...made] },
  );
  keep(set, kinds.set, self);

  return {
    ports: pulumi
      .all([namespace, wanted])
      .apply(([ns, w]) => boundPorts(w, ns, { name, client: client.name, healthPort })),
    resources,
    ...(healthPort !== undefined && {
      readiness: namespace.apply((ns) => `http://${client.name}.${ns}.svc:${healthPort}/ready`),
    }),
    setUp: setUpOf(settings, set, { namespace, name }),
  };

  /** Named by its content: pods read it when they start, and another content is another revision of the set. */
  function configMap(suffix: string, part: string, data: pulumi.Output<Record<string, string>>): pulumi.Output<string> {
    const of = named(settings, request, part);
    // Of the content and not of the resource, so that a preview knows it.
    const called = data.apply((d) => `${of.name}-${digestOf(d)}`);
    const metadata = { name: called, namespace, labels: of.labels };
    keep(new (sdk.ConfigMap())(`${logicalName}-${suffix}`, { metadata, immutable: true, data }, on), kinds.config, of);
    return called;
  }
}

/** The port renders a pod without any SDK's types; the API server checks what gets there. */
const asSpec = (spec: object) => spec as inputs.apps.v1.StatefulSetSpec;

const digestOf = (data: Record<string, string>): string =>
  createHash("sha256").update(JSON.stringify(data)).digest("hex").slice(0, 10);

function filesOf(workload: Workload, name: string): Record<string, string> {
  const service = workload.services.find((one) => one.name === name);
  if (!service) throw new Error(`workload ${workload.name} has no service ${name}`);
  return Object.fromEntries(service.files.map((file) => [file.name, renderPodFile(workload, service, file)]));
}

/** Names in the cluster's DNS: of the client service for what clients connect to, of the pod itself for everything else. */
export function boundPorts(
  workload: Workload,
  namespace: string,
  { name, client, healthPort }: { name: string; client: string; healthPort?: number },
): BoundPort[] {
  const of = (service: string) => `${service}.${namespace}.svc`;
  return [
    ...openPorts(workload).map((port) => ({
      ...{ name: port.name, address: of(isForClients(port) ? client : name), port: port.number },
    })),
    ...(healthPort === undefined ? [] : [{ name: "health", address: of(client), port: healthPort }]),
  ];
}
