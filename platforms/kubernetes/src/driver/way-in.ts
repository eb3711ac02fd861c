import type { BoundPort, Outline, Workload } from "@dinfra/port";
import * as pulumi from "@pulumi/pulumi";
import { kinds } from "../kinds.js";
import type { KubernetesSettings } from "../settings.js";
import { ours, skipAwait, type Named } from "./identity.js";
import { sdk } from "./provider.js";

/**
 * The most that an endpoint may keep a WebSocket on which nothing is said. What stands in the pod has the endpoint's own limit, and
 * the way to it must not be the shorter one.
 */
const longestIdleSeconds = 86_400;

/** Annotations by which the usual controllers keep a WebSocket open: an Ingress itself has no word for it. */
const longTimeouts = {
  "nginx.ingress.kubernetes.io/proxy-read-timeout": String(longestIdleSeconds),
  "nginx.ingress.kubernetes.io/proxy-send-timeout": String(longestIdleSeconds),
  "haproxy.org/timeout-tunnel": `${longestIdleSeconds}s`,
  "haproxy-ingress.github.io/timeout-tunnel": `${longestIdleSeconds}s`,
};

/** Names that clients outside of the cluster use, by port. One that is alone has the workload's own. */
export function hostsOf(
  { endpoint }: KubernetesSettings,
  { world = [] }: Outline,
  name: string,
): Record<string, string> {
  if (!endpoint) return {};
  const { domain } = endpoint;
  return Object.fromEntries(
    world.map((port, i) => [port, i === 0 ? `${name}.${domain}` : `${port}-${name}.${domain}`]),
  );
}

/** Where such a port is reached. */
export function outside({ endpoint }: KubernetesSettings, host: string): Omit<BoundPort, "name"> {
  const tls = endpoint?.tls ?? true;
  return { address: host, port: tls ? 443 : 80, ...(tls && { tls }) };
}

export interface WayIn {
  logicalName: string;
  /** Client service of the pods. */
  service: string;
  port: string;
  host: string;
  namespace: pulumi.Output<string>;
  workload: pulumi.Output<Workload>;
  named: Named;
}

/** A route of the Gateway API, or an Ingress, from a name to a port of the client service. */
export function wayIn(settings: KubernetesSettings, way: WayIn, on: pulumi.CustomResourceOptions) {
  const { gateway, ingress } = settings.endpoint!;
  const { logicalName, service, port, host, namespace, workload, named } = way;
  const { name, labels } = named;
  const number = workload.apply(({ ports }) => ports.find((one) => one.name === port)!.number);
  if (gateway) {
    const made = new (sdk.CustomResource())(
      `${logicalName}-route-${port}`,
      {
        ...{ apiVersion: "gateway.networking.k8s.io/v1", kind: "HTTPRoute" },
        metadata: { name, namespace, labels, annotations: ours },
        spec: routeSpec(gateway, { host, service, number }),
      },
      on,
    );
    return { made, kind: kinds.route };
  }
  const { className, annotations, tlsSecret } = ingress!;
  const made = new (sdk.Ingress())(
    `${logicalName}-ingress-${port}`,
    {
      metadata: {
        ...{ name, namespace, labels },
        annotations: { ...longTimeouts, ...annotations, ...skipAwait },
      },
      spec: {
        ingressClassName: className,
        ...((settings.endpoint!.tls ?? true) && {
          tls: [{ hosts: [host], ...(tlsSecret !== undefined && { secretName: tlsSecret }) }],
        }),
        rules: [
          {
            host,
            http: {
              paths: [{ path: "/", pathType: "Prefix", backend: { service: { name: service, port: { number } } } }],
            },
          },
        ],
      },
    },
    on,
  );
  return { made, kind: kinds.ingress };
}

/** HTTPRouteSpec, gateway.networking.k8s.io/v1. A time-out of nothing is none: a WebSocket is one long request. */
export const routeSpec = (
  { name, namespace, listener }: NonNullable<NonNullable<KubernetesSettings["endpoint"]>["gateway"]>,
  { host, service, number }: { host: string; service: string; number: pulumi.Input<number> },
) => ({
  parentRefs: [
    { name, ...(namespace !== undefined && { namespace }), ...(listener !== undefined && { sectionName: listener }) },
  ],
  hostnames: [host],
  rules: [{ backendRefs: [{ name: service, port: number }], timeouts: { request: "0s", backendRequest: "0s" } }],
});
