import { Exposure } from "@dinfra/port";
import { quick, refusesNodeAxes, type Dialect } from "./dialect.js";

const answers = { kind: "http", port: "rpc", path: "/", ...quick } as const;

/** A program that answers HTTP: for measuring what is ours and not a node's start, and for tests of faults. */
export const plainHttp: Dialect = {
  keepsData: false,
  ports: () => [{ name: "rpc", number: 9944, protocol: "tcp", scheme: "http", exposure: Exposure.Gateway }],
  args: (spec) => [
    "--host",
    [{ ref: "address", port: "rpc" }],
    "--port",
    [{ ref: "port", port: "rpc" }],
    "--name",
    spec.nodeName,
  ],
  probes: () => ({ started: answers, ready: answers, alive: { ...answers, periodSeconds: 10 } }),
  readiness: { port: "rpc", path: "/" },
  stop: { signal: "SIGTERM", graceSeconds: 5 },
  refusesAxes: refusesNodeAxes,
  refuses: (spec) => {
    if (spec.telemetry) return "telemetry: the program is no Substrate node";
    if (spec.publicAddresses?.length) return "publicAddresses: the program has no peers";
    if (spec.peers) return "peers: the program has no peers";
    return spec.chains?.files?.length ? "a chain specification: the program reads none" : undefined;
  },
};
