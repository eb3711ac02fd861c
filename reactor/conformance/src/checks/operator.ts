import type { components } from "@dinfra/schemas";
import type { Promised } from "../promises.js";
import { expectEnd } from "./end.js";
import { at, pause, said, type Trial } from "../trial.js";
import { unfit } from "./wishes.js";

type Api = components["schemas"];

/** What is for people: what a deployment gives, what would happen, and a hand on it. */
export const operator: readonly Promised[] = [
  {
    id: "outputs",
    level: "extended",
    text: "The outputs of what runs are its endpoints, with the generation that they are of.",
    async test(trial: Trial) {
      const id = await trial.running();
      const { endpoints } = await trial.get(id);
      const told = await trial.ask("GET", `${at(id)}/outputs`);
      trial.require(told.status === 200, `expected 200, found ${said(told)}`);
      const found = told.body as Api["Outputs"];
      trial.that(
        found.generation === 1 && found.id === id,
        `expected generation 1 of ${id}, found ${found.generation} of ${found.id}`,
      );
      trial.that(
        JSON.stringify(found.endpoints) === JSON.stringify(endpoints),
        `expected ${JSON.stringify(endpoints)}, found ${JSON.stringify(found.endpoints)}`,
      );
    },
  },
  {
    id: "end-reason",
    level: "extended",
    text: "Who ended a deployment and why is told as it was said, also after the acknowledgement, with what it gave last.",
    scenarios: ["M20"],
    async test(trial: Trial) {
      const id = await trial.running();
      await trial.remove(id, { endedBy: "consumer", endReason: "FundsSpent" });
      const { receipt } = await trial.tornDown(id);
      const look = async (when: string) => {
        const told = await trial.ask("GET", `${at(id)}/outputs`);
        trial.require(told.status === 200, `${when}: expected 200, found ${said(told)}`);
        const found = told.body as Api["Outputs"];
        const { by, reason } = found.end ?? {};
        trial.that(
          by === "consumer" && reason === "FundsSpent",
          `${when}: expected an end by consumer, FundsSpent, found ${by ?? "none"}, ${reason ?? "none"}`,
        );
        return found;
      };
      await look("before the acknowledgement");
      await trial.acknowledge(id, receipt);
      const { keptUntil, generation } = await look("after the acknowledgement");
      trial.that(keptUntil !== undefined, "expected keptUntil after the acknowledgement, found none");
      trial.that(generation === 1, `expected the outputs of generation 1, found ${generation}`);
    },
  },
  {
    id: "end-amounts-kept",
    level: "extended",
    text: "Block and amounts of an end are told with the outputs, the same before and after the acknowledgement.",
    scenarios: ["M20"],
    async test(trial: Trial) {
      const id = await trial.running();
      const settled = { block: 1_234, paid: "340282366920938463463374607431768211455", refunded: "0" };
      const { block: endBlock, ...amounts } = settled;
      await trial.remove(id, { endedBy: "provider", endReason: "Resigned", endBlock, ...amounts });
      const { receipt } = await trial.tornDown(id);
      const look = async (when: string) => {
        const { end } = (await trial.ask("GET", `${at(id)}/outputs`)).body as Partial<Api["Outputs"]>;
        expectEnd(trial, end, settled, `${when}: `);
      };
      await look("before the acknowledgement");
      await trial.acknowledge(id, receipt);
      await look("after the acknowledgement");
    },
  },
  {
    id: "usage",
    level: "extended",
    text: "The usage of what runs is told, as far as the platform knows it; of an unknown id it is 404.",
    async test(trial: Trial) {
      const id = await trial.running();
      const told = await trial.ask("GET", `${at(id)}/usage`);
      trial.that(told.status === 200, `expected 200, found ${said(told)}`);
      const none = await trial.ask("GET", `${at(trial.newId())}/usage`);
      trial.refused(none, 404, "unknown-deployment", "the usage of what is not known");
    },
  },
  {
    id: "usage-kept",
    level: "extended",
    text: "After its end the usage is that of before, with its time, the same before and after the acknowledgement.",
    async test(trial: Trial) {
      const id = await trial.running();
      const { seen, receipt } = await trial.tornDown(id);
      const path = `${at(id)}/usage`;
      const before = await trial.ask("GET", path);
      trial.require(before.status === 200, `after the teardown: expected 200, found ${said(before)}`);
      const { at: read } = before.body as Api["Usage"];
      const last = seen.timings.tornDownAt;
      trial.that(
        last !== undefined && Date.parse(read) <= Date.parse(last),
        `expected the usage of before the teardown was done (${last}), found one of ${read}`,
      );
      await trial.acknowledge(id, receipt);
      const after = await trial.ask("GET", path);
      trial.that(after.text === before.text, `expected ${before.text} as before, found ${said(after)}`);
    },
  },
  {
    id: "preview",
    level: "extended",
    text: "A preview says what a PUT would do, or why it would be refused, and changes nothing.",
    async test(trial: Trial) {
      const preview = async (id: string, wish: object) => {
        const told = await trial.ask("POST", `${at(id)}/preview`, { body: wish });
        trial.require(told.status === 200, `expected 200 and a plan, found ${said(told)}`);
        return told.body as Api["Preview"];
      };
      const none = trial.newId();
      const first = await preview(none, trial.wish(1));
      trial.that(first.possible, `expected that the wish is possible, found ${first.refusal?.code}`);
      trial.that((first.steps ?? []).length > 0, "expected steps of a plan that makes something, found none");
      trial.refused(await trial.getTold(none), 404, "unknown-deployment", "GET after a preview");
      const id = await trial.running();
      const before = JSON.stringify(await trial.get(id));
      const refused = await preview(id, trial.wish(2, unfit));
      trial.that(
        !refused.possible && refused.refusal !== undefined,
        "expected a refusal of what fits no type, found none",
      );
      await preview(id, trial.wish(2, trial.known.descriptors[1]));
      const after = JSON.stringify(await trial.get(id));
      trial.that(before === after, `expected that nothing changed by a preview, found ${after}`);
    },
  },
  {
    id: "paused",
    level: "extended",
    text: "What is paused is left alone: a DELETE is recorded, and carried out when the mode is normal again.",
    async test(trial: Trial) {
      const id = await trial.running();
      const mode = async (wanted: string) => {
        const told = await trial.ask("PUT", `${at(id)}/mode`, { body: { mode: wanted } });
        trial.require(told.status === 200, `the mode ${wanted}: expected 200, found ${said(told)}`);
        return (told.body as Api["Deployment"]).mode;
      };
      trial.that((await mode("paused")) === "paused", "expected the mode paused in the answer, found another");
      await trial.remove(id);
      await pause(1_000);
      const { phase } = await trial.get(id);
      trial.that(phase === "TearingDown", `expected TearingDown while it is paused, found ${phase}`);
      trial.that((await mode("normal")) === undefined, "expected no mode in the answer where it is normal, found one");
      await trial.phase(id, "TornDown");
    },
  },
  {
    id: "reconcile",
    level: "extended",
    text: "A reconcile of what is as it should be changes nothing.",
    async test(trial: Trial) {
      const id = await trial.running();
      const { timings } = await trial.get(id);
      const told = await trial.ask("POST", `${at(id)}/reconcile`);
      trial.that(told.status === 202, `expected 202, found ${said(told)}`);
      const after = await trial.deployed(id, 1);
      trial.that(
        after.timings.deployedAt === timings.deployedAt,
        "expected that it was deployed when it was, found another time",
      );
    },
  },
  {
    id: "approve",
    level: "extended",
    text: "An approval of a plan that does not wait is refused (409 approval-mismatch).",
    async test(trial: Trial) {
      const id = await trial.running();
      const body = { digest: `0x${"1".repeat(64)}`, steps: [{ urn: "urn", operation: "delete" }] };
      trial.refused(await trial.ask("POST", `${at(id)}/approve`, { body }), 409, "approval-mismatch", "an approval");
    },
  },
  {
    id: "release",
    level: "extended",
    text: "A release of what nothing holds changes nothing (204), and of an unknown id is 404.",
    async test(trial: Trial) {
      const id = await trial.running();
      for (const path of [`${at(id)}/release`, "/v1/breaker/release"]) {
        const told = await trial.ask("POST", path);
        trial.that(told.status === 204, `POST ${path}: expected 204, found ${said(told)}`);
      }
      const none = await trial.ask("POST", `${at(trial.newId())}/release`);
      trial.refused(none, 404, "unknown-deployment", "a release of what is not known");
      const { phase } = await trial.get(id);
      trial.that(phase === "Deployed", `expected Deployed as before, found ${phase}`);
    },
  },
  {
    id: "orphans",
    level: "extended",
    text: "What is deployed is no orphan.",
    async test(trial: Trial) {
      const id = await trial.running();
      const told = await trial.ask("GET", "/v1/orphans");
      trial.require(told.status === 200, `expected 200, found ${said(told)}`);
      const { items } = told.body as Api["OrphanList"];
      trial.that(!items.some((one) => one.id === id), `expected no ${id} among the orphans, found it`);
    },
  },
  {
    id: "quote",
    level: "extended",
    text: "A quote says of each offer whether it serves a descriptor, at which price an hour, and all reasons why not.",
    alone: true,
    test: quotes,
  },
  {
    id: "metrics",
    level: "extended",
    text: "The metrics are in Prometheus' text format.",
    async test(trial: Trial) {
      const told = await trial.ask("GET", "/metrics");
      trial.that(told.status === 200, `expected 200, found ${said(told)}`);
      const wrong = told.text
        .split("\n")
        .filter((line) => line !== "" && !line.startsWith("#"))
        .find((line) => !/^[a-zA-Z_:][\w:]*(\{.*\})? (-?[0-9.]+(e[+-]?\d+)?|NaN|[+-]Inf)( -?\d+)?$/i.test(line));
      trial.that(wrong === undefined, `expected samples, found ${wrong}`);
      trial.that(/^# TYPE /m.test(told.text), "expected a line # TYPE, found none");
    },
  },
];

async function quotes(trial: Trial): Promise<void> {
  const descriptorType = { id: trial.known.typeId };
  const offer = { descriptorType, pricePerBlock: "30", capacity: 5, used: 2, open: true };
  const offers = { block: 77, slotMilliseconds: 6_000, draining: false, offers: [offer, { ...offer, used: 5 }] };
  const put = await trial.ask("PUT", "/v1/offers", { body: offers });
  trial.require(put.status === 204, `PUT /v1/offers: expected 204, found ${said(put)}`);
  const body = { descriptorType, descriptor: trial.known.descriptors[0].value };
  const told = await trial.ask("POST", "/v1/quote", { body });
  trial.require(told.status === 200, `expected 200, found ${said(told)}`);
  const { block, offers: quoted } = told.body as Api["Quote"];
  const [open, full] = quoted;
  trial.that(
    block === 77 && quoted.length === 2,
    `expected 2 offers as of block 77, found ${quoted.length} as of ${block}`,
  );
  trial.that(
    open?.matches === true && open.free === 3 && open.pricePerHour === "18000",
    `expected a match with 3 free, 600 × 30 an hour, found ${JSON.stringify(open)}`,
  );
  trial.that(
    full?.matches === false && full.reasons.length > 0,
    `expected a reason why a full offer does not match, found ${JSON.stringify(full)}`,
  );
}
