import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import { ReactorMetrics } from "../api/metrics.js";
import { createServer } from "../api/server.js";
import type { ReactorBench } from "./reactor-bench.js";

/** The real API over a bench's store and reconciler. @param serves names of descriptor types */
export function apiOf(bench: ReactorBench, token: string, serves: readonly string[]): FastifyInstance {
  return createServer({
    store: bench.store,
    reconciler: bench.reconciler,
    progress: bench.progress,
    metrics: new ReactorMetrics(bench.store, () => 0),
    serves: new Set(serves),
    missing: async () => null,
    token,
    log: pino({ level: "silent" }),
  });
}
