import { Exposure, Reach, type Port, type Probe, type Program, type Service } from "@dinfra/port";
import { decideAxes, isAuthority, NodeRole, RpcExposure, type NodeAxes } from "./axes.js";
import { CommandLine } from "./node-spec.js";

// Services beside a node on its machine, each a unit with ports of its own and without a right to the node's data.

/** An Ethereum JSON-RPC for the contracts of a chain (pallet-revive-eth-rpc of polkadot-sdk). It asks the node beside it. */
export interface EthRpcSpec {
  program: Program;
  exposure: RpcExposure;
}

/** The Prometheus exporter of the machine itself (node_exporter of Prometheus). */
export interface MachineExporterSpec {
  program: Program;
}

export interface Beside {
  ethRpc?: EthRpcSpec;
  machineExporter?: MachineExporterSpec;
}

/** Which of them there are, and who reaches them: plain values that decide ports. */
export interface BesideOutline {
  ethRpc?: Pick<EthRpcSpec, "exposure">;
  machineExporter?: object;
}

const ETH_RPC = "eth-rpc";
const EXPORTER = "machine-exporter";
const tcp = { protocol: "tcp" } as const;

const metrics = (job: string) => ({ job, path: "/metrics" });

export const besideServices = ({ ethRpc, machineExporter }: BesideOutline): string[] => [
  ...(ethRpc ? [ETH_RPC] : []),
  ...(machineExporter ? [EXPORTER] : []),
];

export const besidePorts = ({ ethRpc, machineExporter }: BesideOutline): Port[] => [
  ...(ethRpc
    ? [
        { name: ETH_RPC, number: 8545, ...tcp, scheme: "http" as const, exposure: exposures[ethRpc.exposure] },
        { name: "eth-rpc-metrics", number: 9616, ...tcp, exposure: Exposure.Operators, metrics: metrics("eth-rpc") },
      ]
    : []),
  ...(machineExporter
    ? [{ name: "machine-metrics", number: 9100, ...tcp, exposure: Exposure.Operators, metrics: metrics("machine") }]
    : []),
];

const exposures: Record<RpcExposure, Exposure> = {
  [RpcExposure.Machine]: Exposure.Machine,
  [RpcExposure.Operators]: Exposure.Operators,
  [RpcExposure.Gateway]: Exposure.Gateway,
};

/**
 * Why such a node cannot have it beside it, by plain values alone; undefined where it can.
 */
export function refusesBeside(
  { ethRpc, machineExporter }: BesideOutline,
  commandLine: CommandLine,
  axes: NodeAxes,
  reach: Reach,
): string | undefined {
  const { role } = decideAxes(axes);
  if (!ethRpc && !machineExporter) return undefined;
  const what = ethRpc ? "ethRpc" : "machineExporter";
  if (reach === Reach.Loopback)
    return `${what} on a machine that it shares with others, whose ports and figures are not the node's own: place it on a machine of its own`;
  if (!ethRpc) return undefined;
  if (commandLine !== CommandLine.PolkadotSdk)
    return `ethRpc: only nodes of polkadot-sdk run chains whose contracts it serves, and this one is ${commandLine}`;
  if (isAuthority(role))
    return `ethRpc for the role ${role}: what authors blocks serves no clients; put it beside an rpc node`;
  if (role === NodeRole.Bootnode)
    return "ethRpc for the role bootnode, which serves peers alone: put it beside an rpc node";
  return undefined;
}

/** The services themselves. */
export const besideOf = ({ ethRpc, machineExporter }: Beside): Service[] => [
  ...(ethRpc ? [ethRpcService(ethRpc)] : []),
  ...(machineExporter ? [exporterService(machineExporter)] : []),
];

const stop = { signal: "SIGTERM", graceSeconds: 30 } as const;

function ask(port: string, path: string, change: Partial<Probe> = {}): Probe {
  return { kind: "http", port, path, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 60, ...change };
}

/** Flags: polkadot-sdk, substrate/frame/revive/rpc/src/cli.rs. It keeps the receipts of the last blocks in memory. */
function ethRpcService({ program, exposure }: EthRpcSpec): Service {
  // What only the machine asks listens on 127.0.0.1 by itself.
  const outside = exposure === RpcExposure.Machine ? [] : ["--rpc-external"];
  const cors = exposure === RpcExposure.Gateway ? ["--rpc-cors", "all"] : [];
  return {
    name: ETH_RPC,
    program,
    args: [
      ...["--node-rpc-url", ["ws://127.0.0.1:", { ref: "port", port: "rpc" }]],
      ...["--rpc-port", [{ ref: "port", port: ETH_RPC }]],
      ...[...outside, "--rpc-methods", "safe", ...cors],
      ...["--prometheus-port", [{ ref: "port", port: "eth-rpc-metrics" }], "--prometheus-external"],
    ] as Service["args"],
    files: [],
    secrets: [],
    volumes: [],
    auxiliary: true,
    stop,
    probes: {
      // The node beside it may open its database for an hour, and this ends until that answers.
      started: ask(ETH_RPC, "/health", { failureThreshold: 720 }),
      ready: ask(ETH_RPC, "/health/readiness", { periodSeconds: 10, failureThreshold: 3 }),
      alive: ask(ETH_RPC, "/health", { periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 10 }),
    },
    resources: { cpu: 1000, memory: 2048 },
  };
}

function exporterService({ program }: MachineExporterSpec): Service {
  const port = "machine-metrics";
  return {
    name: EXPORTER,
    program,
    args: [["--web.listen-address=:", { ref: "port", port }]],
    files: [],
    secrets: [],
    volumes: [],
    auxiliary: true,
    stop,
    probes: {
      started: ask(port, "/"),
      ready: ask(port, "/", { failureThreshold: 3 }),
      alive: ask(port, "/", { periodSeconds: 30, failureThreshold: 10 }),
    },
    resources: { cpu: 200, memory: 128 },
  };
}
