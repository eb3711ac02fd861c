import { invalidArgument } from "@dinfra/port";

/** What a node is for. */
export enum NodeRole {
  /** Keeps recent state and serves its peers. */
  Full = "full",
  /** Keeps all state since genesis. */
  Archive = "archive",
  /** A full node that answers JSON-RPC of others. */
  Rpc = "rpc",
  /** Authors blocks of a relay chain or of a chain of its own. Its JSON-RPC is for the machine itself alone. */
  Validator = "validator",
  /** Authors blocks of a parachain. Its JSON-RPC is for the machine itself alone. */
  Collator = "collator",
  /** Where other nodes find their first peers: a lasting identity, reached over TCP and WebSocket. */
  Bootnode = "bootnode",
}

/** Who may call a node's JSON-RPC. Nobody's is open to the world: what serves the world is a gateway before it. */
export enum RpcExposure {
  /** The machine itself. */
  Machine = "machine",
  /** Operators' address ranges. */
  Operators = "operators",
  /** Gateways' address ranges. */
  Gateway = "gateway",
}

/** How much history a node keeps. */
export enum Pruning {
  /** All of it. */
  Archive = "archive",
  /** The state of the last finalized blocks. */
  Constrained = "constrained",
}

/** How an empty node catches up with its chain. */
export enum SyncMode {
  /** Runs every block since genesis. */
  Full = "full",
  /** Fetches all headers, then one state. */
  Fast = "fast",
  /** Fetches proofs of finality, then one state, and the history afterwards. */
  Warp = "warp",
}

/** Kind of a node's database. */
export enum Database {
  RocksDb = "rocksdb",
  ParityDb = "paritydb",
}

/** What decides which flags, ports and services a node has. Plain values; undefined is the default of the role. */
export interface NodeAxes {
  role: NodeRole;
  rpcExposure?: RpcExposure;
  pruning?: Pruning;
  sync?: SyncMode;
  database?: Database;
  /** Whether it is a parachain's node, and whether it embeds a node of the relay chain or asks others. */
  relay?: "embedded" | "remote";
}

/** The same with the defaults filled in. */
export type DecidedAxes = Required<Omit<NodeAxes, "relay">> & Pick<NodeAxes, "relay">;

/** Roles that author blocks: they hold session keys, and a node refuses to serve JSON-RPC to others beside them. */
export const isAuthority = (role: NodeRole): boolean => role === NodeRole.Validator || role === NodeRole.Collator;

/** The axes with the defaults of the role filled in. */
export function decideAxes(axes: NodeAxes): DecidedAxes {
  const pruning = axes.pruning ?? (axes.role === NodeRole.Archive ? Pruning.Archive : Pruning.Constrained);
  return {
    role: axes.role,
    relay: axes.relay,
    rpcExposure: axes.rpcExposure ?? defaultExposure(axes.role),
    pruning,
    // Warp leaves a pruned database forty times larger: polkadot-sdk#11112.
    sync: axes.sync ?? (pruning === Pruning.Archive ? SyncMode.Full : SyncMode.Fast),
    database: axes.database ?? Database.RocksDb,
  };
}

function defaultExposure(role: NodeRole): RpcExposure {
  if (isAuthority(role)) return RpcExposure.Machine;
  return role === NodeRole.Rpc ? RpcExposure.Gateway : RpcExposure.Operators;
}

/**
 * Refuses what a node itself would refuse, or what contradicts the role. The first argument that is wrong is named.
 * @throws ComponentError `InvalidArgument`
 */
export function checkAxes(axes: NodeAxes): void {
  const { role, relay } = axes;
  oneOf("role", NodeRole, role);
  oneOf("rpcExposure", RpcExposure, axes.rpcExposure);
  oneOf("pruning", Pruning, axes.pruning);
  oneOf("sync", SyncMode, axes.sync);
  oneOf("database", Database, axes.database);
  const { rpcExposure, pruning, sync } = decideAxes(axes);
  if (role === NodeRole.Archive && pruning !== Pruning.Archive) {
    throw invalidArgument("pruning", "archive for the role archive, which keeps everything", pruning);
  }
  if (pruning === Pruning.Archive && sync !== SyncMode.Full) {
    throw invalidArgument("sync", "full for a node that keeps everything: the others leave history out", sync);
  }
  if (isAuthority(role) && rpcExposure !== RpcExposure.Machine) {
    throw invalidArgument(
      "rpcExposure",
      `machine for the role ${role}: a node refuses others' RPC beside keys`,
      rpcExposure,
    );
  }
  if (role === NodeRole.Rpc && rpcExposure === RpcExposure.Machine) {
    throw invalidArgument("rpcExposure", "gateway or operators for the role rpc, which answers others", rpcExposure);
  }
  if (role === NodeRole.Collator && !relay) {
    throw invalidArgument("relay", "the relay chain of the parachain for the role collator", "nothing");
  }
  if (role === NodeRole.Validator && relay) {
    throw invalidArgument("role", "collator for who authors a parachain's blocks", role);
  }
}

function oneOf(path: string, values: Readonly<Record<string, string>>, value: string | undefined): void {
  if (value === undefined || Object.values(values).includes(value)) return;
  throw invalidArgument(path, `one of ${Object.values(values).join(", ")}`, value);
}
