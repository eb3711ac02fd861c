/** A kind of thing that we make in a cluster. */
export interface Kind {
  /** Pulumi type token. */
  type: string;
  /** Path of the API below the server: of its group and version. */
  api: string;
  /** Plural, as the API's paths have it. */
  plural: string;
  /** The word by which components call it. */
  word: string;
  /** Not in a namespace. */
  ofCluster?: true;
  /** A cluster may not know it: then there is none. */
  optional?: true;
}

const core = "api/v1";

/** Everything that we make, and can list by the owner's label. */
export const kinds = {
  namespace: {
    type: "kubernetes:core/v1:Namespace",
    api: core,
    plural: "namespaces",
    word: "namespace",
    ofCluster: true,
  },
  claim: {
    ...{ type: "kubernetes:core/v1:PersistentVolumeClaim", api: core },
    ...{ plural: "persistentvolumeclaims", word: "claim" },
  },
  config: { type: "kubernetes:core/v1:ConfigMap", api: core, plural: "configmaps", word: "config-map" },
  service: { type: "kubernetes:core/v1:Service", api: core, plural: "services", word: "service" },
  set: { type: "kubernetes:apps/v1:StatefulSet", api: "apis/apps/v1", plural: "statefulsets", word: "stateful-set" },
  policy: {
    ...{ type: "kubernetes:networking.k8s.io/v1:NetworkPolicy", api: "apis/networking.k8s.io/v1" },
    ...{ plural: "networkpolicies", word: "network-policy" },
  },
  budget: {
    ...{ type: "kubernetes:policy/v1:PodDisruptionBudget", api: "apis/policy/v1" },
    ...{ plural: "poddisruptionbudgets", word: "disruption-budget" },
  },
  scaler: {
    ...{ type: "kubernetes:autoscaling/v2:HorizontalPodAutoscaler", api: "apis/autoscaling/v2" },
    ...{ plural: "horizontalpodautoscalers", word: "autoscaler" },
  },
  ingress: {
    ...{ type: "kubernetes:networking.k8s.io/v1:Ingress", api: "apis/networking.k8s.io/v1" },
    ...{ plural: "ingresses", word: "ingress" },
  },
  route: {
    ...{ type: "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute", api: "apis/gateway.networking.k8s.io/v1" },
    ...{ plural: "httproutes", word: "route", optional: true },
  },
  monitor: {
    ...{ type: "kubernetes:monitoring.coreos.com/v1:ServiceMonitor", api: "apis/monitoring.coreos.com/v1" },
    ...{ plural: "servicemonitors", word: "service-monitor", optional: true },
  },
} as const satisfies Record<string, Kind>;

export const kindList: readonly Kind[] = Object.values(kinds);

/** What is made by the cluster itself for what we make; it is seen where it has outlived that. */
export const ofTheCluster = {
  volume: { type: "kubernetes:core/v1:PersistentVolume", api: core, plural: "persistentvolumes" },
  pod: { type: "kubernetes:core/v1:Pod", api: core, plural: "pods" },
} as const;
