import {
  groupPolicy,
  physicalName,
  placeGroup,
  Reach,
  requireCapability,
  resolvePlacement,
  type NetworkAttachment,
  type PlacedResource,
  type PlacementArgs,
  type ScalingSignal,
} from "@dinfra/port";
import * as pulumi from "@pulumi/pulumi";
import { chainsOf, commandLineOf, programOf, type CatalogueEntryArgs } from "../catalogue-entry.js";
import { checkedArgs } from "../checked-args.js";
import { endpointsOf, type Endpoint } from "../endpoints.js";
import { checkAxes, Database, NodeRole, RpcExposure } from "../node/axes.js";
import { axesOf } from "../node/node-spec.js";
import {
  checkProgramAxes,
  endpointPorts,
  readinessOf,
  substrateNodeOutline,
  substrateNodeWorkload,
} from "../node/workload.js";
import { requireNode } from "../require-node.js";
import type { NodeResourcesArgs, RelayChainArgs, SnapshotArgs } from "../substrate-node.js";
import { policyOf } from "./policy.js";

/** When a group has a machine more, or one less. */
export interface ScalingArgs {
  /**
   * What is measured, on average over the machines. Defaults to cpu.
   * @example ScalingSignal.Cpu
   */
  signal?: ScalingSignal;
  /**
   * A machine more is made when the signal is above it. Defaults to 60 for cpu and 75 for memory; else it must be said.
   * @example 70
   */
  outAbove?: number;
  /**
   * A machine goes when the signal is below it. Defaults to four fifths of the value at which the machines that stay would want
   * the one back that went.
   * @example 30
   */
  inBelow?: number;
  /**
   * For how long the signal must be above or below, in whole minutes, as seconds. Defaults to 300.
   * @example 300
   */
  forSeconds?: number;
  /**
   * Seconds from a machine more to the next one, at least `readyAfterSeconds`: before a machine answers it takes no load.
   * Defaults to `readyAfterSeconds`.
   * @example 1800
   */
  outCooldownSeconds?: number;
  /**
   * Seconds from a machine less to the next one. Defaults to 1800.
   * @example 3600
   */
  inCooldownSeconds?: number;
}

/** Where a new machine has its data from: one of `snapshot`, `image` and `diskSnapshot`, and a pool beside it. */
export interface WarmStartArgs {
  /**
   * A snapshot of the chain's database, as files that each new machine fetches. Defaults to none.
   * @example { baseUrl: "https://snapshots.example.com/kusama", manifestSha256: "…", chainId: "ksmcc3" }
   */
  snapshot?: SnapshotArgs;
  /**
   * The platform's id of a machine image that has the data on it, for example ami-0123456789abcdef0.
   * Defaults to none.
   * @example "ami-0123456789abcdef0"
   */
  image?: pulumi.Input<string>;
  /**
   * The platform's id of a snapshot of a data disk, for example snap-0123456789abcdef0.
   * Defaults to none.
   * @example "snap-0123456789abcdef0"
   */
  diskSnapshot?: pulumi.Input<string>;
  /**
   * So many machines more are started once, then stopped, and wait until they are needed: starting one of them is faster than
   * making one. Defaults to none.
   * @example 1
   */
  poolSize?: number;
}

/** Arguments of an ArchivalAutoscalingGroup. */
export interface ArchivalAutoscalingGroupArgs {
  /**
   * Where the group is placed. Its platform has groups of machines.
   * @example { aws: { region: "eu-central-1", image: "ami-0123456789abcdef0" } }
   */
  placement: PlacementArgs;
  /**
   * What runs: an entry of the provider's catalogue.
   * @example { name: "polkadot", version: "1.20.2", command: "/opt/polkadot-1.20.2/polkadot" }
   */
  entry: CatalogueEntryArgs;
  /**
   * The chain that the nodes follow, by the name under which the program knows it, for example polkadot.
   * @example "kusama"
   */
  chain: pulumi.Input<string>;
  /**
   * Machines at the least, from 1. Defaults to 2.
   * @example 2
   */
  minimum?: number;
  /**
   * Machines at the most; not fewer than the platform's settings have zones. Defaults to 4, or `minimum` if that is more.
   * @example 6
   */
  maximum?: number;
  /**
   * When the number of machines changes. Defaults to cpu with its own defaults, or never where minimum and maximum are one.
   * @example { signal: ScalingSignal.Cpu, outAbove: 70, inBelow: 30 }
   */
  scaling?: ScalingArgs;
  /**
   * Where a new machine has its data from. Defaults to its peers, which takes an archive days or weeks.
   * @example { diskSnapshot: "snap-0123456789abcdef0" }
   */
  warmStart?: WarmStartArgs;
  /**
   * Seconds from a machine's start until it answers: measure it. Defaults to 7200 with a snapshot, to 1800 with an image or a
   * snapshot of a disk, to 900 with a pool; else it must be said.
   * @example 900
   */
  readyAfterSeconds?: number;
  /**
   * Seconds that a machine which goes is kept after it is taken out of its balancer, at most 7200. Defaults to 300.
   * @example 120
   */
  drainSeconds?: number;
  /**
   * Who may call the JSON-RPC of the machines. Defaults to gateway.
   * @example RpcExposure.Gateway
   */
  rpcExposure?: RpcExposure;
  /**
   * Kind of the nodes' database. Defaults to rocksdb.
   * @example Database.ParityDb
   */
  database?: Database;
  /**
   * The relay chain of a parachain's nodes. Defaults to none: the chain stands alone, or is a relay chain.
   * @example { chain: "polkadot" }
   */
  relay?: RelayChainArgs;
  /**
   * Network that the machines are placed in. Defaults to one of the group's own.
   * @example network.attachment
   */
  network?: pulumi.Input<NetworkAttachment>;
  /**
   * WebSocket connections that each node serves at once. Defaults to 100.
   * @example 500
   */
  rpcMaxConnections?: pulumi.Input<number>;
  /**
   * Whether the nodes report to the public telemetry of their chain. Defaults to false.
   * @example true
   */
  telemetry?: pulumi.Input<boolean>;
  /**
   * The least that each machine must be given. Defaults to the defaults of each of its fields.
   * @example { cpu: 4000, memory: 16384, disk: 1000 }
   */
  resources?: NodeResourcesArgs;
}

/**
 * Archive nodes of one chain that scale: machines that are alike, more of them when there is more to do. Another version, image
 * or setting replaces the machines one after another.
 */
export class ArchivalAutoscalingGroup extends pulumi.ComponentResource {
  /**
   * URL of the group's JSON-RPC where its platform puts groups behind a balancer, for example ws://203.0.113.7:9944; else
   * empty: place a balancer before it.
   */
  public readonly endpoint!: pulumi.Output<string>;
  /** Everything that the group's balancer serves. */
  public readonly endpoints!: pulumi.Output<Endpoint[]>;
  /** Id of the group on its platform. */
  public readonly groupId!: pulumi.Output<string>;
  /** Name of the group on its platform. */
  public readonly physicalName!: pulumi.Output<string>;
  /** Digest of what runs on the machines: another one is another version. */
  public readonly version!: pulumi.Output<string>;
  /** What was made, by physical name. */
  public readonly resources!: pulumi.Output<PlacedResource[]>;

  constructor(name: string, args: ArchivalAutoscalingGroupArgs, opts?: pulumi.ComponentResourceOptions) {
    super("dinfra:index:ArchivalAutoscalingGroup", name, {}, opts);
    requireNode("ArchivalAutoscalingGroup", name);
    args = checkedArgs("ArchivalAutoscalingGroup", name, args);
    const place = resolvePlacement(args.placement);
    const { owner } = place;
    const { warmStart = {}, relay, rpcExposure = RpcExposure.Gateway, database } = args;
    const policy = policyOf(args);
    groupPolicy("ArchivalAutoscalingGroup", place, policy, { diskSnapshot: warmStart.diskSnapshot !== undefined });
    if (warmStart.snapshot) requireCapability("ArchivalAutoscalingGroup.warmStart.snapshot", place, "snapshotRestore");
    const program = programOf(args.entry);
    const commandLine = commandLineOf(args.entry);
    const decided = { role: NodeRole.Archive, rpcExposure, database };
    const axes = axesOf({ ...decided, relay: relay && { ...relay, chain: "" } });
    checkAxes(axes);
    checkProgramAxes(commandLine, axes, program);

    const reach = Reach.Network;
    const outline = substrateNodeOutline(commandLine, axes, reach);
    const served = endpointPorts(commandLine, axes, reach).filter((port) => port.name === "rpc");
    const identity = { owner, role: name, index: 0 };
    const children = { parent: this };
    const called = physicalName(owner, name);

    const network = args.network ? undefined : ownNetwork();
    const group = placeGroup(
      "ArchivalAutoscalingGroup",
      place,
      {
        ...identity,
        logicalName: name,
        ...{ outline, served, policy, readiness: readinessOf(commandLine) },
        workload: workload(),
        network: network?.attachment ?? pulumi.output(args.network as pulumi.Input<NetworkAttachment>),
        image: warmStart.image,
        diskSnapshot: warmStart.diskSnapshot,
      },
      children,
    );

    this.endpoints = group.ports.apply((bound) => endpointsOf(bound, served));
    this.endpoint = this.endpoints.apply((all) => all.find((e) => e.name === "rpc")?.url ?? "");
    this.groupId = group.id;
    this.physicalName = pulumi.output(called);
    this.version = group.version;
    this.resources = pulumi.output([...(network?.resources ?? []), ...group.resources]);
    this.registerOutputs({
      endpoint: this.endpoint,
      endpoints: this.endpoints,
      groupId: this.groupId,
      physicalName: this.physicalName,
      version: this.version,
      resources: this.resources,
    });

    function ownNetwork() {
      requireCapability("ArchivalAutoscalingGroup", place, "network");
      const request = { ...identity, role: `${name}/network`, logicalName: `${name}-network`, size: served.length };
      return place.platform.driver.network(request, children);
    }

    function workload() {
      return pulumi
        .output({
          chain: args.chain,
          rpcMaxConnections: args.rpcMaxConnections ?? 100,
          telemetry: args.telemetry ?? false,
          resources: {
            cpu: args.resources?.cpu ?? 2000,
            memory: args.resources?.memory ?? 4096,
            disk: args.resources?.disk ?? 100,
          },
          restore: warmStart.snapshot,
          relay,
        })
        .apply((values) =>
          substrateNodeWorkload({
            ...values,
            ...decided,
            nodeName: name,
            physicalName: called,
            chains: chainsOf(args.entry),
            ...{ commandLine, program, reach },
          }),
        );
    }
  }
}
