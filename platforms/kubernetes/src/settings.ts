import { secretRefSchema, type KubernetesPlacementArgs } from "@dinfra/port";

export type KubernetesSettings = KubernetesPlacementArgs;

const text = { type: "string", minLength: 1 } as const;
const dnsLabel = { type: "string", pattern: "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$" } as const;
const dnsName = { type: "string", pattern: "^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$", maxLength: 253 } as const;
const image = { type: "string", pattern: "^[^\\s@]+@sha256:[0-9a-f]{64}$" } as const;
const ranges = {
  type: "array",
  uniqueItems: true,
  items: { type: "string", pattern: "^[0-9a-fA-F:.]+/\\d{1,3}$" },
} as const;
const texts = { type: "object", additionalProperties: { type: "string" } } as const;

/** JSON Schema of the settings. */
export const settingsSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    kubeconfig: secretRefSchema,
    context: text,
    namespace: dnsLabel,
    storageClass: dnsName,
    agent: {
      type: "object",
      additionalProperties: false,
      required: ["image"],
      properties: { image, artifactsUrl: { type: "string", pattern: "^https?://[^\\s'\"]+$" } },
    },
    ranges: {
      type: "object",
      additionalProperties: false,
      properties: { world: ranges, peers: ranges, gateway: ranges, operators: ranges },
    },
    egress: ranges,
    peersService: { enum: ["none", "node-port", "load-balancer"] },
    endpoint: {
      type: "object",
      additionalProperties: false,
      required: ["domain"],
      properties: {
        domain: dnsName,
        gateway: {
          type: "object",
          additionalProperties: false,
          required: ["name"],
          properties: { name: dnsName, namespace: dnsLabel, listener: dnsName },
        },
        ingress: {
          type: "object",
          additionalProperties: false,
          required: ["className"],
          properties: { className: dnsName, annotations: texts, tlsSecret: dnsName },
        },
        tls: { type: "boolean" },
      },
      oneOf: [{ required: ["gateway"] }, { required: ["ingress"] }],
    },
    serviceMonitors: { type: "boolean" },
    connectionsMetric: { type: "string", pattern: "^[a-zA-Z_:][a-zA-Z0-9_:]*$" },
    nodeSelector: texts,
    tolerations: {
      type: "array",
      items: {
        type: "object",
        additionalProperties: false,
        properties: {
          key: text,
          operator: { enum: ["Exists", "Equal"] },
          value: { type: "string" },
          effect: { enum: ["NoSchedule", "PreferNoSchedule", "NoExecute"] },
        },
      },
    },
    priorityClass: dnsName,
    imagePullSecrets: { type: "array", uniqueItems: true, items: dnsName },
    labels: texts,
    startSeconds: { type: "integer", minimum: 0, maximum: 3600 },
  },
} as const;
