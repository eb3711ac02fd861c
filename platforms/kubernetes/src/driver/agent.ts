import {
  ComponentError,
  fetched,
  HEALTH_PORT,
  podAssetsPath,
  openPorts,
  portNamed,
  restrictedContainer,
  type PodPlace,
  type Probe,
  type Service,
  type Workload,
} from "@dinfra/port";
import type { KubernetesSettings } from "../settings.js";

/** The agent's file, in JSON (`agent/pod/config.go`). */
export interface PodDocument {
  version: 1;
  name: string;
  /** Port at which it answers a kubelet, balancers and a Prometheus. */
  port: number;
  services: PodService[];
  /** Ports whose connections are counted: what a group may scale on. */
  clients: { name: string; port: number }[];
  fetches: { url: string; digest: string; path: string }[];
  restores: { volume: string; folder: string; baseUrl: string; manifestSha256: string }[];
}

interface PodService {
  name: string;
  auxiliary: boolean;
  probes: { started: PodProbe; ready: PodProbe; alive: PodProbe };
  substrate?: { rpcPort: number; relayRpcPort: number; minPeers: number; chainHead: boolean };
}

interface PodProbe {
  kind: Probe["kind"];
  port: number;
  path: string;
  method: string;
  periodSeconds: number;
  timeoutSeconds: number;
  failureThreshold: number;
}

const CONFIG = "agent-config";
const FILE = "pod.json";
const path = `/dinfra/agent/${FILE}`;

/** What the agent of a pod is told. */
export function podDocument(settings: KubernetesSettings, workload: Workload): PodDocument {
  return {
    ...{ version: 1, name: workload.name, port: HEALTH_PORT },
    services: workload.services.map((service) => ({
      name: service.name,
      auxiliary: service.auxiliary ?? false,
      probes: {
        started: probeOf(workload, service.probes.started),
        ready: probeOf(workload, service.probes.ready),
        alive: probeOf(workload, service.probes.alive),
      },
      ...(service.substrate && { substrate: substrateOf(workload, service.substrate) }),
    })),
    clients: openPorts(workload)
      .filter(({ scheme }) => scheme !== undefined)
      .map(({ name, number }) => ({ name, port: number })),
    fetches: workload.services.flatMap((service) =>
      fetched(service, { fetches: true }).map(({ name, url = "", digest }) => ({
        url: absolute(settings, service, url),
        digest,
        path: `${podAssetsPath(service.name)}/${name}`,
      })),
    ),
    restores: workload.steps.flatMap((step) => {
      if (step.kind !== "restore") return [];
      const { volume, folder, baseUrl, manifestSha256, verify } = step;
      if (verify) throw cannotVerify(workload);
      return [{ volume, folder, baseUrl, manifestSha256 }];
    }),
  };
}

const cannotVerify = ({ name }: Workload) =>
  new ComponentError(
    "NotRenderable",
    `${name}: snapshot.verifyEndpoints: expected none in a pod, whose agent asks no other nodes, found some; leave it out, or place the node on a machine`,
  );

function absolute({ agent }: KubernetesSettings, { program }: Service, url: string): string {
  if (/^https:/.test(url)) return url;
  if (agent?.artifactsUrl !== undefined) return `${agent.artifactsUrl.replace(/\/+$/, "")}/${url}`;
  throw new ComponentError(
    "EntryNotRunnable",
    `catalogue entry ${program.name} ${program.version}: expected an https URL of its chain specification, or ` +
      `placement.kubernetes.agent.artifactsUrl, below which ${url} lies, found neither`,
  );
}

function probeOf(workload: Workload, { kind, port, path: asked = "/", method = "", ...rest }: Probe): PodProbe {
  const { periodSeconds, timeoutSeconds, failureThreshold } = rest;
  return {
    ...{
      kind,
      port: portNamed(workload, port).number,
      path: asked,
      method,
      periodSeconds,
      timeoutSeconds,
      failureThreshold,
    },
  };
}

const substrateOf = (
  workload: Workload,
  { rpc, relayRpc, minPeers, chainHead }: NonNullable<Service["substrate"]>,
) => ({
  rpcPort: portNamed(workload, rpc).number,
  relayRpcPort: relayRpc === undefined ? 0 : portNamed(workload, relayRpc).number,
  ...{ minPeers, chainHead },
});

/** A kubelet asks the agent, by the service's name, from the numbers that the service's own probes have. */
export const agentProbes = ({ name, probes }: Service) => ({
  startupProbe: ask(name, "started", probes.started),
  readinessProbe: ask(name, "ready", probes.ready),
  livenessProbe: ask(name, "alive", probes.alive),
});

/** The agent has patience of its own for ready and alive; a kubelet that counted too would take twice as long. */
function ask(service: string, question: string, { periodSeconds, timeoutSeconds, failureThreshold }: Probe) {
  const thresholds = question === "started" ? { failureThreshold } : { failureThreshold: 3 };
  return {
    httpGet: { path: `/services/${service}/${question}`, port: HEALTH_PORT },
    periodSeconds,
    timeoutSeconds,
    ...thresholds,
  };
}

/** Where the agent looks for a volume (`agent/system/places.go`), on a machine as in the container that prepares. */
const machineVolumePath = (volume: string) => `/var/lib/dinfra/volumes/${volume}`;

const resources = { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "64Mi" } };

/**
 * The agent's part of a pod: a container beside the services, which starts before them and ends after them; and where something has
 * to be fetched or restored, one that does it first and ends.
 */
export function agentContainers(settings: KubernetesSettings, workload: Workload, place: PodPlace): object[] {
  const { agent } = settings;
  if (!agent) return [];
  const document = podDocument(settings, workload);
  const config = { name: CONFIG, mountPath: "/dinfra/agent", readOnly: true };
  const common = { image: agent.image, resources, securityContext: restrictedContainer };
  const assets = workload.services.filter((service) => fetched(service, place).length > 0);
  const mounts = [
    ...workload.volumes.map(({ name }) => ({ name, mountPath: machineVolumePath(name) })),
    ...assets.map(({ name }) => ({ name: `${name}-assets`, mountPath: podAssetsPath(name) })),
  ];
  const prepares = document.fetches.length + document.restores.length > 0;
  return [
    ...(prepares
      ? [
          {
            name: "prepare",
            args: ["pod", "prepare", "--config", path],
            ...common,
            volumeMounts: [config, { name: "tmp", mountPath: "/tmp" }, ...mounts],
          },
        ]
      : []),
    {
      ...{ name: "agent", args: ["pod", "serve", "--config", path], ...common },
      restartPolicy: "Always",
      ports: [{ name: "health", containerPort: HEALTH_PORT, protocol: "TCP" }],
      volumeMounts: [config],
    },
  ];
}

/** Where the agent's own file comes from. */
export const agentVolume = (configMap: string) => ({
  name: CONFIG,
  configMap: { name: configMap, items: [{ key: FILE, path: FILE }] },
});

export const agentFile = (document: PodDocument): Record<string, string> => ({
  [FILE]: `${JSON.stringify(document, undefined, 2)}\n`,
});
