import {
  invalidArgument,
  physicalName,
  placeWorkload,
  reachOf,
  requireCapability,
  resolvePlacement,
  type NetworkAttachment,
  type PlacedResource,
  type PlacementArgs,
} from "@dinfra/port";
import * as pulumi from "@pulumi/pulumi";
import { commandLineOf, programOf, type CatalogueEntryArgs } from "./catalogue-entry.js";
import { checkedArgs } from "./checked-args.js";
import { endpointsOf, type Endpoint } from "./endpoints.js";
import { NodeRole } from "./node/node-spec.js";
import { endpointPorts, substrateNodeOutline, substrateNodeWorkload } from "./node/workload.js";

/** The least that a node must be given. On this machine it is what the provider reserves; nothing enforces it. */
export interface NodeResourcesArgs {
  /** Processor, in thousandths of a core. Defaults to 2000. */
  cpu?: pulumi.Input<number>;
  /** Memory in MiB. Defaults to 4096. */
  memory?: pulumi.Input<number>;
  /** Disk for the chain's data in GiB. Defaults to 100. */
  disk?: pulumi.Input<number>;
}

/** A snapshot that an empty node starts from. Files are verified against the list, and the list against its hash. */
export interface SnapshotArgs {
  /** Folder of the snapshot (https); its list is the file SHA256SUMS in it. */
  baseUrl: pulumi.Input<string>;
  /** Hash (sha2-256) of that list, 64 hex digits. */
  manifestSha256: pulumi.Input<string>;
  /** Id of the chain in its specification, which names its folder; for Kusama it is ksmcc3. */
  chainId: pulumi.Input<string>;
}

/** Arguments of a SubstrateNode. */
export interface SubstrateNodeArgs {
  /** Where the node is placed. */
  placement: PlacementArgs;
  /** What runs: an entry of the provider's catalogue. */
  entry: CatalogueEntryArgs;
  /** The chain that the node follows, by the name under which the program knows it, for example polkadot. */
  chain: pulumi.Input<string>;
  /** What the node is for. Defaults to full. */
  role?: NodeRole;
  /** Which one it is among nodes of this name in one network, from 0. Defaults to 0. */
  index?: number;
  /**
   * Another number makes the node's machine anew, on purpose; its data is kept. Only where the platform has machines. Defaults
   * to 0.
   */
  rebuild?: number;
  /** Network that the node is placed in. Defaults to one of its own. */
  network?: pulumi.Input<NetworkAttachment>;
  /** Name that the node shows to its peers. Defaults to the component's name. */
  nodeName?: pulumi.Input<string>;
  /** State of so many finalized blocks is kept, at least 256. Defaults to 256; not for the role archive. */
  pruningBlocks?: pulumi.Input<number>;
  /** WebSocket connections served at once. Defaults to 100. */
  rpcMaxConnections?: pulumi.Input<number>;
  /** Whether the node reports to the public telemetry of its chain. Defaults to false. */
  telemetry?: pulumi.Input<boolean>;
  /** The least that the node must be given. */
  resources?: NodeResourcesArgs;
  /** A snapshot that an empty node starts from. Defaults to none: the node syncs from its peers. */
  snapshot?: SnapshotArgs;
}

/** One Substrate node: its network unless it is given one, its data, and its process or machine. */
export class SubstrateNode extends pulumi.ComponentResource {
  /** URL of the node's JSON-RPC, for example ws://127.83.12.201:20000. */
  public readonly endpoint!: pulumi.Output<string>;
  /** Everything of the node that a client connects to. */
  public readonly endpoints!: pulumi.Output<Endpoint[]>;
  /** Name of the node on its platform. */
  public readonly physicalName!: pulumi.Output<string>;
  /** What was made, by physical name. */
  public readonly resources!: pulumi.Output<PlacedResource[]>;

  constructor(name: string, args: SubstrateNodeArgs, opts?: pulumi.ComponentResourceOptions) {
    super("dinfra:index:SubstrateNode", name, {}, opts);
    args = checkedArgs("SubstrateNode", name, args);
    const place = resolvePlacement(args.placement);
    const { platform, owner } = place;
    const program = programOf(args.entry);
    const commandLine = commandLineOf(args.entry);
    const role = checkRole(args.role ?? NodeRole.Full);
    const index = checkWhole("index", args.index ?? 0);
    const rebuild = checkWhole("rebuild", args.rebuild ?? 0);
    if (rebuild > 0) requireCapability("SubstrateNode.rebuild", place, "machine");
    if (args.snapshot) requireCapability("SubstrateNode.snapshot", place, "snapshotRestore");

    const reach = reachOf(place);
    const outline = substrateNodeOutline(commandLine, role, reach);
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
        sharesNetwork: network === undefined,
        network: network?.attachment ?? pulumi.output(args.network as pulumi.Input<NetworkAttachment>),
      },
      children,
    );

    this.endpoints = placed.ports.apply((bound) => endpointsOf(bound, endpointPorts(commandLine, role, reach)));
    this.endpoint = this.endpoints.apply((all) => (all.find((e) => e.name === "rpc") as Endpoint).url);
    this.physicalName = pulumi.output(physicalName(owner, name, index));
    this.resources = pulumi.output([...(network?.resources ?? []), ...placed.resources]);
    this.registerOutputs({
      endpoint: this.endpoint,
      endpoints: this.endpoints,
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
          resources: {
            cpu: args.resources?.cpu ?? 2000,
            memory: args.resources?.memory ?? 4096,
            disk: args.resources?.disk ?? 100,
          },
          restore: args.snapshot,
        })
        .apply((values) =>
          substrateNodeWorkload({
            ...values,
            physicalName: physicalName(owner, name, index),
            role,
            commandLine,
            program,
            reach,
          }),
        );
    }
  }
}

function checkRole(role: NodeRole): NodeRole {
  if (!Object.values(NodeRole).includes(role)) {
    throw invalidArgument("role", `one of ${Object.values(NodeRole).join(", ")}`, role);
  }
  return role;
}

function checkWhole(name: string, value: number): number {
  if (!Number.isInteger(value) || value < 0) throw invalidArgument(name, "a whole number from 0", value);
  return value;
}
