import { createServer } from "node:net";
import type { FastifyInstance } from "fastify";
import { ReactorError } from "./failure.js";

/**
 * Listens on loopback: who may ask is on this machine.
 * @throws {ReactorError} `port.in-use`
 */
export async function listenOnLoopback(server: FastifyInstance, port: number): Promise<string> {
  try {
    return await server.listen({ host: "127.0.0.1", port });
  } catch (error) {
    throw explain(error, port);
  }
}

/**
 * Whether listenOnLoopback could have the port now, found by having it for a moment.
 * @throws {ReactorError} `port.in-use`
 */
export async function requireFreePort(port: number): Promise<void> {
  const server = createServer();
  try {
    await new Promise<void>((listening, failed) => {
      server.once("error", failed);
      server.listen({ host: "127.0.0.1", port }, listening);
    });
  } catch (error) {
    throw explain(error, port);
  }
  await new Promise((closed) => server.close(closed));
}

function explain(error: unknown, port: number): unknown {
  if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") return error;
  return new ReactorError("port.in-use", `port ${port} of 127.0.0.1 is in use: choose another, or 0 for any free one`);
}
