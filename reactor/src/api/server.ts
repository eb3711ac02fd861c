import { assertJson, parseDeploymentId, parseSequence } from "@dinfra/schemas";
import type { Server as HttpsServer } from "node:https";
import type { TLSSocket } from "node:tls";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { Logger } from "pino";
import { ReactorError } from "@dinfra/service/failure";
import type { ServerTls } from "@dinfra/service/tls/server";
import { headersOf } from "./headers.js";
import { answerMalformed } from "./malformed.js";
import { operations, type Served } from "./operations.js";
import { problem, problemOf } from "@dinfra/service/api/problem";
import { addPrometheusTargets } from "./prometheus-targets.js";
import { addStoreCopy } from "./store-copy.js";
import { addRoutes } from "./routes.js";
import { Access, mayUse, openedBy, TooManyRequests, type Opens, type Principal } from "./access.js";

export interface ServerOptions extends Served {
  token: string;
  /** Opens what changes nothing. */
  readToken?: string;
  log: Logger;
  /** Speaks HTTPS with it, and knows clients by their certificates. */
  tls?: ServerTls | undefined;
  /** Milliseconds that a request's headers may take; default 10,000. */
  headersTimeout?: number;
}

declare module "fastify" {
  interface FastifyContextConfig {
    /** Who may use a route; undefined: everybody. */
    opens?: Opens | undefined;
  }
}

/** More connections are not taken. */
const mostConnections = 1_000;

/** The Chain Reactor API over HTTP. `listen` it on a loopback address, unless something before it keeps strangers out. */
export function createServer(options: ServerOptions): FastifyInstance {
  const { store, token, readToken, log, metrics, reconciler, tls, headersTimeout = 10_000 } = options;
  const access = new Access({
    token,
    readToken,
    owner: () => store.owner,
    keys: () => store.accessKeys,
    consumerOf: (id) => reconciler.find(id)?.record.desired?.consumer || undefined,
  });
  // Node would answer by itself, and with no problem document.
  const http = { requireHostHeader: false, headersTimeout, connectionsCheckingInterval: headersTimeout / 10 };
  const server = Fastify({
    logger: false,
    bodyLimit: 1024 * 1024,
    // What is done with a request is the same with TLS, and so are Fastify's types.
    ...({ http, ...(tls !== undefined && { https: { ...http, ...tls.serverOptions } }) } as { http: typeof http }),
    requestTimeout: 30_000,
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: false },
    clientErrorHandler: (error, socket) => answerMalformed(socket, error, store.epoch),
    frameworkErrors: (error, _request, reply: FastifyReply) => {
      const found = problemOf(error);
      void reply.headers(headersOf(store.epoch)).code(found.status).type("application/problem+json").send(found);
    },
  });
  if (tls !== undefined) tls.keep(server.server as unknown as HttpsServer);
  server.addHook("onClose", async () => tls?.stop());
  server.server.maxConnections = mostConnections;
  // Node's own answers to these are no problem documents.
  server.server.on("connect", (_request, socket) => answerMalformed(socket, new Error("CONNECT"), store.epoch));
  server.server.on("checkExpectation", (request) =>
    answerMalformed(request.socket, new Error("an expectation other than 100-continue"), store.epoch),
  );
  const principalOf = ({ headers: { authorization }, raw: { socket } }: FastifyRequest): Principal => {
    // A token that is sent says what is wanted, whatever certificate the connection has.
    const scope = authorization === undefined ? tls?.scopeOf(socket as TLSSocket) : undefined;
    return scope === undefined ? access.principalOf(authorization) : { scheme: "mutualTLS", scope };
  };
  server.addHook("onRequest", async (request, reply) => {
    reply.headers(headersOf(store.epoch));
    if (request.headers.host === undefined && request.raw.httpVersion === "1.1")
      throw new ReactorError("invalid-request", "expected a Host header, found none");
    const { config, url } = request.routeOptions;
    // What is no route says so to nobody but who may ask something.
    if (url !== undefined && "opens" in config && config.opens === undefined) return;
    const principal = principalOf(request);
    const { id } = (request.params ?? {}) as { id?: string };
    const { opens = openedBy("read") } = config;
    if (url === undefined || mayUse(principal, opens, id)) return;
    throw new ReactorError("forbidden", refusalOf(principal, opens));
  });
  server.addHook("preValidation", async (request) => {
    const { id } = request.params as { id?: string };
    const { after } = request.query as { after?: string };
    for (const given of [id, after])
      if (typeof given === "string" && given !== "" && parseSequence(given) === undefined) requireId(given);
    // Before anything recursive looks at it.
    if (request.body !== undefined && request.body !== null) requireJson(request.body);
  });
  server.addHook("onResponse", async (request, reply) => {
    metrics.onRequest(request.routeOptions.url ?? "unknown", request.method, reply.statusCode);
  });
  server.setErrorHandler(async (error, request, reply) => {
    const found = problemOf(error);
    if (error instanceof TooManyRequests) void reply.header("retry-after", String(error.seconds));
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
  addPrometheusTargets(server, store);
  addStoreCopy(server, store);
  return server;
}

function refusalOf({ scheme, scope, deployment }: Principal, opens: Opens): string {
  const scopes = opens[scheme];
  const found = deployment === undefined ? `scope ${scope}` : `scope ${scope} for ${deployment} alone`;
  if (scopes !== undefined) return `expected the scope ${scopes.join(" or ")}, found ${found}`;
  return "a signed token does not open this operation: use the token of the reactor's api-token file, or a certificate";
}

function requireId(id: string): void {
  try {
    parseDeploymentId(id);
  } catch (error) {
    throw new ReactorError("invalid-request", (error as Error).message);
  }
}

function requireJson(body: unknown): void {
  try {
    assertJson(body);
  } catch (error) {
    throw new ReactorError("invalid-request", (error as Error).message);
  }
}
