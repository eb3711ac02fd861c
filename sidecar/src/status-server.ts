import Fastify, { type FastifyInstance } from "fastify";
import { Counter, Gauge, Registry, collectDefaultMetrics } from "prom-client";
import { problem } from "@dinfra/service/api/problem";
import type { Sidecar } from "./sidecar.js";

/** /healthz, /readyz and /metrics of the sidecar. They say nothing that the chain does not say to everybody. */
export class SidecarStatus {
  readonly registry = new Registry();
  private readonly extrinsics: Counter;

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    this.extrinsics = new Counter({
      name: "dinfra_sidecar_extrinsics_total",
      help: "Extrinsics by kind and outcome",
      labelNames: ["kind", "outcome"],
      registers: [this.registry],
    });
  }

  readonly onOutcome = (kind: string, outcome: string): void => this.extrinsics.inc({ kind, outcome });

  serve(sidecar: Sidecar, inFlight: () => number): FastifyInstance {
    const registers = [this.registry];
    const gauge = (name: string, help: string, value: () => number) =>
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(value());
        },
      });
    const { state } = sidecar;
    gauge("dinfra_sidecar_block", "Last finalized block acted on", () => state.block ?? 0);
    gauge("dinfra_sidecar_working", "1 while both chain and reactor can be believed", () => (blocked(sidecar) ? 0 : 1));
    gauge("dinfra_sidecar_orphans", "Deployments that the chain does not want like that", () => state.orphans.length);
    gauge(
      "dinfra_sidecar_unconfirmed_ends",
      "Ends that not every endpoint has confirmed",
      () => state.unconfirmed.length,
    );
    gauge("dinfra_sidecar_extrinsics_in_flight", "Extrinsics under way", inFlight);

    const server = Fastify({ logger: false, forceCloseConnections: true });
    server.get("/healthz", async () => ({ status: "ok" }));
    server.get("/readyz", async (_request, reply) => {
      const why = blocked(sidecar);
      const { block, orphans, unconfirmed } = state;
      if (why === null) return { status: "ok", block, orphans, unconfirmed };
      const found = problem("not-ready", why);
      return reply
        .code(found.status)
        .type("application/problem+json")
        .send({ ...found, block, orphans, unconfirmed });
    });
    server.get("/metrics", async (_request, reply) =>
      reply.type("text/plain; version=0.0.4").send(await this.registry.metrics()),
    );
    return server;
  }
}

function blocked({ state }: Sidecar): string | null {
  if (state.chain !== null) return `${state.chain.code}: ${state.chain.message}`;
  if (state.reactor !== null) return `${state.reactor.code}: ${state.reactor.message}`;
  return state.syncedAt === null ? "nothing was read yet" : null;
}
