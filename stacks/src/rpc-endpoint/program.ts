import { LoadBalancedRpcEndpoint, Network, patienceSeconds, SubstrateNode } from "@dinfra/components";
import * as pulumi from "@pulumi/pulumi";
import { checkDigest } from "../catalogue.js";
import { existingNetwork } from "../network-choice.js";
import { plannedProgram } from "../planned-program.js";
import { placementOf, runsHere } from "../profile.js";
import type { ProgramInput, StackOutputs } from "../program.js";
import { requireSameData } from "../substrate-node/plan.js";
import { checkNodeFiles, setUpOf } from "../substrate-node/program.js";
import { planRpcEndpoint, RPC_ENDPOINT, type PlannedRpcEndpoint } from "./plan.js";

/** Seconds that a balancer may take to come up, which it does in one. */
const balancerSeconds = 60;

/** Nodes come up at the same time, the balancer after them. */
const patienceOf = ({ node }: PlannedRpcEndpoint): number => (patienceSeconds(node.workload) + balancerSeconds) * 1000;

function build(plan: PlannedRpcEndpoint, { profile, owner }: ProgramInput): Promise<StackOutputs> {
  const placement = placementOf(profile, owner);
  const network = new Network("network", { placement, existing: existingNetwork(profile) });
  const { program, entry: _, ...values } = plan.node.plan;
  const common = { placement, network: network.attachment };
  // Names are for ever: a node that is added or left out changes no other.
  const nodes = Array.from(
    { length: plan.nodes },
    (_one, i) => new SubstrateNode(`node-${i}`, { ...common, entry: program, ...values }),
  );
  const endpoint = new LoadBalancedRpcEndpoint("endpoint", {
    ...common,
    proxy: plan.balancer.program,
    resources: plan.balancer.resources,
    maxConnections: plan.connections,
    idleSeconds: plan.idleSeconds,
    nodes: nodes.map(({ endpoint, readiness, gateway }) => ({ endpoint, readiness, gateway })),
  });
  const made = [network, ...nodes, endpoint];
  return Promise.resolve({
    // Its status is for the operators.
    endpoints: endpoint.endpoints.apply((all) => all.filter(({ name }) => name === "rpc")),
    metrics: pulumi.all([...nodes, endpoint].map(({ metrics }) => metrics)).apply((all) => all.flat()),
    setUp: pulumi.all(nodes.map(({ setUp }) => setUp)),
    resources: pulumi.all(made.map(({ resources }) => resources)).apply((all) => all.flat()),
  });
}

/** Nodes in one network, and one address for them all. */
export const rpcEndpointProgram = plannedProgram<PlannedRpcEndpoint>({
  type: RPC_ENDPOINT,
  plan: planRpcEndpoint,
  async checkFiles(plan, { profile }) {
    if (!runsHere(profile)) return;
    await checkNodeFiles(plan.node.plan, profile);
    await checkDigest(plan.balancer.entry);
  },
  requireCanFollow: (before, after) => requireSameData(before.node, after.node),
  patienceOf,
  // All at the same time.
  setUpOf: ({ node }, { profile }) => setUpOf(node, profile),
  build,
});
