import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { ChainReader } from "./chain-reader.js";
import { CursorStore } from "./cursor.js";
import { idOf } from "./plan.js";
import { FakeChain } from "./testing/fake-chain.js";

const folder = mkdtempSync(join(tmpdir(), "dinfra-chain-reader-"));
afterAll(() => rmSync(folder, { recursive: true }));
const provider = "5Provider";
const key = "5Charlie";
const digest = `0x${"3".repeat(64)}`;

let stores = 0;
const open: CursorStore[] = [];
afterEach(() => open.splice(0).forEach((store) => store.close()));
function readerOf(chain: FakeChain): ChainReader {
  const cursor = CursorStore.open(join(folder, `${stores++}.sqlite`));
  open.push(cursor);
  return new ChainReader(chain, cursor, provider, [key]);
}

/** A chain with so many assignments, which has been read once. */
async function started(count: number) {
  const chain = new FakeChain(provider, key, digest);
  for (let n = 1; n <= count; n++) {
    chain.award(`${n}.1`, digest);
    chain.change(`${n}.1`, { stored: { kind: "Active" }, deadline: null });
  }
  const reader = readerOf(chain);
  await reader.read();
  const reads = async () => {
    chain.reads = [];
    await reader.read();
    return Object.fromEntries(
      ["assignments", "assignment"].map((name) => [name, chain.reads.filter((each) => each === name).length]),
    );
  };
  return { chain, reader, reads };
}

test("what changed is read, and nothing else", async () => {
  const { chain, reader, reads } = await started(200);
  chain.change("7.1", { generation: 2 });
  chain.award("201.1", digest);
  chain.change("8.1", null);
  chain.change("7.1", { generation: 3 });
  expect(await reads()).toEqual({ assignments: 0, assignment: 3 });
  const { assignments } = await reader.read();
  expect(assignments).toHaveLength(200);
  expect(assignments.find((each) => idOf(each) === "7.1")!.generation).toBe(3);
});

test("more than 64 changes, and every 100th block: all is read", async () => {
  const { chain, reads } = await started(100);
  for (let n = 1; n <= 64; n++) chain.change(`${n}.1`, { generation: 2 });
  expect(await reads()).toEqual({ assignments: 0, assignment: 64 });
  for (let n = 1; n <= 65; n++) chain.change(`${n}.1`, { generation: 3 });
  expect(await reads()).toEqual({ assignments: 1, assignment: 0 });
  chain.number += 98;
  chain.change("1.1", { generation: 4 });
  expect(await reads()).toEqual({ assignments: 0, assignment: 1 });
  chain.change("1.1", { generation: 5 });
  expect(await reads()).toEqual({ assignments: 1, assignment: 0 });
});

test("a count that is not the provider's own: all is read, and an answer of less is none", async () => {
  const { chain, reader, reads } = await started(10);
  chain.change("3.1", { generation: 2 });
  chain.loseUnnoted("4.1");
  expect(await reads()).toEqual({ assignments: 1, assignment: 1 });
  chain.change("3.1", { generation: 3 });
  chain.hidden = 1;
  await expect(reader.read()).rejects.toMatchObject({ code: "chain.incomplete" });
  chain.hidden = 0;
  expect((await reader.read()).assignments).toHaveLength(9);
});

test("of what time alone ends, that one is read", async () => {
  const { chain, reader, reads } = await started(50);
  chain.change("9.1", { endsAt: chain.now + 31 });
  chain.change("8.1", { endsAt: chain.now + 500 });
  await reader.read();
  chain.newBlock(28);
  expect(await reads()).toEqual({ assignments: 0, assignment: 0 });
  chain.newBlock(1);
  expect(await reads()).toEqual({ assignments: 0, assignment: 1 });
  const { assignments } = await reader.read();
  expect(assignments.filter(({ effective }) => effective.kind === "Ending").map(idOf)).toEqual(["9.1"]);
});

test("a block in which nothing changed costs one request", async () => {
  const { chain, reader } = await started(20);
  chain.reads = [];
  for (const advance of [1, 1, 0, 40]) {
    chain.tickBy(advance);
    await reader.read();
  }
  expect(chain.reads.filter((name) => name !== "finalized" && name !== "blockHash")).toEqual(Array(4).fill("tick"));
});

test("deadlines and ends come by the clock, and the height says whether the chain went back", async () => {
  const chain = new FakeChain(provider, key, digest);
  // As after a day at three blocks to one of the clock: far behind the height.
  chain.ahead = -90;
  chain.award("1.1", digest);
  const reader = readerOf(chain);
  const seen = async () => {
    const { block, now, assignments } = await reader.read();
    return { ahead: now - block, effective: assignments[0]!.effective.kind };
  };
  expect(await seen()).toEqual({ ahead: -90, effective: "Awarded" });
  // The height goes by the deadline, the clock stands still.
  for (let n = 0; n < 3; n++) chain.tickBy(0);
  chain.ahead -= 200;
  chain.number += 200;
  expect(await seen()).toEqual({ ahead: -293, effective: "Awarded" });
  chain.tickBy(100);
  expect(await seen()).toEqual({ ahead: -194, effective: "Revoked" });
  chain.number -= 5;
  chain.ahead += 50;
  await expect(reader.read()).rejects.toMatchObject({ code: "chain.went-back" });
});

test("a count that no revision told of is read", async () => {
  const { chain, reads } = await started(10);
  chain.loseUnnoted("4.1");
  chain.newBlock();
  expect(await reads()).toMatchObject({ assignments: 1 });
});

test("after any history, what was read by changes is what reading everything gives", async () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant("award" as const), n: fc.integer({ min: 1, max: 90 }) }),
    fc.record({ do: fc.constant("change" as const), n: fc.integer({ min: 1, max: 90 }), ends: fc.nat(60) }),
    fc.record({ do: fc.constant("remove" as const), n: fc.integer({ min: 1, max: 90 }) }),
    fc.record({ do: fc.constant("blocks" as const), n: fc.integer({ min: 1, max: 40 }) }),
    fc.record({ do: fc.constant("clock" as const), n: fc.constantFrom(0, 0, 0, 3, 10, 40) }),
    fc.record({ do: fc.constant("read" as const), n: fc.nat(1) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 120 }), async (steps) => {
      const chain = new FakeChain(provider, key, digest);
      const reader = readerOf(chain);
      for (const each of steps) {
        const id = `${each.n}.1`;
        if (each.do === "award") chain.award(id, digest);
        else if (each.do === "blocks") chain.newBlock(each.n);
        else if (each.do === "clock") chain.tickBy(each.n);
        else if (each.do === "read") await reader.read();
        else if (chain.get(id) !== undefined) {
          if (each.do === "remove") chain.change(id, null);
          else chain.change(id, { stored: { kind: "Active" }, deadline: null, endsAt: chain.now + each.ends });
        }
      }
      const sorted = ({ assignments }: Awaited<ReturnType<ChainReader["read"]>>) =>
        [...assignments].sort((a, b) => Number(a.subscription - b.subscription));
      expect(sorted(await reader.read())).toEqual(sorted(await readerOf(chain).read()));
    }),
    { numRuns: 60 },
  );
});
