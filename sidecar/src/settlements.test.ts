import type { AssignmentView, ClosingView, PartingView } from "@dinfra/chain/client";
import { Settlements } from "./settlements.js";
import { assignmentOf } from "./testing/assignments.js";

const provider = "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y";
const consumer = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";
const other = "5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy";

const ended = (id: string, paid = 60n): AssignmentView =>
  assignmentOf(id, { consumer, paid, stored: { kind: "Ending", reason: "Cancelled" } });
const parting = (id: string, at: number): PartingView =>
  ({ ...assignmentOf(id, {}), at, paid: 60n }) as Partial<PartingView> as PartingView;
const closing = (subscription: bigint, of: string, at: number, refunded = 5n): ClosingView =>
  ({ subscription, provider: of, at, refunded, attempt: 9, paid: 99n }) as Partial<ClosingView> as ClosingView;

function chainWith(partings: PartingView[], closings: ClosingView[]) {
  const reads: string[] = [];
  const view = {
    partings: async (of: string) => (reads.push(`partings ${of}`), partings),
    closings: async (of: string) => (reads.push(`closings ${of}`), closings),
  };
  return { reads, at: async () => view as never };
}

test.each<[string, PartingView[], ClosingView[], object]>([
  [
    "its subscription closed with it",
    [parting("7.2", 90)],
    [closing(7n, provider, 90)],
    { endBlock: 90, refunded: "5" },
  ],
  ["nothing came back", [parting("7.2", 90)], [closing(7n, provider, 90, 0n)], { endBlock: 90, refunded: "0" }],
  ["its subscription goes on", [parting("7.2", 90)], [], { endBlock: 90 }],
  ["its subscription closed later", [parting("7.2", 90)], [closing(7n, provider, 95)], { endBlock: 90 }],
  ["it closed with another provider's end", [parting("7.2", 90)], [closing(7n, other, 90)], { endBlock: 90 }],
  ["another subscription closed", [parting("7.2", 90)], [closing(8n, provider, 90)], { endBlock: 90 }],
  [
    "another attempt ended later",
    [parting("7.3", 99), parting("7.2", 90)],
    [closing(7n, provider, 99)],
    { endBlock: 90 },
  ],
  ["the chain has let go of it", [parting("7.1", 90), parting("70.2", 90)], [closing(7n, provider, 90)], {}],
])("%s", async (_what, partings, closings, expected) => {
  const settlements = new Settlements(chainWith(partings, closings), provider);
  expect(await settlements.of(ended("7.2"), "0x1")).toEqual({ paid: "60", ...expected });
});

test("amounts beyond what a number holds are told to the unit", async () => {
  const most = 2n ** 128n - 1n;
  const settlements = new Settlements(chainWith([parting("7.2", 90)], [closing(7n, provider, 90, most)]), provider);
  const { paid, refunded } = await settlements.of(ended("7.2", most), "0x1");
  expect([BigInt(paid!), BigInt(refunded!)]).toEqual([most, most]);
});

test("a thousand ends of one block cost no more than what the chain keeps of them", async () => {
  const kept = Array.from({ length: 64 }, (_, n) => parting(`${n}.1`, 90));
  const chain = chainWith(kept, []);
  const settlements = new Settlements(chain, provider);
  for (let n = 0; n < 1_000; n++) await settlements.of(ended(`${n}.1`), "0x1");
  expect(chain.reads.filter((read) => read.startsWith("partings"))).toHaveLength(1);
  expect(chain.reads.filter((read) => read.startsWith("closings"))).toHaveLength(1);
  await settlements.of(ended("0.1"), "0x2");
  expect(chain.reads).toHaveLength(4);
});

test("what could not be read is asked for again", async () => {
  const chain = chainWith([parting("7.2", 90)], []);
  let away = true;
  const at = async () => {
    if (away) throw new Error("away");
    return chain.at();
  };
  const settlements = new Settlements({ at }, provider);
  await expect(settlements.of(ended("7.2"), "0x1")).rejects.toThrow("away");
  away = false;
  expect(await settlements.of(ended("7.2"), "0x1")).toEqual({ paid: "60", endBlock: 90 });
});
