import type { AssignmentState, AssignmentView } from "@dinfra/chain/client";
import type { components } from "@dinfra/schemas";
import fc from "fast-check";
import { plan, secondsLeft, type Action, type ChainState } from "./plan.js";

type Deployment = components["schemas"]["Deployment"];

const awarded: AssignmentState = { kind: "Awarded", deadline: 100 };
const active: AssignmentState = { kind: "Active" };
const ending: AssignmentState = { kind: "Ending", reason: "FundsSpent" };
const revoked: AssignmentState = { kind: "Revoked", reason: "MissedDeadline" };

const assignment = (stored: AssignmentState, more: Partial<AssignmentView> = {}): AssignmentView => ({
  subscription: 7n,
  attempt: 1,
  typeId: "0x22",
  descriptor: "0x33",
  generation: 1,
  observedGeneration: stored.kind === "Awarded" ? 0 : 1,
  consumer: "5Bob",
  stored,
  effective: stored,
  rate: 3n,
  elastic: null,
  nextRate: null,
  proposal: null,
  deadline: stored.kind === "Awarded" ? 100 : null,
  deployedAt: null,
  endsAt: null,
  condition: null,
  reason: "",
  earned: 0n,
  owed: 0n,
  logins: [],
  paid: 0n,
  notice: 2,
  minimum: 5,
  trial: 3,
  awardedAt: 1,
  ...more,
});

const receipt = { digest: "0x44", body: {} } as Deployment["receipt"];
const since = new Date(0).toISOString();
const deployment = (phase: Deployment["phase"], more: Partial<Deployment> = {}): Deployment => ({
  id: "7.1",
  epoch: "e",
  phase,
  generation: 1,
  observedGeneration: phase === "Deployed" || phase === "Degraded" ? 1 : 0,
  conditions: [],
  endpoints: [],
  timings: { acceptedAt: since },
  ...more,
});
const condition = (type: "Degraded" | "UpdateFailed" | "Retrying", reason: string, at = since) => ({
  type,
  status: true,
  reason,
  message: "words",
  since: at,
});
const failure = (permanent: boolean, message = "words") => ({
  code: "descriptor.schema",
  permanent,
  message,
  generation: 1,
  at: since,
});

const now = 1_000_000;
const at = { retryingFor: () => 0, retryingGrace: 0 };
const chain = (assignments: AssignmentView[], more: Partial<ChainState> = {}): ChainState => ({
  block: 1_000,
  now: 50,
  assignments,
  lastHeartbeat: 49,
  gap: 50,
  ackDeadline: 100,
  slotMilliseconds: 6000,
  operators: ["5Charlie"],
  ...more,
});

const put = (a: AssignmentView): Action => ({ do: "put", assignment: a });
const del = (a: AssignmentView): Action => ({ do: "delete", assignment: a });
const target = { subscription: 7n, attempt: 1 };
const declare = (generation: number): Action => ({ do: "declare", ...target, generation });
const report = (name: "Ready" | "Degraded" | "UpdateFailed" | "Retrying", reason: string): Action => ({
  do: "report",
  ...target,
  condition: name,
  reason,
});
const reject = (reason: string): Action => ({ do: "reject", ...target, reason });
const poke: Action = { do: "poke", subscription: 7n };
const confirm: Action = { do: "confirm", ...target, receipt: "0x44" };
const ahead: Action = { do: "ahead", id: "7.1" };

const A = assignment(awarded);
const B = assignment(active);
const B2 = assignment(active, { generation: 2 });
const E = assignment(ending);
const R = assignment(revoked);
const endedAward = assignment(awarded, { effective: revoked });
const endedActive = assignment(active, { effective: ending });

const reactor = (deployments: Deployment[], serves = ["0x22"]) => ({ deployments, serves: new Set(serves) });

const migrated = assignment({ kind: "Ending", reason: "Migrated" });
const retired = assignment({ kind: "Ending", reason: "Retired" });
/** The deployment that it was to take over has ended. */
const givenUp = assignment(awarded, { effective: { kind: "Revoked", reason: "Cancelled" } });

type Case = [
  name: string,
  on: AssignmentView | null,
  at: Deployment | null,
  actions: Action[],
  more?: Partial<ChainState>,
];
const cases: Case[] = [
  ["nothing anywhere", null, null, []],
  // awarded
  ["awarded, unknown to the reactor", A, null, [put(A)]],
  ["awarded, not begun", A, deployment("Pending"), []],
  ["awarded, under way", A, deployment("Deploying"), []],
  ["awarded, deployed", A, deployment("Deployed"), [declare(1)]],
  ["awarded, deployed and dead since", A, deployment("Degraded"), []],
  [
    "awarded, failed for good",
    A,
    deployment("Failed", { failure: failure(true) }),
    [reject("descriptor.schema: words")],
  ],
  [
    "awarded, failed for good, in many words",
    A,
    deployment("Failed", { failure: failure(true, "é".repeat(200)) }),
    [reject(`descriptor.schema: ${"é".repeat(54)}`)],
  ],
  ["awarded, being retried, in time", A, deployment("Deploying", { failure: failure(false) }), []],
  [
    "awarded, being retried, near the deadline",
    A,
    deployment("Deploying", { failure: failure(false) }),
    [reject("descriptor.schema: words")],
    { now: 90, lastHeartbeat: 89 },
  ],
  [
    "awarded, slow without a failure, near the deadline",
    A,
    deployment("Deploying"),
    [],
    { now: 99, lastHeartbeat: 98 },
  ],
  [
    "awarded and updated meanwhile",
    assignment(awarded, { generation: 2 }),
    deployment("Deploying"),
    [put(assignment(awarded, { generation: 2 }))],
  ],
  [
    "awarded, the first generation runs while the second is made",
    assignment(awarded, { generation: 2 }),
    deployment("Deployed", { generation: 2 }),
    [declare(1)],
  ],
  ["awarded, the deadline has passed, unknown to the reactor: nothing is begun", endedAward, null, [poke]],
  [
    "awarded, the deadline has passed, deployed: nothing is declared, nothing destroyed",
    endedAward,
    deployment("Deployed"),
    [poke],
  ],
  // active
  ["active, and the reactor lost it", B, null, [put(B)]],
  ["active and deployed", B, deployment("Deployed"), []],
  ["active, being put up again after a loss", B, deployment("Deploying"), []],
  ["active, updated", B2, deployment("Deployed"), [put(B2)]],
  ["active, the update runs", B2, deployment("Deployed", { generation: 2 }), []],
  ["active, the update is reached", B2, deployment("Deployed", { generation: 2, observedGeneration: 2 }), [declare(2)]],
  [
    "active, the update is reached and dead",
    B2,
    deployment("Degraded", { generation: 2, observedGeneration: 2 }),
    [report("Degraded", "degraded")],
  ],
  ["active, the reactor knows a newer wish than the chain", B, deployment("Deployed", { generation: 2 }), [ahead]],
  ["active, and the reactor tears it down", B, deployment("TearingDown"), [ahead]],
  [
    "active, and the reactor has torn it down: no receipt of what has not ended",
    B,
    deployment("TornDown", { receipt }),
    [ahead],
  ],
  ["active, ended in effect", endedActive, deployment("Deployed"), [poke]],
  ["active, ended in effect, unknown to the reactor", endedActive, null, [poke]],
  // conditions
  [
    "active, dead",
    B,
    deployment("Degraded", { conditions: [condition("Degraded", "endpoint.unreachable")] }),
    [report("Degraded", "endpoint.unreachable")],
  ],
  [
    "active, dead, said already",
    assignment(active, { condition: "Degraded", reason: "endpoint.unreachable" }),
    deployment("Degraded", { conditions: [condition("Degraded", "endpoint.unreachable")] }),
    [],
  ],
  [
    "active, well again",
    assignment(active, { condition: "Degraded", reason: "x" }),
    deployment("Deployed"),
    [report("Ready", "")],
  ],
  ["active, well, said already", assignment(active, { condition: "Ready" }), deployment("Deployed"), []],
  [
    "active, the update failed",
    B2,
    deployment("Deployed", { generation: 2, conditions: [condition("UpdateFailed", "descriptor.hash")] }),
    [report("UpdateFailed", "descriptor.hash: words")],
  ],
  [
    "active, the update failed, said already",
    assignment(active, { generation: 2, condition: "UpdateFailed", reason: "descriptor.hash: words" }),
    deployment("Deployed", { generation: 2, conditions: [condition("UpdateFailed", "descriptor.hash")] }),
    [],
  ],
  [
    "active, the next update failed otherwise",
    assignment(active, { generation: 3, condition: "UpdateFailed", reason: "descriptor.hash: words" }),
    deployment("Deployed", { generation: 3, conditions: [condition("UpdateFailed", "program.refused")] }),
    [report("UpdateFailed", "program.refused: words")],
  ],
  [
    "active, the update failed and the store that knew what ran before was lost",
    B2,
    deployment("Failed", { generation: 2, failure: failure(true) }),
    [report("UpdateFailed", "descriptor.schema: words")],
  ],
  [
    "the same, said already",
    assignment(active, { generation: 2, condition: "UpdateFailed", reason: "descriptor.schema: words" }),
    deployment("Failed", { generation: 2, failure: failure(true) }),
    [],
  ],
  [
    "active, the store was lost and what runs cannot be taken up again",
    B,
    deployment("Failed", { failure: failure(true) }),
    [report("Degraded", "descriptor.schema: words")],
  ],
  [
    "active, retrying for long",
    B2,
    deployment("Deployed", { generation: 2, conditions: [condition("Retrying", "provider.failed")] }),
    [report("Retrying", "provider.failed")],
  ],
  [
    "active, retrying for a moment",
    B2,
    deployment("Deployed", {
      generation: 2,
      conditions: [condition("Retrying", "provider.failed", new Date(now - 10).toISOString())],
    }),
    [],
  ],
  // terminal
  ["ending, deployed", E, deployment("Deployed"), [del(E)]],
  ["ending, degraded", E, deployment("Degraded"), [del(E)]],
  ["ending, under way", E, deployment("Deploying"), [del(E)]],
  ["ending, failed", E, deployment("Failed", { failure: failure(true) }), [del(E)]],
  ["ending, unknown to the reactor: never taken for gone", E, null, [del(E)]],
  ["ending, being torn down", E, deployment("TearingDown"), []],
  ["ending, torn down", E, deployment("TornDown", { receipt }), [confirm]],
  ["ending, torn down without a receipt", E, deployment("TornDown"), [del(E)]],
  ["ending though the reactor knows a newer wish", E, deployment("Deployed", { generation: 9 }), [del(E)]],
  ["revoked, deployed too late", R, deployment("Deployed"), [del(R)]],
  ["revoked, failed and rejected", R, deployment("Failed", { failure: failure(true) }), [del(R)]],
  ["revoked, unknown to the reactor", R, null, [del(R)]],
  ["revoked, torn down", R, deployment("TornDown", { receipt }), [confirm]],
  // another provider takes over
  ["active, its successor not there yet: goes on", B, deployment("Deployed"), []],
  ["taken over by another", migrated, deployment("Deployed"), [del(migrated)]],
  ["retired by force while it ran", retired, deployment("Deployed"), [del(retired)]],
  ["to take over, deployed", A, deployment("Deployed"), [declare(1)]],
  ["to take over, given up in effect only", givenUp, deployment("Deployed"), [{ do: "poke", subscription: 7n }]],
  // not on the chain
  ["deployed and not on the chain: kept", null, deployment("Deployed"), [{ do: "orphan", id: "7.1" }]],
  ["under way and not on the chain: kept", null, deployment("Deploying"), [{ do: "orphan", id: "7.1" }]],
  ["being torn down and not on the chain", null, deployment("TearingDown"), [{ do: "orphan", id: "7.1" }]],
  [
    "torn down, its receipt on the chain",
    null,
    deployment("TornDown", { receipt }),
    [{ do: "acknowledge", id: "7.1", receipt: "0x44" }],
  ],
  // heartbeats
  ["a heartbeat is due", null, null, [{ do: "heartbeat" }], { lastHeartbeat: 34 }],
  ["a heartbeat is not yet due", null, null, [], { lastHeartbeat: 35 }],
];

// Rest parameters: for a row that is shorter than the parameter list jest would hand in its `done` callback, and wait for it.
test.each(cases)("%s", (...[, on, at, actions, more]: Case) => {
  const since = at?.conditions.find(({ type }) => type === "Retrying")?.since;
  const moment = { retryingFor: () => (since === undefined ? 0 : now - Date.parse(since)), retryingGrace: 20_000 };
  expect(plan(chain(on ? [on] : [], more), reactor(at ? [at] : []), moment)).toEqual(actions);
});

test("without an answer of the reactor only time is served: no heartbeat, nothing begun, nothing destroyed", () => {
  const all = [
    A,
    { ...endedAward, subscription: 8n },
    { ...E, subscription: 9n },
    { ...endedActive, subscription: 10n },
  ];
  expect(plan(chain(all, { lastHeartbeat: 0 }), null, at)).toEqual([
    { do: "poke", subscription: 8n },
    { do: "poke", subscription: 10n },
  ]);
});

test("an award of a type that is not served is rejected; what runs is kept, whatever is served", () => {
  expect(plan(chain([A]), reactor([], []), at)).toEqual([reject("descriptor.type: 0x22 is not served here")]);
  expect(plan(chain([B]), reactor([], []), at)).toEqual([put(B)]);
  expect(plan(chain([A]), reactor([deployment("Deploying")], []), at)).toEqual([]);
});

test("an attempt is not taken for another of the same subscription", () => {
  const second = assignment(awarded, { attempt: 2 });
  expect(plan(chain([R, second]), reactor([deployment("Deployed")]), at)).toEqual([del(R), put(second)]);
});

test("whatever the two say, a DELETE needs a stored terminal record, and a receipt is never invented", () => {
  const states = [awarded, active, ending, revoked];
  const phases = ["Pending", "Deploying", "Deployed", "Degraded", "Failed", "TearingDown", "TornDown"] as const;
  const arbitraryAssignment = fc
    .tuple(fc.constantFrom(...states), fc.constantFrom(...states), fc.integer({ min: 1, max: 3 }), fc.bigInt(0n, 3n))
    .map(([stored, effective, generation, subscription]) =>
      assignment(stored, { effective, generation, subscription }),
    );
  const arbitraryDeployment = fc
    .tuple(
      fc.constantFrom(...phases),
      fc.integer({ min: 0, max: 3 }),
      fc.integer({ min: 0, max: 3 }),
      fc.nat(3),
      fc.boolean(),
    )
    .map(([phase, generation, observedGeneration, subscription, has]) =>
      deployment(phase, { id: `${subscription}.1`, generation, observedGeneration, ...(has && { receipt }) }),
    );
  fc.assert(
    fc.property(
      fc.uniqueArray(arbitraryAssignment, { selector: (a) => a.subscription }),
      fc.uniqueArray(arbitraryDeployment, { selector: (d) => d.id }),
      (assignments, deployments) => {
        for (const action of plan(chain(assignments), reactor(deployments), at)) {
          if (action.do === "delete") expect(["Ending", "Revoked"]).toContain(action.assignment.stored.kind);
          if (action.do === "confirm") {
            const at = deployments.find((d) => d.id === `${action.subscription}.1`);
            expect(at).toMatchObject({ phase: "TornDown", receipt: { digest: action.receipt } });
          }
        }
      },
    ),
  );
});

test.each([
  ["an award", { stored: { kind: "Awarded", deadline: 80 }, deadline: 80 }, 180],
  ["an award whose deadline is over", { stored: { kind: "Awarded", deadline: 40 }, deadline: 40 }, 0],
  ["what was declared", { stored: { kind: "Active" }, deadline: null }, undefined],
])("%s leaves so many seconds", (_name, change, seconds) => {
  expect(secondsLeft(change as AssignmentView, chain([]))).toBe(seconds);
});
