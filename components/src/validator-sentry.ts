import {
  invalidArgument,
  physicalName,
  placeWorkload,
  reachOf,
  requireCapability,
  resolvePlacement,
  tellPeers,
  type MachinesPlacementArgs,
  type Meeting,
  type NetworkAttachment,
  type Place,
  type Placed,
  type PlacedResource,
  type PlacementArgs,
  type ReservedPeer,
  type WaitFor,
} from "@dinfra/port";
import * as pulumi from "@pulumi/pulumi";
import { chainsOf, commandLineOf, programOf, type CatalogueEntryArgs } from "./catalogue-entry.js";
import { checkedArgs } from "./checked-args.js";
import { metricsOf, type MetricsTarget } from "./metrics.js";
import { Database, NodeRole, Pruning, RpcExposure, SyncMode, type NodeAxes } from "./node/axes.js";
import { checkProgramAxes, exporterPorts, substrateNodeOutline, substrateNodeWorkload } from "./node/workload.js";
import { requireNode } from "./require-node.js";
import { multiaddr, rangeOf } from "./sentry/addresses.js";
import { checkSentriedChain, decideSentries } from "./sentry/axes.js";
import {
  checkUpgrade,
  setUpSeen,
  type NodeResourcesArgs,
  type NodeSetUp,
  type SnapshotArgs,
  type UpgradeArgs,
} from "./substrate-node.js";

/** What the sentries are. */
export interface SentryArgs {
  /**
   * What a sentry is beside: full, archive or rpc. Defaults to full.
   * @example NodeRole.Rpc
   */
  role?: NodeRole;
  /**
   * Who may call its JSON-RPC. Defaults to gateway for the role rpc, else to machine: nobody but the machine itself.
   * @example RpcExposure.Gateway
   */
  rpcExposure?: RpcExposure;
  /**
   * How much history it keeps. Defaults to archive for the role archive, else to constrained.
   * @example Pruning.Archive
   */
  pruning?: Pruning;
  /**
   * The least that a sentry must be given. Defaults to what the validator is given.
   * @example { disk: 1000 }
   */
  resources?: NodeResourcesArgs;
}

/** Arguments of a ValidatorSentry. */
export interface ValidatorSentryArgs {
  /**
   * Where the nodes are placed: a platform of machines, with `machines.artifacts`, and with `machines.via`, through which the
   * validator's machine is reached; or Kubernetes, with an `agent`.
   * @example { aws: { region: "eu-central-1" }, machines: { artifacts, operators, via: { host: "jump.example.com" } } }
   */
  placement: PlacementArgs;
  /**
   * What runs: an entry of the provider's catalogue, a node of polkadot-sdk.
   * @example { name: "polkadot", version: "1.20.2", command: "/opt/polkadot-1.20.2/polkadot" }
   */
  entry: CatalogueEntryArgs;
  /**
   * The chain that the nodes follow, by the name under which the program knows it. No relay chain: its validators need connections
   * of others, which sentries do not pass on.
   * @example "my-chain"
   */
  chain: pulumi.Input<string>;
  /**
   * How many sentries stand before the validator, 1 to 16. Two or more, and it outlives any one of them.
   * @example 2
   */
  sentries: number;
  /**
   * What the sentries are. Defaults to the defaults of each of its fields.
   * @example { role: NodeRole.Rpc }
   */
  sentry?: SentryArgs;
  /**
   * Another number moves the validator to a machine of its own anew, with its disk and so with its keys. The old machine has
   * to say first that nothing of the validator runs on it; else the update is refused. Nothing where a cluster moves pods.
   * Defaults to 0.
   * @example 1
   */
  rotation?: number;
  /**
   * Name that the validator shows to its peers; a sentry's has its number after it. Defaults to the component's name.
   * @example "my-validator"
   */
  nodeName?: pulumi.Input<string>;
  /**
   * State of so many finalized blocks is kept by the validator, at least 256. Defaults to 256.
   * @example 1000
   */
  pruningBlocks?: pulumi.Input<number>;
  /**
   * How an empty node catches up. Defaults to fast, and to full for a sentry that keeps all history.
   * @example SyncMode.Warp
   */
  sync?: SyncMode;
  /**
   * Kind of their databases, for ever. Defaults to rocksdb.
   * @example Database.ParityDb
   */
  database?: Database;
  /**
   * A snapshot that an empty validator, and an empty sentry that does not keep all history, starts from. Defaults to none.
   * @example { baseUrl: "https://snapshots.example.com/kusama", manifestSha256: "…", chainId: "ksmcc3" }
   */
  snapshot?: SnapshotArgs;
  /**
   * Whether the nodes report to the public telemetry of their chain. Defaults to false.
   * @example true
   */
  telemetry?: pulumi.Input<boolean>;
  /**
   * The least that the validator must be given. Defaults to the defaults of each of its fields.
   * @example { cpu: 8000, memory: 32768, disk: 1000 }
   */
  resources?: NodeResourcesArgs;
  /**
   * Network that the nodes are placed in. Defaults to one of their own.
   * @example network.attachment
   */
  network?: pulumi.Input<NetworkAttachment>;
  /**
   * Network of the validator, where machines without a public address need another: one with a way out and a way to the
   * sentries. Defaults to that of the sentries.
   * @example private.attachment
   */
  validatorNetwork?: pulumi.Input<NetworkAttachment>;
  /**
   * What an update waits for on the machines, once each node was told its peers. Defaults to booted.
   * @example WaitFor.Started
   */
  waitFor?: WaitFor;
  /**
   * How long a machine may take to answer, and then to get where `waitFor` says, in seconds. Defaults to 900.
   * @example 3600
   */
  waitForSeconds?: pulumi.Input<number>;
  /**
   * How another version takes over. Defaults to the defaults of each of its fields.
   * @example { drainSeconds: 60 }
   */
  upgrade?: UpgradeArgs;
}

/** A node of a ValidatorSentry, as its operator and its peers see it. */
export interface SentriedNode {
  /** Address of its machine: public for a sentry, in the network for the validator. In a cluster, its name there. */
  address: string;
  /** Host key of its machine, as in known_hosts; empty where it has no machine of its own. */
  hostKey: string;
  /** Id by which its peers know it. It stays with its disk. In a cluster, empty until its pod has made the key. */
  peerId: string;
  /** Where it is reached by its peers: the world for a sentry, the sentries for the validator. */
  multiaddr: string;
}

/** Port of a node's peers. */
const P2P = 30333;

/**
 * A validator on a private address, and sentries that alone speak with it. Each machine makes its node's network key; when all
 * have said their peer ids, each is told its peers, and none runs before.
 */
export class ValidatorSentry extends pulumi.ComponentResource {
  /** The validator. */
  public readonly validator!: pulumi.Output<SentriedNode>;
  /** Its sentries, in order. */
  public readonly sentries!: pulumi.Output<SentriedNode[]>;
  /** How far the machines got, the validator's first: by the last update, or by the last look at them. */
  public readonly setUp!: pulumi.Output<NodeSetUp[]>;
  /** What a Prometheus scrapes, the validator first: it is reached in its network, by those whom the placement lets. */
  public readonly metrics!: pulumi.Output<MetricsTarget[]>;
  /** Name of the validator on its platform. */
  public readonly physicalName!: pulumi.Output<string>;
  /** What was made, by physical name. */
  public readonly resources!: pulumi.Output<PlacedResource[]>;

  constructor(name: string, args: ValidatorSentryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("dinfra:index:ValidatorSentry", name, {}, opts);
    requireNode("ValidatorSentry", name);
    args = checkedArgs("ValidatorSentry", name, args);
    const place = resolvePlacement(args.placement);
    const inCluster = place.platform.shape === "workload";
    if (inCluster) checkWithoutMachines(place, args);
    else for (const needed of ["machine", "disk"] as const) requireCapability("ValidatorSentry", place, needed);
    if (args.snapshot) requireCapability("ValidatorSentry.snapshot", place, "snapshotRestore");
    const { machines, owner } = place;
    if (!inCluster) checkMachines(machines);
    if (typeof args.chain === "string") checkSentriedChain(args.chain);
    const { sync, database } = args;
    const axes = decideSentries({ sentries: args.sentries, common: { sync, database }, sentry: args.sentry ?? {} });
    const program = programOf(args.entry);
    const commandLine = commandLineOf(args.entry);
    for (const each of [axes.validator, axes.sentry]) checkProgramAxes(commandLine, each, program);
    const rotation = args.rotation ?? 0;
    if (!Number.isInteger(rotation) || rotation < 0)
      throw invalidArgument("rotation", "a whole number from 0", rotation);

    const reach = reachOf(place);
    const children = { parent: this };
    const network = args.network ? undefined : ownNetwork();
    const attachment = network?.attachment ?? pulumi.output(args.network as pulumi.Input<NetworkAttachment>);

    // Each is told of the other: of a claim, which hangs on nothing that is told.
    const [validatorKey, setValidatorKey] = pulumi.deferredOutput<string>();
    const sentries = Array.from({ length: args.sentries }, (_one, i) =>
      placed(`${name}-sentry-${i}`, `${name}/sentry`, i, axes.sentry, attachment, {
        address: "public",
        ...(inCluster && {
          meets: meeting([{ role: `${name}/validator`, index: 0, incarnation: validatorKey }], false),
        }),
      }),
    );
    const validator = placed(
      `${name}-validator`,
      `${name}/validator`,
      0,
      axes.validator,
      args.validatorNetwork ? pulumi.output(args.validatorNetwork) : attachment,
      {
        address: "private",
        rebuild: rotation,
        exclusive: true,
        // Nobody else knocks at its port, whatever the placement says of peers.
        ...(inCluster
          ? { meets: meeting(sentries.map(sentryMet), true) }
          : { peerRanges: pulumi.all(sentries.map(privateAddress)).apply((all) => all.map(rangeOf)) }),
      },
    );
    setValidatorKey(validator.met?.incarnation ?? pulumi.output(""));
    if (!inCluster) tellAll();

    this.validator = nodeOf(validator);
    this.sentries = pulumi.all(sentries.map(nodeOf));
    this.setUp = pulumi.all([validator, ...sentries].map(({ setUp }) => pulumi.output(setUp).apply(setUpSeen)));
    this.metrics = pulumi
      .all([
        exportersOf(validator, `${name}/validator`, 0, axes.validator),
        ...sentries.map((sentry, i) => exportersOf(sentry, `${name}/sentry`, i, axes.sentry)),
      ])
      .apply((all) => all.flat());
    this.physicalName = pulumi.output(physicalName(owner, `${name}/validator`));
    this.resources = pulumi.output([
      ...(network?.resources ?? []),
      ...[validator, ...sentries].flatMap(({ resources }) => resources),
    ]);
    this.registerOutputs({
      validator: this.validator,
      sentries: this.sentries,
      setUp: this.setUp,
      metrics: this.metrics,
      physicalName: this.physicalName,
      resources: this.resources,
    });

    /** The second step on machines: pods ask each other. */
    function tellAll() {
      const inside = (node: Placed) => peerAt(privateAddress(node), node);
      const wait = { service: "node", waitFor: args.waitFor, waitForSeconds: args.waitForSeconds };
      tellPeers(validator, { logicalName: `${name}-validator`, reserved: sentries.map(inside), ...wait }, children);
      sentries.forEach((sentry, i) => {
        const { public: reached } = sentry.addresses!;
        const publicAddresses = reached ? [reached.apply((address) => multiaddr(address, P2P))] : [];
        const logicalName = `${name}-sentry-${i}`;
        tellPeers(sentry, { logicalName, reserved: [inside(validator)], publicAddresses, ...wait }, children);
      });
    }

    function sentryMet({ met }: Placed, index: number): Known {
      // The validator's pod is made or changed once the sentries' pods have their keys, or none was seen in time: it then waits
      // for what is there.
      const incarnation = pulumi.all([met!.incarnation, met!.peerIds]).apply(([of]) => of);
      return { role: `${name}/sentry`, index, incarnation };
    }

    function ownNetwork() {
      requireCapability("ValidatorSentry", place, "network");
      return place.platform.driver.network(
        { logicalName: `${name}-network`, owner, role: name, index: 0, size: 16 },
        children,
      );
    }

    function exportersOf(node: Placed, role: string, index: number, of: NodeAxes) {
      const ports = exporterPorts(commandLine, of, reach);
      const exporter = {
        node: physicalName(owner, role, index),
        role: of.role === NodeRole.Validator ? "sentried-validator" : "sentry",
      };
      return node.ports.apply((bound) => metricsOf(exporter, bound, ports));
    }

    function placed(
      logicalName: string,
      role: string,
      index: number,
      of: NodeAxes,
      net: pulumi.Output<NetworkAttachment>,
      more: Partial<Parameters<typeof placeWorkload>[2]>,
    ): Placed {
      return placeWorkload(
        "ValidatorSentry",
        place,
        {
          ...{ logicalName, owner, role, index },
          outline: substrateNodeOutline(commandLine, of, reach),
          workload: workload(role, index, of),
          upgrade: args.upgrade && pulumi.output(args.upgrade).apply(checkUpgrade),
          sharesNetwork: true,
          network: net,
          ...more,
        },
        children,
      );
    }

    function workload(role: string, index: number, of: NodeAxes) {
      const validates = of.role === NodeRole.Validator;
      const { cpu, memory, disk } = args.resources ?? {};
      const own = validates ? {} : (args.sentry?.resources ?? {});
      const keepsAll = of.role === NodeRole.Archive || of.pruning === Pruning.Archive;
      return pulumi
        .output({
          chain: args.chain,
          nodeName: args.nodeName ?? name,
          pruningBlocks: validates ? args.pruningBlocks : undefined,
          telemetry: args.telemetry ?? false,
          resources: {
            cpu: own.cpu ?? cpu ?? 2000,
            memory: own.memory ?? memory ?? 4096,
            disk: own.disk ?? disk ?? 100,
          },
          // A snapshot of a pruned database is none of an archive's.
          restore: keepsAll ? undefined : args.snapshot,
        })
        .apply(({ nodeName, ...values }) => {
          checkSentriedChain(values.chain);
          return substrateNodeWorkload({
            ...values,
            ...{
              role: of.role,
              rpcExposure: of.rpcExposure,
              pruning: of.pruning,
              sync: of.sync,
              database: of.database,
            },
            ...{ commandLine, program, reach, chains: chainsOf(args.entry), rpcMaxConnections: 100 },
            nodeName: validates ? nodeName : `${nodeName}-sentry-${index}`,
            physicalName: physicalName(owner, role, index),
            peers: { reservedOnly: validates },
          });
        });
    }
  }
}

type Known = Pick<ReservedPeer, "role" | "index" | "incarnation">;

const meeting = (reserved: readonly Known[], only: boolean): Meeting => ({
  ...{ service: "node", only },
  reserved: reserved.map((peer) => ({ ...peer, service: "node", port: P2P })),
});

function checkMachines({ artifacts, via }: MachinesPlacementArgs): void {
  const needsAgent = "where machines fetch the agent, which makes the nodes' network keys";
  if (!artifacts) throw invalidArgument("placement.machines.artifacts", needsAgent, undefined);
  if (via) return;
  const jump = "a machine that SSH goes through: without it the validator's machine would have a public address";
  throw invalidArgument("placement.machines.via", jump, undefined);
}

/** Whole workloads ask each other who they are, and their platform moves them. */
function checkWithoutMachines(place: Place, args: ValidatorSentryArgs): void {
  requireCapability("ValidatorSentry", place, "reservedPeers");
  if (args.rotation) requireCapability("ValidatorSentry.rotation", place, "machine");
  for (const onMachines of ["waitFor", "waitForSeconds", "upgrade"] as const)
    if (args[onMachines] !== undefined) requireCapability(`ValidatorSentry.${onMachines}`, place, "machine");
  if (args.validatorNetwork === undefined) return;
  const one = "nothing on a platform without machines: its policies keep a validator apart within one network";
  throw invalidArgument("validatorNetwork", one, "a network");
}

const privateAddress = (node: Placed): pulumi.Output<string> => node.addresses!.private;

const peerIdOf = (node: Placed): pulumi.Output<string> =>
  node.brought!.peerIds.apply((ids) => (ids ?? {})["node"] ?? "");

const peerAt = (address: pulumi.Output<string>, node: Placed): pulumi.Output<string> =>
  pulumi.all([address, peerIdOf(node)]).apply(([at, peerId]) => multiaddr(at, P2P, peerId));

function nodeOf(node: Placed): pulumi.Output<SentriedNode> {
  if (node.met) {
    return pulumi.all([node.met.address, node.met.peerIds]).apply(([at, { node: peerId = "" }]) => ({
      ...{ address: at, hostKey: "", peerId },
      multiaddr: multiaddr(at, P2P, peerId || undefined),
    }));
  }
  const address = node.addresses!.public ?? node.addresses!.private;
  return pulumi
    .all([address, node.hostKey!, peerIdOf(node)])
    .apply(([at, hostKey, peerId]) => ({ address: at, hostKey, peerId, multiaddr: multiaddr(at, P2P, peerId) }));
}
