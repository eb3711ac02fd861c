import { Exposure } from "@dinfra/port";
import { quick, refusesNodeAxes, type Dialect } from "./dialect.js";

const answers = { kind: "websocket", port: "rpc", path: "/", method: "system_health", ...quick } as const;

/**
 * The embedded chain as a process. It keeps everything in memory, so it grants any pruning and the role archive; how
 * fast it makes blocks is the provider's choice, by the entry's own arguments.
 */
export const devNode: Dialect = {
  keepsData: false,
  ports: () => [{ name: "rpc", number: 9944, protocol: "tcp", scheme: "ws", exposure: Exposure.Gateway }],
  args: (spec) => [
    "--host",
    [{ ref: "address", port: "rpc" }],
    "--port",
    [{ ref: "port", port: "rpc" }],
    "--chain-name",
    spec.chain,
    "--name",
    spec.nodeName,
  ],
  probes: () => ({
    started: answers,
    // Three questions and not the minute that a start may take: balancers wait for this verdict.
    ready: { ...answers, failureThreshold: 3 },
    alive: { ...answers, periodSeconds: 10 },
  }),
  readiness: { port: "rpc", path: "/health" },
  stop: { signal: "SIGTERM", graceSeconds: 10 },
  refusesAxes: refusesNodeAxes,
  refuses: (spec) => {
    if (spec.telemetry) return "telemetry: the dev node reports to nobody";
    if (spec.publicAddresses?.length) return "publicAddresses: the dev node has no peers";
    if (spec.peers) return "peers: the dev node has no peers";
    return spec.chains?.files?.length ? "a chain specification: the program reads none" : undefined;
  },
};
