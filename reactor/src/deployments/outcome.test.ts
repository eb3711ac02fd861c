import { conditionsOf, phaseOf } from "./phase.js";
import { begun, failed, foundIll, reached, touching } from "./outcome.js";
import { newRecord, type DeploymentRecord, type Generation, type Work } from "./record.js";
import { delayAfter } from "./retry.js";
import { wishAbsent, wishPresent } from "./wish.js";

const owner = { instance: "0x1", provider: "5Bob" };
const generation = (number: number): Generation => ({
  generation: number,
  typeId: "0x2",
  cid: `c${number}`,
  consumer: "5Dave",
  login: [],
});
const up = (number: number, cause: "create" | "update" | "repair" | "rollback"): Work & { kind: "up" } => ({
  kind: "up",
  generation: number,
  cause,
});
const limits = { tries: 3, firstDelay: 100, longestDelay: 350 };
const passing = { code: "provider.failed", message: "m", retryable: true };
const final = { code: "descriptor.schema", message: "m", retryable: false };
// Two clocks that are years apart: a mixed one would show.
const moment = (tick: number) => ({ wall: tick + 5e10, tick });
const fail = (record: DeploymentRecord, work: Work, reason = passing) =>
  failed(record, work, reason, moment(1_000), limits, 0.5);

const fresh = wishPresent(undefined, "1.1", owner, generation(1), 0);
const good = reached(fresh, up(1, "create"), { generation: generation(1), endpoints: [], watched: [] }, moment(10));
const updating = touching(wishPresent(good, "1.1", owner, generation(2), 20), 2);

test("delays double, are bounded and spread", () => {
  expect([1, 2, 3, 4, 99].map((tries) => delayAfter(tries, limits, 0.5))).toEqual([100, 200, 350, 350, 350]);
  expect([delayAfter(1, limits, 0), delayAfter(1, limits, 0.999)]).toEqual([80, 120]);
});

test("a create gives up after its tries, or at once on what cannot pass", () => {
  const once = fail(fresh, up(1, "create"));
  expect(once).toMatchObject({ tries: 1, nextAt: 1_100, failure: { permanent: false } });
  expect(phaseOf(once)).toBe("Deploying");
  const thrice = fail(fail(once, up(1, "create")), up(1, "create"));
  expect(thrice.failure).toMatchObject({ permanent: true, generation: 1 });
  expect(phaseOf(thrice)).toBe("Failed");
  expect(phaseOf(fail(fresh, up(1, "create"), final))).toBe("Failed");
});

test("who bounds the tries more is heard, who is patient too", () => {
  expect(fail(fresh, up(1, "create"), { ...passing, maxTries: 1 } as typeof passing).failure!.permanent).toBe(true);
  let waiting = fresh;
  for (let tries = 0; tries < 50; tries++)
    waiting = fail(waiting, up(1, "create"), { ...passing, code: "store.missing" });
  expect(waiting.failure!.permanent).toBe(false);
});

test("a failed update keeps the good generation, and its failure outlives the way back", () => {
  const broken = fail(updating, up(2, "update"), final);
  expect(phaseOf(broken)).toBe("Deployed");
  expect(broken.touched).toBe(true);
  const stuck = fail(broken, up(1, "rollback"));
  expect(stuck.failure).toEqual(broken.failure);
  const back = reached(stuck, up(1, "rollback"), { generation: generation(1), endpoints: [], watched: [] }, moment(50));
  expect(back).toMatchObject({ touched: false, good: { generation: 1 }, failure: { permanent: true, generation: 2 } });
  expect(conditionsOf(back).map(({ type }) => type)).toEqual(["Ready", "UpdateFailed"]);
});

test("a repair that fails never gives up, says so, and does not revive a failed update", () => {
  const sick = foundIll(fail(good, up(2, "update"), final), "platform.ended", "gone", 30);
  const tried = fail(sick, up(1, "repair"), final);
  expect(tried.nextAt).toBeGreaterThan(1_000);
  expect(tried.ill).toMatchObject({ since: 30, message: expect.stringContaining("not put back yet") });
  expect(phaseOf(tried)).toBe("Degraded");
});

test("what fails when it is no longer wanted counts for nothing", () => {
  const newer = wishPresent(updating, "1.1", owner, generation(3), 40);
  expect(fail(newer, up(2, "update"), final)).toMatchObject({ tries: 0, failure: null, touched: true });
  const gone = wishAbsent(updating, "1.1", owner, null, moment(40));
  expect(fail(gone, up(2, "update"), final)).toMatchObject({ tries: 0, failure: null });
});

test("a teardown never gives up", () => {
  let record = wishAbsent(good, "1.1", owner, null, moment(40));
  for (let tries = 0; tries < 50; tries++)
    record = fail(begun(record, { kind: "teardown" }, 50), { kind: "teardown" }, final);
  expect(record).toMatchObject({ tries: 50, nextAt: 1_350, failure: { permanent: false }, teardownStartedAt: 50 });
  expect(phaseOf(record)).toBe("TearingDown");
});

test("a delete of an unknown id makes a record to tear down; a second delete changes nothing", () => {
  const record = wishAbsent(undefined, "9.1", owner, generation(0), moment(5));
  expect(record).toMatchObject({ wanted: "absent", absentSince: 5, desired: { cid: "c0" } });
  expect(wishAbsent(record, "9.1", owner, null, moment(9))).toBe(record);
  expect(newRecord("9.1", owner, 5).receipt).toBeNull();
});
