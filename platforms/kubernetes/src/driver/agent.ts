import {
  ComponentError,
  fetched,
  HEALTH_PORT,
  podAssetsPath,
  openPorts,
  podArguments,
  podVolumePath,
  portNamed,
  restrictedContainer,
  type PodArgument,
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
  /** Of a service with a network key: it is started by the agent, once these have said their ids. */
  peers?: { volume: string; command: string[]; args: PodArgument[]; reserved: PodPeer[] };
}

/** Another pod's service with a network key, whose agent is asked. */
export interface PodPeer {
  /** Name of its workload. */
  name: string;
  service: string;
  /** Name in the cluster's DNS. */
  host: string;
  /** Port at which its peers reach it. */
  port: number;
  /** Port of its agent. */
  agentPort: number;
  /** Its claim: another one has another key. */
  incarnation: string;
}

/** Whom the services of a workload meet, by service. */
export type PodPeers = Readonly<Record<string, readonly PodPeer[]>>;

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
export function podDocument(settings: KubernetesSettings, workload: Workload, peers: PodPeers = {}): PodDocument {
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
      ...(service.peers && { peers: peersOf(workload, service, service.peers.volume, peers[service.name] ?? []) }),
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

function peersOf(workload: Workload, service: Service, volume: string, reserved: readonly PodPeer[]) {
  const { name, version, command, interpreter } = service.program;
  if (command === undefined)
    throw new ComponentError(
      "EntryNotRunnable",
      `catalogue entry ${name} ${version}: expected where the program lies in its image (command), for the agent starts a ` +
        "node that has to know its peers, found none",
    );
  return {
    volume,
    command: [...(interpreter === undefined ? [] : [interpreter]), command],
    args: podArguments(workload, service, { fetches: true }),
    reserved: [...reserved],
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

/** What starts a service that has peers: the agent's program, which the container `prepare` leaves here. */
const SHARED = "agent-program";
const sharedPath = "/dinfra/bin";
const mountedConfig = { name: CONFIG, mountPath: "/dinfra/agent", readOnly: true };

/** A service that has peers is started by the agent, in the service's own container. */
export const agentStarts = ({ name }: Service) => ({
  command: [`${sharedPath}/dinfra-agent`],
  args: ["pod", "start", "--config", path, "--service", name],
  volumeMounts: [mountedConfig, { name: SHARED, mountPath: sharedPath, readOnly: true }],
});

/** Where the agent keeps what is its own on a volume (`agent/disk`). */
const OWN_FOLDER = ".dinfra";

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
  const prepares =
    workload.steps.some(({ kind }) => kind === "restore") ||
    workload.services.some((service) => service.peers !== undefined || fetched(service, place).length > 0);
  const common = { image: agent.image, resources, securityContext: restrictedContainer };
  const assets = workload.services.filter((service) => fetched(service, place).length > 0);
  const mounts = [
    ...workload.volumes.map(({ name }) => ({ name, mountPath: machineVolumePath(name) })),
    ...assets.map(({ name }) => ({ name: `${name}-assets`, mountPath: podAssetsPath(name) })),
    ...keyVolumes(workload).map((name) => ({ name, mountPath: podVolumePath(name) })),
    ...(hasPeers(workload) ? [{ name: SHARED, mountPath: sharedPath }] : []),
  ];
  return [
    ...(prepares
      ? [
          {
            name: "prepare",
            args: ["pod", "prepare", "--config", path],
            ...common,
            volumeMounts: [mountedConfig, { name: "tmp", mountPath: "/tmp" }, ...mounts],
          },
        ]
      : []),
    {
      ...{ name: "agent", args: ["pod", "serve", "--config", path], ...common },
      restartPolicy: "Always",
      ports: [{ name: "health", containerPort: HEALTH_PORT, protocol: "TCP" }],
      volumeMounts: [
        mountedConfig,
        // Of a node's volume it has the network key and what it learnt of peers, and not the keystore. `prepare` made the folder.
        ...keyVolumes(workload).map((name) => ({
          ...{ name, mountPath: `${podVolumePath(name)}/${OWN_FOLDER}`, subPath: OWN_FOLDER },
        })),
      ],
    },
  ];
}

const hasPeers = ({ services }: Workload) => services.some(({ peers }) => peers !== undefined);

const keyVolumes = ({ services }: Workload) => [
  ...new Set(services.flatMap(({ peers }) => (peers ? [peers.volume] : []))),
];

/** Volumes of a pod that are the agent's. */
export const agentVolumes = (workload: Workload, configMap: string | undefined) => [
  ...(configMap === undefined ? [] : [agentVolume(configMap)]),
  ...(configMap !== undefined && hasPeers(workload) ? [{ name: SHARED, emptyDir: {} }] : []),
];

/** Where the agent's own file comes from. */
const agentVolume = (configMap: string) => ({
  name: CONFIG,
  configMap: { name: configMap, items: [{ key: FILE, path: FILE }] },
});

export const agentFile = (document: PodDocument): Record<string, string> => ({
  [FILE]: `${JSON.stringify(document, undefined, 2)}\n`,
});
