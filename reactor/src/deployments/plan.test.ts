import { plan, type Action, type Circumstances } from "./plan.js";
import { newRecord, type DeploymentRecord, type Generation } from "./record.js";

const owner = { instance: `0x${"1".repeat(64)}`, provider: "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY" };
const generation = (number: number): Generation => ({
  generation: number,
  typeId: `0x${"2".repeat(64)}`,
  cid: `cid${number}`,
  consumer: owner.provider,
  login: [],
});
const failure = (generation: number, permanent: boolean) => ({ code: "x", message: "x", permanent, generation, at: 1 });
const calm: Circumstances = {
  now: 1000,
  running: false,
  unrecovered: false,
  mayDestroy: true,
  weighed: false,
  tendedAt: undefined,
  tendInterval: 500,
};

const fresh: Partial<DeploymentRecord> = { desired: generation(1) };
const good: Partial<DeploymentRecord> = { desired: generation(1), good: generation(1) };
const updating: Partial<DeploymentRecord> = { desired: generation(2), good: generation(1) };
const absent: Partial<DeploymentRecord> = { ...good, wanted: "absent", absentSince: 900 };
const awaiting = { generation: 2, digest: "0x1", steps: [{ urn: "disk", operation: "delete" as const }], since: 1 };
const ill = { code: "endpoint.unreachable", message: "", since: 950 };
const receipt = { digest: "0x", body: {} } as unknown as DeploymentRecord["receipt"];

const create: Action = { do: "work", work: { kind: "up", generation: 1, cause: "create" } };
const update: Action = { do: "work", work: { kind: "up", generation: 2, cause: "update" } };
const rollback: Action = { do: "work", work: { kind: "up", generation: 1, cause: "rollback" } };
const repair: Action = { do: "work", work: { kind: "up", generation: 1, cause: "repair" } };
const tend: Action = { do: "work", work: { kind: "up", generation: 1, cause: "tend" } };
const teardown: Action = { do: "work", work: { kind: "teardown" } };
const wait = (until?: number): Action => (until === undefined ? { do: "wait" } : { do: "wait", until });

const watch = (until?: number): Action => (until === undefined ? { do: "watch" } : { do: "watch", until });

const cases: [string, Partial<DeploymentRecord>, Partial<Circumstances>, Action][] = [
  // wanted
  ["a record without a wish", {}, {}, wait()],
  ["a first wish", fresh, {}, create],
  ["while its work runs", fresh, { running: true }, wait()],
  ["an intent that outlived its process", fresh, { unrecovered: true }, { do: "recover" }],
  [
    "a create that failed, before its time",
    { ...fresh, failure: failure(1, false), tries: 1, nextAt: 1500 },
    {},
    wait(1500),
  ],
  ["a create that failed, at its time", { ...fresh, failure: failure(1, false), tries: 1, nextAt: 1000 }, {}, create],
  ["a create that failed for good", { ...fresh, failure: failure(1, true) }, {}, wait()],
  [
    "a newer wish after one that failed for good",
    { desired: generation(2), failure: failure(1, true) },
    {},
    { do: "work", work: { kind: "up", generation: 2, cause: "create" } },
  ],
  // guarded
  ["an update that waits for an approval", { ...updating, awaiting }, {}, watch()],
  ["… and what runs is ill: it is not touched by that plan", { ...updating, awaiting, ill }, {}, repair],
  ["… approved", { ...updating, awaiting, approved: { digest: "0x1", until: 1001 } }, {}, update],
  ["… approved an hour ago", { ...updating, awaiting, approved: { digest: "0x1", until: 1000 } }, {}, watch()],
  ["… and another plan was", { ...updating, awaiting, approved: { digest: "0x2", until: 1001 } }, {}, watch()],
  ["a newer wish than the one that waits", { ...updating, desired: generation(3), awaiting }, {}, { do: "work", work: { kind: "up", generation: 3, cause: "update" } }], // prettier-ignore
  ["a repair that waits for an approval", { ...good, awaiting: { ...awaiting, generation: 1 }, ill }, {}, wait()],
  ["deleted while it waits", { ...absent, awaiting }, {}, teardown],
  // modes
  ["paused, with a wish", { ...updating, mode: "paused" }, {}, wait()],
  ["paused, deleted", { ...absent, mode: "paused" }, {}, wait()],
  ["observed, with a wish", { ...updating, mode: "observe" }, {}, watch()],
  ["observed, not made yet", { ...fresh, mode: "observe" }, {}, wait()],
  ["observed, ill", { ...good, mode: "observe", ill }, {}, wait()],
  ["observed, deleted", { ...absent, mode: "observe" }, {}, wait()],
  ["observed, asked for now", { ...good, mode: "observe" }, { asked: true }, { do: "look" }],
  // drift
  ["asked for now", good, { asked: true }, tend],
  ["drift is due", good, { driftAt: 500, driftInterval: 500 }, { do: "look" }],
  ["drift is not due", good, { driftAt: 600, driftInterval: 500 }, watch(1100)],
  ["drift is due while an update is", updating, { driftAt: 500, driftInterval: 500 }, update],
  // reached
  ["well", good, {}, watch()],
  // tended
  ["tended lately", good, { tendedAt: 900 }, watch(1400)],
  ["not tended lately", good, { tendedAt: 500 }, tend],
  ["not tended lately, and ill: it is put back, which looks as well", { ...good, ill }, { tendedAt: 0 }, repair],
  ["not tended lately, the last try failed", { ...good, tries: 1, nextAt: 1020 }, { tendedAt: 0 }, watch(1020)],
  ["not tended lately, and another generation is wanted", updating, { tendedAt: 0 }, update],
  ["not tended lately, and deleted", absent, { tendedAt: 0 }, teardown],
  ["ill", { ...good, ill }, {}, repair],
  ["ill, a repair failed, before its time", { ...good, ill, tries: 1, nextAt: 2000 }, {}, wait(2000)],
  [
    "ill, a repair failed, at its time",
    { ...good, ill, tries: 9, nextAt: 999, failure: failure(1, false) },
    {},
    repair,
  ],
  ["ill while work runs", { ...good, ill }, { running: true }, wait()],
  // updates
  ["a higher generation", updating, {}, update],
  ["a higher generation wins over ill health", { ...updating, ill }, {}, update],
  [
    "an update that failed and touched nothing, before its time: the node is watched on",
    { ...updating, failure: failure(2, false), tries: 1, nextAt: 1050 },
    {},
    watch(1050),
  ],
  [
    "the same, and what runs is tended first",
    { ...updating, failure: failure(2, false), tries: 1, nextAt: 5000 },
    { tendedAt: 900 },
    watch(5000),
  ],
  [
    "the same, ill, its next try is not due",
    { ...updating, ill, failure: failure(2, false), tries: 1, nextAt: 5000 },
    {},
    wait(5000),
  ],
  [
    "an update that failed half way, before its time",
    { ...updating, touched: true, failure: failure(2, false), tries: 1, nextAt: 5000 },
    {},
    wait(5000),
  ],
  [
    "an update that failed, at its time",
    { ...updating, touched: true, failure: failure(2, false), tries: 1, nextAt: 1000 },
    {},
    update,
  ],
  [
    "an update that failed for good before it touched anything",
    { ...updating, failure: failure(2, true) },
    {},
    watch(),
  ],
  [
    "an update that failed for good half way: back to the good state",
    { ...updating, touched: true, failure: failure(2, true) },
    {},
    rollback,
  ],
  [
    "a rollback that failed, before its time",
    { ...updating, touched: true, failure: failure(2, true), tries: 1, nextAt: 3000 },
    {},
    wait(3000),
  ],
  [
    "after the rollback the good state is watched",
    { ...updating, touched: false, failure: failure(2, true) },
    {},
    watch(),
  ],
  [
    "after the rollback the good state is put back when ill",
    { ...updating, failure: failure(2, true), ill },
    {},
    repair,
  ],
  [
    "a still higher generation after a failed one",
    { desired: generation(3), good: generation(1), touched: true, failure: failure(2, true) },
    {},
    { do: "work", work: { kind: "up", generation: 3, cause: "update" } },
  ],
  // not wanted any more
  ["deleted", absent, {}, teardown],
  ["deleted while an update runs", absent, { running: true }, wait()],
  ["deleted, intent from an earlier process", absent, { unrecovered: true }, { do: "recover" }],
  ["deleted, the breaker is open", absent, { mayDestroy: false }, { do: "hold" }],
  [
    "deleted, the breaker is open, unrecovered: recovering may remove things too",
    absent,
    { mayDestroy: false, unrecovered: true },
    { do: "hold" },
  ],
  [
    "a teardown that failed, before its time",
    { ...absent, tries: 40, nextAt: 1200, failure: failure(0, false) },
    {},
    wait(1200),
  ],
  [
    "a teardown that failed often, at its time: it never gives up",
    { ...absent, tries: 400, nextAt: 1000, failure: failure(0, false) },
    {},
    teardown,
  ],
  [
    "deleted without ever having been wanted here: is there anything?",
    { wanted: "absent", absentSince: 900 },
    {},
    { do: "weigh" },
  ],
  ["the same, looked", { wanted: "absent", absentSince: 900 }, { weighed: true }, teardown],
  ["the same, looked, there was much", { wanted: "absent" }, { weighed: true, mayDestroy: false }, { do: "hold" }],
  ["the same, the look failed, before its time", { wanted: "absent", tries: 1, nextAt: 1200 }, {}, wait(1200)],
  [
    "deleted, failed for good before: something half-made may be there",
    { ...fresh, wanted: "absent", failure: failure(1, true) },
    {},
    { do: "weigh" },
  ],
  [
    "the same, intent from an earlier process",
    { ...fresh, wanted: "absent" },
    { unrecovered: true },
    { do: "recover" },
  ],
  ["torn down, with its receipt", { ...absent, receipt }, {}, wait()],
  ["torn down, though the breaker is open", { ...absent, receipt }, { mayDestroy: false }, wait()],
];

test.each(cases)("%s", (_name, record, circumstances, action) => {
  expect(plan({ ...newRecord("1.1", owner, 0), ...record }, { ...calm, ...circumstances })).toEqual(action);
});
