import { ReactorError } from "@dinfra/service/failure";
import type { FastifyReply } from "fastify";

/** Bytes that a reader may leave unread. */
const mostUnread = 1024 * 1024;
/** Milliseconds between two signs of life. */
const pulseEvery = 15_000;

/** The open streams: so many at most, and none whose reader does not read. */
export class Streams {
  private open = 0;

  constructor(private readonly limit = 500) {}

  /**
   * Takes the reply over, with its head sent.
   * @param onClose what is to end with the stream
   * @returns writes an event
   * @throws {ReactorError} `too-many-streams`, before the reply is touched
   */
  begin(
    reply: FastifyReply,
    headers: Readonly<Record<string, string>>,
    onClose: () => void,
  ): (event: { id: string; event: string; data: unknown }) => void {
    if (this.open >= this.limit)
      throw new ReactorError("too-many-streams", `${this.limit} streams are open: close one, or ask again later`, true);
    this.open += 1;
    reply.hijack();
    const out = reply.raw;
    out.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store", ...headers });
    // Else a reader of a quiet stream would not learn before the first event that it is open.
    out.flushHeaders();
    let unreadBefore = false;
    // Keeps proxies and idle time-outs from cutting a quiet stream, and notices a reader that is gone or does not read.
    const pulse = setInterval(() => {
      if (out.writableNeedDrain && unreadBefore) return void out.destroy();
      unreadBefore = out.writableNeedDrain;
      out.write(": \n\n");
    }, pulseEvery);
    out.once("close", () => {
      this.open -= 1;
      clearInterval(pulse);
      onClose();
    });
    return ({ id, event, data }) => {
      if (out.writableLength > mostUnread) return void out.destroy();
      out.write(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    };
  }
}
