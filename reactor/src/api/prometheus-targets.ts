import type { FastifyInstance } from "fastify";
import { openedBy } from "./access.js";
import type { DeploymentStore } from "../deployments/store.js";

/** What Prometheus reads from a service discovery over HTTP. */
export interface TargetGroup {
  targets: [string];
  labels: Record<string, string>;
}

/** Everything that is scraped of the deployments that this store knows, with the label deployment. */
export function targetGroups(store: Pick<DeploymentStore, "pages">): TargetGroup[] {
  return [...store.pages()].flat().flatMap(({ id, metrics = [] }) =>
    metrics.map(({ address, path, ...labels }) => ({
      targets: [address] as [string],
      labels: { ...labels, __metrics_path__: path, deployment: id },
    })),
  );
}

/** `GET /prometheus/targets`, for who may read. It is this reactor's own, and no part of the API. */
export function addPrometheusTargets(server: FastifyInstance, store: Pick<DeploymentStore, "pages">): void {
  server.get("/prometheus/targets", { config: { opens: openedBy("read") } }, () => targetGroups(store));
}
