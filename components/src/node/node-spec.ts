import { invalidArgument, Reach, type Program } from "@dinfra/port";
import type { Beside } from "./beside.js";
import type { GatewaySpec } from "../gateway/service.js";
import { checkAxes, Database, decideAxes, NodeRole, Pruning, RpcExposure, SyncMode, type NodeAxes } from "./axes.js";

/** The command line that a catalogue entry understands. */
export enum CommandLine {
  /** polkadot, polkadot-parachain, polkadot-omni-node and nodes built alike. */
  PolkadotSdk = "polkadot-sdk",
  /** The dev node of DINFRA: an embedded chain as a process. */
  DevNode = "dev-node",
  /** Any program that takes `--host` and `--port` and answers HTTP there. */
  PlainHttp = "plain-http",
}

/** A snapshot of a chain's database: files below a URL, listed with their hashes in `SHA256SUMS` beside them. */
export interface SnapshotSource {
  baseUrl: string;
  /** sha2-256 of the list, 64 hex digits. */
  manifestSha256: string;
  /** Id of the chain, which names its folder below the base path; for Kusama it is `ksmcc3`. */
  chainId: string;
  /** Size of all files. */
  sizeGib?: number;
  /** WebSocket URLs of nodes that others run, with which the restored database has to agree. */
  verifyEndpoints?: readonly string[];
}

/** A chain specification that is a file, pinned by its hash, and not one that the program has in it. */
export interface ChainSpecFile {
  /** Name by which nodes name this chain. */
  chain: string;
  /** `sha256:` and 64 hex digits. */
  digest: string;
  /** Absolute path where it lies, on this machine or in the container image. */
  path?: string;
  /** Where a fresh machine fetches it: an https URL, or a path below the address of the artefacts. */
  url?: string;
}

/** Chains that a program can follow; undefined where nobody has said, and the program is asked. */
export interface KnownChains {
  /** Names that the program itself knows. */
  names?: readonly string[];
  /** Names of relay chains that it knows; those of `names` where nothing is said. */
  relayNames?: readonly string[];
  /** Chains that are files. */
  files?: readonly ChainSpecFile[];
}

/** The relay chain of a parachain node. */
export interface RelaySpec {
  chain: string;
  /** JSON-RPC of relay chain nodes, as ws:// or wss:// URLs, in order of preference; undefined to embed one. */
  rpcUrls?: readonly string[];
}

/** What a node does with the peers that it is told. */
export interface ToldPeers {
  /** Whether it speaks with these alone, and its network port is open to their addresses alone. */
  reservedOnly: boolean;
}

/** A node, platform unknown: everything that its command line can depend on. */
export interface NodeSpec {
  /** Physical name. */
  physicalName: string;
  /** Name that the node shows to its peers. */
  nodeName: string;
  chain: string;
  role: NodeRole;
  rpcExposure?: RpcExposure;
  pruning?: Pruning;
  sync?: SyncMode;
  database?: Database;
  /** Chains that the program can follow. */
  chains?: KnownChains;
  /** Of a parachain's node. */
  relay?: RelaySpec;
  commandLine: CommandLine;
  program: Program;
  /** State of so many finalized blocks is kept; undefined for the default of the role. */
  pruningBlocks?: number;
  rpcMaxConnections: number;
  telemetry: boolean;
  /** Multiaddrs at which peers reach it, where those are not what it sees of itself. */
  publicAddresses?: readonly string[];
  /** It is told its peers, and has a network key that is made where it runs; undefined where it finds them by itself. */
  peers?: ToldPeers;
  /** cpu in thousandths of a core, memory in MiB, disk in GiB. */
  resources: { cpu: number; memory: number; disk: number };
  reach: Reach;
  /** Services beside the node. None where it is not said. */
  beside?: Beside;
  /** What stands before its JSON-RPC; undefined for nothing. */
  gateway?: Omit<GatewaySpec, "nodeReadiness">;
  restore?: SnapshotSource;
}

/** What a spec says about each axis. */
export function axesOf({
  role,
  rpcExposure,
  pruning,
  sync,
  database,
  relay,
}: Omit<NodeAxes, "relay"> & Pick<NodeSpec, "relay">): NodeAxes {
  return { role, rpcExposure, pruning, sync, database, relay: relay && (relay.rpcUrls ? "remote" : "embedded") };
}

const publicAddressPattern = /^\/(ip4|ip6|dns|dns4|dns6)\/[A-Za-z0-9.:-]+\/(tcp|udp)\/[0-9]{1,5}(\/(ws|wss|quic-v1))?$/;
const chainPattern = /^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/;
const nodeNamePattern = /^[a-zA-Z0-9]([a-zA-Z0-9-]{0,62}[a-zA-Z0-9])?$/;

/**
 * Refuses values that could be read as something else on a command line or in a shell. Checked here once more, whatever
 * checked them before: this is the last place before they become arguments.
 * @throws ComponentError `InvalidArgument`
 */
export function checkNodeSpec(spec: NodeSpec): void {
  if (!chainPattern.test(spec.chain)) {
    throw invalidArgument("chain", "lower-case letters, digits and inner hyphens, at most 64", spec.chain);
  }
  if (!nodeNamePattern.test(spec.nodeName)) {
    throw invalidArgument("nodeName", "letters, digits and inner hyphens, at most 64", spec.nodeName);
  }
  checkAxes(axesOf(spec));
  if (spec.pruningBlocks !== undefined) {
    whole("pruningBlocks", spec.pruningBlocks, 256, 2 ** 32 - 1);
    if (decideAxes(axesOf(spec)).pruning === Pruning.Archive) {
      const keeper = spec.role === NodeRole.Archive ? "the role archive" : "pruning archive";
      throw invalidArgument("pruningBlocks", `nothing for ${keeper}, which keeps everything`, spec.pruningBlocks);
    }
  }
  if (spec.relay) checkRelay(spec.relay);
  checkChains(spec);
  if (spec.restore) checkSnapshot(spec.restore);
  if (spec.peers && spec.reach === Reach.Loopback) {
    throw invalidArgument("peers", "a machine of its own for a node that is told its peers", "a shared machine");
  }
  if (spec.peers && spec.publicAddresses) {
    throw invalidArgument(
      "publicAddresses",
      "nothing for a node that is told them with its peers",
      spec.publicAddresses,
    );
  }
  for (const address of spec.publicAddresses ?? []) {
    if (address.length <= 256 && publicAddressPattern.test(address)) continue;
    throw invalidArgument("publicAddresses", "multiaddrs such as /ip4/198.51.100.7/tcp/30333", address);
  }
  whole("rpcMaxConnections", spec.rpcMaxConnections, 1, 100_000);
  whole("resources.cpu", spec.resources.cpu, 1, 1_000_000);
  whole("resources.memory", spec.resources.memory, 1, 2 ** 32);
  whole("resources.disk", spec.resources.disk, 1, 2 ** 20);
}

const endpointPattern = /^wss?:\/\/[\w.~:/?@!&*+,;=%[\]-]{1,2000}$/;

function checkSnapshot({ baseUrl, manifestSha256, chainId, sizeGib, verifyEndpoints }: SnapshotSource): void {
  if (verifyEndpoints) checkWitnesses(verifyEndpoints);
  if (sizeGib !== undefined && !(sizeGib > 0 && sizeGib <= 2 ** 20))
    throw invalidArgument("snapshot.sizeGib", "a number above 0, at most 1048576", sizeGib);
  // Plain http is for loopback alone, where tests serve files.
  if (!/^(https:\/\/|http:\/\/127\.0\.0\.1[:/])[\w.~:/?#@!&*+,;=%-]+$/.test(baseUrl)) {
    throw invalidArgument("snapshot.baseUrl", "an https URL", baseUrl);
  }
  if (!/^[0-9a-f]{64}$/.test(manifestSha256)) {
    throw invalidArgument("snapshot.manifestSha256", "64 hex digits", manifestSha256);
  }
  if (!/^[a-z0-9]([a-z0-9_-]{0,62}[a-z0-9])?$/.test(chainId)) {
    throw invalidArgument("snapshot.chainId", "lower-case letters, digits, - and _", chainId);
  }
}

/** Two of them: one alone may be wrong, or serve the same wrong snapshot. */
function checkWitnesses(endpoints: readonly string[]): void {
  const expected = "two to eight WebSocket URLs (wss://…) of different hosts";
  for (const endpoint of endpoints)
    if (!endpointPattern.test(endpoint)) throw invalidArgument("snapshot.verifyEndpoints", expected, endpoint);
  const hosts = new Set(endpoints.map((endpoint) => new URL(endpoint).host));
  if (hosts.size !== endpoints.length || hosts.size < 2 || hosts.size > 8)
    throw invalidArgument("snapshot.verifyEndpoints", expected, endpoints.join(", ") || "none");
}

function checkRelay({ chain, rpcUrls }: RelaySpec): void {
  if (!chainPattern.test(chain)) {
    throw invalidArgument("relay.chain", "lower-case letters, digits and inner hyphens, at most 64", chain);
  }
  if (rpcUrls === undefined) return;
  if (rpcUrls.length === 0) {
    throw invalidArgument(
      "relay.rpcUrls",
      "one URL at least, or no list, for a relay chain node inside",
      "an empty list",
    );
  }
  for (const url of rpcUrls) {
    if (!/^wss?:\/\/[\w.~:/?@!&*+,;=%[\]-]+$/.test(url)) {
      throw invalidArgument("relay.rpcUrls", "ws:// or wss:// URLs", url);
    }
  }
}

/**
 * A node that is told a chain it does not know ends with "Error opening spec file".
 */
function checkChains({ chain, relay, chains = {}, program }: NodeSpec): void {
  const { names, relayNames = names, files = [] } = chains;
  for (const file of files) checkChainSpecFile(file);
  const known = (own: readonly string[] | undefined, at: string, wanted: string) => {
    if (own === undefined && files.length === 0) return;
    const all = [...(own ?? []), ...files.map((file) => file.chain)];
    if (all.includes(wanted)) return;
    throw invalidArgument(
      at,
      `a chain that catalogue entry ${program.name} ${program.version} knows (${all.join(", ") || "none"})`,
      wanted,
    );
  };
  known(names, "chain", chain);
  if (relay) known(relayNames, "relay.chain", relay.chain);
}

function checkChainSpecFile({ chain, digest, path, url }: ChainSpecFile): void {
  const at = (field: string) => `entry.chainSpecs.${field}`;
  if (!chainPattern.test(chain)) throw invalidArgument(at("chain"), "lower-case letters, digits, inner hyphens", chain);
  if (!/^sha256:[0-9a-f]{64}$/.test(digest)) throw invalidArgument(at("digest"), "sha256: and 64 hex digits", digest);
  if (path !== undefined && !/^\/[\w./+@-]+$/.test(path)) throw invalidArgument(at("path"), "an absolute path", path);
  if (url !== undefined && !/^(https:\/\/[^\s'"]+|[\w.-]+(\/[\w.-]+)*)$/.test(url)) {
    throw invalidArgument(at("url"), "an https URL, or a relative path below the address of the artefacts", url);
  }
  if (path === undefined && url === undefined) throw invalidArgument(at("path"), "a path or a url", "neither");
}

function whole(path: string, value: number, min: number, max: number): void {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw invalidArgument(path, `a whole number from ${min} to ${max}`, value);
  }
}
