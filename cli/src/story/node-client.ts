import { once } from "node:events";
import { WebSocket } from "ws";
import { StoryFailure } from "./child.js";

/**
 * A JSON-RPC client over WebSocket that shares nothing with the code that the story is about: what it hears, any wallet or
 * script would hear.
 */
export class NodeClient {
  private next = 1;
  private readonly open = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();

  private constructor(private readonly socket: WebSocket) {
    socket.on("message", (data) => {
      const { id, result, error } = JSON.parse(String(data)) as {
        id?: number;
        result?: unknown;
        error?: { message: string };
      };
      const call = id === undefined ? undefined : this.open.get(id);
      if (!call || id === undefined) return;
      this.open.delete(id);
      if (error) call.reject(new StoryFailure(`the node answered: ${error.message}`));
      else call.resolve(result);
    });
    socket.on("close", () => {
      for (const call of this.open.values()) call.reject(new StoryFailure("the node closed the connection"));
      this.open.clear();
    });
  }

  static async connect(url: string): Promise<NodeClient> {
    const socket = new WebSocket(url, { handshakeTimeout: 10_000 });
    try {
      await once(socket, "open");
    } catch (error) {
      throw new StoryFailure(`no node answers at ${url}: ${(error as Error).message}`);
    }
    return new NodeClient(socket);
  }

  call<T>(method: string, ...params: readonly unknown[]): Promise<T> {
    const id = this.next++;
    this.socket.send(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
    return new Promise<T>((resolve, reject) => {
      this.open.set(id, { resolve: resolve as (value: unknown) => void, reject });
    });
  }

  async height(): Promise<number> {
    return Number.parseInt((await this.call<{ number: string }>("chain_getHeader")).number, 16);
  }

  /** Resolves with the first height above the given one. */
  async heightAbove(height: number, timeout = 60_000): Promise<number> {
    const deadline = performance.now() + timeout;
    for (;;) {
      const now = await this.height();
      if (now > height) return now;
      if (performance.now() > deadline)
        throw new StoryFailure(`the node's height stayed at ${height} for ${timeout / 1000} s`);
      // A plain poll on purpose: the node's subscriptions are among what is in doubt here.
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }

  async close(): Promise<void> {
    const closed = once(this.socket, "close");
    this.socket.close();
    await closed;
  }
}
