import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { problem } from "@dinfra/service/api/problem";
import { headersOf } from "./headers.js";

/** Answers what is no HTTP request that a handler could be found for, as a problem like any other, and closes the connection. */
export function answerMalformed(socket: Duplex, error: Error & { code?: string }, epoch: string): void {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const found = problem(
    error.code === "HPE_HEADER_OVERFLOW" ? "too-large" : "invalid-request",
    `expected an HTTP/1.1 request of the API, found ${error.code ?? error.message}`,
  );
  const body = JSON.stringify(found);
  const headers = Object.entries(headersOf(epoch)).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(
    `HTTP/1.1 ${found.status} ${STATUS_CODES[found.status]}\r\n` +
      `content-type: application/problem+json\r\n${headers.join("")}` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
