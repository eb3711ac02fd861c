/** @integration */
import { calls, connect, signerFromUri, startDevChain, type Call, type Included } from "@dinfra/chain";
import { pino } from "pino";
import { assignmentOf } from "./testing/assignments.js";
import { offersOf } from "./actions.js";
import type { Action } from "./plan.js";
import { Submissions, mostInBatch, type Offer } from "./submissions.js";

const log = pino({ level: "silent" });
const declare = (n: number): Offer => ({
  key: `declare ${n}.1 1`,
  call: calls.subscriptions.declareDeployed(n, 1, 1),
  urgent: true,
  batched: true,
});
const confirm = (n: number): Offer => ({
  key: `confirm ${n}.1`,
  call: calls.subscriptions.confirmTeardown(n, 1, "0x00"),
  urgent: false,
  batched: false,
});
const heartbeat: Offer = { key: "heartbeat", call: calls.providers.heartbeat(), urgent: true, batched: false };

interface Sent {
  call: Call;
  urgent: boolean;
  settle: (included: Partial<Included>) => void;
  fail: (error: unknown) => void;
}
let sent: Sent[];
let submissions: Submissions;
let time: number;
const outcomes: string[] = [];
const inner = ({ call }: Sent): readonly Call[] => (call.method === "forceBatch" ? (call.args[0] as Call[]) : [call]);
const settled = () => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => {
  sent = [];
  outcomes.length = 0;
  time = 0;
  submissions = new Submissions({
    submit: (call, { urgent }) =>
      new Promise((settle, fail) => sent.push({ call, urgent, settle: settle as Sent["settle"], fail })),
    onSettled: () => {},
    log,
    firstDelay: 100,
    longestDelay: 1_000,
    now: () => time,
    onOutcome: (kind, outcome) => outcomes.push(`${kind} ${outcome}`),
  });
});

const offer = async (offers: Offer[], block = 1) => {
  submissions.offer(offers, block);
  await settled();
};

test("one goes as it is, several share an extrinsic, confirmations never do", async () => {
  await offer([declare(1)]);
  await offer([declare(1), declare(2), declare(3), confirm(8), confirm(9)]);
  expect(sent.map(({ call, urgent }) => [call.method, urgent])).toEqual([
    ["declareDeployed", true],
    ["forceBatch", true],
    ["confirmTeardown", false],
    ["confirmTeardown", false],
  ]);
  expect(inner(sent[1]!)).toHaveLength(2);
});

test("each call of a batch has its own outcome: the failed one alone is tried again, later", async () => {
  const all = [declare(1), declare(2), declare(3)];
  await offer(all);
  sent[0]!.settle({
    blockNumber: 7,
    items: [{ failed: null }, { failed: { code: "Subscriptions.NotAwarded", message: "no" } }, { failed: null }],
  });
  await settled();
  expect(outcomes).toEqual(["declare included", "declare refused", "declare included"]);
  await offer(all, 7);
  expect(sent).toHaveLength(1);
  time = 100;
  await offer(all, 7);
  expect(inner(sent[1]!)).toEqual([declare(2).call]);
});

test.each([[[]], [[{ failed: null }]]])("outcomes that are too few (%j) are taken for none", async (items) => {
  await offer([declare(1), declare(2)]);
  sent[0]!.settle({ blockNumber: 7, items });
  await settled();
  expect(outcomes).toEqual(["declare unavailable", "declare unavailable"]);
});

test("a batch that finds no room in a block is halved", async () => {
  const all = Array.from({ length: 8 }, (_, n) => declare(n));
  await offer(all);
  sent[0]!.fail(Object.assign(new Error("no room"), { code: "ExtrinsicRefused", retryable: false }));
  await settled();
  time = 100;
  await offer(all);
  expect(sent.slice(1).map((each) => inner(each).length)).toEqual([4, 4]);
});

test("what finds no room waits in the plan, not in a queue; a heartbeat always finds some", async () => {
  const many = [
    ...Array.from({ length: 600 }, (_, n) => declare(n)),
    ...Array.from({ length: 50 }, (_, n) => confirm(n)),
  ];
  await offer([heartbeat, ...many]);
  expect(sent.map((each) => inner(each).length).sort((a, b) => b - a)).toEqual([
    ...Array<number>(10).fill(mostInBatch),
    ...Array<number>(5).fill(1),
  ]);
  expect(sent[0]!.call.method).toBe("heartbeat");
  // Gone from the plan meanwhile: never sent.
  sent[1]!.settle({ blockNumber: 2, items: Array.from({ length: mostInBatch }, () => ({ failed: null })) });
  await settled();
  await offer([], 2);
  expect(sent).toHaveLength(15);
});

test("deadlines and heartbeats go first, the nearest deadline before the others", () => {
  const assignments = [
    assignmentOf("1.1", { deadline: 90 }),
    assignmentOf("2.1", { deadline: 50 }),
    assignmentOf("3.1", { deadline: null }),
  ];
  const actions: Action[] = [
    { do: "confirm", subscription: 9n, attempt: 1, receipt: "0x00" },
    { do: "report", subscription: 3n, attempt: 1, condition: "Degraded", reason: "r" },
    { do: "declare", subscription: 3n, attempt: 1, generation: 2 },
    { do: "declare", subscription: 1n, attempt: 1, generation: 1 },
    { do: "reject", subscription: 2n, attempt: 1, reason: "r" },
    { do: "heartbeat" },
    { do: "poke", subscription: 4n },
  ];
  expect(
    offersOf(actions, { assignments }).map(({ key, urgent, batched }) => [
      key.split(" ", 2).join(" "),
      urgent,
      batched,
    ]),
  ).toEqual([
    ["heartbeat", true, false],
    ["reject 2.1", true, true],
    ["declare 1.1", true, true],
    ["confirm 9.1", false, false],
    ["report 3.1", false, true],
    ["declare 3.1", false, true],
    ["poke 4", false, false],
  ]);
});

describe("on the runtime", () => {
  let close: () => Promise<void>;
  afterAll(() => close());

  test("two full batches of declarations fit a block at least, one of rejections does: 500 declarations take 8 blocks at most", async () => {
    const dev = await startDevChain();
    const chain = await connect(dev.endpoint);
    close = async () => {
      await chain.close();
      await dev.close();
    };
    const alice = await signerFromUri("//Alice");
    const limits = await chain.blockLimits();
    const share = async (call: Call) => {
      const { weight, length } = await chain.cost(alice, call);
      return Math.max(
        Number(weight.refTime) / Number(limits.weight.refTime),
        Number(weight.proofSize) / Number(limits.weight.proofSize),
        length / limits.length,
      );
    };
    const batchOf = (call: Call) => calls.utility.forceBatch(Array<Call>(mostInBatch).fill(call));
    const declarations = await share(batchOf(calls.subscriptions.declareDeployed(1, 1, 1)));
    const rejections = await share(batchOf(calls.subscriptions.reject(1, 1, "x".repeat(128))));
    const perBlock = Math.floor(1 / declarations) * mostInBatch;
    process.stdout.write(
      `a block takes ${perBlock} declarations in batches of ${mostInBatch} (${(100 * declarations).toFixed(1)} % each): 500 take ${Math.ceil(500 / perBlock)} blocks\n`,
    );
    expect(perBlock).toBeGreaterThanOrEqual(2 * mostInBatch);
    // An extrinsic may take 65 of the 75 percent that all of them may.
    expect(rejections).toBeLessThan(65 / 75);
    expect(Math.ceil(500 / perBlock)).toBeLessThanOrEqual(8);
  });
});
