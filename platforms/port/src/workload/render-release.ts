import { agentArtifactPath, type ReleaseSecret } from "@dinfra/node";
import type { ReleaseDocument } from "@dinfra/schemas";
import { ComponentError } from "../errors.js";
import type { Ranges } from "../driver.js";
import type { DiskGrowth } from "./disk-size.js";
import {
  Exposure,
  openPorts,
  portNamed,
  type Probe,
  type Program,
  type ProgramSource,
  type Reference,
  type Service,
  type Text,
  type Workload,
} from "./workload.js";

/** What only the machine's maker knows. */
export interface ReleasePlace {
  /** Volume → stable path of its disk's device on the machine. */
  devices: Readonly<Record<string, string>>;
  /** Who may reach what. */
  ranges: Ranges;
  /** Processor of the machine, in the words of Go: amd64, arm64. */
  architecture: string;
  /** sha2-256 of the agent that the machine should have, by processor; undefined for the one that it has. */
  agent?: Readonly<Record<string, string>>;
  /** When the disks of the volumes should grow; undefined for never. */
  growth?: DiskGrowth;
  /** How a running version gives way to another; undefined for the agent's defaults. */
  upgrade?: Upgrade;
}

/** How a running version gives way to another, in seconds. */
export interface Upgrade {
  /** How long balancers are told before a service is stopped. */
  drainSeconds?: number;
  /** How long the new version may take to become ready before the old one comes back. */
  readyWithinSeconds?: number;
}

/** Port of the machine at which its agent answers /ready and /live. */
export const HEALTH_PORT = 8001;

const archiveKinds = ["tar.gz", "tar.zst", "zip"] as const;

type ReleaseService = ReleaseDocument["services"][number];
type ReleaseText = NonNullable<ReleaseService["args"]>[number];
type ReleaseArtifact = ReleaseDocument["artifacts"][number];

/**
 * A workload as the document that a machine's agent brings about. Steps that make a disk usable are not in it: the agent
 * does that for every volume.
 * @throws ComponentError `EntryNotRunnable` for a program that a machine cannot fetch, `NotRenderable` for what a
 *   machine does not have
 */
export function renderRelease(workload: Workload, place: ReleasePlace): ReleaseDocument {
  const agent = agentOf(place);
  const artifacts = workload.services
    .flatMap((s) => [...artifactsOf(s.program, place.architecture), ...assetsOf(s, place.architecture)])
    .filter(firstOfName);
  return {
    // The oldest that says it all: an agent of before knows it.
    protocol: protocolOf(workload, artifacts, agent),
    name: workload.name,
    artifacts,
    volumes: workload.volumes.map(({ name, fixed }) => ({
      name,
      device: deviceOf(name, place),
      ...(fixed === undefined ? {} : { fixed: { ...fixed } }),
      ...(place.growth === undefined ? {} : { growth: { ...place.growth } }),
    })),
    restores: workload.steps.flatMap((step) => {
      if (step.kind !== "restore") return [];
      const { volume, folder, baseUrl, manifestSha256, verify } = step;
      const held = verify && { verify: { service: verify.service, endpoints: [...verify.endpoints] } };
      return [{ volume, folder, baseUrl, manifestSha256, ...held }];
    }),
    services: workload.services.map((service) => serviceOf(workload, service, place.architecture)),
    ports: openPorts(workload).map(({ name, number, protocol, exposure }) => ({ name, number, protocol, exposure })),
    health: { port: HEALTH_PORT },
    ...(place.upgrade === undefined ? {} : { upgrade: { ...place.upgrade } }),
    sources: {
      peers: [...place.ranges[Exposure.Peers]],
      gateway: [...place.ranges[Exposure.Gateway]],
      operators: [...place.ranges[Exposure.Operators]],
    },
    ...(agent ? { agent } : {}),
  };
}

function agentOf({ agent, architecture }: ReleasePlace): ReleaseDocument["agent"] {
  const sha256 = agent?.[architecture]?.replace(/^sha256:/, "");
  return sha256 === undefined ? undefined : { [architecture]: { url: agentArtifactPath(sha256), sha256 } };
}

function protocolOf(
  { services, steps }: Workload,
  artifacts: readonly ReleaseArtifact[],
  agent: ReleaseDocument["agent"],
): ReleaseDocument["protocol"] {
  if (services.some((s) => s.state ?? s.privilegedPorts ?? s.journal)) return 6;
  if (steps.some((step) => step.kind === "restore" && step.verify)) return 5;
  if (services.some((s) => s.reload !== undefined)) return 4;
  const signed = artifacts.some(({ platforms }) => Object.values(platforms).some((source) => source.signature));
  if (agent || signed || services.some((s) => s.peers ?? s.auxiliary)) return 3;
  return services.some((s) => s.substrate?.relayRpc !== undefined) ? 2 : 1;
}

function deviceOf(volume: string, { devices }: ReleasePlace): string {
  const device = devices[volume];
  if (device !== undefined) return device;
  throw new Error(
    `expected the device of volume ${volume}, found those of ${Object.keys(devices).join(", ") || "none"}`,
  );
}

const firstOfName = (artifact: ReleaseArtifact, at: number, all: ReleaseArtifact[]) =>
  all.findIndex((other) => other.name === artifact.name) === at;

function artifactsOf(program: Program, architecture: string): ReleaseArtifact[] {
  const { name, version } = program;
  const { url, digest, archive, signature } = sourceOf(program, architecture);
  const source = {
    ...{ url, sha256: digest.replace(/^sha256:/, ""), unpack: archive ? archiveKind(url) : ("none" as const) },
    ...(signature ? { signature: { ...signature } } : {}),
  };
  return [{ name, version, platforms: { [architecture]: source } }];
}

/**
 * Refuses what a fresh machine of that processor could not run, before any is made.
 * @throws ComponentError `EntryNotRunnable`
 */
export function assertFetchable(workload: Workload, architecture: string): void {
  for (const service of workload.services) {
    const { program, beside = [] } = service;
    const { archive, url } = sourceOf(program, architecture);
    if (beside.length === 0 || archive !== undefined) continue;
    throw new ComponentError(
      "EntryNotRunnable",
      `catalogue entry ${program.name} ${program.version}: expected an archive with ${beside.join(" and ")} beside ` +
        `${program.name}, which runs them, found the one file ${url}; pack them together, and say the path in it (archive)`,
    );
  }
}

/** What a machine of that processor fetches. */
function sourceOf(program: Program, architecture: string): ProgramSource {
  const { name, version, url, digest, archive, sources, signature } = program;
  const own = sources?.[architecture];
  if (own) return own;
  if (sources) {
    throw new ComponentError(
      "EntryNotRunnable",
      `catalogue entry ${name} ${version}: expected an artefact for ${architecture}, found those for ` +
        `${Object.keys(sources).join(", ")}; add one, or place the node on such a machine`,
    );
  }
  if (url && digest) return { url, digest, archive, signature };
  throw new ComponentError(
    "EntryNotRunnable",
    `catalogue entry ${name} ${version} needs a url and its digest to run on a machine: a fresh one has nothing yet`,
  );
}

function assetsOf({ assets = [], program }: Service, architecture: string): ReleaseArtifact[] {
  return assets.map(({ name, digest, url }) => {
    const sha256 = digest.replace(/^sha256:/, "");
    if (url)
      return { name, version: sha256.slice(0, 12), platforms: { [architecture]: { url, sha256, unpack: "none" } } };
    throw new ComponentError(
      "EntryNotRunnable",
      `catalogue entry ${program.name} ${program.version}: ${name} needs a url to be brought to a machine`,
    );
  });
}

/**
 * The secrets of a workload by where they lie. They are no part of the document: whoever brings it to the machine seals
 * them to it.
 * @throws ComponentError `NotRenderable` for a secret that lies nowhere
 */
export function releaseSecrets({ services }: Workload): ReleaseSecret[] {
  return services.flatMap(({ name: service, secrets }) =>
    secrets.map(({ name, source }) => {
      if (source) return { service, name, source };
      throw new ComponentError(
        "NotRenderable",
        `secret ${name} of service ${service}: expected where it lies, an environment variable or a file (source), found ` +
          "none: a machine has no store of its own, and gets it sealed",
      );
    }),
  );
}

/** How an archive is unpacked, by the ending of its URL. */
function archiveKind(url: string): (typeof archiveKinds)[number] {
  const kind = archiveKinds.find((ending) => url.endsWith(`.${ending}`));
  if (kind) return kind;
  throw new ComponentError(
    "EntryNotRunnable",
    `expected an archive whose URL ends in ${archiveKinds.map((ending) => `.${ending}`).join(", ")}, found ${url}`,
  );
}

function serviceOf(workload: Workload, service: Service, architecture: string): ReleaseService {
  const { name, program, args, files, stop, resources, probes, substrate, peers } = service;
  if (program.interpreter !== undefined) {
    throw new ComponentError(
      "EntryNotRunnable",
      `catalogue entry ${program.name} ${program.version} is a script with an interpreter, which no fresh machine has`,
    );
  }
  return {
    name,
    command: { artifact: program.name, path: sourceOf(program, architecture).archive ?? program.name },
    args: [...program.args, ...args].map((text) => textOf(workload, text)),
    files: files.map((f) => ({ name: f.name, content: contentOf(workload, f.content), mode: f.mode })),
    volumes: [...(service.volumes ?? workload.volumes.map((v) => v.name))],
    ...(service.auxiliary ? { auxiliary: true } : {}),
    ...(service.state ? { state: true } : {}),
    ...(service.privilegedPorts ? { privilegedPorts: true } : {}),
    ...(service.journal ? { journal: true } : {}),
    sandbox: service.sandbox ?? "strict",
    stop: { signal: stop.signal, graceSeconds: stop.graceSeconds },
    ...(service.reload === undefined ? {} : { reload: { ...service.reload } }),
    resources: { cpu: resources.cpu, memory: resources.memory },
    probes: {
      started: probeOf(workload, probes.started),
      ready: probeOf(workload, probes.ready),
      alive: probeOf(workload, probes.alive),
    },
    ...(substrate === undefined
      ? {}
      : {
          substrate: {
            rpcPort: portNamed(workload, substrate.rpc).number,
            ...(substrate.relayRpc === undefined
              ? {}
              : { relayRpcPort: portNamed(workload, substrate.relayRpc).number }),
            minPeers: substrate.minPeers,
            chainHead: substrate.chainHead,
          },
        }),
    ...(peers === undefined ? {} : { peers: { ...peers } }),
  };
}

function probeOf(workload: Workload, probe: Probe) {
  const { kind, port, path, method, periodSeconds, timeoutSeconds, failureThreshold } = probe;
  return {
    kind,
    port: portNamed(workload, port).number,
    ...(path === undefined ? {} : { path }),
    ...(method === undefined ? {} : { method }),
    periodSeconds,
    timeoutSeconds,
    failureThreshold,
  };
}

function textOf(workload: Workload, text: Text): ReleaseText {
  if (typeof text === "string") return text;
  return text.map((part) => (typeof part === "string" ? part : referenceOf(workload, part)));
}

/** A file of a machine's own: its addresses and ports are known before the machine is; where anything lies is not. */
function contentOf(workload: Workload, content: Text): string {
  const resolved = textOf(workload, content);
  if (typeof resolved === "string") return resolved;
  return resolved
    .map((part) => {
      if (typeof part === "string") return part;
      throw new Error(
        `workload ${workload.name}: a file refers to the ${part.ref} of something, which only arguments can`,
      );
    })
    .join("");
}

/** Ports are the node's own here; what lies where, the agent knows. */
function referenceOf(workload: Workload, reference: Reference) {
  switch (reference.ref) {
    case "address":
      // The machine is the workload's own: both packet filters decide who reaches it.
      return "0.0.0.0";
    case "port":
      return String(portNamed(workload, reference.port).number);
    case "volume":
    case "file":
    case "secret":
    case "node-key":
    case "peers":
      return reference;
    case "asset":
      // A single file gets the name of its artifact.
      return { ref: "artifact" as const, artifact: reference.asset, path: reference.asset };
  }
}
