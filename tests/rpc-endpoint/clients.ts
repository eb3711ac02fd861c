import { WebSocket } from "ws";

/** A client that follows the heads of its chain for as long as it may, and connects again whenever it is cut off. */
class Client {
  /** When the last head came, in milliseconds of a monotonic clock. */
  heardAt = 0;
  /** The longest that it was without a head since it first had one. */
  longestGapMs = 0;
  connections = 0;
  /** Connections that ended without the goodbye (1001) of a gateway whose node is not ready. */
  cutOff = 0;
  #socket: WebSocket | undefined;
  #ended = false;

  constructor(
    readonly url: string,
    readonly heard: () => void,
  ) {
    this.#connect();
  }

  end(): void {
    this.#ended = true;
    this.#socket?.terminate();
  }

  #connect(): void {
    if (this.#ended) return;
    const socket = new WebSocket(this.url);
    this.#socket = socket;
    let opened = false;
    socket.on("open", () => {
      opened = true;
      this.connections += 1;
      socket.send(JSON.stringify({ jsonrpc: "2.0", id: 1, method: "chain_subscribeFinalizedHeads", params: [] }));
    });
    socket.on("message", (data: Buffer) => {
      // The subscription's id; a refusal would leave the client without heads for ever, and nobody would know why.
      if (String(data).includes('"error"')) process.stderr.write(`a client was refused: ${String(data)}\n`);
      if (!String(data).includes('"params"')) return;
      const now = performance.now();
      if (this.heardAt > 0) this.longestGapMs = Math.max(this.longestGapMs, now - this.heardAt);
      this.heardAt = now;
      this.heard();
    });
    // A refusal comes before a close, which comes either way. Not at once: a balancer without nodes would be flooded.
    socket.on("error", () => undefined);
    socket.on("close", (code: number) => {
      if (opened && code !== 1001) this.cutOff += 1;
      setTimeout(() => this.#connect(), 50).unref();
    });
  }
}

/** Many of them at one address. */
export class Clients {
  readonly #all: Client[];
  #waiting: { since: number; resolve: () => void } | undefined;

  constructor(url: string, count: number) {
    this.#all = Array.from({ length: count }, () => new Client(url, () => this.#look()));
  }

  /** Resolves once each of them had a head after now. */
  async allHear(): Promise<void> {
    await new Promise<void>((resolve) => (this.#waiting = { since: performance.now(), resolve }));
  }

  /** Connections that somebody on the way ended. */
  get cutOff(): number {
    return this.#all.reduce((sum, { cutOff }) => sum + cutOff, 0);
  }

  get connections(): number {
    return this.#all.reduce((sum, { connections }) => sum + connections, 0);
  }

  /** The longest that any was without a head, since the last time that this was asked. */
  longestGapMs(): number {
    const longest = Math.max(...this.#all.map((c) => c.longestGapMs));
    for (const client of this.#all) client.longestGapMs = 0;
    return Math.round(longest);
  }

  end(): void {
    for (const client of this.#all) client.end();
  }

  #look(): void {
    const waiting = this.#waiting;
    if (!waiting || this.#all.some(({ heardAt }) => heardAt <= waiting.since)) return;
    this.#waiting = undefined;
    waiting.resolve();
  }
}
