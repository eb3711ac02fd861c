import type { Deployment } from "@dinfra/schemas";
import type { Promised } from "../promises.js";
import { expectEnd } from "./end.js";
import { digestOf, said, type Trial } from "../trial.js";
import { unfit } from "./wishes.js";

const noReceipt = `0x${"0".repeat(64)}`;

export const deletes: readonly Promised[] = [
  {
    id: "receipt",
    level: "core",
    text: "A DELETE ends as TornDown with a receipt that names deployment and owner; its digest is the hash of its canonical JSON.",
    async test(trial) {
      const id = await trial.running();
      const told = await trial.remove(id);
      trial.that(ends(told), `expected TearingDown or TornDown in the answer to a DELETE, found ${told.phase}`);
      const { seen } = await trial.tornDown(id);
      const { digest, body } = seen.receipt!;
      trial.that(digest === digestOf(body), `expected the digest ${digestOf(body)}, found ${digest}`);
      trial.that(body.deployment === id, `expected a receipt of ${id}, found one of ${body.deployment}`);
      const { owner } = trial.known;
      trial.that(
        body.owner?.instance === owner.instance && body.owner?.provider === owner.provider,
        `expected a receipt for ${JSON.stringify(owner)}, found one for ${JSON.stringify(body.owner)}`,
      );
      trial.that(body.empty === true, "expected a receipt that says empty, found one that does not");
      trial.that(seen.endpoints.length === 0, "expected no endpoints of what is TornDown, found some");
    },
  },
  {
    id: "delete-any-time",
    level: "core",
    text: "A DELETE ends a deployment whatever its phase: just asked for, on its way, Failed.",
    scenarios: ["M16"],
    async test(trial) {
      const asked = trial.newId();
      await trial.put(asked, trial.wish(1));
      await trial.tornDown(asked);
      const failed = trial.newId();
      await trial.put(failed, trial.wish(1, unfit));
      await trial.phase(failed, "Failed");
      const { receipt } = await trial.tornDown(failed);
      const told = await trial.acknowledge(failed, receipt);
      trial.that(told.status === 204, `expected 204 for the acknowledgement of one that Failed, found ${said(told)}`);
    },
  },
  {
    id: "delete-idempotent",
    level: "core",
    text: "The same DELETE again changes nothing: the receipt is the one that was given.",
    async test(trial) {
      const id = await trial.running();
      await trial.remove(id);
      await trial.remove(id);
      const { receipt, seen } = await trial.tornDown(id);
      const again = await trial.remove(id);
      trial.that(again.phase === "TornDown", `expected TornDown after another DELETE, found ${again.phase}`);
      trial.that(again.receipt?.digest === receipt, `expected the receipt ${receipt}, found ${again.receipt?.digest}`);
      const { timings } = await trial.get(id);
      trial.that(
        timings.tornDownAt === seen.timings.tornDownAt,
        "expected the time of the first teardown, found another",
      );
    },
  },
  {
    id: "end-amounts",
    level: "core",
    text: "A reactor of 1.4.0 or later tells block and amounts of an end as they were said; what was not said is added by another DELETE, what was stays. Lists have none of it.",
    scenarios: ["M20"],
    test: endAmounts,
  },
  {
    id: "delete-unknown",
    level: "core",
    text: "A DELETE of an id that the store does not know is recorded, searches the platform, and ends with a receipt.",
    async test(trial) {
      const id = trial.newId();
      const { typeId, descriptors } = trial.known;
      const told = await trial.remove(id, { descriptorType: typeId, cid: descriptors[0].cid });
      trial.that(ends(told), `expected TearingDown or TornDown, found ${told.phase}`);
      const { seen } = await trial.tornDown(id);
      trial.that(seen.receipt!.body.deployment === id, `expected a receipt of ${id}`);
    },
  },
  {
    id: "delete-kept",
    level: "core",
    text: "A DELETE is not forgotten: no PUT of any generation brings the deployment back (409 ended).",
    async test(trial) {
      const id = await trial.running();
      await trial.remove(id);
      for (const generation of [1, 2])
        trial.refused(
          await trial.putTold(id, trial.wish(generation)),
          409,
          "ended",
          `PUT of generation ${generation} after a DELETE`,
        );
      await trial.phase(id, "TornDown");
      trial.refused(await trial.putTold(id, trial.wish(3)), 409, "ended", "PUT of generation 3 when it is TornDown");
      const { phase } = await trial.get(id);
      trial.that(phase === "TornDown", `expected TornDown as before, found ${phase}`);
    },
  },
  {
    id: "receipt-kept",
    level: "core",
    text: "What is TornDown stays, with the same receipt, in GET and in the list, until it is acknowledged.",
    scenarios: ["M9"],
    async test(trial) {
      const { id, receipt } = await trial.tornDown(await trial.running());
      const listed = (await trial.listed()).find((one) => one.id === id);
      trial.that(
        listed?.receipt?.digest === receipt,
        `expected ${id} in the list with its receipt, found ${listed?.phase ?? "none"}`,
      );
      // The extrinsic was included and failed: the receipt is asked for once more, and is the same.
      const wrong = await trial.acknowledge(id, noReceipt);
      trial.refused(wrong, 409, "receipt-mismatch", "an acknowledgement of another receipt");
      const again = await trial.get(id);
      trial.that(
        again.receipt?.digest === receipt,
        `expected the receipt ${receipt}, found ${again.receipt?.digest ?? "none"}`,
      );
    },
  },
  {
    id: "acknowledged",
    level: "core",
    text: "An acknowledgement with the receipt forgets the deployment; before the teardown it is refused (409 not-torn-down).",
    async test(trial) {
      const id = await trial.running();
      trial.refused(await trial.acknowledge(id, noReceipt), 409, "not-torn-down", "an acknowledgement of what runs");
      const { phase } = await trial.get(id);
      trial.that(phase === "Deployed", `expected Deployed as before, found ${phase}`);
      const { receipt } = await trial.tornDown(id);
      const told = await trial.acknowledge(id, receipt);
      trial.that(told.status === 204, `expected 204 for the acknowledgement, found ${said(told)}`);
      await isUnknown(trial, id, receipt);
    },
  },
  {
    id: "unknown-deployment",
    level: "core",
    text: "An id that is not known is answered with 404 unknown-deployment by GET and acknowledgement.",
    async test(trial) {
      await isUnknown(trial, trial.newId(), noReceipt);
    },
  },
  {
    id: "attempts",
    level: "core",
    text: "Attempts of one subscription are deployments of their own: the end of one is not the end of another.",
    async test(trial) {
      const first = await trial.running();
      const second = `${first.split(".")[0]}.2`;
      await trial.running(second);
      await trial.tornDown(first);
      const { phase } = await trial.get(second);
      trial.that(phase === "Deployed", `expected attempt 2 to be Deployed after the end of attempt 1, found ${phase}`);
    },
  },
];

const ends = ({ phase }: Deployment): boolean => phase === "TearingDown" || phase === "TornDown";

async function isUnknown(trial: Trial, id: string, receipt: string): Promise<void> {
  trial.refused(await trial.getTold(id), 404, "unknown-deployment", `GET of ${id}, which is not known`);
  trial.refused(
    await trial.acknowledge(id, receipt),
    404,
    "unknown-deployment",
    `an acknowledgement of ${id}, which is not known`,
  );
  const listed = (await trial.listed()).some((one) => one.id === id);
  trial.that(!listed, `expected no ${id} in the list, found it`);
}

/** More than a double or 64 bits hold, to the unit. */
const settled = { endBlock: 4_294_967_295, paid: "340282366920938463463374607431768211455", refunded: "0" };

async function endAmounts(trial: Trial): Promise<void> {
  // An older one refuses the parameters, and nobody sends them to it.
  if (!trial.knowsSince("1.4.0")) return;
  const id = await trial.running();
  const { end: early } = await trial.get(id);
  trial.that(early === undefined, `expected no end of what runs, found ${JSON.stringify(early)}`);
  const { endBlock: block, ...amounts } = settled;
  const answers = [await trial.remove(id, { endedBy: "consumer", endReason: "Cancelled", endBlock: block })];
  await trial.phase(id, "TornDown");
  expectEnd(trial, (await trial.get(id)).end, {
    by: "consumer",
    reason: "Cancelled",
    block,
    paid: undefined,
    refunded: undefined,
  });
  answers.push(await trial.remove(id, { ...settled, endBlock: 1 }));
  const whole = { by: "consumer", reason: "Cancelled", block, ...amounts };
  expectEnd(trial, (await trial.get(id)).end, whole);
  answers.push(await trial.remove(id, { endedBy: "chain", endReason: "Retired", paid: "1", refunded: "2" }));
  expectEnd(trial, (await trial.get(id)).end, whole);
  answers.push(...(await trial.listed()));
  const stray = answers.filter((one) => "end" in one).length;
  trial.that(
    stray === 0,
    `expected no end in lists and answers to a DELETE, which older sidecars read, found ${stray}`,
  );
}
