import { EPOCH_HEADER } from "@dinfra/schemas";
import Fastify, { type FastifyInstance } from "fastify";
import type { Logger } from "pino";
import { operations, type Served } from "./operations.js";
import { problem, problemOf } from "./problem.js";
import { addRoutes } from "./routes.js";
import { carries } from "./token.js";

export interface ServerOptions extends Served {
  token: string;
  log: Logger;
}

/** Answer without the token: they say nothing of any deployment but that the process is there, and what ails it. */
const open = new Set(["/healthz", "/readyz"]);

/** The Chain Reactor API over HTTP. `listen` it on a loopback address, unless something before it keeps strangers out. */
export function createServer(options: ServerOptions): FastifyInstance {
  const { store, token, log, metrics } = options;
  const server = Fastify({
    logger: false,
    bodyLimit: 1024 * 1024,
    requestTimeout: 30_000,
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: false },
  });
  server.addHook("onRequest", async (request, reply) => {
    reply.header(EPOCH_HEADER, store.epoch);
    if (!open.has(request.url.split("?", 1)[0]!) && !carries(request.headers.authorization, token)) {
      await reply
        .code(401)
        .type("application/problem+json")
        .send(problem("unauthorized", "send the token of the reactor's api-token file as a bearer token"));
    }
  });
  server.addHook("onResponse", async (request, reply) => {
    metrics.onRequest(request.routeOptions.url ?? "unknown", request.method, reply.statusCode);
  });
  server.setErrorHandler(async (error, request, reply) => {
    const found = problemOf(error);
    if (found.status >= 500 && found.status !== 503)
      log.error({ err: error, method: request.method, route: request.routeOptions.url }, "request failed");
    await reply.code(found.status).type("application/problem+json").send(found);
  });
  server.setNotFoundHandler(async (_request, reply) => {
    await reply
      .code(404)
      .type("application/problem+json")
      .send(problem("unknown-route", "see reactor-api/openapi.yaml for the operations"));
  });
  addRoutes(server, operations(options));
  return server;
}
