import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer, type WebSocket } from "ws";
import { PortInUse } from "../errors.js";

/** What a subscription method is given to send its notifications with; the shape that Chopsticks's handlers expect. */
export interface Subscriptions {
  subscribe(method: string, id: string, onCancel?: () => void): (data: unknown) => void;
  unsubscribe(id: string): void;
}

export type AnswerRequest = (method: string, params: unknown[], subscriptions: Subscriptions) => Promise<unknown>;

export interface RpcServerOptions {
  readonly host: string;
  readonly port: number;
  readonly answer: AnswerRequest;
  /** Body of `GET /health`; null (503) while it does not serve yet. */
  readonly health: () => Readonly<Record<string, unknown>> | null;
}

export interface RpcServer {
  readonly host: string;
  readonly port: number;
  /** Cuts the connections; resolves when nothing that was asked is under way any more. */
  close(): Promise<void>;
}

interface Request {
  readonly id?: string | number | null;
  readonly method: string;
  readonly params: unknown[];
}

const largestRequest = 16 * 1024 * 1024;

function error(id: unknown, code: number, message: string): object {
  return { jsonrpc: "2.0", id: id ?? null, error: { code, message } };
}

function asRequest(value: unknown): Request | null {
  if (typeof value !== "object" || value === null) return null;
  const { id, method, params } = value as Record<string, unknown>;
  if (typeof method !== "string") return null;
  if (id !== undefined && id !== null && typeof id !== "string" && typeof id !== "number") return null;
  if (params !== undefined && !Array.isArray(params)) return null;
  return { id, method, params: params ?? [] };
}

/** One request of a text, or a batch of them; null when there is nothing to answer (notifications). */
async function answerText(text: string, answer: AnswerRequest, subscriptions: Subscriptions): Promise<string | null> {
  const one = async (value: unknown): Promise<object | null> => {
    const request = asRequest(value);
    if (request === null) return error(null, -32600, "not a JSON-RPC 2.0 request");
    try {
      const result = await answer(request.method, request.params, subscriptions);
      return request.id === undefined ? null : { jsonrpc: "2.0", id: request.id, result: result ?? null };
    } catch (failure) {
      const { code, message } = failure as { code?: unknown; message?: unknown };
      return error(request.id, typeof code === "number" ? code : -32603, String(message ?? failure));
    }
  };
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return JSON.stringify(error(null, -32700, "not JSON"));
  }
  if (!Array.isArray(parsed)) {
    const answered = await one(parsed);
    return answered === null ? null : JSON.stringify(answered);
  }
  if (parsed.length === 0) return JSON.stringify(error(null, -32600, "an empty batch"));
  const answered = (await Promise.all(parsed.map(one))).filter((each) => each !== null);
  return answered.length === 0 ? null : JSON.stringify(answered);
}

function serveSocket(socket: WebSocket, answer: AnswerRequest): void {
  const cancels = new Map<string, () => void>();
  const send = (text: string) => {
    if (socket.readyState === socket.OPEN) socket.send(text);
  };
  const subscriptions: Subscriptions = {
    subscribe(method, id, onCancel = () => undefined) {
      cancels.set(id, onCancel);
      return (result) => {
        if (cancels.has(id)) send(JSON.stringify({ jsonrpc: "2.0", method, params: { result, subscription: id } }));
      };
    },
    unsubscribe(id) {
      cancels.get(id)?.();
      cancels.delete(id);
    },
  };
  socket.on("message", (data: Buffer) => {
    void answerText(data.toString(), answer, subscriptions).then((text) => {
      if (text !== null) send(text);
      // A client may leave while its subscription is still being made.
      if (socket.readyState >= socket.CLOSING) cancelAll();
    });
  });
  const cancelAll = () => {
    for (const cancel of cancels.values()) cancel();
    cancels.clear();
  };
  socket.on("close", cancelAll);
  socket.on("error", () => socket.terminate());
}

const withoutSubscriptions: Subscriptions = {
  subscribe: () => {
    throw new Error("subscriptions need a WebSocket connection");
  },
  unsubscribe: () => undefined,
};

async function serveHttp(request: IncomingMessage, response: ServerResponse, options: RpcServerOptions): Promise<void> {
  const reply = (status: number, text: string) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(text);
  };
  if (request.method === "GET") {
    if (request.url === "/health") {
      const health = options.health();
      return reply(health === null ? 503 : 200, JSON.stringify(health ?? { status: "starting" }));
    }
    return reply(404, JSON.stringify({ error: "expected GET /health, POST of JSON-RPC, or a WebSocket" }));
  }
  if (request.method !== "POST") return reply(405, JSON.stringify({ error: "expected GET or POST" }));
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > largestRequest) return reply(413, JSON.stringify(error(null, -32600, "request too large")));
    parts.push(part);
  }
  reply(200, (await answerText(Buffer.concat(parts).toString(), options.answer, withoutSubscriptions)) ?? "");
}

/** JSON-RPC over WebSocket and HTTP POST, and `GET /health`, on one port. @throws PortInUse */
export async function startRpcServer(options: RpcServerOptions): Promise<RpcServer> {
  const { host, port } = options;
  const underWay = new Set<Promise<unknown>>();
  const answer: AnswerRequest = (...request) => {
    const answered = options.answer(...request);
    underWay.add(answered);
    const done = () => underWay.delete(answered);
    answered.then(done, done);
    return answered;
  };
  const http = createServer((request, response) => {
    serveHttp(request, response, { ...options, answer }).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    http.once("error", (cause: NodeJS.ErrnoException) =>
      reject(cause.code === "EADDRINUSE" ? new PortInUse(host, port) : cause),
    );
    http.listen(port, host, resolve);
  });
  const sockets = new WebSocketServer({ server: http, maxPayload: largestRequest, perMessageDeflate: false });
  sockets.on("connection", (socket) => serveSocket(socket, answer));
  let closed: Promise<void> | null = null;
  const close = async () => {
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
    http.closeAllConnections();
    await new Promise<void>((resolve) => http.close(() => resolve()));
    await Promise.allSettled(underWay);
  };
  return {
    host,
    port: (http.address() as AddressInfo).port,
    close: () => (closed ??= close()),
  };
}
