import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { age } from "./breaker.js";
import { phaseOf } from "./phase.js";
import { deployedTick, newRecord, type DeploymentRecord } from "./record.js";
import { DeploymentStore, tombstonesKept } from "./store.js";

const folder = mkdtempSync(join(tmpdir(), "dinfra-store-"));
afterAll(() => rmSync(folder, { recursive: true }));
const owner = { instance: `0x${"1".repeat(64)}`, provider: "5Alice" };
const file = (name: string) => join(folder, name);

test("keeps records and epoch over a reopening", () => {
  const store = DeploymentStore.open(file("a"));
  const { epoch } = store;
  store.put(newRecord("7.1", owner, 5));
  store.close();
  const again = DeploymentStore.open(file("a"));
  expect(again.epoch).toBe(epoch);
  expect(again.get("7.1")).toEqual(newRecord("7.1", owner, 5));
  again.close();
  const other = DeploymentStore.open(file("b"));
  expect(other.epoch).not.toBe(epoch);
  other.close();
});

test("lists in the order of the numbers, in pages", () => {
  const store = DeploymentStore.open(file("c"));
  const ids = ["2.1", "10.2", "10.10", "9.1", "18446744073709551615.1"];
  for (const id of ids) store.put(newRecord(id, owner, 0));
  const listed = (after: string | undefined, limit: number) => store.list(after, limit).map((record) => record.id);
  expect(listed(undefined, 2)).toEqual(["2.1", "9.1"]);
  expect(listed("9.1", 9)).toEqual(["10.2", "10.10", "18446744073709551615.1"]);
  store.forget("10.2");
  expect(listed("10.2", 1)).toEqual(["10.10"]);
  store.close();
});

test("one process at a time", () => {
  const store = DeploymentStore.open(file("d"));
  expect(() => DeploymentStore.open(file("d"))).toThrow(expect.objectContaining({ code: "store.in-use" }));
  store.close();
});

test("a file of a newer program, or of none, is refused and left alone", () => {
  const newer = new DatabaseSync(file("e"));
  newer.exec("PRAGMA user_version = 99");
  newer.close();
  expect(() => DeploymentStore.open(file("e"))).toThrow(expect.objectContaining({ code: "store.newer" }));
  expect(() => DeploymentStore.open(folder)).toThrow(expect.objectContaining({ code: "store.unreadable" }));
});

test("writes survive with the strictest settings of SQLite", () => {
  const store = DeploymentStore.open(file("f"));
  store.close();
  const plain = new DatabaseSync(file("f"));
  expect(plain.prepare("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
  plain.close();
});

describe("changes", () => {
  const opened = (name: string) => {
    const store = DeploymentStore.open(file(name));
    for (const id of ["1.1", "2.1", "3.1"]) store.put(newRecord(id, owner, 0));
    return store;
  };
  const seen = (store: DeploymentStore, after: number, limit = 9) => {
    const { changes, sequence } = store.changes(after, limit)!;
    const ids = (known: boolean) => changes.filter(({ record }) => (record !== null) === known).map(({ id }) => id);
    return [ids(true), ids(false), sequence];
  };

  test("are numbered by the store, over a reopening, and of each deployment only the last one is told", () => {
    const store = opened("changes");
    expect(seen(store, 0)).toEqual([["1.1", "2.1", "3.1"], [], 3]);
    store.put({ ...newRecord("1.1", owner, 0), touched: true });
    store.forget("2.1");
    store.forget("2.1");
    expect(seen(store, 0)).toEqual([["3.1", "1.1"], ["2.1"], 5]);
    expect(seen(store, 3)).toEqual([["1.1"], ["2.1"], 5]);
    expect(seen(store, 3, 1)).toEqual([["1.1"], [], 4]);
    expect(seen(store, 5)).toEqual([[], [], 5]);
    store.close();
    const again = DeploymentStore.open(file("changes"));
    expect([again.sequence, ...seen(again, 4)]).toEqual([5, [], ["2.1"], 5]);
    again.put(newRecord("2.1", owner, 0));
    expect(seen(again, 4)).toEqual([["2.1"], ["2.1"], 6]);
    again.close();
  });

  test("a number that was never given, or is too old to know what was forgotten since, has no answer", () => {
    const store = opened("old");
    expect(store.changes(4, 9)).toBeUndefined();
    // As if as many others had changed since.
    const change = (sequence: number) => {
      const plain = new DatabaseSync(file("old"));
      plain.exec(`UPDATE deployments SET sequence = ${sequence} WHERE position LIKE '%3.%'`);
      plain.close();
    };
    store.forget("1.1");
    store.close();
    change(tombstonesKept + 3);
    const later = DeploymentStore.open(file("old"));
    expect(seen(later, 3)).toEqual([["3.1"], ["1.1"], tombstonesKept + 3]);
    later.put(newRecord("5.1", owner, 0));
    later.forget("5.1");
    expect(later.changes(3, 9)).toBeUndefined();
    expect(seen(later, 5)).toEqual([["3.1"], ["5.1"], tombstonesKept + 5]);
    later.close();
  });

  test("a listener is told after each, until it has had enough", () => {
    const store = opened("told");
    let told = 0;
    const stop = store.onChange(() => (told += 1));
    store.put(newRecord("4.1", owner, 0));
    store.forget("4.1");
    stop();
    store.forget("3.1");
    expect(told).toBe(2);
    store.close();
  });
});

test("a profile is stored once, whoever has it, and what nobody has is dropped at the next opening", () => {
  const profile = () => ({ type: "profile/v1", text: "x".repeat(5_000) });
  const generation = (profile: unknown) => ({
    generation: 1,
    typeId: "0x",
    cid: "c",
    consumer: "",
    login: [],
    profile,
  });
  const store = DeploymentStore.open(file("profiles"));
  for (let n = 1; n <= 100; n++)
    store.put({ ...newRecord(`${n}.1`, owner, 0), desired: generation(profile()), good: generation(profile()) });
  const [one, other] = [store.get("1.1")!, store.get("2.1")!];
  expect(one.good!.profile).toEqual(profile());
  expect(other.desired!.profile).toBe(one.good!.profile);
  store.put({ ...one, good: generation({ type: "other" }) });
  store.close();
  const rows = () => {
    const plain = new DatabaseSync(file("profiles"));
    const { count, bytes } = plain
      .prepare(
        "SELECT (SELECT count(*) FROM profiles) AS count, (SELECT max(length(record)) FROM deployments) AS bytes",
      )
      .get()!;
    plain.close();
    return { count, small: Number(bytes) < 1_000 };
  };
  expect(rows()).toEqual({ count: 2, small: true });
  const again = DeploymentStore.open(file("profiles"));
  again.forget("1.1");
  again.close();
  DeploymentStore.open(file("profiles")).close();
  expect(rows()).toEqual({ count: 1, small: true });
});

test("what is counted with each change is what counting everything gives, also after a reopening", () => {
  const now = 400_000_000;
  const good = { generation: 1, typeId: "0x", cid: "c", consumer: "", login: [] };
  const record = fc.record({
    id: fc.integer({ min: 1, max: 6 }).map((n) => `${n}.1`),
    wanted: fc.constantFrom("present" as const, "absent" as const),
    good: fc.constantFrom(null, good),
    deployedTick: fc.option(fc.integer({ min: 1, max: now }), { nil: undefined }),
    forget: fc.boolean(),
  });
  let n = 0;
  fc.assert(
    fc.property(fc.array(record, { maxLength: 20 }), (steps) => {
      const name = file(`counted-${n++}`);
      let store = DeploymentStore.open(name);
      const known = new Map<string, DeploymentRecord>();
      for (const { forget, ...step } of steps) {
        const full = { ...newRecord(step.id, owner, 0), desired: good, ...step };
        if (forget) known.delete(step.id);
        else known.set(step.id, full);
        if (forget) store.forget(step.id);
        else store.put(full);
      }
      const records = [...known.values()];
      const live = records.filter(({ wanted }) => wanted === "present");
      const weight = live.reduce((sum, each) => sum + age(deployedTick(each), now), 0);
      for (let opened = 0; opened < 2; opened++) {
        for (const phase of ["Pending", "Deployed", "TearingDown"] as const)
          expect(store.count(phase)).toBe(records.filter((each) => phaseOf(each) === phase).length);
        expect(store.size).toBe(records.length);
        expect(store.liveWeight(now)).toBeCloseTo(weight, 6);
        store.close();
        store = DeploymentStore.open(name);
      }
      store.close();
    }),
    { numRuns: 20 },
  );
});
