import { Exposure, Reach, type Asset, type Port, type Probes, type Text } from "@dinfra/port";
import { Database, decideAxes, isAuthority, NodeRole, Pruning, RpcExposure, type DecidedAxes } from "../axes.js";
import { axesOf, type ChainSpecFile, type NodeSpec } from "../node-spec.js";
import { isRelayChain } from "../relay-chains.js";
import type { Dialect } from "./dialect.js";

/** Blocks of state that a node keeps which is not told otherwise: the SDK's own default, said so that it stays. */
const DEFAULT_PRUNING = 256;
/** Unlimited by default: one request could then ask for any number of expensive calls. */
const MAX_BATCH = 10;

/** 200 only when it is not syncing and has peers. */
const READINESS = "/health/readiness";

/**
 * Nodes of polkadot-sdk, with the flags of the releases since stable2412. A parachain's node takes two command lines: its
 * own, then after `--` that of the relay chain's node inside it, which has ports of its own.
 */
export const polkadotSdk: Dialect = {
  keepsData: true,
  ports,
  args: (spec) => [...own(spec, decideAxes(axesOf(spec))), ...relay(spec)],
  // A node that has its chain follows it the same way, whatever it once synced with.
  firstStartFlags: ["--sync"],
  assets,
  // A validator of a chain with parachains checks their blocks with programs of their own, of the same version.
  beside: ({ role: of, chain }) =>
    of === NodeRole.Validator && isRelayChain(chain) ? ["polkadot-prepare-worker", "polkadot-execute-worker"] : [],
  // The workers that compile a parachain's code make namespaces and mounts of their own.
  sandbox: (spec) => (spec.role === NodeRole.Validator ? "validator" : undefined),
  probes,
  readiness: { port: "rpc", path: READINESS },
  // Flushing the database of an archive takes minutes; a killed one may not open again.
  stop: { signal: "SIGTERM", graceSeconds: 300 },
  // A database of one kind is not opened as another, nor an archive as a pruned one, nor the other way round; how many
  // blocks a pruned one keeps may change.
  fixed: (spec) => {
    const { database, pruning } = decideAxes(axesOf(spec));
    return {
      chain: spec.chain,
      database,
      statePruning: pruning,
      ...(spec.relay ? { relayChain: spec.relay.chain } : {}),
    };
  },
  substrate: ({ relay: kind }) => ({
    rpc: "rpc",
    ...(kind === "embedded" ? { relayRpc: "relay-rpc" } : {}),
    minPeers: 1,
    chainHead: true,
  }),
  refusesAxes: () => undefined,
  refuses: () => undefined,
};

function own(spec: NodeSpec, axes: DecidedAxes): Text[] {
  return [
    ...role(axes, spec),
    ...["--name", spec.nodeName],
    ...["--chain", chainText(spec, spec.chain, OWN_SPEC)],
    ...["--base-path", [{ ref: "volume", volume: "data" }] as Text],
    // Never left to the default: it has changed between releases, and a node does not open the other kind's files.
    ...["--database", axes.database],
    ...pruning(axes, spec.pruningBlocks),
    ...network(spec.reach, "p2p", axes.role === NodeRole.Bootnode ? "p2p-ws" : undefined),
    ...(spec.publicAddresses ?? []).flatMap((address) => ["--public-addr", address]),
    ...peers(spec),
    ...rpc(spec, axes),
    ...prometheus(spec),
    ...(spec.relay?.rpcUrls ? ["--relay-chain-rpc-urls", ...spec.relay.rpcUrls] : []),
    ...(spec.telemetry ? [] : ["--no-telemetry"]),
  ];
}

/** A node that asks others' relay chain nodes runs no such node, but still joins the relay chain's network. */
function relay(spec: NodeSpec): Text[] {
  if (!spec.relay) return [];
  const { chain, rpcUrls } = spec.relay;
  const kept = rpcUrls
    ? []
    : [
        ...["--database", Database.RocksDb],
        // It serves nobody: what its parachain needs, and fast, for warp leaves it forty times larger.
        ...pruning(decideAxes({ role: NodeRole.Full }), undefined),
        ...relayRpc(spec.reach),
      ];
  return [
    "--",
    ...["--name", spec.nodeName],
    ...["--chain", chainText(spec, chain, RELAY_SPEC)],
    ...kept,
    ...network(spec.reach, "relay-p2p"),
    "--no-prometheus",
    ...(spec.telemetry ? [] : ["--no-telemetry"]),
  ];
}

/**
 * A node that authors blocks refuses to start without a network key. It makes one once, on its data disk, which outlives
 * its machine; the flag is named unsafe because a node without such a disk would be another one after each start.
 */
function role({ role: of }: DecidedAxes, spec: NodeSpec): Text[] {
  const key: Text[] = spec.peers ? ["--node-key-file", [{ ref: "node-key" }]] : [];
  if (!isAuthority(of)) return key;
  return [
    of === NodeRole.Collator ? "--collator" : "--validator",
    ...(spec.peers ? key : ["--unsafe-force-node-key-generation"]),
  ];
}

/** Peers whose ids are born on their machines: the agent puts them here. */
function peers({ peers: told }: NodeSpec): Text[] {
  if (!told) return [];
  return [
    ...(told.reservedOnly ? ["--reserved-only"] : []),
    [{ ref: "peers", list: "reserved", flag: "--reserved-nodes" }],
    [{ ref: "peers", list: "public", flag: "--public-addr" }],
  ];
}

const OWN_SPEC = "chain-spec";
const RELAY_SPEC = "relay-chain-spec";

const fileOf = ({ chains }: NodeSpec, chain: string): ChainSpecFile | undefined =>
  chains?.files?.find((file) => file.chain === chain);

/** A chain that is a file is named by where that lies. */
function chainText(spec: NodeSpec, chain: string, asset: string): Text {
  return fileOf(spec, chain) ? [{ ref: "asset", asset }] : chain;
}

function assets(spec: NodeSpec): Asset[] {
  const asset = (name: string, chain: string | undefined) => {
    const file = chain === undefined ? undefined : fileOf(spec, chain);
    return file ? [{ name, digest: file.digest, path: file.path, url: file.url }] : [];
  };
  return [...asset(OWN_SPEC, spec.chain), ...asset(RELAY_SPEC, spec.relay?.chain)];
}

const exposures: Record<RpcExposure, Exposure> = {
  [RpcExposure.Machine]: Exposure.Machine,
  [RpcExposure.Operators]: Exposure.Operators,
  [RpcExposure.Gateway]: Exposure.Gateway,
};

const metrics = { path: "/metrics", job: "substrate" };

function ports({ role: of, rpcExposure, relay: relayKind }: DecidedAxes, reach: Reach): Port[] {
  const tcp = { protocol: "tcp" } as const;
  return [
    { name: "p2p", number: 30333, ...tcp, exposure: Exposure.World },
    { name: "rpc", number: 9944, ...tcp, scheme: "ws", exposure: exposures[rpcExposure] },
    ...(reach === Reach.Network
      ? [{ name: "metrics", number: 9615, ...tcp, metrics, exposure: Exposure.Operators }]
      : []),
    ...(of === NodeRole.Bootnode ? [{ name: "p2p-ws", number: 30335, ...tcp, exposure: Exposure.World }] : []),
    ...(relayKind ? [{ name: "relay-p2p", number: 30334, ...tcp, exposure: Exposure.World }] : []),
    ...(relayKind === "embedded" ? [{ name: "relay-rpc", number: 9945, ...tcp, exposure: Exposure.Machine }] : []),
  ];
}

function probes({ rpcExposure }: DecidedAxes, reach: Reach): Probes {
  // A kubelet asks from outside of the pod, where an RPC of the machine's own does not answer; the exporter does.
  const outside = reach === Reach.Network && rpcExposure === RpcExposure.Machine;
  const ask = (path: string) =>
    outside
      ? ({ kind: "http", port: "metrics", path: "/metrics" } as const)
      : ({ kind: "http", port: "rpc", path } as const);
  return {
    // `/health` answers as soon as the RPC server does; a first start may replay or compact a database for an hour.
    started: { ...ask("/health"), periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 720 },
    ready: { ...ask(READINESS), periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
    alive: { ...ask("/health"), periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 10 },
  };
}

function pruning({ pruning: kind, sync }: DecidedAxes, blocks = DEFAULT_PRUNING): Text[] {
  // Warp and fast sync leave out history: a node that is told to keep all refuses to start with them.
  const kept = kind === Pruning.Archive ? "archive" : String(blocks);
  return ["--state-pruning", kept, "--blocks-pruning", kept, "--sync", sync];
}

function network(reach: Reach, port: string, webSocketPort?: string): Text[] {
  const listen = (name: string, ...suffix: string[]): Text[] => {
    const listen4: Text = ["/ip4/", { ref: "address", port: name }, "/tcp/", { ref: "port", port: name }, ...suffix];
    // One address given once takes the place of all that the SDK listens on by itself.
    const listen6: Text = ["/ip6/::/tcp/", { ref: "port", port: name }, ...suffix];
    return reach === Reach.Network ? ["--listen-addr", listen4, "--listen-addr", listen6] : ["--listen-addr", listen4];
  };
  // Without --no-private-ip a node in a data centre scans its neighbours, and gets its owner an abuse report.
  const manners = reach === Reach.Network ? ["--no-mdns", "--no-private-ip"] : ["--no-mdns"];
  return [...listen(port), ...(webSocketPort ? listen(webSocketPort, "/ws") : []), ...manners];
}

/**
 * One RPC listener, safe methods only, but for the machine's own. On a machine shared with others it must be on the loopback
 * address it was given, which only the endpoint flag can say; that flag refuses --rpc-port, --rpc-external and --rpc-cors
 * beside it.
 */
function rpc(spec: NodeSpec, { role: of, rpcExposure }: DecidedAxes): Text[] {
  const limits = [
    ...["--rpc-max-connections", String(spec.rpcMaxConnections)],
    ...["--rpc-max-batch-request-len", String(MAX_BATCH)],
  ];
  if (spec.reach === Reach.Loopback) return [...loopbackEndpoint("rpc"), ...limits];
  const port: Text[] = ["--rpc-port", [{ ref: "port", port: "rpc" }]];
  if (rpcExposure === RpcExposure.Machine) {
    // Without --rpc-external it is on 127.0.0.1. The agent has session keys made there, which is an unsafe method.
    return [...port, "--rpc-methods", isAuthority(of) ? "unsafe" : "safe", ...limits];
  }
  // A gateway answers browsers on behalf of the node, whatever page they come from.
  const cors = rpcExposure === RpcExposure.Gateway ? ["--rpc-cors", "all"] : [];
  return [...port, "--rpc-external", "--rpc-methods", "safe", ...cors, ...limits];
}

/** The embedded relay chain node's, for the machine's own agent. */
function relayRpc(reach: Reach): Text[] {
  if (reach === Reach.Loopback) return loopbackEndpoint("relay-rpc");
  return ["--rpc-port", [{ ref: "port", port: "relay-rpc" }], "--rpc-methods", "safe"];
}

function loopbackEndpoint(port: string): Text[] {
  return [
    "--experimental-rpc-endpoint",
    ["listen-addr=", { ref: "address", port }, ":", { ref: "port", port }, ",methods=safe"],
  ];
}

/** The SDK's exporter listens on 127.0.0.1 or on everything, never on another loopback address: two nodes would meet. */
function prometheus(spec: NodeSpec): Text[] {
  if (spec.reach === Reach.Loopback) return ["--no-prometheus"];
  return ["--prometheus-port", [{ ref: "port", port: "metrics" }], "--prometheus-external"];
}
