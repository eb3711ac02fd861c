import { SEQUENCE_HEADER, sequenceText } from "@dinfra/schemas";
import { ReactorError } from "@dinfra/service/failure";
import type { FastifyReply } from "fastify";
import { headersOf } from "./headers.js";
import type { Streams } from "./streams.js";
import { toApi } from "../deployments/phase.js";
import { tombstonesKept, type Changes, type DeploymentStore } from "../deployments/store.js";

/**
 * What changed after a sequence.
 * @throws {ReactorError} `sequence-gone`
 */
export function changesAfter(
  store: DeploymentStore,
  { epoch, number }: { epoch: string; number: number },
  limit: number,
): Changes {
  if (epoch !== store.epoch) {
    throw new ReactorError(
      "sequence-gone",
      `expected a sequence of this store, ${store.epoch}, found one of ${epoch}: list all deployments`,
    );
  }
  const found = store.changes(number, limit);
  if (found !== undefined) return found;
  throw new ReactorError(
    "sequence-gone",
    `expected a sequence from ${Math.max(0, store.sequence - tombstonesKept)} to ${store.sequence}, found ${number}: list all deployments`,
  );
}

/** Changes that are written before it is looked whether the reader takes them. */
const atOnce = 50;

/**
 * Writes changes as server-sent events. What to write next is read from the store when the reader has taken what was
 * written, so a slow reader fills no memory; of what changed several times meanwhile it gets the last.
 */
export function streamChanges(reply: FastifyReply, streams: Streams, store: DeploymentStore, from: number): void {
  const { epoch } = store;
  let at = from;
  let coming: NodeJS.Immediate | undefined;
  let stop = () => {};
  const headers = { ...headersOf(epoch), [SEQUENCE_HEADER]: sequenceText(epoch, at) };
  const send = streams.begin(reply, headers, () => {
    stop();
    clearImmediate(coming);
  });
  const out = reply.raw;
  const write = (event: string, number: number, data: unknown) =>
    send({ id: sequenceText(epoch, number), event, data });
  write("sequence", at, { sequence: sequenceText(epoch, at) });

  const later = () => (coming ??= setImmediate(writeOn));
  const writeOn = () => {
    coming = undefined;
    if (out.writableNeedDrain) return;
    const found = store.changes(at, atOnce);
    // It fell behind by more than is remembered: it is told so when it comes back.
    if (found === undefined) return void out.end();
    for (const { sequence, id, record } of found.changes)
      if (record === null) write("forgotten", sequence, { id });
      else write("deployment", sequence, toApi(record, epoch));
    at = found.sequence;
    if (at < store.sequence) later();
  };
  stop = store.onChange(later);
  out.on("drain", later);
  later();
}
