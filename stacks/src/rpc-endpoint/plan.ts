import type { CatalogueEntryArgs } from "@dinfra/components";
import { requireDescriptor, type RpcEndpointV1 } from "@dinfra/schemas";
import { entryArgs, findBalancer } from "../catalogue.js";
import { checkLimits } from "../limits.js";
import type { CatalogueEntry } from "../profile.js";
import type { ProgramInput } from "../program.js";
import { planSubstrateNode, type PlannedSubstrateNode } from "../substrate-node/plan.js";

export const RPC_ENDPOINT = "rpc-endpoint/v1";

/** What will be made, decided from descriptor and profile. */
export interface PlannedRpcEndpoint {
  /** How many nodes there are, each planned as this one. */
  nodes: number;
  node: PlannedSubstrateNode;
  balancer: { entry: CatalogueEntry; program: CatalogueEntryArgs; resources: { cpu: number; memory: number } };
  connections: number;
  idleSeconds: number;
}

/** What HAProxy needs for some thousands of clients. */
const balancerResources = { cpu: 500, memory: 256 };

/**
 * @throws SchemasError `descriptor.schema`; StackError and ComponentError as those of a node; StackError
 *   `UnknownCatalogueEntry` where the provider has no balancer
 */
export function planRpcEndpoint({ descriptor, profile, owner }: ProgramInput): PlannedRpcEndpoint {
  const wanted = requireDescriptor(RPC_ENDPOINT, descriptor);
  const { nodes, resources } = wanted;
  const balancer = findBalancer(profile);
  checkLimits(profile, {
    cpu: nodes * resources.cpu + balancerResources.cpu,
    memory: nodes * resources.memory + balancerResources.memory,
    disk: nodes * resources.disk,
  });
  return {
    nodes,
    node: planSubstrateNode("substrate-node/v2", { descriptor: nodeOf(wanted), profile, owner }),
    balancer: { entry: balancer, program: entryArgs(balancer), resources: balancerResources },
    connections: wanted.connections ?? 1000,
    idleSeconds: wanted.idleSeconds ?? 3600,
  };
}

/** Each node takes all clients: the others may not be ready. */
function nodeOf({ name, chain, pruning, entry, resources, connections }: RpcEndpointV1): object {
  return {
    type: "substrate-node/v2",
    role: "rpc",
    ...(name === undefined ? {} : { name }),
    ...(pruning === undefined ? {} : { pruning }),
    ...{ chain, entry, resources },
    rpc: { maxConnections: Math.min(connections ?? 1000, 10_000) },
  };
}
