import { once } from "node:events";
import * as net from "node:net";

/**
 * Whether a TCP server could listen there now: undefined when it could, else the system's error code (EADDRINUSE,
 * EADDRNOTAVAIL when the machine does not answer on that address, EACCES below the first unprivileged port).
 */
export async function bindProblem(address: string, port: number): Promise<string | undefined> {
  const server = net.createServer();
  try {
    server.listen({ host: address, port, exclusive: true });
    await once(server, "listening");
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? "EUNKNOWN";
  } finally {
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
}
