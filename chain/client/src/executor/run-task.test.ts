/** @integration */
import type { Block, Blockchain } from "@acala-network/chopsticks-core";
import { readBlob } from "../blob.js";
import { startBlockchain } from "../dev/embedded.js";
import { chopsticks } from "../genesis/chopsticks.js";
import { leaseExecutor } from "../genesis/executor.js";
import type { Hex } from "../views.js";
import { endThread, inThread, runTask } from "./run-task.js";

const wasm = readBlob();
const task = (...calls: [string, Hex[]][]) => ({
  wasm,
  calls,
  mockSignatureHost: false,
  allowUnresolvedImports: false,
  runtimeLogLevel: 0,
});

let release: () => Promise<void>;
let chain: Blockchain;
let handler: ReturnType<ReturnType<typeof chopsticks>["taskHandler"]>;
beforeAll(async () => {
  release = await leaseExecutor();
  chain = await startBlockchain({ startTime: 1_750_000_000_000 }, wasm, `0x${"5e".repeat(32)}`);
  handler = chopsticks().taskHandler(chain.head);
});
afterAll(async () => {
  await chain.close();
  await release();
});

/** The steps of an empty block on the head. */
async function emptyBlock(): Promise<[string, Hex[]][]> {
  const { newHeader, Block: BlockOf } = chopsticks();
  const header = await newHeader(chain.head);
  const place = { header, extrinsics: [], storage: chain.head.storage };
  const draft: Block = new BlockOf(chain, header.number.toNumber(), `0x${"00".repeat(32)}`, chain.head, place);
  const inherents: Hex[] = [];
  for (const provider of chain.getInherents()) {
    const none = { transactions: [], downwardMessages: [], upwardMessages: {}, horizontalMessages: {} };
    inherents.push(...(await provider.createInherents(draft, none)));
  }
  return [
    ["Core_initialize_block", [header.toHex()]],
    ...inherents.map((each): [string, Hex[]] => ["BlockBuilder_apply_extrinsic", [each]]),
    ["BlockBuilder_finalize_block", []],
  ];
}

const views: [string, Hex[]][][] = [
  [["Core_version", []]],
  [["Metadata_metadata", []]],
  [["Metadata_metadata_at_version", ["0x0f000000"]]],
  [["DinfraApi_instance", []]],
  [["AuraApi_authorities", []]],
  [["AccountNonceApi_account_nonce", [`0x${"d4".repeat(32)}`]]],
  [["GenesisBuilder_get_preset", ["0x00"]]],
];

const runs: { name: string; calls: () => Promise<[string, Hex[]][]> }[] = [
  { name: "an empty block", calls: emptyBlock },
  ...views.map((calls) => ({ name: calls[0]![0], calls: async () => calls })),
];

test.each(runs)("$name is what Chopsticks makes of it", async ({ calls }) => {
  const asked = task(...(await calls()));
  const expected = await chopsticks().runTask(asked, handler);
  if (!("Call" in expected)) throw new Error(expected.Error);
  const { storageDiff, result } = expected.Call;
  // The second time it is told beforehand what it will look at.
  for (const time of [1, 2]) {
    const found = await inThread(asked, handler);
    if (found === null || !("Call" in found)) throw new Error(`it was not run in the thread, time ${time}`);
    expect(found.Call.storageDiff).toEqual(storageDiff);
    // A block's header has roots, which nobody reads from there.
    if (asked.calls.length === 1) expect(found.Call.result === result).toBe(true);
  }
});

test("a trap says what Chopsticks says of it, and the next run is as if nothing had been", async () => {
  const wrong = task(["BlockBuilder_apply_extrinsic", ["0x00"]]);
  expect(await inThread(wrong, handler)).toBeNull();
  const said = await runTask(wrong, handler);
  expect(said).toEqual(await chopsticks().runTask(wrong, handler));
  expect("Error" in said).toBe(true);
  expect(await inThread(task(["Core_version", []]), handler)).not.toBeNull();
});

test("a storage that fails fails the run, and no other", async () => {
  const failing = { ...handler, getStorage: () => Promise.reject(new Error("out of order")) };
  expect(await inThread(task(["DinfraApi_instance", []]), failing)).toBeNull();
  expect(await inThread(task(["DinfraApi_instance", []]), handler)).not.toBeNull();
});

test("runs go on after the thread was ended, and what it had open is made the other way", async () => {
  let stands!: () => void;
  const standing = new Promise<void>((resolve) => (stands = resolve));
  const never = { ...handler, getStorage: () => (stands(), new Promise<never>(() => {})) };
  const open = inThread(task(["AuraApi_authorities", ["0x"]]), never);
  await standing;
  await endThread();
  expect(await open).toBeNull();
  expect(await inThread(task(["Core_version", []]), handler)).not.toBeNull();
});

test("what Chopsticks is told before it asks is what it would have been told", async () => {
  const { getRuntimeVersion, getAuraSlotDuration } = chopsticks();
  const all = async () => {
    const version = await getRuntimeVersion(wasm);
    // In another order in the blob's own section, which Chopsticks reads.
    return { ...version, apis: [...version.apis].sort(), slot: await getAuraSlotDuration(wasm) };
  };
  const told = await all();
  getRuntimeVersion.cache.clear!();
  getAuraSlotDuration.cache.clear!();
  expect(await all()).toEqual(told);
});
