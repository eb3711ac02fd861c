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
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    throw new ReactorError("port.in-use", `port ${port} of 127.0.0.1 is in use: choose another, or 0 for any free one`);
  }
}
