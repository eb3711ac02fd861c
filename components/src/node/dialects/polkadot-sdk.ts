import { NodeRole, type NodeSpec } from "../node-spec.js";
import { Exposure, Reach, type Port, type Text } from "@dinfra/port";
import type { Dialect } from "./dialect.js";

/** Blocks of state that a node keeps which is not told otherwise: the SDK's own default, said so that it stays. */
const DEFAULT_PRUNING = 256;
/** Unlimited by default: one request could then ask for any number of expensive calls. */
const MAX_BATCH = 10;

/** Nodes of polkadot-sdk, with the flags of the releases since stable2412. */
export const polkadotSdk: Dialect = {
  keepsData: true,
  ports,
  args: (spec) => [
    ...["--name", spec.nodeName],
    ...["--chain", spec.chain],
    ...["--base-path", [{ ref: "volume", volume: "data" }] as Text],
    // Never left to the default: it has changed between releases, and a node does not open the other kind's files.
    ...["--database", "rocksdb"],
    ...pruning(spec),
    ...network(spec),
    ...rpc(spec),
    ...prometheus(spec),
    ...(spec.telemetry ? [] : ["--no-telemetry"]),
  ],
  probes: {
    // `/health` answers as soon as the RPC server does; a first start may replay or compact a database for an hour.
    started: { kind: "http", port: "rpc", path: "/health", periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 720 },
    // 200 only when it is not syncing and has peers.
    ready: {
      kind: "http",
      port: "rpc",
      path: "/health/readiness",
      periodSeconds: 10,
      timeoutSeconds: 5,
      failureThreshold: 3,
    },
    alive: { kind: "http", port: "rpc", path: "/health", periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 10 },
  },
  // Flushing the database of an archive takes minutes; a killed one may not open again.
  stop: { signal: "SIGTERM", graceSeconds: 300 },
  // A database of one kind is not opened as another, nor an archive as a pruned one, nor the other way round; how many
  // blocks a pruned one keeps may change.
  fixed: (spec) => ({
    chain: spec.chain,
    database: "rocksdb",
    statePruning: spec.role === NodeRole.Archive ? "archive" : "constrained",
  }),
  substrate: { rpc: "rpc", minPeers: 1, chainHead: true },
  refuses: () => undefined,
};

function ports(role: NodeRole, reach: Reach): Port[] {
  const all: Port[] = [
    { name: "p2p", number: 30333, protocol: "tcp", exposure: Exposure.World },
    {
      name: "rpc",
      number: 9944,
      protocol: "tcp",
      scheme: "ws",
      exposure: role === NodeRole.Rpc ? Exposure.Gateway : Exposure.Operators,
    },
  ];
  if (reach === Reach.Network) {
    all.push({ name: "metrics", number: 9615, protocol: "tcp", exposure: Exposure.Operators });
  }
  return all;
}

function pruning(spec: NodeSpec): Text[] {
  // Warp and fast sync leave out history: a node that is told to keep all refuses to start with them.
  if (spec.role === NodeRole.Archive) {
    return ["--state-pruning", "archive", "--blocks-pruning", "archive", "--sync", "full"];
  }
  const blocks = String(spec.pruningBlocks ?? DEFAULT_PRUNING);
  return ["--state-pruning", blocks, "--blocks-pruning", blocks, "--sync", "warp"];
}

function network(spec: NodeSpec): Text[] {
  const listen: Text = ["/ip4/", { ref: "address", port: "p2p" }, "/tcp/", { ref: "port", port: "p2p" }];
  // Without --no-private-ip a node in a data centre scans its neighbours, and gets its owner an abuse report.
  const manners = spec.reach === Reach.Network ? ["--no-mdns", "--no-private-ip"] : ["--no-mdns"];
  // One address given once takes the place of all that the SDK listens on by itself.
  const listen6: Text = ["/ip6/::/tcp/", { ref: "port", port: "p2p" }];
  const all =
    spec.reach === Reach.Network ? ["--listen-addr", listen, "--listen-addr", listen6] : ["--listen-addr", listen];
  return [...all, ...manners];
}

/**
 * One RPC listener, safe methods only. On a machine shared with others it must be on the loopback address it was given,
 * which only the endpoint flag can say; that flag refuses --rpc-port, --rpc-external and --rpc-cors beside it.
 */
function rpc(spec: NodeSpec): Text[] {
  const limits = [
    ...["--rpc-max-connections", String(spec.rpcMaxConnections)],
    ...["--rpc-max-batch-request-len", String(MAX_BATCH)],
  ];
  if (spec.reach === Reach.Loopback) {
    const endpoint: Text = [
      "listen-addr=",
      { ref: "address", port: "rpc" },
      ":",
      { ref: "port", port: "rpc" },
      ",methods=safe",
    ];
    return ["--experimental-rpc-endpoint", endpoint, ...limits];
  }
  // A gateway answers browsers on behalf of the node, whatever page they come from.
  const cors = spec.role === NodeRole.Rpc ? ["--rpc-cors", "all"] : [];
  return ["--rpc-port", [{ ref: "port", port: "rpc" }], "--rpc-external", "--rpc-methods", "safe", ...cors, ...limits];
}

/** The SDK's exporter listens on 127.0.0.1 or on everything, never on another loopback address: two nodes would meet. */
function prometheus(spec: NodeSpec): Text[] {
  if (spec.reach === Reach.Loopback) return ["--no-prometheus"];
  return ["--prometheus-port", [{ ref: "port", port: "metrics" }], "--prometheus-external"];
}
