import { WebSocket } from "ws";
import { ChainUnavailable } from "../errors.js";

/** The endpoint answered a request with an error of its own. */
export class EndpointError extends ChainUnavailable {
  constructor(
    readonly method: string,
    readonly rpcCode: number | null,
    readonly detail: string,
    cause?: unknown,
  ) {
    super(`${method}: the endpoint answered an error: ${detail}`, { cause });
  }
}

export interface SocketEvents {
  readonly onOpen: () => void;
  /** Something came that answers no request: a notification of a subscription. */
  readonly onNotification: () => void;
  /** Once, whatever the reason; every request under way has been rejected before. */
  readonly onClose: () => void;
}

interface Waiting {
  readonly method: string;
  readonly resolve: (result: unknown) => void;
  readonly reject: (failure: ChainUnavailable) => void;
}

type Message =
  | { readonly kind: "result"; readonly id: number; readonly result: unknown }
  | { readonly kind: "error"; readonly id: number | null; readonly code: number; readonly message: string }
  | { readonly kind: "notification" };

/** Larger messages than any answer of a chain that we read; an endpoint must not fill our memory. */
const largestMessage = 64 * 1024 * 1024;

/**
 * JSON-RPC over one WebSocket, for one connection's life. What comes is checked before it is believed: a frame that is cut, no JSON, or no
 * JSON-RPC ends this connection and nothing else, since after it nothing that the endpoint says on it can be told apart.
 */
export class JsonRpcSocket {
  private readonly socket: WebSocket;
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 1;
  private closed = false;

  constructor(
    private readonly endpoint: string,
    private readonly events: SocketEvents,
  ) {
    this.socket = new WebSocket(endpoint, { maxPayload: largestMessage, perMessageDeflate: false });
    this.socket.on("open", () => {
      if (!this.closed) events.onOpen();
    });
    this.socket.on("message", (data: Buffer) => this.receive(data.toString()));
    // Every error is followed by a close; one without a listener would end the process.
    this.socket.on("error", (error) => this.end(error.message));
    this.socket.on("close", (code) => this.end(`closed with code ${code}`));
  }

  /** @throws ChainUnavailable, EndpointError */
  request(method: string, params: readonly unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.closed) return reject(new ChainUnavailable(`${method}: the connection to ${this.endpoint} was lost`));
      const id = this.nextId++;
      this.waiting.set(id, { method, resolve, reject });
      this.socket.send(JSON.stringify({ jsonrpc: "2.0", id, method, params }), (error) => {
        if (error) this.end(error.message);
      });
    });
  }

  /** Ends the connection at once; what is under way is rejected. */
  end(reason: string): void {
    if (this.closed) return;
    this.closed = true;
    this.socket.terminate();
    for (const { method, reject } of this.waiting.values()) {
      reject(new ChainUnavailable(`${method}: disconnected from ${this.endpoint}: ${reason}`));
    }
    this.waiting.clear();
    this.events.onClose();
  }

  private receive(text: string): void {
    if (this.closed) return;
    const message = read(text);
    if (message === null) {
      return this.end(`expected JSON-RPC, the endpoint sent ${JSON.stringify(text.slice(0, 80))}`);
    }
    if (message.kind === "notification") return this.events.onNotification();
    // A request that the endpoint could not even read has no id in its answer.
    if (message.id === null) return this.end("the endpoint could not read what it was sent");
    const waiting = this.waiting.get(message.id);
    // Answered twice: the first answer stands.
    if (waiting === undefined) return;
    this.waiting.delete(message.id);
    if (message.kind === "result") waiting.resolve(message.result);
    else waiting.reject(new EndpointError(waiting.method, message.code, message.message));
  }
}

function read(text: string): Message | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(value)) return null;
  const { id, method, error } = value;
  if (method !== undefined) return typeof method === "string" && id === undefined ? { kind: "notification" } : null;
  if (error !== undefined) {
    if (!isObject(error) || typeof error["code"] !== "number" || (typeof id !== "number" && id !== null)) return null;
    const { message, data } = error;
    const detail = typeof data === "string" ? `: ${data}` : data === undefined ? "" : `: ${JSON.stringify(data)}`;
    return { kind: "error", id, code: error["code"], message: `${error["code"]}: ${String(message)}${detail}` };
  }
  if (typeof id !== "number" || !("result" in value)) return null;
  return { kind: "result", id, result: value["result"] };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
