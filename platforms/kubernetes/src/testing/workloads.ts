// Workloads that tests describe. Not part of the package.
import { Exposure, outlineOf, type Identity, type Port, type Probe, type Workload } from "@dinfra/port";

export const digest = "1".repeat(64);
export const identity: Identity = { owner: "stack:shop:prod", role: "node", index: 0, logicalName: "node" };

const ask = (port: string, path: string, failureThreshold: number): Probe => ({
  ...{ kind: "http", port, path, periodSeconds: 5, timeoutSeconds: 5, failureThreshold },
});

const port = (name: string, number: number, exposure: Exposure, more: Partial<Port> = {}): Port => ({
  ...{ name, number, protocol: "tcp", exposure },
  ...more,
});

/** An RPC node of a Substrate chain, as the components make it. */
export function nodeWorkload(change: Partial<Workload> = {}): Workload {
  return {
    name: "prod-node-x",
    volumes: [{ name: "data", sizeGib: 100 }],
    steps: [{ kind: "disk", volume: "data" }],
    services: [
      {
        name: "node",
        program: { name: "polkadot", version: "1", args: [], image: `example.com/polkadot@sha256:${digest}` },
        args: ["--base-path", [{ ref: "volume", volume: "data" }]],
        ...{ files: [], secrets: [] },
        stop: { signal: "SIGTERM", graceSeconds: 300 },
        probes: {
          started: ask("rpc", "/health", 720),
          ready: ask("rpc", "/health/readiness", 3),
          alive: ask("rpc", "/health", 10),
        },
        resources: { cpu: 2000, memory: 4096 },
        substrate: { rpc: "rpc", minPeers: 1, chainHead: true },
      },
    ],
    ports: [
      port("p2p", 30333, Exposure.World),
      port("rpc", 9944, Exposure.Gateway, { scheme: "ws" }),
      port("metrics", 9615, Exposure.Operators, { metrics: { path: "/metrics", job: "substrate" } }),
    ],
    ...change,
  };
}

export const nodeOutline = outlineOf(nodeWorkload());
