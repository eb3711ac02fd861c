import { keepSecret } from "@dinfra/service/secrets";
import { readFileSync } from "node:fs";
import { permanent, retryable } from "../testing/fake-platform.js";
import { until } from "@dinfra/service/testing/until";
import { generation, owner, ReactorBench } from "../testing/reactor-bench.js";
import { conditionsOf, phaseOf } from "./phase.js";

// The engine and the platform are doubles here; tests/ has the same with the real ones.
let bench: ReactorBench;
beforeEach(() => void (bench = new ReactorBench()));
afterEach(() => bench.close());

const record = (id = "1.1") => bench.store.get(id)!;
const phase = (wanted: string, id = "1.1") =>
  until(
    () => phaseOf(record(id)),
    (seen) => seen === wanted,
  );
const put = (number = 1, id = "1.1") => bench.reconciler.wish(id, owner, generation(number));
const remove = (id = "1.1") => bench.reconciler.unwish(id, owner, null);
const conditions = () => conditionsOf(record()).map((condition) => condition.type);

test("deploys once, however often it is asked", async () => {
  put();
  put();
  await phase("Deployed");
  put();
  expect(bench.platform.made).toEqual(["1.1"]);
  expect(record()).toMatchObject({ good: { generation: 1 }, endpoints: [{ name: "rpc" }], intent: null });
});

test("tears down, gives a receipt, forgets on the right acknowledgement only", async () => {
  put();
  await phase("Deployed");
  expect(() => bench.reconciler.acknowledge("1.1", "0x00")).toThrow(expect.objectContaining({ code: "not-torn-down" }));
  remove();
  await phase("TornDown");
  const { receipt } = record();
  expect(receipt!.body).toMatchObject({ deployment: "1.1", owner, empty: true, removed: 1, platform: "fake" });
  remove();
  expect(record().receipt).toEqual(receipt);
  expect(() => put()).toThrow(expect.objectContaining({ code: "ended" }));
  expect(() => bench.reconciler.acknowledge("1.1", `0x${"0".repeat(64)}`)).toThrow(
    expect.objectContaining({ code: "receipt-mismatch" }),
  );
  bench.reconciler.acknowledge("1.1", receipt!.digest);
  expect(record()).toBeUndefined();
});

test("a failure that passes is tried again", async () => {
  // Too short to be looked for: every state that was ever stored is.
  const stored = jest.spyOn(bench.store, "put");
  bench.platform.upFailures.push(retryable("provider.failed"), retryable("provider.failed"));
  put();
  await phase("Deployed");
  const seen = stored.mock.calls.flatMap(([each]) => conditionsOf(each).map((condition) => condition.type));
  expect(seen).toContain("Retrying");
  expect(record()).toMatchObject({ failure: null, tries: 0 });
});

test("a failure that passes too often counts as permanent", async () => {
  bench.platform.upFailures.push(...Array.from({ length: 9 }, () => retryable("provider.failed")));
  put();
  await phase("Failed");
  expect(record().failure).toMatchObject({ code: "provider.failed", permanent: true, generation: 1 });
  expect(bench.platform.upFailures).toHaveLength(6);
});

test("a store of descriptors that is away is waited for, however long", async () => {
  bench.platform.checkFailures.push(...Array.from({ length: 9 }, () => retryable("store.missing")));
  put();
  await phase("Deployed");
});

describe("a machine that works on alone", () => {
  const at = (phase: string) => [{ started: false, failed: false, reason: `the machine is at ${phase}` }];
  const started = [{ started: true, failed: false, reason: "" }];

  test("is Deploying until what runs has come up, however often it is looked at, and nothing is held meanwhile", async () => {
    bench.platform.setUps.push(...Array.from({ length: 9 }, () => at("restore")), started);
    const stored = jest.spyOn(bench.store, "put");
    put();
    await phase("Deployed");
    // Looked at with the engine again, and made once.
    expect(bench.platform.looked).toEqual([false, ...Array.from({ length: 9 }, () => true)]);
    expect(bench.platform.made).toEqual(["1.1"]);
    const waits = stored.mock.calls.map(([each]) => each).filter((each) => each.failure !== null && !each.intent);
    expect(new Set(waits.map(phaseOf))).toEqual(new Set(["Deploying"]));
    expect(waits[0]!.failure).toMatchObject({
      code: "deployment.starting",
      permanent: false,
      message: "expected every service to have come up, found the machine is at restore",
    });
  });

  test("that gives it up fails for good", async () => {
    bench.platform.setUps.push([{ started: false, failed: true, reason: "artifact-digest: another file" }]);
    put();
    await phase("Failed");
    expect(record().failure).toMatchObject({ code: "deployment.given-up", permanent: true });
  });

  test("that goes back to the generation before is UpdateFailed, and that one runs on", async () => {
    put();
    await phase("Deployed");
    bench.platform.setUps.push(at("watch"), [{ started: false, failed: true, reason: "upgrade-returned: not ready" }]);
    put(2);
    await until(conditions, (seen) => seen.includes("UpdateFailed"));
    await until(record, ({ touched, intent }) => !touched && intent === null);
    expect(record()).toMatchObject({ good: { generation: 1 }, failure: { code: "deployment.given-up" } });
  });
});

test("a permanent failure is not tried again, and a newer wish starts clean", async () => {
  bench.platform.checkFailures.push(permanent("descriptor.schema"));
  put();
  await phase("Failed");
  expect(bench.platform.made).toEqual([]);
  put(2);
  await phase("Deployed");
  expect(record().good!.generation).toBe(2);
});

test("an update replaces; the latest wins", async () => {
  put();
  await phase("Deployed");
  put(2);
  put(3);
  await until(
    () => record().good!.generation,
    (seen) => seen === 3,
  );
  expect(() => put(2)).toThrow(expect.objectContaining({ code: "stale-generation" }));
  expect(() => bench.reconciler.wish("1.1", owner, { ...generation(3), cid: "other" })).toThrow(
    expect.objectContaining({ code: "generation-conflict" }),
  );
});

test("an update with a bad descriptor leaves the good generation as it is, and says so", async () => {
  put();
  await phase("Deployed");
  bench.platform.checkFailures.push(permanent("descriptor.hash"));
  put(2);
  await until(conditions, (seen) => seen.includes("UpdateFailed"));
  expect(phaseOf(record())).toBe("Deployed");
  expect(record()).toMatchObject({ good: { generation: 1 }, desired: { generation: 2 }, touched: false });
  expect(bench.platform.made).toEqual(["1.1"]);
});

test("an update that fails half way goes back to the good generation", async () => {
  put();
  await phase("Deployed");
  bench.platform.upFailures.push(permanent("provider.invalid"));
  put(2);
  await until(() => record().touched === false && record().failure?.permanent, Boolean);
  expect(conditions()).toContain("UpdateFailed");
  expect([...bench.platform.running.values()]).toEqual([JSON.stringify({ cid: "bagcid1" })]);
  expect(record().good!.generation).toBe(1);
});

test("what dies is Degraded and put back", async () => {
  put();
  await phase("Deployed");
  const [[ownerName]] = [...bench.platform.running] as [[string, string]];
  bench.platform.running.delete(ownerName);
  bench.platform.gate = new Promise(() => {});
  await phase("Degraded");
  await until(
    () => record().intent?.work,
    (work) => work?.kind === "up" && work.cause === "repair",
  );
  bench.platform.gate = null;
  await bench.restart();
  await phase("Deployed");
  expect(bench.platform.made).toEqual(["1.1", "1.1"]);
});

test("what may need more by itself is looked at with the engine from time to time, and stays Deployed", async () => {
  bench.platform.tended = true;
  const stored = jest.spyOn(bench.store, "put");
  put();
  await until(
    () => bench.platform.looked.length,
    (times) => times >= 3,
  );
  expect(bench.platform.looked.slice(0, 3)).toEqual([false, true, true]);
  // A tending that fails is tried again, and says so while the node goes on.
  bench.platform.upFailures.push(permanent("provider.failed"));
  await until(
    () => stored.mock.calls.some(([each]) => each.failure !== null),
    (seen) => seen,
  );
  await until(
    () => record().failure,
    (failure) => failure === null,
  );
  const phases = stored.mock.calls.map(([each]) => phaseOf(each));
  expect(new Set(phases.slice(phases.indexOf("Deployed")))).toEqual(new Set(["Deployed"]));
});

test("a platform that cannot be asked is no ill health", async () => {
  put();
  await phase("Deployed");
  bench.platform.blind = true;
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(phaseOf(record())).toBe("Deployed");
});

test("a teardown never gives up and never claims", async () => {
  put();
  await phase("Deployed");
  bench.platform.destroyFailures.push(...Array.from({ length: 12 }, () => retryable("provider.failed")));
  // Every state that was ever stored, as on a slow disk all tries may be made between two looks.
  const stored = jest.spyOn(bench.store, "put");
  remove();
  await phase("TornDown");
  const tearingDown = stored.mock.calls.filter(([each]) => each.receipt === null);
  expect(Math.max(...tearingDown.map(([{ tries }]) => tries))).toBe(12);
  expect(new Set(tearingDown.map(([each]) => phaseOf(each)))).toEqual(new Set(["TearingDown"]));
});

test("a teardown is not confirmed while the platform still has something", async () => {
  put();
  await phase("Deployed");
  // An old list is shown first: only the second look, later by what the platform may lag behind, finds what is left.
  let left = true;
  let looks = 0;
  bench.platform.surroundings.observer = () => ({
    consistencyDelayMs: 5,
    owners: async () => new Map(),
    list: async () => ((looks += 1) % 2 === 0 && left ? [{ name: "disk" }] : []),
  });
  remove();
  await until(
    () => record().failure?.code,
    (code) => code === "teardown.notEmpty",
  );
  expect(record().receipt).toBeNull();
  left = false;
  await phase("TornDown");
});

test("a delete during an update stops it", async () => {
  bench.platform.gate = new Promise(() => {});
  put();
  await until(() => record().intent, Boolean);
  remove();
  await phase("TornDown");
  expect(bench.platform.made).toEqual([]);
});

test("an intent that outlived its process is recovered first", async () => {
  bench.platform.gate = new Promise(() => {});
  put();
  await until(() => record().intent, Boolean);
  const left = record();
  bench.platform.surroundings.engine.cancel("1.1");
  await bench.reconciler.stop();
  bench.store.put(left);
  bench.platform.gate = null;
  await bench.restart();
  await phase("Deployed");
  expect(bench.platform.recovered).toEqual(["1.1"]);
});

test("a lost store makes and destroys nothing: the same wish adopts, a delete still ends in a true receipt", async () => {
  put();
  await phase("Deployed");
  const { epoch } = bench.store;
  await bench.restart({ loseStore: true });
  expect(bench.store.epoch).not.toBe(epoch);
  expect(bench.store.size).toBe(0);
  expect(bench.platform.running.size).toBe(1);
  put();
  await phase("Deployed");
  expect(bench.platform.made).toEqual(["1.1"]);
  await bench.restart({ loseStore: true });
  remove();
  await phase("TornDown");
  expect(bench.platform.running.size).toBe(0);
  expect(record().receipt!.body.removed).toBe(1);
});

test("a store serves one chain instance and one provider", () => {
  put();
  const other = { ...owner, instance: `0x${"9".repeat(64)}` };
  expect(() => bench.reconciler.wish("1.1", other, generation(1))).toThrow(
    expect.objectContaining({ code: "wrong-instance" }),
  );
  expect(() => bench.reconciler.unwish("1.1", other, null)).toThrow(
    expect.objectContaining({ code: "wrong-instance" }),
  );
  expect(record().wanted).toBe("present");
});

test("the breaker stops mass destruction until it is released, restarts included", async () => {
  await bench.close();
  bench = new ReactorBench(undefined, { window: 60_000, floorWeight: 3, surpriseShare: 0.1, totalShare: 0.5 });
  const ids = Array.from({ length: 8 }, (_value, index) => `${index + 1}.1`);
  for (const id of ids) put(1, id);
  for (const id of ids) await phase("Deployed", id);
  for (const id of ids) remove(id);
  for (const id of ids.slice(0, 3)) await phase("TornDown", id);
  expect(bench.reconciler.held()).toEqual(ids.slice(3));
  await bench.restart();
  expect(bench.reconciler.held()).toEqual(ids.slice(3));
  expect(bench.platform.running.size).toBe(5);
  bench.reconciler.releaseBreaker();
  for (const id of ids) await phase("TornDown", id);
});

test("awards that came to nothing never open the breaker", async () => {
  await bench.close();
  bench = new ReactorBench(undefined, { window: 60_000, floorWeight: 3, surpriseShare: 0.1, totalShare: 0.5 });
  put();
  await phase("Deployed");
  for (let number = 2; number < 10; number++) {
    const id = `${number}.1`;
    bench.platform.checkFailures.push(permanent("descriptor.schema"));
    put(1, id);
    await phase("Failed", id);
    remove(id);
    await phase("TornDown", id);
  }
  // Ended before it was ever asked for.
  remove("10.1");
  await phase("TornDown", "10.1");
  expect(bench.store.breaker.trippedAt).toBeNull();
  remove();
  await phase("TornDown");
});

test("what a lost store forgot opens it all the same, for the platform knows", async () => {
  await bench.close();
  bench = new ReactorBench(undefined, { window: 60_000, floorWeight: 3, surpriseShare: 0.1, totalShare: 0.5 });
  const ids = Array.from({ length: 8 }, (_value, index) => `${index + 1}.1`);
  for (const id of ids) put(1, id);
  for (const id of ids) await phase("Deployed", id);
  await bench.restart({ loseStore: true });
  for (const id of ids) remove(id);
  await until(
    () => bench.store.breaker.trippedAt,
    (at) => at !== null,
  );
  expect(bench.platform.running.size).toBeGreaterThanOrEqual(5);
  expect(bench.reconciler.held()).toHaveLength(bench.platform.running.size);
  bench.reconciler.releaseBreaker();
  for (const id of ids) await phase("TornDown", id);
});

test("a teardown of what was never reached waits for a platform that cannot be asked", async () => {
  bench.platform.blind = true;
  remove();
  await until(
    () => record().failure?.code,
    (code) => code === "observer.failed",
  );
  expect(record().receipt).toBeNull();
  bench.platform.blind = false;
  await phase("TornDown");
});

const hour = 3_600_000;

test.each([
  ["back", -hour],
  ["forward", hour],
])("a clock that is set %s an hour: what dies is noticed and put back all the same", async (_where, setBy) => {
  put();
  await phase("Deployed");
  bench.clockSetBy = setBy;
  bench.platform.running.clear();
  await until(
    () => bench.platform.made,
    (made) => made.length === 2,
  );
  await phase("Deployed");
});

test("a clock that is set back while a failure waits for its next try, and a restart: the try comes", async () => {
  bench.clockSetBy = hour;
  await bench.restart();
  // One that is waited out however long it takes.
  bench.platform.checkFailures.push(...Array.from({ length: 1_000 }, () => retryable("store.failed")));
  put();
  await until(() => record().tries, Boolean);
  bench.platform.checkFailures.length = 0;
  bench.clockSetBy = 0;
  await bench.restart();
  await phase("Deployed");
});

test("a clock that is set back after a release lets nothing through that nobody has looked at", async () => {
  await bench.close();
  bench = new ReactorBench(undefined, { window: 60_000, floorWeight: 3, surpriseShare: 0.1, totalShare: 0.5 });
  const ids = Array.from({ length: 16 }, (_value, index) => `${index + 1}.1`);
  for (const id of ids) put(1, id);
  for (const id of ids) await phase("Deployed", id);
  for (const id of ids.slice(0, 8)) remove(id);
  bench.reconciler.releaseBreaker();
  for (const id of ids.slice(0, 8)) await phase("TornDown", id);
  bench.clockSetBy = -hour;
  await bench.restart();
  for (const id of ids.slice(8)) remove(id);
  await until(
    () => bench.reconciler.held(),
    // Three may pass; one that is being looked at right now is asked later.
    (held) => held.length >= 5,
  );
});

const urn = "urn:pulumi:1.1::dinfra::disk::data";
const awaiting = () => until(() => record().awaiting, (found) => found !== undefined); // prettier-ignore
const approve = () => bench.reconciler.approve("1.1", record().awaiting!);

describe("an update that would replace a disk", () => {
  beforeEach(async () => {
    put();
    await phase("Deployed");
    bench.platform.guarded = [{ op: "replace", urn }];
    put(2);
    await awaiting();
  });

  test("waits, and what ran before runs on and is repaired; approved, it is made", async () => {
    expect(record()).toMatchObject({ good: { generation: 1 }, touched: false, failure: null, intent: null });
    expect(record().awaiting).toMatchObject({ generation: 2, steps: [{ urn, operation: "replace" }] });
    expect([phaseOf(record()), conditions()]).toEqual(["Deployed", ["Ready", "AwaitingApproval"]]);
    const repairs = () => bench.platform.looked.filter(Boolean).length;
    const before = repairs();
    bench.platform.unreachable.add(record().endpoints[0]!.url);
    await until(repairs, (now) => now > before);
    bench.platform.unreachable.clear();
    await until(() => phaseOf(record()), (seen) => seen === "Deployed"); // prettier-ignore
    expect([record().good!.generation, record().awaiting!.generation]).toEqual([1, 2]);
    approve();
    await until(() => record().good!.generation, (seen) => seen === 2); // prettier-ignore
    expect([record().awaiting, record().approved, conditions()]).toEqual([undefined, undefined, ["Ready"]]);
  });

  test("an approval is of one plan: with another digest, other steps, more or fewer it is none", () => {
    const { digest, steps } = record().awaiting!;
    for (const other of [
      { digest: `0x${"0".repeat(64)}`, steps },
      { digest, steps: [] },
      { digest, steps: [{ urn, operation: "delete" }] },
      { digest, steps: [...steps, { urn: "another", operation: "delete" }] },
    ])
      expect(() => bench.reconciler.approve("1.1", other)).toThrow(
        expect.objectContaining({ code: "approval-mismatch" }),
      );
    expect(record().approved).toBeUndefined();
  });

  test("a plan that became another one meanwhile waits again; an approval is used up by a try that fails", async () => {
    const { digest } = record().awaiting!;
    bench.platform.guarded.push({ op: "delete", urn: `${urn}-2` });
    approve();
    await until(() => record().awaiting!.digest, (seen) => seen !== digest); // prettier-ignore
    expect([record().good!.generation, record().approved]).toEqual([1, undefined]);
    bench.platform.upFailures.push(retryable("provider.failed"));
    approve();
    await until(() => bench.platform.upFailures.length, (left) => left === 0); // prettier-ignore
    await awaiting();
    await until(() => record().intent, (intent) => intent === null); // prettier-ignore
    expect([record().good!.generation, record().approved]).toEqual([1, undefined]);
  });

  test("a newer generation that needs none goes on; a DELETE needs none", async () => {
    bench.platform.guarded = [];
    put(3);
    await until(() => record().good!.generation, (seen) => seen === 3); // prettier-ignore
    bench.platform.guarded = [{ op: "delete", urn }];
    put(4);
    await awaiting();
    remove();
    await phase("TornDown");
  });
});

test("a newer generation does not wait for the update that runs", async () => {
  put();
  await phase("Deployed");
  bench.platform.gate = new Promise(() => {});
  put(2);
  await until(() => record().intent?.work, (work) => work?.kind === "up" && work.generation === 2); // prettier-ignore
  bench.platform.gate = null;
  put(3);
  await until(() => record().good!.generation, (seen) => seen === 3); // prettier-ignore
  expect(record()).toMatchObject({ failure: null, tries: 0 });
});

test("paused: nothing is done, wishes are kept; observed: it is looked at and left alone; then all is made good", async () => {
  put();
  await phase("Deployed");
  bench.reconciler.setMode("1.1", "paused");
  put(2);
  const { made } = bench.platform;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect([made.length, conditions()]).toEqual([1, ["Ready", "Paused"]]);
  bench.reconciler.setMode("1.1", "observe");
  bench.platform.unreachable.add(record().endpoints[0]!.url);
  await phase("Degraded");
  remove();
  expect([made.length, bench.platform.destroyed]).toEqual([1, []]);
  bench.reconciler.setMode("1.1", undefined);
  await phase("TornDown");
});

test("reconcile now: what was given up is tried again, what runs is compared with reality", async () => {
  bench.platform.upFailures.push(permanent("provider.invalid"));
  put();
  await phase("Failed");
  bench.reconciler.reconcileNow("1.1");
  await phase("Deployed");
  const { looked } = bench.platform;
  const before = looked.length;
  bench.reconciler.reconcileNow("1.1");
  await until(() => looked.length, (now) => now === before + 1); // prettier-ignore
  expect(looked.at(-1)).toBe(true);
});

test.each(["report", "repair"] as const)("drift is looked for on a schedule: %s", async (onDrift) => {
  await bench.close();
  bench = new ReactorBench(undefined, undefined, { driftInterval: 20, onDrift });
  put();
  await phase("Deployed");
  await until(() => bench.platform.previewed.length, (looks) => looks > 1); // prettier-ignore
  expect(conditions()).toEqual(["Ready"]);
  const ups = bench.platform.looked.length;
  bench.platform.drifted = [{ op: "update", urn, type: "disk", keys: [] }];
  if (onDrift === "repair") {
    await until(() => bench.platform.looked.length, (now) => now > ups); // prettier-ignore
  } else {
    await until(() => conditions().includes("Drifted"), Boolean);
    expect([phaseOf(record()), bench.platform.looked.length]).toEqual(["Deployed", ups]);
  }
  bench.platform.drifted = [];
  await until(() => conditions().join(), (all) => all === "Ready"); // prettier-ignore
});

test("every operation of the engine is in the change log, and no secret", async () => {
  keepSecret("hunter2hunter2");
  bench.platform.upFailures.push(Object.assign(retryable("provider.failed"), { message: "password hunter2hunter2" }));
  put();
  await phase("Deployed");
  remove();
  await phase("TornDown");
  await bench.changeLog.settled();
  const text = readFileSync(bench.changesFile, "utf8");
  const lines = text.trim().split("\n").map((line) => JSON.parse(line) as Record<string, unknown>); // prettier-ignore
  expect(lines.map(({ operation, cause, outcome }) => [operation, cause, outcome])).toEqual([
    ["up", "create", "begun"],
    ["up", "create", "failed"],
    ["up", "create", "begun"],
    ["up", "create", "done"],
    ["teardown", undefined, "begun"],
    ["teardown", undefined, "done"],
  ]);
  expect(lines[1]).toMatchObject({ deployment: "1.1", code: "provider.failed", message: "password [secret]" });
  expect(text).not.toContain("hunter2");
});
