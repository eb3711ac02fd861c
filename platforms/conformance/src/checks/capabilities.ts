import { capabilityNames, supports, type Capability } from "@dinfra/port";
import { machinesOf, partOfUrn, sentriedNodes } from "../facts.js";
import type { Life } from "../life.js";
import { diskGib, snapshotUrl } from "../program.js";
import type { Check } from "../promises.js";
import { bears } from "../state.js";
import type { ComponentName, Part } from "../subject.js";
import { decoded, userDataOf } from "./user-data.js";

/** What of the table shows in which component. */
const rows: Readonly<Partial<Record<Capability, ComponentName>>> = {
  network: "Network",
  existingNetwork: "Network",
  sharedNetwork: "SubstrateNode",
  workload: "SubstrateNode",
  machine: "SubstrateNode",
  disk: "SubstrateNode",
  diskGrowth: "SubstrateNode",
  snapshotRestore: "SubstrateNode",
  reservedPeers: "ValidatorSentry",
  login: "SubstrateNode",
  address: "LoadBalancedRpcEndpoint",
  balancer: "LoadBalancedRpcEndpoint",
  balancerHealth: "LoadBalancedRpcEndpoint",
};

/** What is wrong where a row says yes; undefined where that is done. */
type Proof = (life: Life) => string | undefined;

const left = ({ tenant: { subject } }: Life, part: Part) =>
  subject.parts !== undefined && !subject.parts.includes(part);

const proofs: Readonly<Partial<Record<Capability, Proof>>> = {
  network: ({ moments }) => (moments.made?.asked.networks.length ? undefined : "no network was made"),
  existingNetwork: (life) => {
    const made = life.moments.made?.resources.filter(
      ({ urn, external }) => !external && partOfUrn(life, urn) === "existing",
    );
    return made?.length
      ? `a network that is there was given, and these were made: ${made.map((r) => r.urn).join(", ")}`
      : undefined;
  },
  sharedNetwork: (life) =>
    left(life, "stranger") || machinesOf(life, "stranger").length > 0 ? undefined : "no machine of a stranger was made",
  workload: ({ moments }) => (moments.made?.asked.workloads.length ? undefined : "no workload was made"),
  machine: ({ moments }) => (moments.made?.asked.machines.length ? undefined : "no machine was made"),
  disk: ({ moments }) => (moments.made?.asked.disks.length ? undefined : "no disk was made"),
  diskGrowth: grown,
  snapshotRestore: (life) => {
    const said = JSON.stringify(life.moments.made?.resources.map(({ inputs }) => inputs)) + sentText(life);
    return said.includes(snapshotUrl) ? undefined : "no machine was told of the snapshot that was asked for";
  },
  reservedPeers: (life) => {
    const { tenant, moments } = life;
    if (tenant.platform.shape === "machine") return toldOnMachines(life);
    const meets = moments.made?.asked.workloads.filter(({ request }) => request.meets !== undefined) ?? [];
    if (meets.length === 0) return "no node was to meet another one";
    const silent = meets.filter(({ made }) => made.met === undefined).map(({ request }) => request.role);
    return silent.length === 0 ? undefined : `where they are reached is not said of ${silent.join(", ")}`;
  },
  address: (life) =>
    balancersOf(life).some(({ request }) => request.addresses.length > 0) ? undefined : "no balancer got an address",
  balancer: (life) => (balancersOf(life).length > 0 ? undefined : "no balancer was made"),
  balancerHealth: (life) =>
    balancersOf(life).every(({ request }) => request.health !== undefined)
      ? undefined
      : "a balancer was not told how to ask its machines",
  login: (life) => {
    const sent = userDataOf(life);
    // Where user data is not seen, the key among the resources is as good.
    const said = sent ? sentText(life) : JSON.stringify(life.moments.made?.resources.map(({ inputs }) => inputs));
    return said.includes(life.tenant.operators.publicKey) ? undefined : "no machine was given the key that may log in";
  },
};

/** Each node's machine said its node's peer id, and was told where the nodes are that it meets, and who they are. */
function toldOnMachines(life: Life): string | undefined {
  const nodes = sentriedNodes(life);
  if (nodes.length < 2) return "no node was to meet another one";
  const made = life.moments.made?.resources ?? [];
  const peerIds = new Map(
    made
      .filter(({ type }) => type === "dinfra-node:index:Release")
      .map(({ inputs, outputs }) => [
        (inputs.document as { name: string }).name,
        (outputs.peerIds as { node?: string } | undefined)?.node,
      ]),
  );
  const silent = nodes.filter(({ name }) => !peerIds.get(name)).map(({ name }) => name);
  if (silent.length > 0) return `the peer id is not said of ${silent.join(", ")}`;
  const problems = nodes.flatMap(({ name, validates }) => {
    const peers = made.find(({ type, inputs }) => type === "dinfra-node:index:Peers" && inputs.node === name);
    const told = (peers?.inputs.reserved ?? []) as string[];
    return nodes
      .filter((other) => other.validates !== validates)
      .filter((other) => !told.includes(`/ip4/${other.address}/tcp/30333/p2p/${peerIds.get(other.name)}`))
      .map((other) => `${name} was told ${told.join(", ") || "nobody"}, not ${other.name} at ${other.address}`);
  });
  return problems.length === 0 ? undefined : problems.join(", ");
}

/** Balancers of the run's endpoint. */
const balancersOf = ({ moments }: Life) => moments.made?.asked.balancers ?? [];

const sentText = (life: Life) => (userDataOf(life) ?? []).map(({ bytes }) => decoded(bytes)).join("\n");

/** One of the disk's numbers was the old size before and is the new one now. That it is the same disk is another promise. */
function grown({ moments: { made, changed } }: Life): string | undefined {
  const names = made?.asked.disks.flatMap(({ made: disk }) => disk.resources.map(({ name }) => name)) ?? [];
  const grew = made?.resources.some((before) => {
    const after = changed?.resources.find(({ urn }) => urn === before.urn);
    if (!after || !names.some((name) => bears(before, name))) return false;
    return Object.keys(before.inputs).some(
      (key) => before.inputs[key] === diskGib.before && after.inputs[key] === diskGib.after,
    );
  });
  return grew ? undefined : `no disk grew from ${diskGib.before} to ${diskGib.after} GiB`;
}

/** What the table says yes to was done in this run; what it says no to, the driver does not have. */
export const capabilities: Check = (life, component) => {
  const { platform, subject } = life.tenant;
  const driver = platform.driver as unknown as Partial<Record<string, unknown>>;
  const methods: Partial<Record<Capability, string>> = {
    workload: "workload",
    machine: "machine",
    disk: "disk",
    address: "address",
    balancer: "balancer",
  };
  return {
    problems: capabilityNames
      .filter((row) => rows[row] === component)
      .flatMap((row) => {
        const method = methods[row];
        if (!supports({ name: subject.name, platform }, row)) {
          const has = method !== undefined && typeof driver[method] === "function";
          return has ? [`${row}: the table says no, and the driver has a method for it`] : [];
        }
        if (method !== undefined && typeof driver[method] !== "function")
          return [`${row}: the table says yes, and the driver has no method for it`];
        const wrong = proofs[row]?.(life);
        return wrong === undefined ? [] : [`${row}: ${wrong}`];
      }),
  };
};
