import { SEQUENCE_HEADER, type Deployment } from "@dinfra/schemas";
import { Events } from "../events.js";
import type { Promised } from "../promises.js";
import { said, type Told, type Trial } from "../trial.js";

const sequenceIn = (trial: Trial, told: Told): string => {
  const found = told.headers[SEQUENCE_HEADER];
  trial.require(found !== undefined, `expected the header ${SEQUENCE_HEADER} of a list, found none`);
  return found;
};

const list = (trial: Trial, after?: string): Promise<Told> =>
  trial.ask("GET", "/v1/deployments", { query: { after, limit: 500 } });

interface Changes {
  items: Deployment[];
  forgotten: string[];
}

/** What changed of this promise's own deployments: others change at the same time. */
async function changesAfter(trial: Trial, sequence: string): Promise<Changes & { sequence: string }> {
  const told = await list(trial, sequence);
  trial.require(told.status === 200, `expected 200 and what changed, found ${said(told)}`);
  const { items, forgotten = [] } = told.body as Changes;
  const own = (id: string) => trial.made.has(id);
  return {
    items: items.filter(({ id }) => own(id)),
    forgotten: forgotten.filter(own),
    sequence: sequenceIn(trial, told),
  };
}

export const changes: readonly Promised[] = [
  {
    id: "changes",
    level: "extended",
    text: "After a sequence the list has what changed since, each deployment once as it is now, and what was forgotten.",
    async test(trial: Trial) {
      const before = sequenceIn(trial, await list(trial));
      const { id, receipt } = await trial.tornDown();
      const other = trial.newId();
      await trial.remove(other);
      await trial.phase(other, "TornDown");
      const changed = await changesAfter(trial, before);
      const found = changed.items.map(({ id }) => id).sort();
      trial.that(found.join() === [id, other].sort().join(), `expected ${id} and ${other}, found ${found.join()}`);
      trial.that(
        changed.items.every(({ phase }) => phase === "TornDown"),
        "expected each as it is now, TornDown",
      );
      const none = await changesAfter(trial, changed.sequence);
      trial.that(none.items.length === 0, `expected nothing after the last sequence, found ${none.items.length} items`);
      await trial.acknowledge(id, receipt);
      const after = await changesAfter(trial, changed.sequence);
      trial.that(
        after.forgotten.join() === id,
        `expected ${id} as forgotten, found ${after.forgotten.join() || "none"}`,
      );
      trial.that(after.items.length === 0, "expected no deployment beside what was forgotten, found some");
    },
  },
  {
    id: "sequence-gone",
    level: "extended",
    text: "A sequence of another store, or one that was never given, is answered with 410 sequence-gone.",
    async test(trial) {
      const sequence = sequenceIn(trial, await list(trial));
      const [epoch] = sequence.split(":");
      for (const gone of ["another-store:1", `${epoch}:9007199254740991`]) {
        trial.refused(await list(trial, gone), 410, "sequence-gone", `a list after ${gone}`);
        const headers = { "last-event-id": gone };
        trial.refused(
          await trial.ask("GET", "/v1/changes", { headers }),
          410,
          "sequence-gone",
          `a stream after ${gone}`,
        );
      }
    },
  },
  {
    id: "change-stream",
    level: "extended",
    text: "The stream of changes begins with its sequence, tells each change, and goes on after the last event that was read.",
    async test(trial: Trial) {
      const open = async (headers = {}) =>
        new Events(await trial.stream("/v1/changes", { headers }), trial.options.patience);
      const isOf = (id: string, kind: string) => (event: { event: string; data: string }) =>
        event.event === kind && (JSON.parse(event.data) as { id: string }).id === id;
      const first = await open();
      const id = trial.newId();
      let last: string;
      try {
        const begin = await first.next();
        trial.require(
          begin?.event === "sequence",
          `expected the event sequence first, found ${begin?.event ?? "none"}`,
        );
        const { sequence } = JSON.parse(begin.data) as { sequence: string };
        trial.that(begin.id === sequence, `expected the id ${sequence} of the first event, found ${begin.id}`);
        await trial.remove(id);
        last = (await first.find(`a change of ${id}`, isOf(id, "deployment"))).id;
      } finally {
        first.close();
      }
      const { receipt } = await trial.tornDown(id);
      await trial.acknowledge(id, receipt);
      const again = await open({ "last-event-id": last });
      try {
        await again.find(`that ${id} was forgotten`, isOf(id, "forgotten"));
      } finally {
        again.close();
      }
    },
  },
];
