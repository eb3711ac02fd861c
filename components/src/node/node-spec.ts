import { invalidArgument, type Program, type Reach } from "@dinfra/port";

/** What a node is for. */
export enum NodeRole {
  /** Keeps recent state and serves its peers. */
  Full = "full",
  /** Keeps all state since genesis. */
  Archive = "archive",
  /** A full node that answers JSON-RPC of others. */
  Rpc = "rpc",
}

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
}

/** A node, platform unknown: everything that its command line can depend on. */
export interface NodeSpec {
  /** Physical name. */
  physicalName: string;
  /** Name that the node shows to its peers. */
  nodeName: string;
  chain: string;
  role: NodeRole;
  commandLine: CommandLine;
  program: Program;
  /** State of so many finalized blocks is kept; undefined for the default of the role. */
  pruningBlocks?: number;
  rpcMaxConnections: number;
  telemetry: boolean;
  /** cpu in thousandths of a core, memory in MiB, disk in GiB. */
  resources: { cpu: number; memory: number; disk: number };
  reach: Reach;
  restore?: SnapshotSource;
}

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
  if (spec.pruningBlocks !== undefined) {
    whole("pruningBlocks", spec.pruningBlocks, 256, 2 ** 32 - 1);
    if (spec.role === NodeRole.Archive) {
      throw invalidArgument(
        "pruningBlocks",
        "nothing for the role archive, which keeps everything",
        spec.pruningBlocks,
      );
    }
  }
  if (spec.restore) checkSnapshot(spec.restore);
  whole("rpcMaxConnections", spec.rpcMaxConnections, 1, 100_000);
  whole("resources.cpu", spec.resources.cpu, 1, 1_000_000);
  whole("resources.memory", spec.resources.memory, 1, 2 ** 32);
  whole("resources.disk", spec.resources.disk, 1, 2 ** 20);
}

function checkSnapshot({ baseUrl, manifestSha256, chainId }: SnapshotSource): void {
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

function whole(path: string, value: number, min: number, max: number): void {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw invalidArgument(path, `a whole number from ${min} to ${max}`, value);
  }
}
