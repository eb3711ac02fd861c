import { createHash } from "node:crypto";
import {
  assertOutline,
  HEALTH_PORT,
  nameTag,
  openPorts,
  renderPodFile,
  type BoundPort,
  type Identity,
  type Meeting,
  type NetworkAttachment,
  type Outline,
  type Peer,
  type PlacedResource,
  type Workload,
} from "@dinfra/port";
import * as pulumi from "@pulumi/pulumi";
import { kinds, type Kind } from "../kinds.js";
import type { KubernetesSettings } from "../settings.js";
import { agentFile, podDocument } from "./agent.js";
import { named, ours, placed, skipAwait, type Named } from "./identity.js";
import { podPeers } from "./meeting.js";
import { monitorSpec } from "./monitor.js";
import { policyOf } from "./policy.js";
import { sdk } from "./provider.js";
import { clientService, headlessService, isForClients, peersService } from "./services.js";
import { hostsOf, outside, wayIn } from "./way-in.js";

export interface AroundRequest extends Identity {
  outline: Outline;
  workload: pulumi.Output<Workload>;
  network: pulumi.Output<NetworkAttachment>;
  peers?: readonly Peer[];
  meets?: Meeting;
}

/** Everything of a workload but its set and its claims. */
export interface Around {
  self: Named;
  namespace: pulumi.Output<string>;
  /** The workload, which is as its outline says. */
  wanted: pulumi.Output<Workload>;
  /** ConfigMap of each service that has files. */
  files: pulumi.Output<Record<string, string>>;
  agentConfig: pulumi.Output<string | undefined>;
  ports: pulumi.Output<BoundPort[]>;
  readiness?: pulumi.Output<string>;
  /** Notes what was made; its set comes after it. */
  keep<R extends pulumi.Resource>(resource: R, kind: Kind, of: Named): R;
  resources: PlacedResource[];
  made: pulumi.Resource[];
}

/** Files, services, policy, budget, and the ways in and to its figures. */
export function around(settings: KubernetesSettings, request: AroundRequest, on: pulumi.CustomResourceOptions): Around {
  const { outline, logicalName, owner, peers, meets } = request;
  const self = named(settings, request, "");
  const { name } = self;
  const client = named(settings, request, "client");
  const namespace = request.network.apply(({ id }) => id);
  const wanted = request.workload.apply((w) => {
    assertOutline(w, outline);
    return w;
  });
  const healthPort = settings.agent && HEALTH_PORT;
  const resources: PlacedResource[] = [];
  const made: pulumi.Resource[] = [];
  const keep: Around["keep"] = (resource, kind, of) => {
    resources.push(placed(kind, of));
    made.push(resource);
    return resource;
  };
  const metadata = ({ name: called, labels }: Named, annotations: Record<string, string> = skipAwait) => ({
    ...{ name: called, namespace, labels, annotations },
  });

  const services = [...new Set((outline.files ?? []).map(({ service }) => service))];
  const maps = services.map((service) =>
    configMap(
      `${service}-files`,
      `${service}/files`,
      wanted.apply((w) => filesOf(w, service)),
    ),
  );
  const agentConfig =
    settings.agent &&
    configMap(
      "agent",
      "agent",
      pulumi
        .all([wanted, podPeers(meets, owner, namespace)])
        .apply(([w, met]) => agentFile(podDocument(settings, w, met))),
    );

  const headless = { metadata: metadata(self), spec: wanted.apply((w) => headlessService(w, name, healthPort)) };
  keep(new (sdk.Service())(`${logicalName}-pods`, headless, on), kinds.service, self);
  const clients = { metadata: metadata(client), spec: wanted.apply((w) => clientService(w, name, healthPort)) };
  keep(new (sdk.Service())(`${logicalName}-client`, clients, on), kinds.service, client);
  const { peersService: kind = "none" } = settings;
  // Who is met by its peers alone has no way in from outside.
  if (kind !== "none" && !meets?.only) {
    const of = named(settings, request, "peers");
    const service = { metadata: metadata(of), spec: wanted.apply((w) => peersService(w, name, kind)) };
    keep(new (sdk.Service())(`${logicalName}-peers`, service, on), kinds.service, of);
  }
  const policy = {
    metadata: metadata(self, ours),
    spec: wanted.apply((w) => policyOf(settings, w, { owner, name, peers, healthPort, meets })),
  };
  keep(new (sdk.NetworkPolicy())(`${logicalName}-policy`, policy, on), kinds.policy, self);
  const budget = {
    metadata: metadata(self),
    // A node that syncs is not ready for days: without this, no machine of the cluster could be emptied until then.
    spec: {
      ...{ maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow" },
      selector: { matchLabels: { [nameTag]: name } },
    },
  };
  keep(new (sdk.PodDisruptionBudget())(`${logicalName}-budget`, budget, on), kinds.budget, self);
  const hosts = hostsOf(settings, outline, name);
  for (const [port, host] of Object.entries(hosts)) {
    const of = named(settings, request, `way-in/${port}`);
    const way = wayIn(
      settings,
      { logicalName, service: client.name, port, host, namespace, workload: wanted, named: of },
      on,
    );
    keep(way.made, way.kind, of);
  }
  if (settings.serviceMonitors) {
    const monitor = {
      ...{ apiVersion: "monitoring.coreos.com/v1", kind: "ServiceMonitor" },
      metadata: metadata(self, ours),
      spec: wanted.apply((w) => monitorSpec(w, name, healthPort)),
    };
    keep(new (sdk.CustomResource())(`${logicalName}-monitor`, monitor, on), kinds.monitor, self);
  }

  const reached = { name, client: client.name, healthPort, outside: outsides(settings, hosts) };
  return {
    ...{ self, namespace, wanted, keep, resources, made },
    files: pulumi
      .all(maps)
      .apply((all) => Object.fromEntries(services.map((service, i) => [service, all[i] as string]))),
    agentConfig: pulumi.output(agentConfig),
    ports: pulumi.all([namespace, wanted]).apply(([ns, w]) => boundPorts(w, ns, reached)),
    ...(healthPort !== undefined && {
      readiness: namespace.apply((ns) => `http://${client.name}.${ns}.svc:${healthPort}/ready`),
    }),
  };

  /** Named by its content: pods read it when they start, and another content is another revision of the set. */
  function configMap(suffix: string, part: string, data: pulumi.Output<Record<string, string>>): pulumi.Output<string> {
    const of = named(settings, request, part);
    // Of the content and not of the resource, so that a preview knows it.
    const called = data.apply((d) => `${of.name}-${digestOf(d)}`);
    const config = { metadata: { ...metadata(of, ours), name: called }, immutable: true, data };
    keep(new (sdk.ConfigMap())(`${logicalName}-${suffix}`, config, on), kinds.config, of);
    return called;
  }
}

/** The first 10 hex digits of sha2-256, which is enough to tell apart what one service was ever told. */
export const digestOf = (data: unknown): string =>
  createHash("sha256").update(JSON.stringify(data)).digest("hex").slice(0, 10);

const outsides = (settings: KubernetesSettings, hosts: Record<string, string>) =>
  Object.fromEntries(Object.entries(hosts).map(([port, host]) => [port, outside(settings, host)]));

function filesOf(workload: Workload, name: string): Record<string, string> {
  const service = workload.services.find((one) => one.name === name);
  if (!service) throw new Error(`workload ${workload.name} has no service ${name}`);
  return Object.fromEntries(service.files.map((file) => [file.name, renderPodFile(workload, service, file)]));
}

export interface Reached {
  /** The headless service. */
  name: string;
  /** The client service. */
  client: string;
  healthPort?: number;
  /** Where ports with a way in are reached from outside. */
  outside?: Readonly<Record<string, Omit<BoundPort, "name">>>;
}

/** Names in the cluster's DNS: of the client service for what clients connect to, of the pod itself for everything else. */
export function boundPorts(
  workload: Workload,
  namespace: string,
  { name, client, healthPort, outside = {} }: Reached,
): BoundPort[] {
  const of = (service: string) => `${service}.${namespace}.svc`;
  return [
    ...openPorts(workload).map((port) => ({
      ...{ name: port.name, address: of(isForClients(port) ? client : name), port: port.number },
      ...outside[port.name],
    })),
    ...(healthPort === undefined ? [] : [{ name: "health", address: of(client), port: healthPort }]),
  ];
}
