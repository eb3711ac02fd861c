import { stringify } from "yaml";
import { SERVICE_USER } from "./machine-scripts.js";
import { renderPod } from "./render-pod.js";
import { Exposure, openPorts, type OpenPort, type Workload } from "./workload.js";

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
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name: workload.name, labels: labels(workload) },
    spec: {
      replicas: 1,
      serviceName: workload.name,
      selector: { matchLabels: { "app.kubernetes.io/name": workload.name } },
      template: { metadata: { labels: labels(workload) }, spec: renderPod(workload) },
      // The claims outlive the pod and the set: data is deleted by whoever owns it, never by a rollout.
      persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
      volumeClaimTemplates: workload.volumes.map((v) => ({
        metadata: { name: v.name },
        spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: `${v.sizeGib}Gi` } } },
      })),
    },
  };
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
