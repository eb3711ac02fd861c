import type { AddressInfo } from "node:net";
import { WebSocket, WebSocketServer } from "ws";

export * from "./node/real-node.js";
export * from "./testing/lying-endpoint.js";

/**
 * What the proxy does to its clients.
 * - pass: everything goes through;
 * - down: the port is closed, as if the node's machine was off (the same port comes back);
 * - errors: every request is answered by a JSON-RPC error;
 * - empty: every request is answered by `null`;
 * - hang: requests are taken and never answered.
 * In errors, empty and hang notifications of subscriptions are withheld too.
 */
export type EndpointMode = "pass" | "down" | "errors" | "empty" | "hang";

/** A WebSocket proxy before an endpoint, for tests of what clients do when the endpoint misbehaves. */
export interface EndpointProxy {
  readonly endpoint: string;
  readonly mode: EndpointMode;
  setMode(mode: EndpointMode): Promise<void>;
  /** Point to another endpoint (a chain that was swapped); open connections are cut. */
  retarget(endpoint: string): Promise<void>;
  /** Cut the open connections once; clients may connect again. */
  cut(): void;
  /** Answer as if the finalized head was so many blocks lower than it is (0: as it is). */
  goBack(blocks: number): void;
  /** Requests seen so far, by method. */
  seen(method: string): number;
  /** Answer only this method as another mode would, until called with null. */
  only(method: string, mode: "errors" | "empty" | "hang" | null): void;
  close(): Promise<void>;
}

interface Request {
  readonly id?: unknown;
  readonly method?: string;
}

/** One request on a connection of its own. */
async function ask(endpoint: string, method: string, params: readonly unknown[]): Promise<unknown> {
  const socket = new WebSocket(endpoint);
  try {
    return await new Promise((resolve, reject) => {
      socket.on("error", reject);
      socket.on("close", () => reject(new Error(`${endpoint} closed the connection`)));
      socket.on("open", () => socket.send(JSON.stringify({ jsonrpc: "2.0", id: 1, method, params })));
      socket.on("message", (data: Buffer) => resolve((JSON.parse(data.toString()) as { result?: unknown }).result));
    });
  } finally {
    socket.close();
  }
}

export async function startEndpointProxy(target: string): Promise<EndpointProxy> {
  let mode: EndpointMode = "pass";
  let server: WebSocketServer | null = null;
  let port = 0;
  const counts = new Map<string, number>();
  const special = new Map<string, EndpointMode>();
  const pairs = new Set<{ client: WebSocket; upstream: WebSocket }>();

  let behind = 0;
  /** The finalized head that the clients are told of while the proxy is behind. */
  const earlierHead = async (): Promise<unknown> => {
    const head = await ask(target, "chain_getHeader", []);
    return ask(target, "chain_getBlockHash", [Math.max(1, Number((head as { number: string }).number) - behind)]);
  };

  const serve = (client: WebSocket) => {
    const upstream = new WebSocket(target);
    const pair = { client, upstream };
    pairs.add(pair);
    const early: string[] = [];
    const end = () => {
      pairs.delete(pair);
      client.terminate();
      upstream.terminate();
    };
    for (const socket of [client, upstream]) socket.on("close", end).on("error", end);
    upstream.on("open", () => {
      for (const text of early.splice(0)) upstream.send(text);
    });
    upstream.on("message", (data: Buffer) => {
      if (mode === "pass" && client.readyState === WebSocket.OPEN) client.send(data.toString());
    });
    client.on("message", (data: Buffer) => {
      const text = data.toString();
      const parsed = JSON.parse(text) as Request | Request[];
      const requests = Array.isArray(parsed) ? parsed : [parsed];
      for (const { method = "" } of requests) counts.set(method, (counts.get(method) ?? 0) + 1);
      const now = special.get(requests[0]?.method ?? "") ?? mode;
      if (now === "pass" && behind > 0 && !Array.isArray(parsed) && parsed.method === "chain_getFinalizedHead") {
        void earlierHead().then(
          (result) => client.send(JSON.stringify({ jsonrpc: "2.0", id: parsed.id, result })),
          end,
        );
        return;
      }
      if (now === "pass") {
        if (upstream.readyState === WebSocket.OPEN) upstream.send(text);
        else early.push(text);
        return;
      }
      if (now === "hang") return;
      const answers = requests.map(({ id }) =>
        now === "errors"
          ? { jsonrpc: "2.0", id, error: { code: -32603, message: "the proxy answers errors" } }
          : { jsonrpc: "2.0", id, result: null },
      );
      client.send(JSON.stringify(Array.isArray(parsed) ? answers : answers[0]));
    });
  };

  const cut = () => {
    for (const { client, upstream } of pairs) {
      client.terminate();
      upstream.terminate();
    }
    pairs.clear();
  };
  const open = async () => {
    const opened = new WebSocketServer({ host: "127.0.0.1", port });
    await new Promise<void>((resolve, reject) => {
      opened.once("listening", resolve);
      opened.once("error", reject);
    });
    opened.on("connection", serve);
    port = (opened.address() as AddressInfo).port;
    server = opened;
  };
  const shut = async () => {
    const open = server;
    server = null;
    cut();
    if (open !== null) await new Promise<void>((resolve) => open.close(() => resolve()));
  };

  await open();
  return {
    endpoint: `ws://127.0.0.1:${port}`,
    get mode() {
      return mode;
    },
    async setMode(next) {
      mode = next;
      if (next === "down") await shut();
      else if (server === null) await open();
    },
    async retarget(endpoint) {
      target = endpoint;
      cut();
    },
    cut,
    goBack(blocks) {
      behind = blocks;
    },
    seen: (method) => counts.get(method) ?? 0,
    only(method, only) {
      if (only === null) special.delete(method);
      else special.set(method, only);
    },
    close: shut,
  };
}
