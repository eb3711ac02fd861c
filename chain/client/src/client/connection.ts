import { WsProvider } from "@polkadot/rpc-provider";
import { ChainUnavailable } from "../errors.js";

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

/** The endpoint answered a request with an error of its own. */
export class EndpointError extends ChainUnavailable {
  constructor(
    readonly method: string,
    readonly rpcCode: number | null,
    readonly detail: string,
    cause: unknown,
  ) {
    super(`${method}: the endpoint answered an error: ${detail}`, { cause });
  }
}

/**
 * One endpoint, for as long as wanted: reconnects by itself, gives every request a time-out, and starts afresh when an answer never
 * came (a half-open socket stays silent for ever). A new WsProvider is made for each connection: its own reconnection loses watched
 * transactions, caches failed answers for half a minute, and logs by itself.
 */
export class Connection {
  private provider: WsProvider | null = null;
  private connected: Promise<WsProvider>;
  private resolveConnected: (provider: WsProvider) => void = () => undefined;
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
    const deadline = Date.now() + requestTimeout;
    const provider = await this.within(
      deadline,
      this.connected,
      `no connection to ${this.endpoint} for ${requestTimeout} ms`,
    );
    try {
      return await this.within(
        deadline,
        provider.send(method, [...params], false),
        `${method}: no answer from ${this.endpoint} within ${requestTimeout} ms`,
        () => this.renew(provider),
      );
    } catch (failure) {
      if (failure instanceof ChainUnavailable) throw failure;
      const { code, message = String(failure) } = failure as { code?: unknown; message?: string };
      if (typeof code === "number") throw new EndpointError(method, code, message, failure);
      throw new ChainUnavailable(`${method}: ${message.split("\n")[0]}`, { cause: failure });
    }
  }

  close(): void {
    this.closed = true;
    if (this.retryTimer !== null) clearTimeout(this.retryTimer);
    this.rejectConnected(new ChainUnavailable("this client was closed"));
    const provider = this.provider;
    this.provider = null;
    if (provider !== null) void provider.disconnect().catch(() => undefined);
  }

  private awaitConnection(): Promise<WsProvider> {
    const promise = new Promise<WsProvider>((resolve, reject) => {
      this.resolveConnected = resolve;
      this.rejectConnected = reject;
    });
    promise.catch(() => undefined);
    return promise;
  }

  private open(): void {
    const provider = new WsProvider(this.endpoint, false);
    this.provider = provider;
    const opening = setTimeout(() => this.renew(provider), openTimeout);
    provider.on("connected", () => {
      clearTimeout(opening);
      if (this.provider !== provider) return;
      if (this.lost) this.options.log(`connected again to ${this.endpoint}`);
      this.lost = false;
      this.retryDelay = firstRetry;
      this.resolveConnected(provider);
      // Only a hint: the timer of whoever waits is what can be relied on.
      provider
        .subscribe("chain_finalizedHead", "chain_subscribeFinalizedHeads", [], () => this.options.onWake())
        .catch(() => undefined);
      this.options.onWake();
    });
    // Without a listener an error event would be thrown.
    provider.on("error", () => undefined);
    provider.on("disconnected", () => {
      clearTimeout(opening);
      this.replace(provider);
    });
    provider.connect().catch(() => this.replace(provider));
  }

  private renew(provider: WsProvider): void {
    if (this.provider !== provider) return;
    this.options.log(`${this.endpoint} does not answer: connecting afresh`);
    this.replace(provider);
    void provider.disconnect().catch(() => undefined);
  }

  private replace(provider: WsProvider): void {
    if (this.closed || this.provider !== provider) return;
    if (!this.lost) this.options.log(`no connection to ${this.endpoint}: trying again`);
    this.lost = true;
    this.provider = null;
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
        Math.max(1, deadline - Date.now()),
      );
    });
    try {
      return await Promise.race([answer, timeout]);
    } finally {
      clearTimeout(timer);
    }
  }
}
