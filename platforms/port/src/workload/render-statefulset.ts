import { stringify } from "yaml";
import { ComponentError } from "../errors.js";
import { SERVICE_USER } from "./machine-scripts.js";
import {
  assetPath,
  Exposure,
  openPorts,
  portNamed,
  secretKey,
  resolveText,
  type Binding,
  type OpenPort,
  type Probe,
  type Service,
  type Workload,
} from "./workload.js";

const UID = 1000;
const volumePath = (volume: string) => `/${SERVICE_USER}/volumes/${volume}`;
const filesPath = (service: string) => `/${SERVICE_USER}/files/${service}`;
const secretsPath = (service: string) => `/${SERVICE_USER}/secrets/${service}`;

/**
 * Kubernetes documents of a workload: a StatefulSet of one, the headless service that names its pod, and the network
 * policy that its exposures say. Images are pinned by digest; secrets are named and never given.
 * @throws ComponentError `EntryNotRunnable` without an image, `NotRenderable` for what a pod cannot be told
 */
export function renderStatefulSet(workload: Workload): string {
  return [statefulSet(workload), headlessService(workload), networkPolicy(workload)]
    .map((document) => stringify(document, { lineWidth: 0 }))
    .join("---\n");
}

const labels = (workload: Workload) => ({
  "app.kubernetes.io/name": workload.name,
  "app.kubernetes.io/managed-by": SERVICE_USER,
});

function statefulSet(workload: Workload) {
  refuse(workload);
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name: workload.name, labels: labels(workload) },
    spec: {
      replicas: 1,
      serviceName: workload.name,
      selector: { matchLabels: { "app.kubernetes.io/name": workload.name } },
      template: {
        metadata: { labels: labels(workload) },
        spec: {
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          terminationGracePeriodSeconds: Math.max(...workload.services.map((s) => s.stop.graceSeconds)),
          securityContext: {
            runAsNonRoot: true,
            runAsUser: UID,
            runAsGroup: UID,
            fsGroup: UID,
            // Walking through a database of terabytes to change its owner would hold up every start.
            fsGroupChangePolicy: "OnRootMismatch",
            seccompProfile: { type: "RuntimeDefault" },
          },
          containers: workload.services.map((service) => container(workload, service)),
          volumes: [{ name: "tmp", emptyDir: {} }, ...workload.services.flatMap((s) => secretVolumes(s))],
        },
      },
      // The claims outlive the pod and the set: data is deleted by whoever owns it, never by a rollout.
      persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
      volumeClaimTemplates: workload.volumes.map((v) => ({
        metadata: { name: v.name },
        spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: `${v.sizeGib}Gi` } } },
      })),
    },
  };
}

function refuse(workload: Workload): void {
  const lacking = [
    ...workload.steps
      .filter((s) => s.kind === "restore")
      .map(() => "restore from a snapshot (use a claim made from a VolumeSnapshot)"),
    ...workload.services.filter((s) => s.stop.signal !== "SIGTERM").map((s) => `stop ${s.name} with ${s.stop.signal}`),
    ...workload.services.flatMap((s) => s.files.map((f) => `have the file ${f.name} (no service needs one yet)`)),
  ];
  if (lacking.length > 0) {
    throw new ComponentError("NotRenderable", `${workload.name}: a StatefulSet cannot ${lacking.join("; nor ")}`);
  }
}

/** A kubelet asks from outside of the pod. */
function probedPort(workload: Workload, name: string) {
  const port = portNamed(workload, name);
  if (port.exposure !== Exposure.Machine) return port;
  throw new ComponentError(
    "NotRenderable",
    `${workload.name}: a kubelet cannot ask port ${name}, which is the pod's own`,
  );
}

function container(workload: Workload, service: Service) {
  const { program, resources, probes } = service;
  if (!program.image) {
    throw new ComponentError(
      "EntryNotRunnable",
      `catalogue entry ${program.name} ${program.version} has no image: a pod needs one, pinned by digest`,
    );
  }
  const binding: Binding = {
    address: () => "0.0.0.0",
    port: (name) => portNamed(workload, name).number,
    volume: volumePath,
    file: (file) => `${filesPath(service.name)}/${file}`,
    asset: (asset) => assetPath(service, asset),
    secret: (secret) => `${secretsPath(service.name)}/${secret}`,
  };
  return {
    name: service.name,
    image: program.image,
    args: [...program.args, ...service.args.map((a) => resolveText(a, binding))].map(literal),
    ports: openPorts(workload).map((p) => ({
      name: p.name,
      containerPort: p.number,
      protocol: p.protocol.toUpperCase(),
    })),
    startupProbe: probe(workload, probes.started),
    readinessProbe: probe(workload, probes.ready),
    livenessProbe: probe(workload, probes.alive),
    resources: {
      requests: { cpu: `${resources.cpu}m`, memory: `${resources.memory}Mi` },
      // No limit of cpu: a throttled node falls behind its chain. Memory has one, or a leak takes the whole machine.
      limits: { memory: `${resources.memory}Mi` },
    },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    },
    volumeMounts: [
      { name: "tmp", mountPath: "/tmp" },
      ...workload.volumes.map((v) => ({ name: v.name, mountPath: volumePath(v.name) })),
      ...(service.secrets.length > 0
        ? [{ name: `${service.name}-secrets`, mountPath: secretsPath(service.name), readOnly: true }]
        : []),
    ],
  };
}

/** `$(NAME)` in an argument would be replaced by the environment. */
const literal = (arg: string) => arg.replaceAll("$(", "$$$$(");

function secretVolumes(service: Service) {
  if (service.secrets.length === 0) return [];
  return [
    {
      name: `${service.name}-secrets`,
      projected: {
        defaultMode: 0o400,
        sources: service.secrets.map((s) => ({
          secret: { name: secretKey(service, s), items: [{ key: "value", path: s.name }] },
        })),
      },
    },
  ];
}

function probe(workload: Workload, { kind, port, path, periodSeconds, timeoutSeconds, failureThreshold }: Probe) {
  const common = { periodSeconds, timeoutSeconds, failureThreshold };
  const { name, number } = probedPort(workload, port);
  switch (kind) {
    // A kubelet names the pod's address, and a node that is not for browsers lets in those who name localhost only.
    case "http":
      return {
        httpGet: { path: path ?? "/", port: name, httpHeaders: [{ name: "Host", value: `localhost:${number}` }] },
        ...common,
      };
    case "tcp":
      return { tcpSocket: { port: name }, ...common };
    case "websocket":
      throw new ComponentError(
        "NotRenderable",
        `${workload.name}: a kubelet cannot ask port ${port} over WebSocket, and an open port proves nothing; give it an http probe`,
      );
  }
}

function headlessService(workload: Workload) {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: workload.name, labels: labels(workload) },
    spec: {
      clusterIP: "None",
      // Peers must reach a node while it syncs, when it is not ready.
      publishNotReadyAddresses: true,
      selector: { "app.kubernetes.io/name": workload.name },
      ports: openPorts(workload).map((p) => ({ name: p.name, port: p.number, protocol: p.protocol.toUpperCase() })),
    },
  };
}

function networkPolicy(workload: Workload) {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: workload.name, labels: labels(workload) },
    spec: {
      podSelector: { matchLabels: { "app.kubernetes.io/name": workload.name } },
      policyTypes: ["Ingress"],
      ingress: openPorts(workload).map((port) => ({
        ...from(port),
        ports: [{ port: port.number, protocol: port.protocol.toUpperCase() }],
      })),
    },
  };
}

/** Without `from` everybody may come: that is what the world is. */
function from(port: OpenPort) {
  if (port.exposure === Exposure.World) return {};
  const peer = { matchLabels: { "dinfra/exposure": port.exposure } };
  return { from: [{ namespaceSelector: peer }, { podSelector: peer }] };
}
