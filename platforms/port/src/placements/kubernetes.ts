import type { SecretRef } from "../secret.js";
import type { RangesArgs } from "./machines.js";

/** Settings of the platform "kubernetes". What its package accepts is its own schema; this is the same as types. */
export interface KubernetesPlacementArgs {
  /**
   * Where the kubeconfig lies: a file by its path, or an environment variable that has the whole text.
   * Defaults to the order of kubectl: KUBECONFIG, ~/.kube/config, then the service account of the pod that runs the program.
   * @example { file: "/run/secrets/kubeconfig" }
   */
  kubeconfig?: SecretRef;
  /**
   * Context of the kubeconfig. Defaults to its current one.
   * @example "production"
   */
  context?: string;
  /**
   * Namespace that is there already and that all owners share: networks are made in it.
   * Defaults to none: a network is a namespace of its own.
   * @example "substrate"
   */
  namespace?: string;
  /**
   * Storage class of claims. Defaults to the default class of the cluster.
   * @example "ssd"
   */
  storageClass?: string;
  /**
   * The agent beside the services of a pod. Defaults to none: a kubelet then asks the services themselves.
   * @example { image: "registry.example.com/dinfra-agent@sha256:…" }
   */
  agent?: KubernetesAgentArgs;
  /**
   * Address ranges (CIDR) from outside of the owner's own pods. Defaults to everybody for world and peers, and to nobody for
   * gateway and operators. Namespaces with the label `dinfra/exposure` of that value are let in beside them.
   * @example { operators: ["10.0.0.0/16"] }
   */
  ranges?: RangesArgs;
  /**
   * Address ranges (CIDR) that pods may call beside the internet, such as a relay chain's node in a private network.
   * Defaults to none.
   * @example ["10.20.0.0/16"]
   */
  egress?: string[];
  /**
   * How peers outside of the cluster reach a node: none, node-port or load-balancer. Defaults to none.
   * @example "load-balancer"
   */
  peersService?: string;
  /**
   * How clients outside of the cluster reach what the world may reach. Defaults to none: by the client service alone.
   * @example { domain: "rpc.example.com", gateway: { name: "public", namespace: "gateways" } }
   */
  endpoint?: KubernetesEndpointArgs;
  /**
   * Whether each exporter gets a ServiceMonitor; the cluster must have that kind (Prometheus Operator). Defaults to false.
   * @example true
   */
  serviceMonitors?: boolean;
  /**
   * Name of the metric by pod that a group scales on for the signal connections, as the cluster's metrics adapter calls it.
   * Defaults to dinfra_pod_connections, the figure of the agent; without an agent the signal is refused.
   * @example "haproxy_frontend_current_sessions"
   */
  connectionsMetric?: string;
  /**
   * Labels that a machine of the cluster must have to run a pod. Defaults to none.
   * @example { "node.kubernetes.io/instance-type": "c7i.xlarge" }
   */
  nodeSelector?: Record<string, string>;
  /**
   * Taints of machines of the cluster that pods tolerate. Defaults to none.
   * @example [{ key: "dedicated", operator: "Equal", value: "substrate", effect: "NoSchedule" }]
   */
  tolerations?: KubernetesTolerationArgs[];
  /**
   * Priority class of pods. Defaults to that of the cluster.
   * @example "substrate"
   */
  priorityClass?: string;
  /**
   * Names of secrets in the namespace with which images are pulled. Defaults to none.
   * @example ["registry"]
   */
  imagePullSecrets?: string[];
  /**
   * Labels of all that is made, beside ours. Defaults to none.
   * @example { team: "infra" }
   */
  labels?: Record<string, string>;
  /**
   * Seconds that an update waits for a pod to come up, 0 to 3600. What comes up later is seen by the next update.
   * Defaults to 60.
   * @example 300
   */
  startSeconds?: number;
}

/** The agent as a container of each pod. */
export interface KubernetesAgentArgs {
  /**
   * Its image, whose entry point is the agent, pinned by digest.
   * @example "registry.example.com/dinfra-agent@sha256:…"
   */
  image: string;
  /**
   * Folder (https) below which files of the catalogue lie that the entry gives by a relative path.
   * Defaults to none: then such files are given by a whole URL.
   * @example "https://artifacts.example.com"
   */
  artifactsUrl?: string;
}

/** The way into the cluster for clients of an endpoint: one of gateway and ingress. */
export interface KubernetesEndpointArgs {
  /**
   * Domain below which each endpoint has its own name. Its DNS entry and certificate are yours: `*.` of the domain.
   * @example "rpc.example.com"
   */
  domain: string;
  /**
   * A Gateway of the Gateway API that is there and lets routes of the namespace attach. Defaults to none: then `ingress` says
   * how.
   * @example { name: "public", namespace: "gateways" }
   */
  gateway?: KubernetesGatewayArgs;
  /**
   * An Ingress, where the cluster has no Gateway API. Defaults to none: then `gateway` says how.
   * @example { className: "nginx" }
   */
  ingress?: KubernetesIngressArgs;
  /**
   * Whether TLS ends there, so that clients use wss. Defaults to true.
   * @example false
   */
  tls?: boolean;
}

/** A Gateway that is there. */
export interface KubernetesGatewayArgs {
  /**
   * Its name.
   * @example "public"
   */
  name: string;
  /**
   * Its namespace. Defaults to that of the route.
   * @example "gateways"
   */
  namespace?: string;
  /**
   * Name of its listener. Defaults to all that fit.
   * @example "https"
   */
  listener?: string;
}

/** An Ingress. */
export interface KubernetesIngressArgs {
  /**
   * Its class.
   * @example "nginx"
   */
  className: string;
  /**
   * Its annotations, beside the time-outs for WebSockets that ingress-nginx and HAProxy's controller read. Defaults to none.
   * @example { "cert-manager.io/cluster-issuer": "production" }
   */
  annotations?: Record<string, string>;
  /**
   * Name of the secret in the namespace that has the certificate. Defaults to that of the controller.
   * @example "wildcard"
   */
  tlsSecret?: string;
}

/** A taint that is tolerated, as Kubernetes writes it. */
export interface KubernetesTolerationArgs {
  /**
   * Key of the taint. Defaults to every key.
   * @example "dedicated"
   */
  key?: string;
  /**
   * Exists or Equal. Defaults to Equal.
   * @example "Exists"
   */
  operator?: string;
  /**
   * Value of the taint. Defaults to none.
   * @example "substrate"
   */
  value?: string;
  /**
   * NoSchedule, PreferNoSchedule or NoExecute. Defaults to all of them.
   * @example "NoSchedule"
   */
  effect?: string;
}
