import { connect, createServer, type Socket } from "node:net";

/** An endpoint of a chain's node that can be cut off and put back on the same port. */
export class CutEndpoint {
  private readonly sockets = new Set<Socket>();
  private cut = false;

  private constructor(
    private readonly server: ReturnType<typeof createServer>,
    readonly endpoint: string,
  ) {}

  static async start(target: string): Promise<CutEndpoint> {
    const { hostname, port } = new URL(target);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const made = new CutEndpoint(server, `ws://127.0.0.1:${(server.address() as { port: number }).port}`);
    server.on("connection", (client) => {
      if (made.cut) return void client.destroy();
      const node = connect(Number(port), hostname);
      for (const [from, to] of [
        [client, node],
        [node, client],
      ] as const) {
        made.sockets.add(from);
        from.pipe(to);
        from.on("error", () => to.destroy());
        from.on("close", () => (made.sockets.delete(from), to.destroy()));
      }
    });
    return made;
  }

  setCut(cut: boolean): void {
    this.cut = cut;
    if (cut) for (const socket of this.sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.setCut(true);
    await new Promise((resolve) => this.server.close(resolve));
  }
}
