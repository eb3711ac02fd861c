import type { Evidence, HealthCheckSeen, Opening, ResourceSeen } from "@dinfra/port";

interface ProcessInputs {
  name: string;
  ports?: { address: string; port: number }[];
  readiness?: { kind: HealthCheckSeen["kind"] };
}

const processes = (resources: readonly ResourceSeen[]) =>
  resources
    .filter(({ type }) => type === "dinfra-host:index:Process")
    .map(({ inputs }) => inputs as unknown as ProcessInputs);

/** Who reaches what listens on an address: this machine alone on a loopback one, everybody on any other. */
const rangeOf = (address: string) => (/^(127\.|::1$)/.test(address) ? "127.0.0.0/8" : "0.0.0.0/0");

export const evidence: Evidence = {
  openings: (resources) =>
    processes(resources).flatMap(({ name, ports = [] }) =>
      ports.map(({ address, port }): Opening => ({
        ...{ of: name, firstPort: port, lastPort: port },
        ...{ ranges: [rangeOf(address)], machines: [] },
      })),
    ),
  filtersInside: false,
  healthChecks: (resources) =>
    processes(resources).map(({ name, readiness }) => ({ of: name, kind: readiness?.kind ?? "tcp" })),
};
