import type { Promised } from "../promises.js";
import { descriptorOf } from "../subject.js";
import { digestOf, said, type Trial } from "../trial.js";

/** A descriptor that fits no type: what is wrong with it is not the request's fault. */
export const unfit = descriptorOf({ "reactor-conformance": "this is no descriptor of any type" });

const otherHash = (digit: string): string => `0x${digit.repeat(64)}`;

export const wishes: readonly Promised[] = [
  {
    id: "put-recorded",
    level: "core",
    text: "A PUT is recorded before it is answered: GET and the list have it at once, with generation and CID.",
    async test(trial) {
      const id = trial.newId();
      const wish = trial.wish(1);
      const answered = await trial.put(id, wish);
      const listed = (await trial.listed()).find((one) => one.id === id);
      trial.that(listed !== undefined, `the list has no ${id} right after its PUT`);
      for (const [where, seen] of [
        ["the answer", answered],
        ["GET", await trial.get(id)],
        ["the list", listed],
      ] as const) {
        if (seen === undefined) continue;
        trial.that(seen.id === id, `${where}: expected the id ${id}, found ${seen.id}`);
        trial.that(seen.generation === 1, `${where}: expected generation 1, found ${seen.generation}`);
        trial.that(seen.cid === wish.cid, `${where}: expected the CID ${wish.cid}, found ${seen.cid}`);
      }
    },
  },
  {
    id: "put-idempotent",
    level: "core",
    text: "The same PUT again changes nothing, whether the deployment is on its way or deployed.",
    async test(trial) {
      const id = trial.newId();
      const first = await trial.put(id, trial.wish(1));
      await trial.put(id, trial.wish(1), 600);
      const deployed = await trial.deployed(id, 1);
      trial.that(
        deployed.timings.acceptedAt === first.timings.acceptedAt,
        `expected the time of the first PUT, ${first.timings.acceptedAt}, found ${deployed.timings.acceptedAt}`,
      );
      const again = await trial.put(id, trial.wish(1), 300);
      for (const [where, seen] of [
        ["the answer to the third PUT", again],
        ["GET after it", await trial.get(id)],
      ] as const)
        trial.that(
          JSON.stringify(pinned(seen)) === JSON.stringify(pinned(deployed)),
          `${where}: expected ${JSON.stringify(pinned(deployed))} as before, found ${JSON.stringify(pinned(seen))}`,
        );
    },
  },
  {
    id: "deployed",
    level: "core",
    text: "A wish that can be had becomes Deployed, with its generation as the observed one.",
    async test(trial) {
      const id = trial.newId();
      const first = await trial.put(id, trial.wish(1));
      trial.that(
        first.observedGeneration === 0 || first.phase === "Deployed",
        `expected observed generation 0 while it is ${first.phase}, found ${first.observedGeneration}`,
      );
      const { failure, receipt } = await trial.deployed(id, 1);
      trial.that(failure === undefined, `expected no failure of what is Deployed, found ${failure?.code}`);
      trial.that(receipt === undefined, "expected no receipt of what is Deployed, found one");
    },
  },
  {
    id: "newest-generation",
    level: "core",
    text: "Of several generations the newest runs in the end, whatever came in between.",
    async test(trial) {
      const id = trial.newId();
      const [one, other] = trial.known.descriptors;
      for (const [generation, descriptor] of [
        [1, one],
        [2, other],
        [3, one],
      ] as const)
        await trial.put(id, trial.wish(generation, descriptor));
      const seen = await trial.deployed(id, 3);
      trial.that(seen.cid === one.cid, `expected the CID of generation 3, ${one.cid}, found ${seen.cid}`);
      await trial.put(id, trial.wish(4, other));
      await trial.deployed(id, 4);
    },
  },
  {
    id: "stale-generation",
    level: "core",
    text: "A PUT of a lower generation than the known one is refused (409 stale-generation) and changes nothing.",
    async test(trial) {
      const id = trial.newId();
      await trial.put(id, trial.wish(3));
      trial.refused(await trial.putTold(id, trial.wish(2)), 409, "stale-generation", "generation 2 after 3");
      const { generation } = await trial.get(id);
      trial.that(generation === 3, `expected generation 3 as before, found ${generation}`);
      await trial.deployed(id, 3);
    },
  },
  {
    id: "generation-conflict",
    level: "core",
    text: "A PUT of other content under the known generation is refused (409 generation-conflict) and changes nothing.",
    async test(trial) {
      const id = trial.newId();
      const [one, other] = trial.known.descriptors;
      await trial.put(id, trial.wish(1, one));
      const told = await trial.putTold(id, trial.wish(1, other));
      trial.refused(told, 409, "generation-conflict", "another descriptor under generation 1");
      const { cid } = await trial.get(id);
      trial.that(cid === one.cid, `expected the CID ${one.cid} as before, found ${cid}`);
    },
  },
  {
    id: "wrong-instance",
    level: "core",
    text: "A PUT or DELETE of another chain instance or provider is refused (409 wrong-instance) and changes nothing.",
    async test(trial) {
      const { owner } = trial.known;
      const other = { ...owner, instance: otherHash(owner.instance === otherHash("9") ? "8" : "9") };
      // The owner of the store is known with the first wish at the latest.
      const id = await trial.running();
      const put = await trial.putTold(trial.newId(), trial.wish(1, undefined, { owner: other }));
      trial.refused(put, 409, "wrong-instance", "a PUT of another instance");
      const provider = "5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy";
      const elsewhere = await trial.putTold(trial.newId(), trial.wish(1, undefined, { owner: { ...owner, provider } }));
      trial.refused(elsewhere, 409, "wrong-instance", "a PUT of another provider");
      trial.refused(await trial.deleteTold(id, {}, other), 409, "wrong-instance", "a DELETE of another instance");
      const { phase } = await trial.get(id);
      trial.that(phase === "Deployed", `expected ${id} to be Deployed as before, found ${phase}`);
      const found = (await trial.listed()).map((one) => one.id);
      trial.that(found.join() === id, `expected ${id} alone in the list, found ${found.join(", ") || "none"}`);
    },
  },
  {
    id: "unknown-type",
    level: "core",
    text: "A PUT of a descriptor type that is not served is refused (422 unknown-type) and changes nothing.",
    async test(trial) {
      const id = trial.newId();
      const told = await trial.putTold(id, trial.wish(1, undefined, { descriptorType: { id: otherHash("0") } }));
      trial.refused(told, 422, "unknown-type", "a type that nobody serves");
      trial.refused(await trial.getTold(id), 404, "unknown-deployment", "GET after it");
    },
  },
  {
    id: "descriptor-hash",
    level: "core",
    text: "A descriptor that has not the hash of its CID is never run: the deployment becomes Failed, for good.",
    async test(trial) {
      const [one, other] = trial.known.descriptors;
      await failsForGood(trial, { ...trial.wish(1, one), cid: other.cid });
    },
  },
  {
    id: "descriptor-schema",
    level: "core",
    text: "A descriptor that does not fit its type is no error of the PUT: the deployment becomes Failed, for good, with a reason.",
    scenarios: ["M20"],
    async test(trial) {
      await failsForGood(trial, trial.wish(1, unfit));
    },
  },
  {
    id: "failed-update",
    level: "core",
    text: "An update that cannot be had keeps what ran: Deployed, the old generation observed, with condition UpdateFailed.",
    scenarios: ["M7"],
    async test(trial) {
      const id = await trial.running();
      await trial.put(id, trial.wish(2, unfit));
      const seen = await trial.until(id, "Deployed with condition UpdateFailed", ({ conditions }) =>
        conditions.some(({ type, status }) => type === "UpdateFailed" && status),
      );
      trial.that(seen.phase === "Deployed", `expected Deployed after an update that failed, found ${seen.phase}`);
      trial.that(
        seen.observedGeneration === 1 && seen.generation === 2,
        `expected generation 2 wanted and 1 observed, found ${seen.generation} and ${seen.observedGeneration}`,
      );
      // The way out is a newer generation.
      await trial.put(id, trial.wish(3, trial.known.descriptors[1]));
      const { conditions } = await trial.deployed(id, 3);
      trial.that(
        !conditions.some(({ type, status }) => type === "UpdateFailed" && status),
        "expected no condition UpdateFailed after a newer generation was deployed, found one",
      );
    },
  },
  {
    id: "descriptor-types",
    level: "core",
    text: "The descriptor types that are served are listed, and each id is the hash of its schema.",
    async test(trial: Trial) {
      const told = await trial.ask("GET", "/v1/descriptor-types");
      trial.require(told.status === 200, `expected 200 and the types, found ${said(told)}`);
      const { items } = told.body as { items: { id: string; schema: object }[] };
      trial.that(items.length > 0, "expected one descriptor type at least, found none");
      for (const { id, schema } of items)
        trial.that(digestOf(schema) === id, `expected the id ${digestOf(schema)} for a schema, found ${id}`);
    },
  },
];

const pinned = ({ id, phase, generation, observedGeneration, cid, endpoints, timings }: Seen) => ({
  ...{ id, phase, generation, observedGeneration, cid, endpoints },
  acceptedAt: timings.acceptedAt,
  deployedAt: timings.deployedAt,
});
type Seen = Awaited<ReturnType<Trial["get"]>>;

async function failsForGood(trial: Trial, wish: object): Promise<void> {
  const id = trial.newId();
  await trial.put(id, wish);
  const { failure, observedGeneration } = await trial.until(id, "Failed", ({ phase }) =>
    ["Failed", "Deployed"].includes(phase),
  );
  trial.that(observedGeneration === 0, `expected that nothing runs, found generation ${observedGeneration}`);
  trial.that(failure?.permanent === true, `expected a failure for good, found ${JSON.stringify(failure ?? "none")}`);
  trial.that(failure?.generation === 1, `expected a failure of generation 1, found ${failure?.generation ?? "none"}`);
}
