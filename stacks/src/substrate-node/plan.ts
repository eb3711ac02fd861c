import {
  Architecture,
  assertFetchable,
  chainsOf,
  Database,
  NodeRole,
  openPlacement,
  physicalName,
  programOf,
  Pruning,
  reachOf,
  requireCapability,
  RpcExposure,
  substrateNodeWorkload,
  SyncMode,
  type CatalogueEntryArgs,
  type CommandLine,
  type Workload,
} from "@dinfra/components";
import { entryArgs, findEntry, findEthRpc } from "../catalogue.js";
import { StackError } from "../errors.js";
import { checkLimits } from "../limits.js";
import { checkNetwork } from "../network-choice.js";
import { placementOf, type CatalogueEntry, type CatalogueSnapshot, type Profile } from "../profile.js";
import type { ProgramInput } from "../program.js";
import { wishOf, type NodeType, type NodeWish } from "./wish.js";

/** What will be made, decided from descriptor and profile. */
export interface SubstrateNodePlan {
  entry: CatalogueEntry;
  program: CatalogueEntryArgs;
  role: NodeRole;
  rpcExposure?: RpcExposure;
  pruning?: Pruning;
  sync?: SyncMode;
  database?: Database;
  relay?: { chain: string; rpcUrls?: string[] };
  chain: string;
  nodeName: string;
  pruningBlocks?: number;
  rpcMaxConnections?: number;
  telemetry: boolean;
  resources: { cpu: number; memory: number; disk: number };
  snapshot?: Omit<CatalogueSnapshot, "chain" | "database" | "archive">;
  ethRpc?: { entry: CatalogueEntryArgs; exposure: RpcExposure };
}

/** The plan, and what of it runs. */
export interface PlannedSubstrateNode {
  plan: SubstrateNodePlan;
  workload: Workload;
}

/** Logical name of the node, and with it part of its physical name: never changed, or every running node is replaced. */
export const NODE = "node";

/**
 * Decides everything that descriptor and profile say, and refuses what cannot be had. A descriptor only chooses among
 * what the profile offers: no text of it becomes a flag, a path or a command.
 * @throws SchemasError `descriptor.schema`; StackError; ComponentError `PlatformLacks`, `UnknownPlatform`, `UnsupportedByEntry`
 */
export function planSubstrateNode(type: NodeType, { descriptor, profile, owner }: ProgramInput): PlannedSubstrateNode {
  const wanted = wishOf(type, descriptor);
  const entry = findEntry(profile, wanted.entry);
  checkOffered(entry, wanted);
  checkLimits(profile, wanted.resources);
  checkLogin(type, profile, wanted);
  checkNetwork(type, profile);
  const plan: SubstrateNodePlan = {
    entry,
    program: entryArgs(entry),
    role: roles[wanted.role],
    rpcExposure: wanted.rpc?.exposure && exposures[wanted.rpc.exposure],
    pruning: wanted.pruning?.archive ? Pruning.Archive : undefined,
    sync: wanted.sync && syncModes[wanted.sync],
    database: wanted.database && databases[wanted.database],
    relay: relayOf(entry, wanted),
    chain: wanted.chain,
    nodeName: wanted.name ?? "dinfra-node",
    pruningBlocks: wanted.pruning?.blocks,
    rpcMaxConnections: wanted.rpc?.maxConnections,
    telemetry: wanted.telemetry ?? false,
    resources: { cpu: wanted.resources.cpu, memory: wanted.resources.memory, disk: wanted.resources.disk },
    ...(wanted.ethRpc && { ethRpc: ethRpcOf(profile, wanted.ethRpc) }),
  };
  const empty = workloadOf(plan, profile, owner);
  plan.snapshot = snapshotFor(entry, profile, empty);
  const workload = plan.snapshot ? workloadOf(plan, profile, owner) : empty;
  const { artifacts, architecture = Architecture.Amd64 } = profile.machines ?? {};
  if (artifacts) assertFetchable(workload, architecture);
  return { plan, workload };
}

const roles: Record<NodeWish["role"], NodeRole> = {
  full: NodeRole.Full,
  archive: NodeRole.Archive,
  rpc: NodeRole.Rpc,
  validator: NodeRole.Validator,
  collator: NodeRole.Collator,
  bootnode: NodeRole.Bootnode,
};
const exposures: Record<NonNullable<NonNullable<NodeWish["rpc"]>["exposure"]>, RpcExposure> = {
  machine: RpcExposure.Machine,
  operators: RpcExposure.Operators,
  gateway: RpcExposure.Gateway,
};
const syncModes: Record<NonNullable<NodeWish["sync"]>, SyncMode> = {
  full: SyncMode.Full,
  fast: SyncMode.Fast,
  warp: SyncMode.Warp,
};
const databases: Record<NonNullable<NodeWish["database"]>, Database> = {
  rocksdb: Database.RocksDb,
  paritydb: Database.ParityDb,
};

const ethRpcOf = (profile: Profile, { entry, exposure = "operators" }: NonNullable<NodeWish["ethRpc"]>) => ({
  entry: entryArgs(findEthRpc(profile, entry)),
  exposure: exposures[exposure],
});

const titleOf = ({ name, version }: CatalogueEntry) => `catalogue entry ${name} ${version}`;

function checkOffered(entry: CatalogueEntry, { role, chain, relay }: NodeWish): void {
  if (entry.roles && !entry.roles.includes(role)) {
    throw new StackError(
      "UnsupportedRole",
      `${titleOf(entry)}: expected a role of ${entry.roles.join(", ")}, found ${role}`,
    );
  }
  checkChain(entry, "a chain", entry.chains, chain);
  if (relay) checkChain(entry, "a relay chain", entry.relayChains ?? entry.chains, relay.chain);
}

function checkChain(entry: CatalogueEntry, what: string, names: readonly string[] | undefined, chain: string): void {
  const files = entry.chainSpecs?.map((spec) => spec.chain) ?? [];
  if (!names && files.length === 0) return;
  const offered = [...(names ?? []), ...files];
  if (offered.includes(chain)) return;
  throw new StackError(
    "UnsupportedChain",
    `${titleOf(entry)}: expected ${what} of ${offered.join(", ")}, found ${chain}`,
  );
}

/** Whose relay chain nodes are asked is the provider's choice: a URL of a stranger would have the provider's machine call it. */
function relayOf(entry: CatalogueEntry, { relay }: NodeWish): SubstrateNodePlan["relay"] {
  if (!relay) return undefined;
  const { chain, node } = relay;
  if (node !== "remote") return { chain };
  const rpcUrls = entry.relayRpcUrls?.[chain];
  if (rpcUrls) return { chain, rpcUrls };
  const known = Object.keys(entry.relayRpcUrls ?? {}).join(", ") || "none";
  throw new StackError(
    "UnsupportedChain",
    `${titleOf(entry)}: expected a relay chain whose nodes this provider names (${known}), found ${chain}; ` +
      "ask for relay.node embedded",
  );
}

function checkLogin(type: NodeType, profile: Profile, { login }: NodeWish): void {
  if (!login || login.length === 0) return;
  requireCapability(`${type} login`, openPlacement(placementOf(profile)), "login");
}

/** The snapshot whose database the node can open, where the platform restores at all. Without one it syncs from its peers. */
function snapshotFor({ snapshots = [] }: CatalogueEntry, profile: Profile, { volumes }: Workload) {
  if (openPlacement(placementOf(profile)).platform.capabilities.snapshotRestore !== true) return undefined;
  const fixed = volumes[0]?.fixed ?? {};
  const found = snapshots.find(
    ({ chain, database, archive }) =>
      chain === fixed["chain"] &&
      database === fixed["database"] &&
      archive === (fixed["statePruning"] === Pruning.Archive),
  );
  if (!found) return undefined;
  const { chain: _, database: __, archive: ___, ...snapshot } = found;
  return snapshot;
}

/** The component would refuse the same, but inside the engine, where an error is a line of text and no longer typed. */
function workloadOf(plan: SubstrateNodePlan, profile: Profile, owner: string): Workload {
  return substrateNodeWorkload({
    ...plan,
    physicalName: physicalName(owner, NODE, 0),
    commandLine: plan.program.commandLine as CommandLine,
    program: programOf(plan.program),
    chains: chainsOf(plan.program),
    rpcMaxConnections: plan.rpcMaxConnections ?? 100,
    restore: plan.snapshot,
    beside: plan.ethRpc && {
      ethRpc: { program: programOf(plan.ethRpc.entry, "ethRpc.entry"), exposure: plan.ethRpc.exposure },
    },
    reach: reachOf(openPlacement(placementOf(profile))),
  });
}

/**
 * What a node's data fixes for ever: a database of polkadot-sdk is an archive or it is not, from its first block on, and a
 * node that is told the other does not start. How many blocks a pruned one keeps may change.
 * @throws StackError `PruningChange`, `DataChange`
 */
export function requireSameData(before: PlannedSubstrateNode, after: PlannedSubstrateNode): void {
  const [earlier, later] = [fixedOf(before), fixedOf(after)];
  if (!earlier || !later) return;
  if (earlier["statePruning"] !== later["statePruning"]) {
    const wanted = earlier["statePruning"] === Pruning.Archive ? "archive, as before" : "one that prunes, as before";
    throw new StackError(
      "PruningChange",
      `role: expected ${wanted}, found ${after.plan.role}: ` +
        "the node's database cannot be changed in place; subscribe anew for the other role, and end this one when that is synced",
    );
  }
  for (const fact of ["chain", "database", "relayChain"]) {
    if (earlier[fact] === later[fact]) continue;
    throw new StackError(
      "DataChange",
      `${fact}: expected ${earlier[fact] ?? "none"}, as before, found ${later[fact] ?? "none"}: ` +
        "the node's data cannot follow; subscribe anew, and end this one when that is synced",
    );
  }
}

const fixedOf = ({ workload }: PlannedSubstrateNode) => workload.volumes[0]?.fixed;
