import {
  LoadBalancedRpcEndpoint,
  Network,
  NodeRole,
  supports,
  SubstrateNode,
  type Capability,
  type PlacementArgs,
  type SubstrateNodeArgs,
  ValidatorSentry,
  type ValidatorSentryArgs,
} from "@dinfra/components";
import * as pulumi from "@pulumi/pulumi";
import type { NetworkAttachment, Platform, SecretRef } from "@dinfra/port";
import { whyNotRun, type Login, type Part, type Subject } from "./subject.js";

/** What a life changes, from one of its updates to the next. */
export interface Stage {
  /** Pulumi protects what holds data. */
  protectData: boolean;
  /** Machines are made anew, or processes replaced; disks are larger. */
  changed: boolean;
}

/** A subject with what its run decided. */
export interface Tenant {
  subject: Subject;
  platform: Platform;
  /** Name under which its platform, listened to, is registered. */
  platformName: string;
  owner: string;
  /** Another owner, for the machine of a stranger in its network. */
  stranger: string;
  operators: { publicKey: string; privateKey: SecretRef };
}

export const diskGib = { before: 100, after: 110 };
/** Who may ask a node's machine whether it is ready, where the placement does not say. */
export const gatewayRange = "192.0.2.10/32";
export const snapshotUrl = "https://snapshots.example.com/conformance";

/** Logical name of a part of a subject. */
export const partOf = (subject: Subject, part: string): string => `${subject.name}-${part}`;

export const has = ({ subject, platform }: Tenant, capability: Capability): boolean =>
  supports({ name: subject.name, platform }, capability);

/** The outputs of a part, as the stack has them. */
export type PartOutputs = Record<string, { resources: unknown; readiness?: unknown; endpoints?: unknown }>;

/** Everything of one subject: its network, a node, and what else its platform claims. Gives back what is to be output. */
export function build(tenant: Tenant, stage: Stage): Record<string, pulumi.Input<PartOutputs[string]>> {
  const { subject, owner, stranger, platform } = tenant;
  const placement = placementOf(tenant, stage, owner);
  const network = new Network(partOf(subject, "network"), { placement, size: 40 });
  const outputs: Record<string, pulumi.Input<PartOutputs[string]>> = { network: { resources: network.resources } };
  const { attachment } = network;

  const wanted = (part: Part) => subject.parts?.includes(part) ?? true;
  let existing: Network | undefined;
  if (has(tenant, "existingNetwork") && wanted("existing")) {
    const idOf = subject.definition.evidence?.existingNetwork ?? ((a: NetworkAttachment) => a.id);
    existing = new Network(partOf(subject, "existing"), { placement, existing: attachment.apply(idOf) });
    outputs.existing = { resources: existing.resources };
  }
  if (whyNotRun(subject, "SubstrateNode") === undefined) {
    const node = new SubstrateNode(partOf(subject, "node"), nodeArgs(tenant, stage, placement, attachment));
    outputs.node = { resources: node.resources, readiness: node.readiness, endpoints: node.endpoints };
    if (has(tenant, "sharedNetwork") && wanted("stranger")) {
      const theirs = placementOf(tenant, stage, stranger);
      const other = new SubstrateNode(partOf(subject, "stranger"), nodeArgs(tenant, stage, theirs, attachment));
      outputs.stranger = { resources: other.resources };
    }
    if (whyNotRun(subject, "LoadBalancedRpcEndpoint") === undefined) {
      const endpoint = new LoadBalancedRpcEndpoint(partOf(subject, "rpc"), {
        placement,
        network: attachment,
        proxy: subject.proxy,
        // Two of it are behind the platform's balancer, where there is one.
        ...(subject.proxy && has(tenant, "balancer") && { replicas: 2 }),
        nodes: [{ name: "one", endpoint: node.endpoint, readiness: node.readiness, machine: node.machineId }],
      });
      outputs.endpoint = { resources: endpoint.resources, endpoints: endpoint.endpoints };
    }
  }
  if (has(tenant, "reservedPeers") && whyNotRun(subject, "ValidatorSentry") === undefined) {
    const machine = platform.shape === "machine";
    const sentried = new ValidatorSentry(partOf(subject, "sentried"), {
      placement: machine ? loggedIn(placement, subject) : placement,
      ...(machine ? networksOf(subject, placement, existing?.attachment ?? attachment) : { network: attachment }),
      ...{ entry: subject.entry, chain: "conformance", sentries: 1 },
      resources: { cpu: 500, memory: 256, disk: diskGib.before },
      // What replaces what runs: the validator moves to another machine, and of a process it is another argument.
      ...(machine && stage.changed ? { rotation: 1 } : {}),
      nodeName: !machine && stage.changed ? "changed" : "conformance",
    });
    outputs.sentried = { resources: sentried.resources };
  }
  return outputs;
}

/** The same placement, whose machines are logged in to. */
function loggedIn(placement: PlacementArgs, { login }: Subject): PlacementArgs {
  const { operators, via } = login as Login;
  const { machines = {} } = placement;
  // The run's own key stays among those that may log in, because it is looked for there.
  const publicKeys = pulumi
    .output(machines.operators?.publicKeys ?? [])
    .apply((known) => [...new Set([...known, ...operators.publicKeys])]);
  return { ...placement, machines: { ...machines, via, operators: { ...operators, publicKeys } } };
}

/**
 * Where a validator's machine has a way out without a public address. A network of the run's own may have none, so that it
 * is given as one that is there.
 */
function networksOf(
  { login, name }: Subject,
  placement: PlacementArgs,
  own: pulumi.Output<NetworkAttachment>,
): Pick<ValidatorSentryArgs, "network" | "validatorNetwork"> {
  const there = (part: string, existing: string | undefined) =>
    existing === undefined ? undefined : new Network(`${name}-${part}`, { placement, existing }).attachment;
  return {
    network: there("sentries", login?.network) ?? own,
    validatorNetwork: there("validators", login?.validatorNetwork),
  };
}

function placementOf(tenant: Tenant, { protectData }: Stage, owner: string): PlacementArgs {
  const { subject, platformName, operators } = tenant;
  const { machines = {} } = subject;
  const login = has(tenant, "login") ? { publicKeys: [operators.publicKey], privateKey: operators.privateKey } : {};
  return {
    custom: { name: platformName, settings: subject.settings },
    ...{ owner, protectData },
    machines: {
      ...machines,
      ranges: { gateway: [gatewayRange], ...machines.ranges },
      ...(Object.keys(login).length > 0 ? { operators: { ...login, ...machines.operators } } : {}),
    },
  };
}

function nodeArgs(
  tenant: Tenant,
  { changed }: Stage,
  placement: PlacementArgs,
  network: pulumi.Output<NetworkAttachment>,
): SubstrateNodeArgs {
  const { subject, platform } = tenant;
  const machine = platform.shape === "machine";
  const snapshot = { baseUrl: snapshotUrl, manifestSha256: "ab".repeat(32), chainId: "conformance" };
  return {
    placement,
    network,
    entry: subject.entry,
    chain: "conformance",
    role: NodeRole.Rpc,
    resources: { cpu: 500, memory: 256, disk: changed && has(tenant, "diskGrowth") ? diskGib.after : diskGib.before },
    // What replaces what runs: on machines on purpose, of a process another argument.
    ...(machine && changed ? { rebuild: 1 } : {}),
    nodeName: !machine && changed ? "changed" : "conformance",
    ...(has(tenant, "snapshotRestore") ? { snapshot } : {}),
  };
}
