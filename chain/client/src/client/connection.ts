import { ChainUnavailable } from "../errors.js";
import { EndpointError, JsonRpcSocket } from "./json-rpc-socket.js";

export { EndpointError };

export interface ConnectionOptions {
  readonly requestTimeout: number;
  readonly log: (message: string) => void;
  /** A finalized head was heard of, or the endpoint is there again. */
  readonly onWake: () => void;
}

const firstRetry = 250;
const slowestRetry = 5_000;
/** An endpoint that takes a connection and never completes it. */
const openTimeout = 10_000;

/**
 * One endpoint, for as long as wanted: reconnects by itself, gives every request a time-out, and starts afresh when an answer never
 * came (a half-open socket stays silent for ever) or what came was no JSON-RPC. A new socket is made for each connection. polkadot-js's
 * WsProvider throws inside its message handler when a frame is cut, which ends the process; so it is not used.
 */
export class Connection {
  private socket: JsonRpcSocket | null = null;
  private connected: Promise<JsonRpcSocket>;
  private resolveConnected: (socket: JsonRpcSocket) => void = () => undefined;
  private rejectConnected: (error: Error) => void = () => undefined;
  private retryDelay = firstRetry;
  private retryTimer: NodeJS.Timeout | null = null;
  private closed = false;
  private lost = false;

  constructor(
    readonly endpoint: string,
    private readonly options: ConnectionOptions,
  ) {
    this.connected = this.awaitConnection();
    this.open();
  }

  /** @throws ChainUnavailable, EndpointError */
  async send(method: string, params: readonly unknown[]): Promise<unknown> {
    const { requestTimeout } = this.options;
    const deadline = performance.now() + requestTimeout;
    const socket = await this.within(
      deadline,
      this.connected,
      `no connection to ${this.endpoint} for ${requestTimeout} ms`,
    );
    const answer = await this.within(
      deadline,
      socket.request(method, params),
      `${method}: no answer from ${this.endpoint} within ${requestTimeout} ms`,
      () => socket.end("it does not answer"),
    );
    // Not when it opens: an endpoint that takes connections and answers nothing true is not asked in a tight loop.
    this.retryDelay = firstRetry;
    return answer;
  }

  close(): void {
    this.closed = true;
    if (this.retryTimer !== null) clearTimeout(this.retryTimer);
    this.rejectConnected(new ChainUnavailable("this client was closed"));
    this.socket?.end("this client was closed");
    this.socket = null;
  }

  private awaitConnection(): Promise<JsonRpcSocket> {
    const promise = new Promise<JsonRpcSocket>((resolve, reject) => {
      this.resolveConnected = resolve;
      this.rejectConnected = reject;
    });
    promise.catch(() => undefined);
    return promise;
  }

  private open(): void {
    const opening = setTimeout(() => socket.end("the connection was never completed"), openTimeout);
    const socket = new JsonRpcSocket(this.endpoint, {
      onOpen: () => {
        clearTimeout(opening);
        if (this.lost) this.options.log(`connected again to ${this.endpoint}`);
        this.lost = false;
        this.resolveConnected(socket);
        // Only a hint: the timer of whoever waits is what can be relied on.
        socket.request("chain_subscribeFinalizedHeads", []).catch(() => undefined);
        this.options.onWake();
      },
      onNotification: () => this.options.onWake(),
      onClose: () => {
        clearTimeout(opening);
        this.replace(socket);
      },
    });
    this.socket = socket;
  }

  private replace(socket: JsonRpcSocket): void {
    if (this.closed || this.socket !== socket) return;
    if (!this.lost) this.options.log(`no connection to ${this.endpoint}: trying again`);
    this.lost = true;
    this.socket = null;
    this.rejectConnected(new ChainUnavailable(`the connection to ${this.endpoint} was lost`));
    this.connected = this.awaitConnection();
    this.retryTimer = setTimeout(() => this.open(), this.retryDelay);
    this.retryDelay = Math.min(slowestRetry, this.retryDelay * 2);
  }

  private async within<T>(deadline: number, answer: Promise<T>, what: string, onTimeout?: () => void): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(
        () => {
          reject(new ChainUnavailable(what));
          onTimeout?.();
        },
        Math.max(1, deadline - performance.now()),
      );
    });
    try {
      return await Promise.race([answer, timeout]);
    } finally {
      clearTimeout(timer);
    }
  }
}
