import { Server } from "node:https";
import { createServer, type AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";
import { ReactorError } from "./failure.js";

/** The address that who is on this machine asks at. */
export const loopback = "127.0.0.1";

/** Whether only who is on this machine can ask there. @param address an IP address */
export const isLoopback = (address: string): boolean => /^127\.|^::1$|^::ffff:127\./i.test(address);

/**
 * Listens on loopback: who may ask is on this machine.
 * @throws {ReactorError} `port.in-use`
 */
export const listenOnLoopback = (server: FastifyInstance, port: number): Promise<string> =>
  listenAt(server, loopback, port);

/**
 * @returns the URL for who is on this machine
 * @throws {ReactorError} `port.in-use`, `address.none`
 */
export async function listenAt(server: FastifyInstance, address: string, port: number): Promise<string> {
  try {
    await server.listen({ host: address, port });
  } catch (error) {
    throw explain(error, address, port);
  }
  const { port: taken } = server.server.address() as AddressInfo;
  const near = address === "0.0.0.0" ? loopback : address === "::" ? "::1" : address;
  const scheme = server.server instanceof Server ? "https" : "http";
  return `${scheme}://${near.includes(":") ? `[${near}]` : near}:${taken}`;
}

/**
 * Whether a server could have the port now, found by having it for a moment.
 * @throws {ReactorError} `port.in-use`, `address.none`
 */
export async function requireFreePort(port: number, address = loopback): Promise<void> {
  const server = createServer();
  try {
    await new Promise<void>((listening, failed) => {
      server.once("error", failed);
      server.listen({ host: address, port }, listening);
    });
  } catch (error) {
    throw explain(error, address, port);
  }
  await new Promise((closed) => server.close(closed));
}

function explain(error: unknown, address: string, port: number): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "EADDRNOTAVAIL")
    return new ReactorError("address.none", `expected an address of this machine, found ${address}: give another one`);
  if (code !== "EADDRINUSE") return error;
  return new ReactorError("port.in-use", `port ${port} of ${address} is in use: choose another, or 0 for any free one`);
}
