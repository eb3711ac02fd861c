import {
  ComponentError,
  invalidArgument,
  physicalName,
  placeWorkload,
  rangesOf,
  reachOf,
  requireCapability,
  resolvePlacement,
  type NetworkAttachment,
  type Peer,
  type PlacedResource,
  type PlacementArgs,
  type WaitFor,
} from "@dinfra/port";
import * as pulumi from "@pulumi/pulumi";
import { chainsOf, commandLineOf, programOf, type CatalogueEntryArgs } from "./catalogue-entry.js";
import { checkedArgs } from "./checked-args.js";
import { requireNode } from "./require-node.js";
import { endpointsOf, type Endpoint } from "./endpoints.js";
import type { GatewayArgs } from "./gateway/args.js";
import { gatewayValues, trustedByDefault } from "./gateway/config.js";
import { decideGateway } from "./gateway/decide.js";
import { GATEWAY_SERVICE, hostOf } from "./gateway/service.js";
import { metricsOf, type MetricsTarget } from "./metrics.js";
import { checkAxes, Database, decideAxes, NodeRole, Pruning, RpcExposure, SyncMode } from "./node/axes.js";
import { refusesBeside, type Beside } from "./node/beside.js";
import { axesOf } from "./node/node-spec.js";
import {
  checkProgramAxes,
  endpointPorts,
  exporterPorts,
  readinessUrl,
  substrateNodeOutline,
  substrateNodeWorkload,
} from "./node/workload.js";

/** The least that a node must be given. On this machine it is what the provider reserves; nothing enforces it. */
export interface NodeResourcesArgs {
  /**
   * Processor, in thousandths of a core. Defaults to 2000.
   * @example 4000
   */
  cpu?: pulumi.Input<number>;
  /**
   * Memory in MiB. Defaults to 4096.
   * @example 16384
   */
  memory?: pulumi.Input<number>;
  /**
   * Disk for the chain's data in GiB. Defaults to 100.
   * @example 1000
   */
  disk?: pulumi.Input<number>;
}

/** A snapshot that an empty node starts from. Files are verified against the list, and the list against its hash. */
export interface SnapshotArgs {
  /**
   * Folder of the snapshot (https); its list is the file SHA256SUMS in it.
   * @example "https://snapshots.example.com/kusama"
   */
  baseUrl: pulumi.Input<string>;
  /**
   * Hash (sha2-256) of that list, 64 hex digits.
   * @example "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
   */
  manifestSha256: pulumi.Input<string>;
  /**
   * Id of the chain in its specification, which names its folder; for Kusama it is ksmcc3.
   * @example "ksmcc3"
   */
  chainId: pulumi.Input<string>;
  /**
   * Size of all its files in GiB: what an estimate of the set-up goes by. Nothing else depends on it.
   * Defaults to none.
   * @example 800
   */
  sizeGib?: pulumi.Input<number>;
  /**
   * JSON-RPC (wss) of two or more nodes that others run, on different hosts. Before the node counts as ready, its machine asks
   * each for the hash of the block that is final in the restored database. If one has another hash, the node is stopped and
   * the database refused, with both hashes. Defaults to none: nobody is asked.
   * @example ["wss://rpc.example.com/kusama", "wss://kusama.example.net"]
   */
  verifyEndpoints?: pulumi.Input<pulumi.Input<string>[]>;
}

/** An Ethereum JSON-RPC beside a node, for a chain with contracts (pallet-revive): a service with a port of its own. */
export interface EthRpcArgs {
  /**
   * What runs: eth-rpc of polkadot-sdk, of the version that the chain's runtime needs.
   * @example { name: "eth-rpc", version: "0.12.0", url: "eth-rpc-0.12.0", digest: "sha256:…", command: "/usr/local/bin/eth-rpc" }
   */
  entry: CatalogueEntryArgs;
  /**
   * Who may call it, at port 8545. Defaults to operators.
   * @example RpcExposure.Gateway
   */
  exposure?: RpcExposure;
}

/** The Prometheus exporter of a node's machine, beside the node. Operators alone reach it, at port 9100. */
export interface MachineExporterArgs {
  /**
   * What runs: node_exporter of Prometheus.
   * @example { name: "node-exporter", version: "1.9.0", url: "node_exporter.tar.gz", digest: "sha256:…", archive: "node_exporter" }
   */
  entry: CatalogueEntryArgs;
}

/** How far a node's machine got with it. */
export interface NodeSetUp {
  /** Every service has come up once. A later outage does not change it. */
  started: boolean;
  /** The machine gave it up. */
  failed: boolean;
  /** Why it has not come up; empty where it has. */
  reason: string;
}

/** The relay chain of a parachain's node. */
export interface RelayChainArgs {
  /**
   * The relay chain, by the name under which the program knows it, for example polkadot.
   * @example "polkadot"
   */
  chain: pulumi.Input<string>;
  /**
   * JSON-RPC of relay chain nodes (ws:// or wss://), in order of preference. Defaults to none: the node has a relay chain
   * node inside it, with ports and a database of its own.
   * @example ["wss://rpc.example.com"]
   */
  rpcUrls?: string[];
}

/** A node of the same stack that another may reach where they share a machine. */
export interface NodePeerArgs {
  /**
   * The component's name.
   * @example "other-node"
   */
  name: string;
  /**
   * Its index. Defaults to 0.
   * @example 1
   */
  index?: number;
  /**
   * Its owner. Defaults to this node's own, whose nodes reach each other without being named.
   * @example "stack:shop:prod"
   */
  owner?: string;
  /**
   * Names of its ports, such as p2p and rpc. Defaults to p2p.
   * @example ["p2p", "rpc"]
   */
  ports?: string[];
}

/**
 * How the version of a node that runs gives way to another. The old one comes back when the new one does not get ready.
 */
export interface UpgradeArgs {
  /**
   * How long balancers are told before the old version is stopped, in seconds, at most 3600. Defaults to 0.
   * @example 60
   */
  drainSeconds?: pulumi.Input<number>;
  /**
   * How long the new version may take to become ready, or to start where the old one was not ready, in seconds, at most
   * 604800. Defaults to 600.
   * @example 3600
   */
  readyWithinSeconds?: pulumi.Input<number>;
}

/** Arguments of a SubstrateNode. */
export interface SubstrateNodeArgs {
  /**
   * Where the node is placed.
   * @example { local: {} }
   */
  placement: PlacementArgs;
  /**
   * What runs: an entry of the provider's catalogue.
   * @example { name: "polkadot", version: "1.20.2", command: "/opt/polkadot-1.20.2/polkadot" }
   */
  entry: CatalogueEntryArgs;
  /**
   * The chain that the node follows, by the name under which the program knows it, for example polkadot.
   * @example "kusama"
   */
  chain: pulumi.Input<string>;
  /**
   * What the node is for. Defaults to full.
   * @example NodeRole.Archive
   */
  role?: NodeRole;
  /**
   * Who may call its JSON-RPC. Defaults to gateway for the role rpc, to machine for validator and collator, which allow nothing
   * else, and to operators for the others.
   * @example RpcExposure.Operators
   */
  rpcExposure?: RpcExposure;
  /**
   * How much history it keeps. Defaults to archive for the role archive, else to constrained.
   * @example Pruning.Archive
   */
  pruning?: Pruning;
  /**
   * How an empty node catches up. Defaults to full for one that keeps all history, which allows nothing else, else to fast.
   * @example SyncMode.Warp
   */
  sync?: SyncMode;
  /**
   * Kind of its database, for ever. Defaults to rocksdb.
   * @example Database.ParityDb
   */
  database?: Database;
  /**
   * The relay chain of a parachain's node. Defaults to none: the chain stands alone, or is a relay chain.
   * @example { chain: "polkadot", rpcUrls: ["wss://rpc.example.com"] }
   */
  relay?: RelayChainArgs;
  /**
   * Which one it is among nodes of this name in one network, from 0. Defaults to 0.
   * @example 1
   */
  index?: number;
  /**
   * Another number makes the node's machine anew, on purpose; its data is kept. Only where the platform has machines. Defaults
   * to 0.
   * @example 1
   */
  rebuild?: number;
  /**
   * What an update waits for on the node's machine. Defaults to booted. Only where the platform has machines.
   * @example WaitFor.Started
   */
  waitFor?: WaitFor;
  /**
   * How long the machine may take to answer, and then to get where `waitFor` says, in seconds. Defaults to 900.
   * @example 3600
   */
  waitForSeconds?: pulumi.Input<number>;
  /**
   * How another version takes over. Only where the platform has machines.
   * Defaults to the defaults of each of its fields.
   * @example { drainSeconds: 60 }
   */
  upgrade?: UpgradeArgs;
  /**
   * What stands before its JSON-RPC: known methods alone, keys, limits per caller, and a goodbye to its clients before it
   * goes. An empty object is a gateway with its defaults. Defaults to that where rpcExposure is gateway and the machine has the
   * agent (placement.machines.artifacts, placement.local.agent), else to none.
   * @example { limits: { weightPerSecond: 500 } }
   */
  gateway?: GatewayArgs;
  /**
   * Network that the node is placed in. Defaults to one of its own.
   * @example network.attachment
   */
  network?: pulumi.Input<NetworkAttachment>;
  /**
   * Nodes of other owners that it may reach on a machine where each owner has a user of its own.
   * They must be of the same stack. Without meaning where nodes have machines of their own. Defaults
   * to none.
   * @example [{ name: "other-node" }]
   */
  peers?: NodePeerArgs[];
  /**
   * Name that the node shows to its peers. Defaults to the component's name.
   * @example "my-node"
   */
  nodeName?: pulumi.Input<string>;
  /**
   * State of so many finalized blocks is kept, at least 256. Defaults to 256; not where pruning is archive.
   * @example 1000
   */
  pruningBlocks?: pulumi.Input<number>;
  /**
   * WebSocket connections served at once. Defaults to 100.
   * @example 500
   */
  rpcMaxConnections?: pulumi.Input<number>;
  /**
   * Addresses at which peers reach the node, as multiaddrs such as /ip4/198.51.100.7/tcp/30333. Defaults to none: it announces
   * what it sees of itself, which behind address translation is not enough.
   * @example ["/ip4/198.51.100.7/tcp/30333"]
   */
  publicAddresses?: pulumi.Input<string[]>;
  /**
   * Whether the node reports to the public telemetry of its chain. Defaults to false.
   * @example true
   */
  telemetry?: pulumi.Input<boolean>;
  /**
   * The least that the node must be given. Defaults to the defaults of each of its fields.
   * @example { cpu: 4000, memory: 16384, disk: 1000 }
   */
  resources?: NodeResourcesArgs;
  /**
   * An Ethereum JSON-RPC beside the node. Defaults to none. Only where the platform has machines.
   * @example { entry: ethRpc, exposure: RpcExposure.Gateway }
   */
  ethRpc?: EthRpcArgs;
  /**
   * The exporter of the machine's own figures. Defaults to none. Only where the platform has machines.
   * @example { entry: nodeExporter }
   */
  machineExporter?: MachineExporterArgs;
  /**
   * A snapshot that an empty node starts from. Defaults to none: the node syncs from its peers.
   * @example { baseUrl: "https://snapshots.example.com/kusama", manifestSha256: "…", chainId: "ksmcc3" }
   */
  snapshot?: SnapshotArgs;
}

/** One Substrate node: its network unless it is given one, its data, and its process or machine. */
export class SubstrateNode extends pulumi.ComponentResource {
  /** URL of the node's JSON-RPC, for example ws://127.83.12.201:20000; empty where only its machine may call it. */
  public readonly endpoint!: pulumi.Output<string>;
  /** Everything of the node that a client connects to. */
  public readonly endpoints!: pulumi.Output<Endpoint[]>;
  /** URL that answers 200 by GET while the node should get traffic; empty where only its machine may ask. */
  public readonly readiness!: pulumi.Output<string>;
  /** What a Prometheus scrapes; nothing on this machine, where the node's exporter is off. */
  public readonly metrics!: pulumi.Output<MetricsTarget[]>;
  /** Whether a gateway stands before its JSON-RPC, which sends clients away when the node is not ready. */
  public readonly gateway!: pulumi.Output<boolean>;
  /**
   * Host key of the node's machine, as in known_hosts: the one that it showed first. Empty where it has no machine of its
   * own.
   */
  public readonly hostKey!: pulumi.Output<string>;
  /** Id of the node's machine on its platform, for a balancer of that. Empty where it has no machine of its own. */
  public readonly machineId!: pulumi.Output<string>;
  /** How far the node's machine got with it, as of the last update or refresh. */
  public readonly setUp!: pulumi.Output<NodeSetUp>;
  /** Name of the node on its platform. */
  public readonly physicalName!: pulumi.Output<string>;
  /** What was made, by physical name. */
  public readonly resources!: pulumi.Output<PlacedResource[]>;

  constructor(name: string, args: SubstrateNodeArgs, opts?: pulumi.ComponentResourceOptions) {
    super("dinfra:index:SubstrateNode", name, {}, opts);
    requireNode("SubstrateNode", name);
    args = checkedArgs("SubstrateNode", name, args);
    const place = resolvePlacement(args.placement);
    const { platform, owner } = place;
    const program = programOf(args.entry);
    const commandLine = commandLineOf(args.entry);
    const { rpcExposure, pruning, sync, database, relay } = args;
    const decided = { role: args.role ?? NodeRole.Full, rpcExposure, pruning, sync, database };
    const axes = axesOf({ ...decided, relay: relay && { ...relay, chain: "" } });
    checkAxes(axes);
    checkProgramAxes(commandLine, axes, program);
    const index = checkWhole("index", args.index ?? 0);
    const rebuild = checkWhole("rebuild", args.rebuild ?? 0);
    if (rebuild > 0) requireCapability("SubstrateNode.rebuild", place, "machine");
    for (const onMachines of ["waitFor", "waitForSeconds", "upgrade"] as const) {
      if (args[onMachines] !== undefined) requireCapability(`SubstrateNode.${onMachines}`, place, "machine");
    }
    if (args.snapshot) requireCapability("SubstrateNode.snapshot", place, "snapshotRestore");

    const reach = reachOf(place);
    const gateway = decideGateway(args.gateway, place, commandLine, decideAxes(axes));
    const beside = besideArgs(args);
    const refusal = refusesBeside(beside, commandLine, axes, reach);
    if (refusal) throw new ComponentError("UnsupportedByEntry", `SubstrateNode ${name} cannot have ${refusal}`);
    const outline = substrateNodeOutline(commandLine, axes, reach, beside, gateway);
    const identity = { owner, role: name, index };
    const children = { parent: this };

    const network = args.network ? undefined : ownNetwork();
    const placed = placeWorkload(
      "SubstrateNode",
      place,
      {
        ...identity,
        logicalName: name,
        outline,
        workload: workload(),
        rebuild,
        waitFor: args.waitFor,
        waitForSeconds: args.waitForSeconds,
        upgrade: args.upgrade && pulumi.output(args.upgrade).apply(checkUpgrade),
        sharesNetwork: network === undefined,
        peers: args.peers?.flatMap((peer, i) => peersOf(peer, owner, `peers[${i}]`)),
        network: network?.attachment ?? pulumi.output(args.network as pulumi.Input<NetworkAttachment>),
      },
      children,
    );

    const served = endpointPorts(commandLine, axes, reach, beside).map(({ name, scheme }) => ({
      name,
      scheme: name === "rpc" && gateway?.tls ? "wss" : scheme,
    }));
    const host = hostOf(gateway?.tls);
    this.endpoints = placed.ports.apply((bound) =>
      endpointsOf(
        bound.map((port) => (host !== undefined && port.name === "rpc" ? { ...port, address: host } : port)),
        served,
      ),
    );
    this.endpoint = this.endpoints.apply((all) => all.find((e) => e.name === "rpc")?.url ?? "");
    this.readiness = placed.readiness ?? this.endpoints.apply((all) => readinessUrl(commandLine, all));
    this.metrics = placed.ports.apply((bound) =>
      metricsOf(
        { node: physicalName(owner, name, index), role: axes.role },
        bound,
        exporterPorts(commandLine, axes, reach, beside),
      ),
    );
    this.gateway = pulumi.output(gateway !== undefined);
    this.hostKey = placed.hostKey ?? pulumi.output("");
    this.machineId = placed.machineId ?? pulumi.output("");
    this.setUp = pulumi.output(placed.setUp).apply(setUpSeen);
    this.physicalName = pulumi.output(physicalName(owner, name, index));
    this.resources = pulumi.output([...(network?.resources ?? []), ...placed.resources]);
    this.registerOutputs({
      endpoint: this.endpoint,
      endpoints: this.endpoints,
      readiness: this.readiness,
      metrics: this.metrics,
      gateway: this.gateway,
      hostKey: this.hostKey,
      machineId: this.machineId,
      setUp: this.setUp,
      physicalName: this.physicalName,
      resources: this.resources,
    });

    function ownNetwork() {
      requireCapability("SubstrateNode", place, "network");
      const size = (index + 1) * outline.ports.length;
      return platform.driver.network({ ...identity, logicalName: `${name}-network`, size }, children);
    }

    function workload() {
      return pulumi
        .output({
          chain: args.chain,
          nodeName: args.nodeName ?? name,
          pruningBlocks: args.pruningBlocks,
          rpcMaxConnections: args.rpcMaxConnections ?? 100,
          telemetry: args.telemetry ?? false,
          publicAddresses: args.publicAddresses,
          resources: {
            cpu: args.resources?.cpu ?? 2000,
            memory: args.resources?.memory ?? 4096,
            disk: args.resources?.disk ?? 100,
          },
          restore: args.snapshot,
          relay: args.relay,
          // What decides what exists is decided; the rest are values.
          gate: gateway && { ...args.gateway, enabled: undefined, program: undefined, tls: undefined },
        })
        .apply(({ gate, ...values }) =>
          substrateNodeWorkload({
            ...values,
            ...(gateway && {
              gateway: {
                ...gateway,
                values: gatewayValues(gate ?? {}, trustedByDefault(reach, rangesOf(place.machines.ranges).gateway)),
              },
            }),
            physicalName: physicalName(owner, name, index),
            ...decided,
            chains: chainsOf(args.entry),
            ...(outline.services.length > 1 ? { beside } : {}),
            commandLine,
            program,
            reach,
          }),
        );
    }
  }
}

function besideArgs({ ethRpc, machineExporter }: SubstrateNodeArgs): Beside {
  return {
    ...(ethRpc && {
      ethRpc: {
        program: programOf(ethRpc.entry, "ethRpc.entry"),
        exposure: ethRpc.exposure ?? RpcExposure.Operators,
      },
    }),
    ...(machineExporter && { machineExporter: { program: programOf(machineExporter.entry, "machineExporter.entry") } }),
  };
}

/** An update of a host's processes waits for them; of a state of before nobody said otherwise. */
export const setUpSeen = (seen: NodeSetUp | undefined): NodeSetUp =>
  seen ?? { started: true, failed: false, reason: "" };

/** A node's own service has its ports, but for the JSON-RPC where a gateway has taken that over: the name of the port stays. */
function peersOf({ name, index = 0, owner, ports = ["p2p"] }: NodePeerArgs, ownOwner: string, at: string): Peer[] {
  if (name === "") throw invalidArgument(`${at}.name`, "the name of a SubstrateNode", name);
  const node = { owner: owner ?? ownOwner, role: name, index: checkWhole(`${at}.index`, index), service: "node" };
  const own = ports.filter((port) => port !== "rpc");
  return [
    ...(own.length > 0 || ports.length === 0 ? [{ ...node, ports: own }] : []),
    ...(own.length < ports.length ? [{ ...node, ports: ["rpc"], also: [GATEWAY_SERVICE] }] : []),
  ];
}

/** The agent would refuse the same, on the machine. */
export function checkUpgrade(upgrade: { drainSeconds?: number; readyWithinSeconds?: number }) {
  const most = { drainSeconds: 3600, readyWithinSeconds: 604_800 };
  for (const name of ["drainSeconds", "readyWithinSeconds"] as const) {
    const value = upgrade[name];
    if (value === undefined || (Number.isInteger(value) && value >= 0 && value <= most[name])) continue;
    throw invalidArgument(`upgrade.${name}`, `a whole number of seconds from 0 to ${most[name]}`, value);
  }
  return upgrade;
}

function checkWhole(name: string, value: number): number {
  if (!Number.isInteger(value) || value < 0) throw invalidArgument(name, "a whole number from 0", value);
  return value;
}
