import type { Hex } from "@dinfra/chain";
import { API_VERSION_HEADER, descriptorTypeByName } from "@dinfra/schemas";
import { join } from "node:path";
import { pino } from "pino";
import { reactorClient } from "@dinfra/service/api/client";
import { apiOf } from "../testing/api-of.js";
import { FakeChain } from "@dinfra/sidecar/testing/fake-chain";
import { permanent, retryable } from "../testing/fake-platform.js";
import { until } from "@dinfra/service/testing/until";
import { owner, ReactorBench } from "../testing/reactor-bench.js";
import { ChainReader } from "@dinfra/sidecar/chain-reader";
import { ConfirmedEnds, type ConfirmedEndsOptions } from "@dinfra/sidecar/confirmed-ends";
import { CursorStore } from "@dinfra/sidecar/cursor";
import { Sidecar } from "@dinfra/sidecar/sidecar";
import { Submissions } from "@dinfra/sidecar/submissions";

// The real sidecar and the real API over loopback HTTP, between doubles of the chain and of the platform.
const digest: Hex = `0x${"3".repeat(64)}`;
const other: Hex = `0x${"4".repeat(64)}`;
const key = "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y";
const log = pino({ level: "silent" });

let bench: ReactorBench;
let chain: FakeChain;
let cursor: CursorStore;
let sidecar: Sidecar;
let reader: ChainReader;
let fatal: unknown;
let server: ReturnType<typeof apiOf> | null;
let url: string;
/** The header of a reactor that knows no block and amounts of ends; null: it is of today. */
let olderThanSettlements: Record<string, string> | null;

function makeOlder(of: NonNullable<typeof server>, version: Record<string, string>): void {
  of.addHook("onRequest", async ({ query }, reply) => {
    const unknown = ["endBlock", "paid", "refunded"].filter((name) => name in (query as object));
    if (unknown.length > 0) return reply.code(400).send({ unknown });
  });
  of.addHook("onSend", async (_request, reply) => {
    reply.removeHeader(API_VERSION_HEADER).headers(version);
  });
}

async function serve(port = 0): Promise<void> {
  server = apiOf(bench, "t", [descriptorTypeByName("substrate-node/v1").name]);
  if (olderThanSettlements !== null) makeOlder(server, olderThanSettlements);
  url = await server.listen({ host: "127.0.0.1", port });
}

async function reactorDown(): Promise<void> {
  await server?.close();
  server = null;
}

/** A new reactor process, on the same port; its store kept or lost. */
async function reactorUp(options: { loseStore?: boolean } = {}): Promise<void> {
  await bench.restart(options);
  await serve(Number(new URL(url).port));
}

function startSidecar(pending?: () => Promise<number>, more: Partial<ConfirmedEndsOptions> = {}): void {
  cursor = CursorStore.open(join(bench.folder, "sidecar.sqlite"));
  reader = new ChainReader(chain, cursor, owner.provider, [key]);
  const submissions = new Submissions({
    submit: chain.submit,
    onSettled: () => sidecar.wake(),
    log,
    firstDelay: 10,
    longestDelay: 50,
  });
  sidecar = new Sidecar({
    chain,
    reader,
    reactor: reactorClient(url, "t", 2_000),
    submissions,
    ends: new ConfirmedEnds({
      endpoint: "first",
      witnesses: [],
      provider: owner.provider,
      distance: 0,
      onAnswer: () => sidecar.wake(),
      ...more,
    }),
    owner,
    log,
    resyncInterval: 20,
    pollInterval: 10,
    retryingGrace: 0,
    pending,
  });
  sidecar.onFatal = (error) => (fatal = error);
  sidecar.start();
}

async function stopSidecar(): Promise<void> {
  await sidecar.stop();
  cursor.close();
}

beforeEach(async () => {
  bench = new ReactorBench();
  chain = new FakeChain(owner.provider, key, descriptorTypeByName("substrate-node/v1").id);
  fatal = null;
  olderThanSettlements = null;
  await serve();
  startSidecar();
});
afterEach(async () => {
  await stopSidecar();
  await reactorDown();
  await bench.close();
});

const stored = (id: string) => () => chain.get(id)?.stored.kind;
const becomes = (id: string, kind: string | undefined) => until(stored(id), (seen) => seen === kind);
const count = (method: string) => chain.extrinsics.filter((each) => each.startsWith(method)).length;
const turns = async (number: number) => {
  for (let turn = 0; turn < number; turn++) {
    await new Promise<void>((resolve) => {
      sidecar.onTurn = resolve;
      sidecar.wake();
    });
  }
};

test("an award is deployed and declared once; its end is torn down and confirmed once, and forgotten", async () => {
  chain.award("7.1", digest);
  await becomes("7.1", "Active");
  await turns(5);
  chain.end("7.1");
  await becomes("7.1", undefined);
  await until(
    () => bench.store.size,
    (known) => known === 0,
  );
  expect(chain.extrinsics.filter((each) => !each.startsWith("heartbeat"))).toEqual([
    "declareDeployed 7 1",
    "confirmTeardown 7 1",
  ]);
  expect(bench.platform.running.size).toBe(0);
});

test("an update is acknowledged; one that fails is reported and the old one stays", async () => {
  chain.award("7.1", digest);
  await becomes("7.1", "Active");
  chain.change("7.1", { generation: 2, descriptor: other });
  await until(
    () => chain.get("7.1")!.observedGeneration,
    (seen) => seen === 2,
  );
  bench.platform.checkFailures.push(permanent("descriptor.schema"));
  chain.change("7.1", { generation: 3, descriptor: digest });
  await until(
    () => chain.get("7.1")!.condition,
    (seen) => seen === "UpdateFailed",
  );
  expect(chain.get("7.1")!.reason).toContain("descriptor.schema");
  await turns(5);
  expect(count("report")).toBe(1);
});

test("what cannot be deployed is rejected with its reason, and torn down", async () => {
  bench.platform.checkFailures.push(permanent("descriptor.hash"));
  chain.award("7.1", digest);
  await becomes("7.1", undefined);
  expect(chain.extrinsics).toEqual(["reject 7 1", "confirmTeardown 7 1"]);
  expect(bench.platform.made).toEqual([]);
});

test("what is not to be had is waited for, and rejected before the deadline passes", async () => {
  bench.platform.checkFailures.push(...Array.from({ length: 100 }, () => retryable("store.missing")));
  chain.award("7.1", digest);
  await until(
    () => bench.store.get("7.1")?.tries,
    (tries) => (tries ?? 0) > 2,
  );
  expect(count("reject")).toBe(0);
  chain.newBlock(92);
  await until(
    () => count("reject"),
    (seen) => seen === 1,
  );
});

test("what has ended in effect is poked, and destroyed only after that is stored", async () => {
  chain.award("7.1", digest);
  await becomes("7.1", "Active");
  chain.change("7.1", { endsAt: chain.number + 10 });
  chain.newBlock(20);
  await becomes("7.1", undefined);
  expect(chain.extrinsics.filter((each) => !each.startsWith("heartbeat"))).toEqual([
    "declareDeployed 7 1",
    "poke 7",
    "confirmTeardown 7 1",
  ]);
});

test("the reactor is told what the provider offers, for quotes", async () => {
  chain.award("7.1", digest);
  await becomes("7.1", "Active");
  await until(
    () => bench.store.offers,
    (offers) => offers !== undefined,
  );
  const { typeId } = chain;
  const offer = { descriptorType: { id: typeId }, pricePerBlock: "3", capacity: 50, open: true };
  expect(bench.store.offers).toMatchObject({ slotMilliseconds: 6_000, draining: false, offers: [offer] });
});

test("the reactor is told who the provider's operators are, and again when that changes", async () => {
  const operators = () => bench.store.accessKeys?.operators;
  const known = (count: number) => until(operators, (seen) => seen?.length === count);
  expect(await known(1)).toEqual([chain.key]);
  chain.otherOperators = ["5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy"];
  chain.award("7.1", digest);
  expect(new Set(await known(2))).toEqual(new Set([chain.key, ...chain.otherOperators]));
  chain.otherOperators = [];
  chain.award("8.1", digest);
  await known(1);
});

test.each([
  ["100 blocks before and more", 150, true],
  ["a moment before", 10, false],
])("an end that was announced %s, with a kill in between: expected is %s", async (_when, blocks, expected) => {
  chain.award("7.1", digest);
  await becomes("7.1", "Active");
  chain.change("7.1", { endsAt: chain.number + blocks });
  chain.newBlock();
  await turns(2);
  await stopSidecar();
  startSidecar();
  const unwish = jest.spyOn(bench.reconciler, "unwish");
  chain.newBlock(blocks);
  await becomes("7.1", undefined);
  expect(unwish.mock.lastCall![3]).toMatchObject({ expected });
});

describe("block and amounts of an end", () => {
  const end = () => (bench.store.get("7.1") ?? bench.store.past("7.1")?.record)?.end;
  const ended = (has: (end: Record<string, unknown>) => boolean) =>
    until(end, (seen) => seen !== undefined && has({ ...seen }));
  /** It runs, and its teardown will be recorded and go no further. */
  const held = async () => {
    chain.award("7.1", digest);
    await becomes("7.1", "Active");
    bench.reconciler.setMode("7.1", "paused");
  };
  const letGo = async () => {
    bench.reconciler.setMode("7.1", undefined);
    await becomes("7.1", undefined);
    await until(
      () => bench.store.get("7.1"),
      (known) => known === undefined,
    );
  };
  const all = () => ({ by: "consumer", reason: "FundsSpent", block: chain.partings[0]!.at, paid: "60", refunded: "5" });

  test.each<[string, () => void, object]>([
    ["the chain's", () => chain.settle("7.1", { paid: 60n, refunded: 5n }), { paid: "60", refunded: "5" }],
    ["without a refund where the subscription goes on", () => chain.settle("7.1", { paid: 60n }), { paid: "60" }],
    [
      "what was paid alone, where the chain has let go of it",
      () => {
        chain.partingsKept = 0;
        chain.settle("7.1", { paid: 60n, refunded: 5n });
      },
      { block: undefined, paid: "60" },
    ],
  ])("are told, and kept when everything is gone: %s", async (_what, over, expected) => {
    chain.award("7.1", digest);
    await becomes("7.1", "Active");
    over();
    const { at } = chain.partings[0]!;
    await becomes("7.1", undefined);
    await until(
      () => bench.store.get("7.1"),
      (known) => known === undefined,
    );
    const { at: _at, ...found } = end()!;
    expect(found).toEqual({ by: "consumer", reason: "FundsSpent", block: at, ...expected });
  });

  test("are told once, however long the teardown takes", async () => {
    await held();
    const unwish = jest.spyOn(bench.reconciler, "unwish");
    chain.settle("7.1", { paid: 60n, refunded: 5n });
    await ended(({ block }) => block !== undefined);
    await turns(5);
    expect(unwish).toHaveBeenCalledTimes(1);
    await letGo();
    expect(end()).toMatchObject(all());
  });

  test("are told later where they cannot be read now: the end itself does not wait for them", async () => {
    await held();
    chain.noRecords = new Error("pruned");
    chain.settle("7.1", { paid: 60n, refunded: 5n });
    const first = await ended(() => true);
    expect(first).toMatchObject({ by: "consumer", reason: "FundsSpent", paid: "60" });
    expect(first).not.toHaveProperty("block");
    chain.noRecords = null;
    await ended(({ block }) => block !== undefined);
    await letGo();
    expect(end()).toEqual({ ...all(), at: first!.at });
  });

  test.each<[Record<string, string>]>([[{}], [{ [API_VERSION_HEADER]: "1.3.0" }]])(
    "are not told to a reactor that does not know them, with headers %j; and are when it is a newer one",
    async (headers) => {
      olderThanSettlements = headers;
      await reactorDown();
      await reactorUp();
      await held();
      chain.settle("7.1", { paid: 60n, refunded: 5n });
      const first = await ended(() => true);
      await turns(3);
      expect(sidecar.state.reactor).toBeNull();
      expect(end()).toEqual({ by: "consumer", reason: "FundsSpent", at: first!.at });
      olderThanSettlements = null;
      await reactorDown();
      await reactorUp();
      await ended(({ block }) => block !== undefined);
      await letGo();
      expect(end()).toEqual({ ...all(), at: first!.at });
    },
  );

  test("a reactor that does not know them has the end torn down all the same", async () => {
    olderThanSettlements = {};
    await reactorDown();
    await reactorUp();
    chain.award("7.1", digest);
    await becomes("7.1", "Active");
    chain.settle("7.1", { paid: 60n, refunded: 5n });
    await becomes("7.1", undefined);
    expect(count("confirmTeardown")).toBe(1);
  });
});

test("heartbeats come in time", async () => {
  for (let block = 0; block < 60; block++) {
    chain.newBlock();
    await turns(1);
    expect(chain.number - chain.lastHeartbeat).toBeLessThan(25);
  }
  expect(count("heartbeat")).toBeGreaterThanOrEqual(3);
  expect(count("heartbeat")).toBeLessThanOrEqual(8);
});

test("an idle block costs one read of storage", async () => {
  chain.award("7.1", digest);
  await becomes("7.1", "Active");
  await turns(3);
  chain.reads = [];
  chain.newBlock();
  await turns(1);
  expect(new Set(chain.reads)).toEqual(new Set(["finalized", "blockHash", "tick"]));
});

test.each<[string, string, (on: boolean) => void]>([
  [
    "an endpoint that answers errors",
    "ChainUnavailable",
    (on) =>
      (chain.failure = on ? Object.assign(new Error("away"), { code: "ChainUnavailable", retryable: true }) : null),
  ],
  [
    "another chain behind the endpoint",
    "ChainChanged",
    (on) =>
      (chain.failure = on ? Object.assign(new Error("another"), { code: "ChainChanged", retryable: false }) : null),
  ],
  ["a height that went back", "chain.went-back", (on) => (chain.number += on ? -30 : 30)],
  ["another history at the same height", "chain.forked", (on) => (chain.fork = on ? "b" : "a")],
  [
    "another history that is longer",
    "chain.forked",
    (on) => {
      chain.fork = on ? "b" : "a";
      chain.number += on ? 3 : 0;
    },
  ],
  [
    "an answer without the provider",
    "chain.provider-unknown",
    (on) => void ((chain.registered = !on), (chain.revision += 1n)),
  ],
  [
    "a key that may not act",
    "chain.not-operator",
    (on) => void ((chain.operator = on ? null : owner.provider), (chain.revision += 1n)),
  ],
  [
    "an empty list where there are assignments",
    "chain.incomplete",
    (on) => void ((chain.hidden = on ? 99 : 0), (chain.revision += 1n)),
  ],
])("%s: nothing is begun or destroyed, it says so, and goes on when it is right again", async (_name, code, wrong) => {
  chain.award("7.1", digest);
  await becomes("7.1", "Active");
  await turns(2);
  const before = [...chain.extrinsics];
  wrong(true);
  await turns(4);
  expect(sidecar.state.chain?.code).toBe(code);
  expect(bench.store.get("7.1")!.wanted).toBe("present");
  expect(chain.extrinsics).toEqual(before);
  expect(bench.platform.destroyed).toEqual([]);
  wrong(false);
  await turns(2);
  expect(sidecar.state.chain).toBeNull();
  chain.end("7.1");
  await becomes("7.1", undefined);
});

test("a deployment that the chain has no record of is kept and named", async () => {
  chain.award("7.1", digest);
  await becomes("7.1", "Active");
  chain.change("7.1", null);
  await until(
    () => sidecar.state.orphans,
    (orphans) => orphans.length > 0,
  );
  await turns(3);
  expect(sidecar.state.orphans).toEqual(["7.1"]);
  expect(bench.platform.running.size).toBe(1);
});

test("the reactor away while one ends and one is awarded: both are done when it is back", async () => {
  chain.award("7.1", digest);
  await becomes("7.1", "Active");
  await reactorDown();
  chain.end("7.1");
  chain.award("8.1", digest);
  await turns(3);
  expect(sidecar.state.reactor?.code).toBe("reactor.unreachable");
  expect(count("confirm") + count("heartbeat")).toBe(0);
  await reactorUp();
  await becomes("7.1", undefined);
  await becomes("8.1", "Active");
});

test("the reactor's store lost while one runs and one has ended: nothing twice, and a true receipt", async () => {
  chain.award("7.1", digest);
  chain.award("8.1", digest);
  await becomes("7.1", "Active");
  await becomes("8.1", "Active");
  await reactorDown();
  chain.end("8.1");
  await reactorUp({ loseStore: true });
  await becomes("8.1", undefined);
  await until(
    () => bench.store.get("7.1")?.good?.generation,
    (seen) => seen === 1,
  );
  expect(bench.platform.made.sort()).toEqual(["7.1", "8.1"]);
  expect(bench.platform.running.size).toBe(1);
  expect(count("declareDeployed")).toBe(2);
});

test("a sidecar that was killed goes on from what the chain says", async () => {
  chain.award("7.1", digest);
  await becomes("7.1", "Active");
  await stopSidecar();
  chain.end("7.1");
  startSidecar();
  await becomes("7.1", undefined);
  expect(count("confirmTeardown")).toBe(1);
});

test("what a killed sidecar left on its way is waited for", async () => {
  await stopSidecar();
  let pending = 1;
  startSidecar(async () => pending);
  chain.award("7.1", digest);
  await until(
    () => bench.store.get("7.1")?.good?.generation,
    (seen) => seen === 1,
  );
  await turns(5);
  expect(chain.extrinsics).toEqual([]);
  pending = 0;
  await becomes("7.1", "Active");
});

test("what came into a block while it was waited for is not sent again", async () => {
  await stopSidecar();
  let included = false;
  startSidecar(async () => {
    if (!included) return 1;
    // In the very moment in which it is asked for, and the chain was read before.
    chain.change("7.1", { stored: { kind: "Active" }, deadline: null, observedGeneration: 1 });
    return 0;
  });
  chain.award("7.1", digest);
  await until(
    () => bench.store.get("7.1")?.good?.generation,
    (seen) => seen === 1,
  );
  await turns(5);
  included = true;
  await becomes("7.1", "Active");
  await turns(5);
  expect(count("declareDeployed")).toBe(0);
});

test("a reactor whose store is another chain's ends the sidecar, though nothing is to be done", async () => {
  await stopSidecar();
  bench.store.bind({ ...owner, instance: other });
  startSidecar();
  await until(
    () => fatal,
    (seen) => seen !== null,
  );
  expect(fatal).toMatchObject({ code: "wrong-instance", message: expect.stringContaining(other) });
  expect(sidecar.state.syncedAt).toBeNull();
});

test("a data directory follows one chain and one provider", () => {
  const follows = { genesisHash: "0x1" as const, instance: "0x2" as const, provider: owner.provider };
  cursor.bind(follows);
  cursor.bind(follows);
  expect(() => cursor.bind({ ...follows, instance: "0x3" })).toThrow(
    expect.objectContaining({ code: "wrong-instance" }),
  );
});

describe("an end is destroyed only when every endpoint has confirmed it", () => {
  let second: FakeChain;
  const restart = async (more: Partial<ConfirmedEndsOptions> = {}) => {
    await stopSidecar();
    startSidecar(undefined, { witnesses: [Object.assign(second, { endpoint: "second" })], distance: 2, ...more });
    chain.award("7.1", digest);
    second.award("7.1", digest);
    await becomes("7.1", "Active");
    second.change("7.1", { stored: { kind: "Active" }, deadline: null });
  };
  beforeEach(() => {
    second = new FakeChain(owner.provider, key, descriptorTypeByName("substrate-node/v1").id);
  });

  test("the first lies and the second does not: nothing is told to the reactor, and the sidecar says so", async () => {
    await restart();
    chain.end("7.1");
    for (let block = 0; block < 5; block++) {
      chain.newBlock(10);
      second.newBlock(10);
      await turns(2);
    }
    expect(bench.store.get("7.1")!.wanted).toBe("present");
    expect(bench.platform.destroyed).toEqual([]);
    expect(sidecar.state.unconfirmed).toEqual([{ id: "7.1", endpoints: ["second"] }]);
    second.end("7.1");
    await until(
      () => bench.store.get("7.1")?.wanted,
      (wanted) => {
        second.newBlock();
        return wanted === "absent";
      },
    );
    await becomes("7.1", undefined);
    expect(sidecar.state.unconfirmed).toEqual([]);
  });

  test("the second is away: the end waits, and goes on when it is back", async () => {
    await restart();
    second.end("7.1");
    second.failure = new Error("away");
    chain.end("7.1");
    await turns(2);
    chain.newBlock(10);
    await turns(2);
    expect(sidecar.state.unconfirmed).toEqual([{ id: "7.1", endpoints: ["second"] }]);
    second.failure = null;
    await until(
      () => bench.store.get("7.1")?.wanted,
      (wanted) => {
        second.newBlock();
        return wanted !== "present";
      },
    );
  });

  test("alone, it waits for a second block at least two later", async () => {
    await restart({ witnesses: [] });
    chain.end("7.1");
    await turns(3);
    chain.newBlock();
    await turns(3);
    expect(bench.store.get("7.1")!.wanted).toBe("present");
    chain.newBlock();
    await becomes("7.1", undefined);
  });

  test("what the breaker holds goes by itself after an hour of unchanged answers from two endpoints", async () => {
    let now = 0;
    await restart({ distance: 0, elapsed: () => now });
    // Open, as after many ends at once.
    bench.store.breaker = { trippedAt: 1, releasedAt: 0 };
    chain.end("7.1");
    second.end("7.1");
    const minute = async () => {
      now += 60_000;
      await turns(2);
    };
    for (let passed = 0; passed < 59; passed++) await minute();
    expect(bench.reconciler.held()).toEqual(["7.1"]);
    expect(bench.platform.destroyed).toEqual([]);
    for (let passed = 0; passed < 4; passed++) await minute();
    await becomes("7.1", undefined);
  });

  test("one endpoint alone never lets through what the breaker holds", async () => {
    let now = 0;
    await restart({ distance: 0, elapsed: () => now, witnesses: [] });
    bench.store.breaker = { trippedAt: 1, releasedAt: 0 };
    chain.end("7.1");
    for (let passed = 0; passed < 5; passed++) {
      now += 3_600_000;
      await turns(2);
    }
    expect(bench.reconciler.held()).toEqual(["7.1"]);
  });
});
