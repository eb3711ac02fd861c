import {
  NodeRole,
  openPlacement,
  physicalName,
  programOf,
  reachOf,
  requireCapability,
  substrateNodeWorkload,
  type CatalogueEntryArgs,
  type CommandLine,
  type Workload,
} from "@dinfra/components";
import { requireDescriptor, type SubstrateNodeV1 } from "@dinfra/schemas";
import { entryArgs, findEntry } from "../catalogue.js";
import { StackError } from "../errors.js";
import { placementOf, type CatalogueEntry, type Profile } from "../profile.js";
import type { ProgramInput } from "../program.js";

/** What will be made, decided from descriptor and profile. */
export interface SubstrateNodePlan {
  entry: CatalogueEntry;
  program: CatalogueEntryArgs;
  role: NodeRole;
  chain: string;
  nodeName: string;
  pruningBlocks?: number;
  rpcMaxConnections?: number;
  telemetry: boolean;
  resources: { cpu: number; memory: number; disk: number };
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
export function planSubstrateNode({ descriptor, profile, owner }: ProgramInput): PlannedSubstrateNode {
  const wanted = requireDescriptor("substrate-node/v1", descriptor);
  const entry = findEntry(profile, wanted.entry);
  checkOffered(entry, wanted);
  checkLimits(profile, wanted);
  checkLogin(profile, wanted);
  checkNetwork(profile);
  const plan: SubstrateNodePlan = {
    entry,
    program: entryArgs(entry),
    role: roles[wanted.role],
    chain: wanted.chain,
    nodeName: wanted.name ?? "dinfra-node",
    pruningBlocks: wanted.pruning?.blocks,
    rpcMaxConnections: wanted.rpc?.maxConnections,
    telemetry: wanted.telemetry ?? false,
    resources: { cpu: wanted.resources.cpu, memory: wanted.resources.memory, disk: wanted.resources.disk },
  };
  return { plan, workload: workloadOf(plan, profile, owner) };
}

const roles: Record<SubstrateNodeV1["role"], NodeRole> = {
  full: NodeRole.Full,
  archive: NodeRole.Archive,
  rpc: NodeRole.Rpc,
};

function checkOffered(entry: CatalogueEntry, { role, chain }: SubstrateNodeV1): void {
  const what = `catalogue entry ${entry.name} ${entry.version}`;
  if (entry.roles && !entry.roles.includes(role)) {
    throw new StackError("UnsupportedRole", `${what}: expected a role of ${entry.roles.join(", ")}, found ${role}`);
  }
  if (entry.chains && !entry.chains.includes(chain)) {
    throw new StackError("UnsupportedChain", `${what}: expected a chain of ${entry.chains.join(", ")}, found ${chain}`);
  }
}

const units = { cpu: "thousandths of a core", memory: "MiB of memory", disk: "GiB of disk" } as const;

function checkLimits({ limits = {} }: Profile, { resources }: SubstrateNodeV1): void {
  const exceeded = (["cpu", "memory", "disk"] as const).flatMap((kind) => {
    const limit = limits[kind];
    return limit !== undefined && resources[kind] > limit
      ? [`at most ${limit} ${units[kind]}, found ${resources[kind]}`]
      : [];
  });
  if (exceeded.length > 0) throw new StackError("ExceedsLimits", `resources: expected ${exceeded.join("; ")}`);
}

function checkLogin(profile: Profile, { login }: SubstrateNodeV1): void {
  if (!login || login.length === 0) return;
  requireCapability("substrate-node/v1 login", openPlacement(placementOf(profile)), "login");
}

function checkNetwork(profile: Profile): void {
  if (profile.network?.use !== "existing") return;
  requireCapability("substrate-node/v1 in an existing network", openPlacement(placementOf(profile)), "existingNetwork");
}

/** The component would refuse the same, but inside the engine, where an error is a line of text and no longer typed. */
function workloadOf(plan: SubstrateNodePlan, profile: Profile, owner: string): Workload {
  return substrateNodeWorkload({
    ...plan,
    physicalName: physicalName(owner, NODE, 0),
    commandLine: plan.program.commandLine as CommandLine,
    program: programOf(plan.program),
    rpcMaxConnections: plan.rpcMaxConnections ?? 100,
    reach: reachOf(openPlacement(placementOf(profile))),
  });
}

/**
 * A database of polkadot-sdk is an archive or it is not, from its first block on: a node that is told the other does not
 * start. How many blocks a pruned one keeps may change.
 * @throws StackError `PruningChange`
 */
export function requireSamePruning(before: PlannedSubstrateNode, after: PlannedSubstrateNode): void {
  const keepsData = before.workload.volumes.length > 0 && after.workload.volumes.length > 0;
  const isArchive = ({ plan }: PlannedSubstrateNode) => plan.role === NodeRole.Archive;
  if (!keepsData || isArchive(before) === isArchive(after)) return;
  throw new StackError(
    "PruningChange",
    `role: expected ${isArchive(before) ? "archive, as before" : "one that prunes, as before"}, found ${after.plan.role}: ` +
      "the node's database cannot be changed in place; subscribe anew for the other role, and end this one when that is synced",
  );
}
