import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Signer } from "@dinfra/chain/client";
import { pino } from "pino";
import { offersOf } from "./actions.js";
import { accountsCsv } from "./books.js";
import { ChainReader } from "./chain-reader.js";
import { CursorStore } from "./cursor.js";
import { Earnings } from "./earnings.js";
import { Keyring } from "./keyring.js";
import { withinMeans } from "./means.js";
import type { Action } from "./plan.js";
import { Submissions } from "./submissions.js";
import { FakeChain } from "./testing/fake-chain.js";

// The real reader, books, keyring and submissions, on a chain in memory that takes each extrinsic at once.
const folder = mkdtempSync(join(tmpdir(), "dinfra-earnings-"));
afterAll(() => rmSync(folder, { recursive: true }));
const log = pino({ level: "silent" });
const provider = "5Provider";
const signer = (address: string) => ({ address }) as Signer;
const day = 14_400;

let chain: FakeChain;
let cursor: CursorStore;
let reader: ChainReader;
let keyring: Keyring;
let earnings: Earnings;
let submissions: Submissions;
let files = 0;

/** A new sidecar process on the store of before. */
function start(keys: Keyring = new Keyring([signer("5A"), signer("5B")]), file = `${files}.sqlite`): void {
  cursor?.close();
  cursor = CursorStore.open(join(folder, file));
  keyring = keys;
  reader = new ChainReader(chain, cursor, provider, keyring.addresses);
  earnings = new Earnings({ chain, books: cursor.books, keyring, provider, log });
  submissions = new Submissions({
    submit: (call, { urgent }) => chain.submitAs(keyring.signerFor(urgent).address, call),
    onSettled: () => {},
    log,
    firstDelay: 0,
    longestDelay: 0,
    onOutcome: (_kind, outcome) => outcome === "refused" && reader.forget(),
    onIncluded: earnings.onIncluded,
    onPaid: earnings.onPaid,
  });
}
beforeEach(() => {
  chain = new FakeChain(provider, "5A", `0x${"2".repeat(64)}`);
  files += 1;
  start();
});
afterAll(() => cursor.close());

/** Some blocks pass, and the sidecar looks once and acts. */
async function pass(blocks: number, actions: readonly Action[] = []): Promise<string[]> {
  chain.newBlock(blocks);
  const before = chain.extrinsics.length;
  const read = await reader.read();
  const offers = offersOf([...actions, ...(await earnings.look(read))], read);
  submissions.offer(withinMeans(offers, { urgent: keyring.daysFor(true), rest: keyring.daysFor(false) }), read.block);
  while (submissions.inFlight > 0) await new Promise((resolve) => setImmediate(resolve));
  return chain.extrinsics.slice(before);
}
const csv = () => accountsCsv(cursor.books.accounts()).trim().split("\r\n");

test("in 30 days what earns 100 fees within a day is claimed daily, what takes a week every week", async () => {
  chain.callFee = 1_000n;
  chain.serve("1.1", 200n);
  chain.serve("2.1", 1n);
  chain.change("2.1", { rate: 7n });
  chain.serve("3.1", 1n);
  chain.change("3.1", { consumer: "5Bob" });
  const claims = new Map<string, number[]>();
  for (let turn = 0; turn < 6 * 30; turn++)
    for (const extrinsic of await pass(2_400)) {
      const [method, subscription] = extrinsic.split(" ");
      expect(method).toBe("claim");
      claims.set(subscription!, [...(claims.get(subscription!) ?? []), chain.number]);
    }
  expect([claims.get("1")!.length, claims.get("2")!.length]).toEqual([30, 30]);
  // 100,000 at 1 a block: 6.9 days.
  expect(claims.get("3")).toHaveLength(4);
  for (const blocks of claims.values())
    blocks.slice(1).forEach((block, i) => expect(block - blocks[i]!).toBeGreaterThanOrEqual(day));
  await pass(1);
  const { paid } = chain.get("1.1")!;
  expect(csv()[1]).toMatch(new RegExp(`^1,1,0x2+,5Provider,\\d+,\\d+,\\d+,${paid},0,\\d+,`));
});

test("a block in which nothing is due costs no read, and each claim one", async () => {
  for (let n = 1; n <= 100; n++) chain.serve(`${n}.1`, 1_000n);
  await pass(1);
  await pass(1);
  chain.reads = [];
  await pass(1);
  expect(chain.reads).toEqual(["finalized", "blockHash", "tick"]);
  chain.newBlock(day);
  // The heartbeats of that day are not this test's.
  await pass(1);
  chain.reads = [];
  const claimed = await pass(1);
  expect(claimed.length).toBeGreaterThan(30);
  expect(chain.reads.filter((name) => name === "assignment").length).toBeLessThanOrEqual(2 * 32);
});

test("another process goes on from the claim before; one without its store claims early, once", async () => {
  chain.serve("1.1", 1_000n);
  await pass(1);
  expect(await pass(day)).toEqual(["claim 1 1"]);
  start(undefined);
  expect(await pass(day / 2)).toEqual([]);
  start(undefined, "lost.sqlite");
  expect(await pass(1)).toEqual(["claim 1 1"]);
  expect(await pass(1)).toEqual([]);
});

test("the books have what came in and what each kind of extrinsic cost, also of what is gone", async () => {
  chain.serve("1.1", 1_000n);
  chain.serve("12.2", 1_000n);
  await pass(1);
  await pass(day, [
    { do: "heartbeat" },
    { do: "report", subscription: 12n, attempt: 2, condition: "Degraded", reason: "r" },
  ]);
  await pass(1);
  const paid = chain.get("12.2")!.paid;
  chain.end("12.2");
  await pass(1, [{ do: "confirm", subscription: 12n, attempt: 2, receipt: "0x44" }]);
  await pass(1);
  const [head, ...lines] = csv();
  const columns = head!.split(",");
  const rows = lines.map((line) => Object.fromEntries(line.split(",").map((value, i) => [columns[i], value])));
  expect(rows.map(({ subscription, attempt, fees }) => [subscription, attempt, fees])).toEqual([
    ["1", "1", "10"],
    ["12", "2", "20"],
    ["", "", "10"],
  ]);
  expect(rows[1]).toMatchObject({
    paid: String(paid),
    net: String(paid - 20n),
    ...{ fees_claim: "10", fees_report: "10", fees_confirm: "0", fees_heartbeat: "0" },
  });
  expect(rows[2]).toMatchObject({ paid: "0", net: "-10", fees_heartbeat: "10" });
});

const heartbeat: Action = { do: "heartbeat" };
const report: Action = { do: "report", subscription: 1n, attempt: 1, condition: "Degraded", reason: "r" };

test("when fees are short reports wait, and heartbeats go on to the end", async () => {
  start(new Keyring([signer("5A")]));
  chain.award("1.1", `0x${"3".repeat(64)}`);
  // 900 heartbeats a day, 10 each.
  chain.setBalance("5A", 9_000n * 4n);
  await pass(1);
  expect(await pass(1, [report])).toEqual(["report 1 1"]);
  chain.setBalance("5A", 9_000n * 2n);
  await pass(600);
  expect(await pass(1, [report, heartbeat])).toEqual(["heartbeat"]);
  expect(keyring.days()).toEqual([{ address: "5A", days: 2 }]);
  chain.setBalance("5A", 20n);
  await pass(600);
  expect(await pass(1, [report, heartbeat])).toEqual(["heartbeat"]);
  chain.setBalance("5A", 10n ** 6n);
  await pass(600);
  expect(await pass(1, [report])).toEqual(["report 1 1"]);
});

test("with two keys live, the other one signs when one is taken from the operators, and when its funds are gone", async () => {
  await pass(1, [heartbeat]);
  await pass(60, [heartbeat]);
  chain.removed.add("5A");
  // Nothing tells of it but the refusal.
  await pass(60, [heartbeat]);
  await pass(1, [heartbeat]);
  await pass(60, [heartbeat]);
  expect(chain.signers).toEqual(["5A", "5A", "5A", "5B", "5B"]);
  chain.removed.clear();
  chain.setBalance("5A", 0n);
  chain.revision += 1n;
  await pass(600, [heartbeat]);
  expect(chain.signers.at(-1)).toBe("5B");
  // Both are counted, the refused one too.
  expect(csv().at(-1)).toMatch(/^,,.*,60$/);
});
