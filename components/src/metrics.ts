import type { BoundPort, Port } from "@dinfra/port";

/** Something that a Prometheus scrapes. `dinfra prometheus-sd` makes its service discovery of these. */
export interface MetricsTarget {
  /** What it tells of, the label job: substrate for a node of polkadot-sdk, haproxy for a balancer. */
  job: string;
  /** Where it is scraped: address and port. An IPv6 address stands in brackets. */
  address: string;
  /** Path at which it is scraped, for example /metrics. */
  path: string;
  /** Name of the node or balancer on its platform, the label node. */
  node: string;
  /** What it is for, the label role: that of a SubstrateNode, sentry, sentried-validator or balancer. */
  role: string;
}

/** Whose exporters they are. */
export type MetricsOwner = Pick<MetricsTarget, "node" | "role">;

/** The exporters among the bound ports of a node, in the order of its workload. */
export function metricsOf(of: MetricsOwner, bound: readonly BoundPort[], ports: readonly Port[]): MetricsTarget[] {
  return ports.flatMap(({ name, metrics }) =>
    bound
      .filter((b) => metrics !== undefined && b.name === name)
      .map(({ address, port }) => ({
        job: metrics!.job,
        address: `${address.includes(":") ? `[${address}]` : address}:${port}`,
        path: metrics!.path,
        ...of,
      })),
  );
}
