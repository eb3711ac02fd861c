import type { DeploymentEvent } from "@dinfra/schemas";
import { componentValidator } from "@dinfra/service/api/document";
import { Events, type StreamEvent } from "../events.js";
import type { Promised } from "../promises.js";
import { at, type Trial } from "../trial.js";

const open = async (trial: Trial, id: string, after?: string, follow = false): Promise<Events> => {
  const headers: Record<string, string> = after === undefined ? {} : { "last-event-id": after };
  const stream = await trial.stream(`${at(id)}/events`, { headers, query: follow ? { follow } : {} });
  trial.require(stream.answer.status === 200, `expected 200 for the events of ${id}, found ${stream.answer.status}`);
  return new Events(stream, trial.options.patience);
};

const fits = componentValidator("DeploymentEvent");
const read = (trial: Trial, { id, event, data }: StreamEvent): DeploymentEvent => {
  const found = JSON.parse(data) as DeploymentEvent;
  const { instancePath = "", message = "" } = (fits(found) ? undefined : fits.errors?.[0]) ?? {};
  trial.that(message === "", `event ${id}: ${instancePath} ${message}`);
  trial.that(String(found.id) === id, `expected the number ${id} in the data as in id, found ${found.id}`);
  trial.that(found.kind === event, `expected the kind ${event} in the data as in event, found ${found.kind}`);
  return found;
};

export const streams: readonly Promised[] = [
  {
    id: "events",
    level: "extended",
    text: "The events of a deployment fit the document, rise by number, tell its phases, and go on after any of them.",
    async test(trial) {
      const id = await trial.running();
      const stream = await open(trial, id);
      const told = (await stream.rest()).map((event) => read(trial, event));
      const numbers = told.map((event) => event.id);
      trial.that(
        numbers.every((number, n) => n === 0 || number > numbers[n - 1]!),
        `expected rising numbers, found ${numbers.join(", ")}`,
      );
      trial.that(
        told.some(({ phase }) => phase === "Deployed"),
        "expected the phase Deployed among the events, found none",
      );
      const rest = await (await open(trial, id, String(numbers[0]))).rest();
      trial.that(
        rest[0]?.id === String(numbers[1]),
        `after event ${numbers[0]}: expected ${numbers[1]}, found ${rest[0]?.id}`,
      );
    },
  },
  {
    id: "events-followed",
    level: "extended",
    text: "A stream that follows a deployment tells what happens as it happens, to its end.",
    async test(trial) {
      const id = await trial.running();
      const stream = await open(trial, id, undefined, true);
      try {
        await stream.find("Deployed", (event) => read(trial, event).phase === "Deployed");
        await trial.remove(id);
        await stream.find("TornDown", (event) => read(trial, event).phase === "TornDown");
      } finally {
        stream.close();
      }
    },
  },
];
