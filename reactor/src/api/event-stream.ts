import type { FastifyReply } from "fastify";
import type { DeploymentEvent, Progress } from "../deployments/progress.js";
import { headersOf } from "./headers.js";
import type { Streams } from "./streams.js";

/** Writes the events of a deployment as server-sent events: what is still kept, then, if asked for, what comes. */
export async function streamEvents(
  reply: FastifyReply,
  streams: Streams,
  epoch: string,
  progress: Progress,
  deployment: string,
  options: { after: number; follow: boolean },
): Promise<void> {
  let last = options.after;
  // What comes while the files are read waits for its turn.
  let coming: DeploymentEvent[] | undefined = [];
  const stop = options.follow
    ? progress.follow(deployment, (event) => (coming === undefined ? write(event) : coming.push(event)))
    : () => {};
  let send: ReturnType<Streams["begin"]>;
  try {
    send = streams.begin(reply, headersOf(epoch), stop);
  } catch (error) {
    stop();
    throw error;
  }
  const write = (event: DeploymentEvent): void => {
    if (event.id <= last) return;
    last = event.id;
    send({ id: String(event.id), event: event.kind, data: event });
  };
  const before = await progress.since(deployment, options.after);
  before.forEach(write);
  coming.forEach(write);
  coming = undefined;
  if (!options.follow) reply.raw.end();
}
