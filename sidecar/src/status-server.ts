import Fastify, { type FastifyInstance } from "fastify";
import { Counter, Gauge, Registry, collectDefaultMetrics } from "prom-client";
import { carries } from "@dinfra/service/api/token";
import { problem } from "@dinfra/service/api/problem";
import { maskedUrl } from "@dinfra/service/settings/mask";
import type { Readable } from "node:stream";
import type { Sidecar } from "./sidecar.js";

export interface StatusSources {
  /** Extrinsics under way. */
  inFlight: () => number;
  /** Of each key that may sign: for how many days it can pay fees. */
  feeDays: () => readonly { address: string; days: number | undefined }[];
  /** Income and fees, as CSV. */
  income: () => string;
  /** The store as it is at one moment. */
  copy: () => Promise<Readable>;
  /** Of the reactor's API: the copy is for who has it. */
  token: string;
}

/** /healthz, /readyz, /metrics and /income.csv of the sidecar say nothing that the chain does not say to everybody; /backup needs the token. */
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

  serve(sidecar: Sidecar, { inFlight, feeDays, income, copy, token }: StatusSources): FastifyInstance {
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

    new Gauge({
      name: "dinfra_sidecar_fee_days_left",
      help: "Days for which an operator key can pay fees, at what was spent before; from 3 on downwards, what matters least waits",
      labelNames: ["key"],
      registers,
      collect() {
        this.reset();
        for (const { address, days } of feeDays()) if (days !== undefined) this.set({ key: address }, days);
      },
    });

    const server = Fastify({ logger: false, forceCloseConnections: true });
    server.get("/healthz", async () => ({ status: "ok" }));
    server.get("/readyz", async (_request, reply) => {
      const why = blocked(sidecar);
      const { block, orphans } = state;
      // Everybody of this machine may ask, and an address may hold a key.
      const unconfirmed = state.unconfirmed.map(({ id, endpoints }) => ({ id, endpoints: endpoints.map(maskedUrl) }));
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
    server.get("/income.csv", async (_request, reply) => reply.type("text/csv; charset=utf-8").send(income()));
    server.get("/backup", async (request, reply) => {
      if (carries(request.headers.authorization, token))
        return reply.type("application/vnd.sqlite3").send(await copy());
      const found = problem("unauthorized", "expected the token of the reactor's API, found none or another");
      return reply.code(found.status).type("application/problem+json").send(found);
    });
    return server;
  }
}

function blocked({ state }: Sidecar): string | null {
  if (state.chain !== null) return `${state.chain.code}: ${state.chain.message}`;
  if (state.reactor !== null) return `${state.reactor.code}: ${state.reactor.message}`;
  return state.syncedAt === null ? "nothing was read yet" : null;
}
