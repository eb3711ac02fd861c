import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";
import type { Work } from "../deployments/record.js";
import type { DeploymentStore } from "../deployments/store.js";

const phases = ["Pending", "Deploying", "Deployed", "Degraded", "Failed", "TearingDown", "TornDown"] as const;

/** The reactor's figures. Gauges are what the store counts with each change, so a scrape reads no record. */
export class ReactorMetrics {
  readonly registry = new Registry();
  private readonly work: Histogram;
  private readonly requests: Counter;

  /**
   * @param held teardowns that the breaker holds
   * @param orphans as they were counted last
   * @param certificateExpires of the API's certificate, milliseconds since 1970
   */
  constructor(
    store: DeploymentStore,
    held: () => number,
    orphans: () => number | undefined = () => undefined,
    certificateExpires: () => number | undefined = () => undefined,
  ) {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    this.work = new Histogram({
      name: "dinfra_reactor_work_seconds",
      help: "Duration of updates and teardowns",
      labelNames: ["kind", "cause", "outcome"],
      buckets: [0.5, 1, 2, 5, 10, 30, 60, 180, 600, 1800],
      registers,
    });
    this.requests = new Counter({
      name: "dinfra_reactor_requests_total",
      help: "Requests by operation and status",
      labelNames: ["route", "method", "status"],
      registers,
    });
    new Gauge({
      name: "dinfra_reactor_deployments",
      help: "Deployments by phase",
      labelNames: ["phase"],
      registers,
      collect() {
        for (const phase of phases) this.set({ phase }, store.count(phase));
      },
    });
    new Gauge({
      name: "dinfra_reactor_breaker_open",
      help: "1 while the breaker holds teardowns back",
      registers,
      collect() {
        this.set(store.breaker.trippedAt === null ? 0 : 1);
      },
    });
    new Gauge({
      name: "dinfra_reactor_teardowns_held",
      help: "Teardowns that the breaker holds back",
      registers,
      collect() {
        this.set(held());
      },
    });
    new Gauge({
      name: "dinfra_reactor_orphans",
      help: "What bears our names on the platform and belongs to no deployment, as it was counted last",
      registers,
      collect() {
        this.reset();
        const count = orphans();
        if (count !== undefined) this.set(count);
      },
    });
    new Gauge({
      name: "dinfra_reactor_certificate_expires_seconds",
      help: "When the certificate of the API expires, in seconds since 1970; absent without TLS",
      registers,
      collect() {
        this.reset();
        const expires = certificateExpires();
        if (expires !== undefined) this.set(expires / 1000);
      },
    });
  }

  readonly onWork = (work: Work, outcome: "done" | "failed", milliseconds: number): void =>
    this.work.observe({ kind: work.kind, cause: work.kind === "up" ? work.cause : "", outcome }, milliseconds / 1000);

  onRequest(route: string, method: string, status: number): void {
    this.requests.inc({ route, method, status });
  }
}
