/**
 * What runs on a node, said once and as plain data: steps before start, services, ports. Renderers turn it into host
 * processes, systemd units or a StatefulSet; none of them knows Substrate, and nothing here knows a platform.
 */

import { ComponentError } from "../errors.js";
import type { SecretRef } from "../secret.js";

/** Who may reach a port. Drivers turn it into firewalls, services and listeners; nothing is open that is not listed. */
export enum Exposure {
  World = "world",
  Peers = "peers",
  Gateway = "gateway",
  Operators = "operators",
  /** Nobody but the machine itself: no firewall, service or policy opens it. */
  Machine = "machine",
}

/** Whether a node may listen on all addresses of its machine, or only on the loopback address it was given. */
export enum Reach {
  Loopback = "loopback",
  Network = "network",
}

export interface Port {
  name: string;
  /** The number it has where the machine is the node's own; on a shared machine the driver gives another. */
  number: number;
  protocol: "tcp" | "udp";
  /** Scheme of the endpoint's URL; a port without one is no endpoint. */
  scheme?: "ws" | "http";
  /** Where it answers a Prometheus that scrapes it, and what it tells of (the label `job`); none where it is no exporter. */
  metrics?: { path: string; job: string };
  exposure: Exposure;
  /** The service that listens on it. Where nothing is said, the workload has one service, or says so nowhere. */
  service?: string;
}

/** A text whose parts only the place of running knows. */
export type Text = string | readonly (string | Reference)[];

export type Reference =
  | { ref: "address"; port: string }
  | { ref: "port"; port: string }
  | { ref: "volume"; volume: string }
  | { ref: "file"; file: string }
  | { ref: "asset"; asset: string }
  | { ref: "secret"; secret: string }
  | NodeKeyReference
  | PeersReference;

/** The file of a service's network key. */
export interface NodeKeyReference {
  ref: "node-key";
}

/** A list that a node is told of its peers: the flag and an address each, or nothing. It is an argument of its own. */
export interface PeersReference {
  ref: "peers";
  list: "reserved" | "public";
  flag: string;
}

export interface Volume {
  name: string;
  sizeGib: number;
  /** Facts about the data that no later change may alter, such as the kind of the database. */
  fixed?: Readonly<Record<string, string>>;
}

/** Done in order, each once, before any service starts. Every one is safe to repeat and to be cut off. */
export type Step = DiskStep | RestoreStep;

/** Makes a volume usable: finds the disk by its stable id, formats it only if it is blank, mounts it. */
export interface DiskStep {
  kind: "disk";
  volume: string;
}

/** Fills an empty volume from a snapshot. Whatever the manifest lists is verified against it, and it against its hash. */
export interface RestoreStep {
  kind: "restore";
  volume: string;
  /** Folder of the volume that is filled, relative. */
  folder: string;
  /** Where the files lie; the manifest is `<baseUrl>/SHA256SUMS`. */
  baseUrl: string;
  /** sha2-256 of the manifest, 64 hex digits. */
  manifestSha256: string;
  /** Size of all its files, for who has to say how long it takes; undefined where nobody said. */
  sizeGib?: number;
  /** Nodes of others that the database is held against before the node serves; undefined where nobody is asked. */
  verify?: {
    /** The service that has the database, a Substrate node. */
    service: string;
    /** WebSocket URLs, two at least; all of them have to agree. */
    endpoints: readonly string[];
  };
}

/** A program's file for one processor. */
export interface ProgramSource {
  /** An https URL, or a path below the address of the placement's artefacts. */
  url: string;
  /** `sha256:` and 64 hex digits, of what lies at `url`. */
  digest: string;
  /** `url` is an archive, and this the file in it that is run: a relative path. */
  archive?: string;
  /** Held against what lies at `url`, beside the digest. None where it is not said. */
  signature?: ProgramSignature;
}

/** A detached signature of minisign. */
export interface ProgramSignature {
  /** The second line of minisign.pub. */
  publicKey: string;
  /** The .minisig file: an https URL, or a path below the address of the placement's artefacts. */
  url: string;
}

/** The catalogue's file or image that a service runs. Never taken from a descriptor. */
export interface Program {
  name: string;
  version: string;
  /** Absolute path of the file that is run. */
  command?: string;
  /** Absolute path of the program that runs `command`, for scripts. */
  interpreter?: string;
  /** Arguments that the catalogue puts before all others. */
  args: readonly string[];
  /** `sha256:` and 64 hex digits, of the file `command`, or of the archive at `url` where `archive` is said. */
  digest?: string;
  /** Where a fresh machine fetches it: an https URL, or a path below the address of the placement's artefacts. */
  url?: string;
  /** `url` is an archive, and this the file in it that is run: a relative path. */
  archive?: string;
  /** Held against what lies at `url`, beside the digest. */
  signature?: ProgramSignature;
  /** Sources by processor (amd64, arm64), in place of `url`, `digest` and `archive` on machines. */
  sources?: Readonly<Partial<Record<string, ProgramSource>>>;
  /** Container image, pinned by digest: `registry/name@sha256:…`. */
  image?: string;
}

/** A file that a program reads when it starts. Its references are resolved where it runs; none is to a file or a secret. */
export interface ConfigFile {
  name: string;
  content: Text;
  /** Octal, for example `0644`. */
  mode: string;
}

/** A file of the catalogue that arguments name and nothing runs. Its content is not part of a workload. */
export interface Asset {
  name: string;
  /** `sha256:` and 64 hex digits. */
  digest: string;
  /** Absolute path where it lies, on this machine or in the image. */
  path?: string;
  /** Where a fresh machine fetches it: an https URL, or a path below the address of the artefacts. */
  url?: string;
}

/** A secret that a service reads from a file of its own. The value is never part of a workload. */
export interface SecretFile {
  name: string;
  /** Key in the platform's secret store. Machines with an agent need none: they have no store. */
  key?: string;
  /** Which of the parts of that secret it is, in a store whose secrets have some. Defaults to value. */
  item?: string;
  /** Where it lies for whoever brings the workload to a machine, which seals it to the machine at that time. */
  source?: SecretRef;
}

export interface Probe {
  kind: "tcp" | "http" | "websocket";
  port: string;
  /** For http and websocket. */
  path?: string;
  /** JSON-RPC method that must be answered, for websocket. */
  method?: string;
  periodSeconds: number;
  timeoutSeconds: number;
  failureThreshold: number;
}

export interface Probes {
  /** The service has come up at all: what a deployment waits for. */
  started: Probe;
  /** It should get traffic. A node that syncs for hours is up and not ready. */
  ready: Probe;
  /** It should be replaced when this fails for long; never the same question as `ready`. */
  alive: Probe;
}

export interface Service {
  name: string;
  program: Program;
  args: readonly Text[];
  files: readonly ConfigFile[];
  secrets: readonly SecretFile[];
  /**
   * Flags whose value, the argument after, matters to the first start only: a later default is no reason to restart what
   * runs. None where it is not said.
   */
  firstStartFlags?: readonly string[];
  /** None where it is not said. */
  assets?: readonly Asset[];
  /**
   * It serves somebody else than the workload's clients: its outage leaves the machine started, ready and alive, and a new
   * version of the others needs no word of it.
   */
  auxiliary?: boolean;
  /**
   * It has a folder of its own, whose path it finds in the environment (STATE_DIRECTORY). The folder outlives its restarts, and not
   * its machine. Only machines with an agent have it, as the next two; none of them is for what has volumes.
   */
  state?: boolean;
  /** It may listen at ports below 1024. */
  privilegedPorts?: boolean;
  /** It may read the machine's journal. */
  journal?: boolean;
  /** Volumes that it may write. All of the workload where it is not said. */
  volumes?: readonly string[];
  /** Names of further programs that it runs out of its own program's folder. None where it is not said. */
  beside?: readonly string[];
  /** `validator` leaves it the calls by which its workers lock themselves in. Defaults to `strict`. */
  sandbox?: "strict" | "validator";
  stop: { signal: "SIGTERM" | "SIGINT"; graceSeconds: number };
  /**
   * Signal at which it reads its files again: where nothing but them changed, it is not stopped. Not where it is not said:
   * then other files are another start.
   */
  reload?: { signal: "SIGHUP" | "SIGUSR1" | "SIGUSR2" };
  probes: Probes;
  /** cpu in thousandths of a core, memory in MiB. */
  resources: { cpu: number; memory: number };
  /**
   * Whether a machine's size is chosen without it, so that what came beside a node with a later version of DINFRA makes no machine
   * larger, for which a cloud would stop it. Defaults to false.
   */
  uncounted?: boolean;
  /**
   * Says that an agent beside it can judge its readiness as that of a Substrate node; `rpc` names the port, and `relayRpc`
   * that of the relay chain node inside it.
   */
  substrate?: { rpc: string; relayRpc?: string; minPeers: number; chainHead: boolean };
  /**
   * It has a network key, which is made where it runs and lies on this volume, and does not run before it was told its peers.
   * Only a place with an agent can do this.
   */
  peers?: { volume: string };
}

export interface Workload {
  /** Physical name of the whole. */
  name: string;
  volumes: readonly Volume[];
  steps: readonly Step[];
  services: readonly Service[];
  ports: readonly Port[];
}

/** What decides which resources exist. Known before any value resolves, so that nothing is made inside `apply`. */
export interface Outline {
  volumes: readonly string[];
  services: readonly string[];
  ports: readonly string[];
  /** Files of services. None where it is not said. */
  files?: readonly OutlineFile[];
  /** Ports with a scheme that the world may reach: a platform may make a way in for each. None where it is not said. */
  world?: readonly string[];
}

export interface OutlineFile {
  service: string;
  file: string;
}

export function outlineOf(workload: Workload): Outline {
  const files = workload.services.flatMap((s) => s.files.map((f) => ({ service: s.name, file: f.name })));
  const world = workload.ports.filter((p) => p.scheme !== undefined && p.exposure === Exposure.World);
  return {
    volumes: workload.volumes.map((v) => v.name),
    services: workload.services.map((s) => s.name),
    ports: workload.ports.map((p) => p.name),
    ...(files.length > 0 ? { files } : {}),
    ...(world.length > 0 ? { world: world.map((p) => p.name) } : {}),
  };
}

/** What exists was decided by the outline: a workload that turned out otherwise would be made by half. */
export function assertOutline(workload: Workload, outline: Outline): void {
  const actual = JSON.stringify(outlineOf(workload));
  const { volumes, services, ports, files = [], world = [] } = outline;
  const some = { ...(files.length > 0 ? { files } : {}), ...(world.length > 0 ? { world } : {}) };
  const expected = JSON.stringify({ volumes, services, ports, ...some });
  if (actual !== expected)
    throw new Error(`workload ${workload.name}: expected the outline ${expected}, found ${actual}`);
}

/** What a place of running answers to the references in a text. */
export interface Binding {
  address(port: string): string;
  port(port: string): number;
  volume(volume: string): string;
  file(file: string): string;
  asset(asset: string): string;
  secret(secret: string): string;
}

export function resolveText(text: Text, binding: Binding): string {
  if (typeof text === "string") return text;
  return text.map((part) => (typeof part === "string" ? part : resolveReference(part, binding))).join("");
}

function resolveReference(reference: Reference, binding: Binding): string {
  switch (reference.ref) {
    case "address":
      return binding.address(reference.port);
    case "port":
      return String(binding.port(reference.port));
    case "volume":
      return binding.volume(reference.volume);
    case "file":
      return binding.file(reference.file);
    case "asset":
      return binding.asset(reference.asset);
    case "secret":
      return binding.secret(reference.secret);
    case "node-key":
    case "peers":
      throw new ComponentError(
        "NotRenderable",
        `expected a place with an agent for a node that is told its peers, found one without: ` +
          "give placement.machines.artifacts on a platform of machines, or placement.kubernetes.agent",
      );
  }
}

/** The port of that name; a workload that names one it does not have is a defect of ours. */
export function portNamed(workload: Workload, name: string): Port {
  const port = workload.ports.find((p) => p.name === name);
  if (!port) throw new Error(`workload ${workload.name} has no port ${name}`);
  return port;
}

/** Where a service's asset lies, for places of running that have it already. */
export function assetPath(service: Service, name: string): string {
  const asset = service.assets?.find((a) => a.name === name);
  if (!asset) throw new Error(`service ${service.name} has no asset ${name}`);
  if (asset.path) return asset.path;
  const { name: program, version } = service.program;
  throw new ComponentError(
    "EntryNotRunnable",
    `catalogue entry ${program} ${version} has no path for ${name}: expected where it lies here, found a url alone`,
  );
}

/**
 * The key of a secret, for places that have a store.
 * @throws ComponentError `NotRenderable`
 */
export function secretKey(service: Service, { name, key }: SecretFile): string {
  if (key !== undefined) return key;
  throw new ComponentError(
    "NotRenderable",
    `secret ${name} of service ${service.name}: expected its key in the platform's store (key), found none: ` +
      "only a machine with an agent gets a secret sealed",
  );
}

/** A port that somebody beyond the machine may reach. */
export type OpenPort = Port & { exposure: Exclude<Exposure, Exposure.Machine> };

/** The ports that firewalls, services and policies open. */
export const openPorts = ({ ports }: Workload): OpenPort[] =>
  ports.filter((port): port is OpenPort => port.exposure !== Exposure.Machine);
