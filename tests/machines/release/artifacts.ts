import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

/** Serves files by path at the address that machines of a network reach, as `artifacts.baseUrl` does. */
export class Artifacts {
  private readonly files = new Map<string, Buffer>();
  private readonly held = new Map<string, PromiseWithResolvers<void>>();
  /** Paths that were asked for, in order. */
  readonly asked: string[] = [];

  private constructor(
    private readonly server: Server,
    readonly baseUrl: string,
  ) {}

  static async serve(host: string): Promise<Artifacts> {
    const server = createServer((request, response) => {
      const path = (request.url ?? "/").slice(1);
      made.asked.push(path);
      const body = made.files.get(path);
      void Promise.resolve(made.held.get(path)?.promise).then(() => response.writeHead(body ? 200 : 404).end(body));
    });
    server.listen(0, host);
    await once(server, "listening");
    server.unref();
    const made = new Artifacts(server, `http://${host}:${(server.address() as AddressInfo).port}`);
    return made;
  }

  /** Answers the sha256 of the content. */
  put(path: string, content: Buffer | string): string {
    this.files.set(path, Buffer.from(content));
    return sha256(content);
  }

  putFile(path: (sum: string) => string, file: string): string {
    const content = readFileSync(file);
    const sum = sha256(content);
    this.files.set(path(sum), content);
    return sum;
  }

  /** Whoever asks for this path waits, until the answer is called. */
  hold(path: string): () => void {
    const way = Promise.withResolvers<void>();
    this.held.set(path, way);
    return () => {
      this.held.delete(path);
      way.resolve();
    };
  }

  close(): void {
    this.server.close();
  }
}

const sha256 = (content: Buffer | string) => createHash("sha256").update(content).digest("hex");
