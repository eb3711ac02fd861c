import { ownerLabel, ownerTag, nameTag, renderPod, type PodPlace, type Workload } from "@dinfra/port";
import type { KubernetesSettings } from "../settings.js";
import { agentContainers, agentProbes, agentStarts, agentVolumes } from "./agent.js";

export interface SetPlace {
  /** Name of the set, of its headless service, and label of its pods. */
  name: string;
  owner: string;
  labels: Record<string, string>;
  /** ConfigMap that has a service's files. */
  files: Readonly<Record<string, string>>;
  /** ConfigMap of the agent, where there is one. */
  agentConfig?: string | undefined;
  /** Claim of each volume; none where each pod has claims of its own. */
  claims?: Readonly<Record<string, string>>;
  /** What the set calls the template of each volume's claims, where each pod has its own. */
  templates?: Readonly<Record<string, string>>;
}

/** Spreads an owner's pods over zones, then over machines, as far as the cluster has them. */
const spread = (owner: string) =>
  ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map((topologyKey) => ({
    ...{ topologyKey, maxSkew: 1, whenUnsatisfiable: "ScheduleAnyway" },
    labelSelector: { matchLabels: { [ownerTag]: ownerLabel(owner) } },
  }));

/** The template of a set's pods (PodTemplateSpec, core/v1). */
export function podTemplate(settings: KubernetesSettings, workload: Workload, where: SetPlace) {
  const { labels, files, agentConfig, claims, templates, owner } = where;
  const { nodeSelector, tolerations, priorityClass, imagePullSecrets, agent } = settings;
  const place: PodPlace = {
    files: (service) => files[service] as string,
    ...(claims && { claims }),
    ...(templates && { templates }),
    ...(agent && { probes: agentProbes, restores: true, fetches: true, starts: agentStarts }),
  };
  const pod = renderPod(workload, place);
  return {
    metadata: {
      labels: { ...labels, "app.kubernetes.io/name": where.name },
    },
    spec: {
      ...pod,
      ...(agent && { initContainers: agentContainers(settings, workload, place) }),
      volumes: [...pod.volumes, ...agentVolumes(workload, agentConfig)],
      topologySpreadConstraints: spread(owner),
      ...(nodeSelector && { nodeSelector }),
      ...(tolerations && { tolerations }),
      ...(priorityClass !== undefined && { priorityClassName: priorityClass }),
      ...(imagePullSecrets && { imagePullSecrets: imagePullSecrets.map((name) => ({ name })) }),
    },
  };
}

/** A set of one: the claims are resources of their own, and outlive it. */
export function setSpec(settings: KubernetesSettings, workload: Workload, where: SetPlace) {
  return {
    replicas: 1,
    serviceName: where.name,
    podManagementPolicy: "OrderedReady",
    updateStrategy: { type: "RollingUpdate" },
    selector: { matchLabels: { [nameTag]: where.name } },
    template: podTemplate(settings, workload, where),
  };
}
