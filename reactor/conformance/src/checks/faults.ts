import { cut } from "../http.js";
import type { Promised } from "../promises.js";
import { at, said } from "../trial.js";

/** Faults of the way between sidecar and reactor: what is sent is lost, doubled, late, or its answer is. */
export const faults: readonly Promised[] = [
  {
    id: "lost-answers",
    level: "core",
    text: "A PUT, DELETE or acknowledgement whose answer is lost can be sent again, and comes to the same.",
    async test(trial) {
      const id = trial.newId();
      const put = trial.requestOf("PUT", at(id), { body: trial.wish(1) });
      await cut(trial.subject.url, put, "answer");
      const { timings } = await trial.put(id, trial.wish(1));
      const deployed = await trial.deployed(id, 1);
      trial.that(
        deployed.timings.acceptedAt === timings.acceptedAt,
        "expected the time of the first PUT, found another",
      );
      await cut(
        trial.subject.url,
        trial.requestOf("DELETE", at(id), { query: { ...trial.known.owner, paidBlocks: 1 } }),
        "answer",
      );
      const { receipt } = await trial.tornDown(id);
      const acknowledge = trial.requestOf("POST", `${at(id)}/acknowledge`, { body: { receipt } });
      await cut(trial.subject.url, acknowledge, "answer");
      const told = await trial.acknowledge(id, receipt);
      // It went through, or it did not come.
      trial.that(told.status === 204 || told.code === "unknown-deployment", `expected 204 or 404, found ${said(told)}`);
      trial.refused(await trial.getTold(id), 404, "unknown-deployment", "GET after the acknowledgement");
    },
  },
  {
    id: "doubled-requests",
    level: "core",
    text: "The same request many times at once is recorded once.",
    async test(trial) {
      const id = trial.newId();
      const answers = await Promise.all(Array.from({ length: 10 }, () => trial.put(id, trial.wish(1))));
      const times = new Set(answers.map(({ timings }) => timings.acceptedAt));
      trial.that(times.size === 1, `expected one time of acceptance in 10 answers, found ${times.size}`);
      trial.that((await trial.listed()).length === 1, `expected ${id} once in the list`);
      await trial.deployed(id, 1);
      await Promise.all(Array.from({ length: 10 }, () => trial.remove(id)));
      const { receipt } = await trial.tornDown(id);
      const acknowledged = await Promise.all(Array.from({ length: 5 }, () => trial.acknowledge(id, receipt)));
      const through = acknowledged.filter(({ status }) => status === 204).length;
      const known = acknowledged.every(({ status, code }) => status === 204 || code === "unknown-deployment");
      trial.that(through === 1 && known, `expected one 204, and 404 else, found ${acknowledged.map(said).join(", ")}`);
    },
  },
  {
    id: "late-requests",
    level: "core",
    text: "Generations that come at once, in any order, end with the newest; a late older one changes nothing.",
    async test(trial) {
      const id = trial.newId();
      const [one, other] = trial.known.descriptors;
      const told = await Promise.all(
        [4, 2, 5, 1, 3].map((n) => trial.putTold(id, trial.wish(n, n % 2 === 0 ? other : one))),
      );
      for (const answer of told)
        trial.that(
          answer.status === 202 || answer.code === "stale-generation",
          `expected 202 or 409 stale-generation, found ${said(answer)}`,
        );
      const { cid } = await trial.deployed(id, 5);
      trial.that(cid === one.cid, `expected the CID of generation 5, ${one.cid}, found ${cid}`);
      trial.refused(await trial.putTold(id, trial.wish(4, other)), 409, "stale-generation", "generation 4, late");
    },
  },
];
