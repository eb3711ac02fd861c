import { ComponentError } from "../errors.js";
import { SERVICE_USER } from "./machine-scripts.js";
import {
  assetPath,
  Exposure,
  openPorts,
  portNamed,
  resolveText,
  secretKey,
  type Binding,
  type ConfigFile,
  type NodeKeyReference,
  type PeersReference,
  type Port,
  type Probe,
  type Reference,
  type Service,
  type Workload,
} from "./workload.js";

/** User and group that everything in a pod runs as. */
export const POD_UID = 1000;

/** Where a pod has a volume. */
export const podVolumePath = (volume: string) => `/${SERVICE_USER}/volumes/${volume}`;
/** Where a pod has the files of a service. */
export const podFilesPath = (service: string) => `/${SERVICE_USER}/files/${service}`;
const secretsPath = (service: string) => `/${SERVICE_USER}/secrets/${service}`;
/** Where a pod has the files of the catalogue that were fetched for a service. */
export const podAssetsPath = (service: string) => `/${SERVICE_USER}/assets/${service}`;

/** What a cluster gives to a pod beside the workload itself. Without it, a pod is what any cluster runs. */
export interface PodPlace {
  /** ConfigMap that has a service's files, a key each. */
  files?(service: string): string;
  /** Claim of each volume. A volume that is not in it is one of the set's own templates. */
  claims?: Readonly<Record<string, string>>;
  /** What a set calls its template of each volume's claims, where that is not the volume's own name. */
  templates?: Readonly<Record<string, string>>;
  /** Something in the pod that answers the three questions about a service in place of the service itself. */
  probes?(service: Service): { startupProbe: object; readinessProbe: object; livenessProbe: object };
  /** Something in the pod restores snapshots before the services start. */
  restores?: boolean;
  /** Something in the pod fetches files of the catalogue before the services start. */
  fetches?: boolean;
  /** Something in the pod starts a service that has peers once it knows them: it has been told `podArguments`. */
  starts?(service: Service): { command: readonly string[]; args: readonly string[]; volumeMounts: readonly object[] };
}

/** The part of a pod that a workload decides (PodSpec, v1). Whoever makes the pod may add to it. */
export interface PodSpec {
  automountServiceAccountToken: boolean;
  enableServiceLinks: boolean;
  terminationGracePeriodSeconds: number;
  securityContext: object;
  containers: object[];
  volumes: object[];
}

/**
 * The pod of a workload: a container a service, by an image that is pinned by digest, with nothing that the restricted Pod
 * Security Standard forbids.
 * @throws ComponentError `EntryNotRunnable` without an image, `NotRenderable` for what a pod cannot be told
 */
export function renderPod(workload: Workload, place: PodPlace = {}): PodSpec {
  refuse(workload, place);
  const { services } = workload;
  const { claims = {} } = place;
  const claimed = workload.volumes.flatMap(({ name }) => {
    const claimName = claims[name];
    return claimName === undefined ? [] : [{ name, persistentVolumeClaim: { claimName } }];
  });
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: Math.max(...services.map((s) => s.stop.graceSeconds)),
    securityContext: {
      runAsNonRoot: true,
      runAsUser: POD_UID,
      runAsGroup: POD_UID,
      fsGroup: POD_UID,
      // Walking through a database of terabytes to change its owner would hold up every start.
      fsGroupChangePolicy: "OnRootMismatch",
      seccompProfile: { type: "RuntimeDefault" },
    },
    containers: services.map((service) => container(workload, service, place)),
    volumes: [
      { name: "tmp", emptyDir: {} },
      ...claimed,
      ...services.flatMap(secretVolumes),
      ...services.flatMap((service) => fileVolumes(service, place)),
      ...services.filter((service) => fetched(service, place).length > 0).map(assetVolume),
    ],
  };
}

/** Rights of a container by the restricted Pod Security Standard. */
export const restrictedContainer = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
} as const;

/** What a service is told, as it stands in the pod. */
export function renderPodFile(workload: Workload, service: Service, { content }: ConfigFile): string {
  return resolveText(content, bindingOf(workload, service, {}));
}

/** An argument of a service of which only the pod itself knows some parts. */
export type PodArgument = string | readonly (string | NodeKeyReference | PeersReference)[];

/** A service's arguments in a pod, for what starts it once its network key and its peers are known. */
export function podArguments(workload: Workload, service: Service, place: PodPlace): PodArgument[] {
  const binding = bindingOf(workload, service, place);
  return [...service.program.args, ...service.args].map((text) => {
    if (typeof text === "string" || !text.some(isOfThePod)) return resolveText(text, binding);
    return text.map((part) => (isOfThePod(part) ? part : resolveText([part], binding)));
  });
}

const isOfThePod = (part: string | Reference): part is NodeKeyReference | PeersReference =>
  typeof part !== "string" && (part.ref === "node-key" || part.ref === "peers");

/** Files of the catalogue that a service's arguments name and that no image has: they lie below `podAssetsPath`. */
export const fetched = ({ assets = [] }: Service, { fetches = false }: PodPlace) =>
  fetches ? assets.filter(({ path }) => path === undefined) : [];

function refuse(workload: Workload, { files, restores = false }: PodPlace): void {
  const lacking = [
    ...workload.steps
      .filter((s) => s.kind === "restore" && !restores)
      .map(() => "restore from a snapshot (use a claim made from a VolumeSnapshot)"),
    ...workload.services.filter((s) => s.stop.signal !== "SIGTERM").map((s) => `stop ${s.name} with ${s.stop.signal}`),
    ...workload.services.flatMap((s) =>
      files ? [] : s.files.map((f) => `have the file ${f.name} (no service needs one yet)`),
    ),
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

function bindingOf(workload: Workload, service: Service, place: PodPlace): Binding {
  const { name } = service;
  return {
    address: () => "0.0.0.0",
    port: (port) => portNamed(workload, port).number,
    volume: podVolumePath,
    file: (file) => `${podFilesPath(name)}/${file}`,
    asset: (asset) =>
      fetched(service, place).some((one) => one.name === asset)
        ? `${podAssetsPath(name)}/${asset}`
        : assetPath(service, asset),
    secret: (secret) => `${secretsPath(name)}/${secret}`,
  };
}

/** Ports are the pod's; one that says no service is that of the only one. */
const isOf =
  ({ name }: Service) =>
  ({ service }: Port) =>
    service === undefined || service === name;

function container(workload: Workload, service: Service, place: PodPlace) {
  const { program, resources, name, probes } = service;
  if (!program.image) {
    throw new ComponentError(
      "EntryNotRunnable",
      `catalogue entry ${program.name} ${program.version} has no image: a pod needs one, pinned by digest`,
    );
  }
  const started = service.peers && place.starts?.(service);
  const volumes = service.volumes ?? workload.volumes.map((v) => v.name);
  return {
    name,
    image: program.image,
    ...(started && { command: started.command }),
    args: started?.args ?? argumentsOf(workload, service, place),
    ports: openPorts(workload)
      .filter(isOf(service))
      .map((p) => ({ name: p.name, containerPort: p.number, protocol: p.protocol.toUpperCase() })),
    ...(place.probes?.(service) ?? {
      startupProbe: probe(workload, probes.started),
      readinessProbe: probe(workload, probes.ready),
      livenessProbe: probe(workload, probes.alive),
    }),
    resources: {
      requests: { cpu: `${resources.cpu}m`, memory: `${resources.memory}Mi` },
      // No limit of cpu: a throttled node falls behind its chain. Memory has one, or a leak takes the whole machine.
      limits: { memory: `${resources.memory}Mi` },
    },
    securityContext: restrictedContainer,
    volumeMounts: [
      { name: "tmp", mountPath: "/tmp" },
      ...workload.volumes
        .filter((v) => volumes.includes(v.name))
        .map((v) => ({ name: place.templates?.[v.name] ?? v.name, mountPath: podVolumePath(v.name) })),
      ...(service.secrets.length > 0
        ? [{ name: `${name}-secrets`, mountPath: secretsPath(name), readOnly: true }]
        : []),
      ...(place.files && service.files.length > 0
        ? [{ name: `${name}-files`, mountPath: podFilesPath(name), readOnly: true }]
        : []),
      ...(fetched(service, place).length > 0
        ? [{ name: `${name}-assets`, mountPath: podAssetsPath(name), readOnly: true }]
        : []),
      ...(started?.volumeMounts ?? []),
    ],
  };
}

function argumentsOf(workload: Workload, service: Service, place: PodPlace): string[] {
  const binding = bindingOf(workload, service, place);
  return [...service.program.args, ...service.args.map((a) => resolveText(a, binding))].map(literal);
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
          secret: { name: secretKey(service, s), items: [{ key: s.item ?? "value", path: s.name }] },
        })),
      },
    },
  ];
}

function fileVolumes({ name, files }: Service, place: PodPlace) {
  if (!place.files || files.length === 0) return [];
  const items = files.map((file) => ({ key: file.name, path: file.name, mode: parseInt(file.mode, 8) }));
  return [{ name: `${name}-files`, configMap: { name: place.files(name), items } }];
}

const assetVolume = ({ name }: Service) => ({ name: `${name}-assets`, emptyDir: {} });

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
