import { EPOCH_HEADER } from "@dinfra/schemas";
import type { FastifyReply } from "fastify";
import type { DeploymentEvent, Progress } from "../deployments/progress.js";

/** Writes the events of a deployment as server-sent events: what is still kept, then, if asked for, what comes. */
export function streamEvents(
  reply: FastifyReply,
  epoch: string,
  progress: Progress,
  deployment: string,
  options: { after: number; follow: boolean },
): void {
  reply.hijack();
  const out = reply.raw;
  out.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store", [EPOCH_HEADER]: epoch });
  // Else a reader of a quiet stream would not learn before the first event that it is open.
  out.flushHeaders();
  const write = (event: DeploymentEvent) =>
    out.write(`id: ${event.id}\nevent: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`);
  progress.since(deployment, options.after).forEach(write);
  if (!options.follow) {
    out.end();
    return;
  }
  const stop = progress.follow(deployment, write);
  // Keeps proxies and idle time-outs from cutting a quiet stream, and notices a reader that is gone.
  const pulse = setInterval(() => out.write(": \n\n"), 15_000);
  out.once("close", () => {
    stop();
    clearInterval(pulse);
  });
}
