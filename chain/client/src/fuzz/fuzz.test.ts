/** @integration */
import type { Blockchain } from "@acala-network/chopsticks-core";
import type { KeyringPair } from "@polkadot/keyring/types";
import type { Si1Variant } from "@polkadot/types/interfaces";
import { hexToU8a, u8aConcat } from "@polkadot/util";
import { xxhashAsHex } from "@polkadot/util-crypto";
import { randomInt } from "node:crypto";
import { readBlob } from "../blob.js";
import { calls, type Call } from "../client/calls.js";
import { Runtime } from "../client/runtime.js";
import { signerFromUri } from "../client/signer.js";
import { BlockMaker } from "../dev/block-maker.js";
import { startBlockchain } from "../dev/embedded.js";
import { leaseExecutor } from "../genesis/executor.js";
import { metadataOf } from "../sources.js";
import type { Hex } from "../views.js";
import { BegunBlock, Trapped, type Applied, type Outcome } from "./applied.js";
import { Dice } from "./dice.js";
import { rawExtrinsic } from "./raw-extrinsic.js";
import { longestList, scaleBytes, type Known } from "./scale-bytes.js";

/**
 * Every call of both pallets, as the metadata lists them, with arguments by chance: what decodes and what does not, at its edges, cut short,
 * from everybody and from root. The runtime never panics, and what is refused changes nothing but the fee and the nonce.
 *
 * DINFRA_FUZZ_SECONDS=600 goes on for longer, DINFRA_FUZZ_SEED=<number> repeats a run.
 */
const seconds = Number(process.env["DINFRA_FUZZ_SECONDS"] ?? 0);
const seed = Number(process.env["DINFRA_FUZZ_SEED"] ?? randomInt(2 ** 32));
const fuzzed = ["Providers", "Subscriptions"];
const batch = 24;
/** What is not decodable takes a run of the runtime each: on a slow machine no more of it after so many ms, unless asked for longer. */
const patience = 25_000 + seconds * 1000;

/** So many attempts at every call get past the decoder at least. */
const enough = 3;

const typeId: Hex = `0x${"51".repeat(32)}`;
const unused: Hex = `0x${"52".repeat(32)}`;
const descriptor: Hex = `0x${"d1".repeat(32)}`;
const names = ["//Alice", "//Bob", "//Charlie", "//Dave", "//Eve", "//Ferdie"] as const;
type Name = (typeof names)[number];

interface Attempt {
  readonly name: string;
  readonly from: Name;
  readonly bytes: Uint8Array;
}

interface Tally {
  success: number;
  undecodable: number;
  readonly refused: Map<string, number>;
}

const dice = new Dice(seed);
const tallies = new Map<string, Tally>();
const pairs = new Map<Name, KeyringPair>();
const nonces = new Map<Name, number>(names.map((name) => [name, 0]));
let release: () => Promise<void>;
let chain: Blockchain;
let runtime: Runtime;
let genesisHash: Hex;
let block: BegunBlock;
let known: Known;

const pair = (name: Name) => pairs.get(name) as KeyringPair;
const prefix = (...parts: readonly string[]): Hex =>
  `0x${parts.map((part) => xxhashAsHex(part, 128).slice(2)).join("")}`;

beforeAll(async () => {
  release = await leaseExecutor();
  for (const name of names) pairs.set(name, (await signerFromUri(name)).pair);
  const wasm = readBlob();
  chain = await startBlockchain({}, wasm, `0x${"07".repeat(32)}`);
  const { specVersion, transactionVersion } = await chain.head.runtimeVersion;
  runtime = new Runtime(await metadataOf(wasm), specVersion, transactionVersion);
  genesisHash = (await chain.getBlockAt(0))?.hash as Hex;
  await populate();
  block = await BegunBlock.after(chain.head, runtime);
  const accounts = [...names].map((name) => pair(name).addressRaw);
  known = {
    "sp_core::crypto::AccountId32": accounts,
    "primitive_types::H256": [typeId, unused, descriptor].map((hex) => hexToU8a(hex)),
  };
});
afterAll(async () => {
  await chain.close();
  await release();
});

/** Two providers, and subscriptions in every state: running, awarded, leaving, ended, rejected, waiting. */
async function populate(): Promise<void> {
  const maker = new BlockMaker(chain, (problem) => {
    throw problem;
  });
  const make = async (...sent: readonly (readonly [Name, Call])[]) => {
    const transactions = sent.map(([from, call]) => signed(from, runtime.encode(call).toU8a()));
    await maker.make({ transactions });
  };
  const { providers, subscriptions } = calls;
  await make(
    ["//Bob", providers.register(8)],
    ["//Eve", providers.register(2)],
    ["//Bob", providers.registerType(typeId, "fuzz/v1")],
    ["//Bob", providers.registerType(unused, "fuzz/v2")],
    ["//Bob", providers.addOperator(pair("//Charlie").address)],
    ["//Charlie", providers.acceptOperator(pair("//Bob").address)],
    ["//Bob", providers.addOperator(pair("//Ferdie").address)],
    ["//Bob", providers.offer(typeId, 3n, 7)],
  );
  const subscribe = subscriptions.subscribe(typeId, descriptor, 3n, 10_000n);
  await make(...Array.from({ length: 6 }, () => ["//Dave", subscribe] as const));
  await make(
    ["//Charlie", subscriptions.declareDeployed(0, 1, 1)],
    ["//Charlie", subscriptions.declareDeployed(1, 1, 1)],
    ["//Charlie", subscriptions.declareDeployed(2, 1, 1)],
    ["//Charlie", subscriptions.reject(4, 1, "no disk")],
    ["//Dave", subscriptions.cancel(1)],
    ["//Dave", subscriptions.subscribe(typeId, descriptor, 1n, 10_000n)],
  );
  maker.stop();
}

function signed(from: Name, call: Uint8Array, at: Map<Name, number> = nonces): Hex {
  const nonce = at.get(from) as number;
  at.set(from, nonce + 1);
  return rawExtrinsic(runtime, pair(from), call, { nonce, genesisHash });
}

interface Target {
  readonly name: string;
  readonly pallet: number;
  readonly variant: Si1Variant;
}

function targets(): readonly Target[] {
  return runtime.registry.metadata.pallets
    .filter(({ name }) => fuzzed.includes(name.toString()))
    .flatMap(({ name, index, calls: of }) =>
      [...runtime.registry.lookup.getSiType(of.unwrap().type).def.asVariant.variants].map((variant) => ({
        name: `${name.toString()}.${variant.name.toString()}`,
        pallet: index.toNumber(),
        variant,
      })),
    );
}

/** A call: its arguments well formed, or altered, or any bytes. */
function callBytes({ pallet, variant }: Target, kind: "formed" | "altered" | "cut" | "any"): Uint8Array {
  const { lookup } = runtime.registry;
  const longest = longestList(dice);
  const args = u8aConcat(...variant.fields.map(({ type }) => scaleBytes(lookup, type, dice, known, longest)));
  const head = [pallet, variant.index.toNumber()];
  if (kind === "any") return u8aConcat(head, dice.bytes(dice.below(80)));
  if (kind === "cut") return u8aConcat(head, args.subarray(0, dice.below(args.length + 1)));
  if (kind === "altered" && args.length > 0) args[dice.below(args.length)] = dice.below(256);
  return u8aConcat(head, args);
}

/** Root is Alice through sudo, whose own call is the only one that she makes. */
function attempt(target: Target, kind: "formed" | "altered" | "cut" | "any"): Attempt {
  const from = dice.oneOf(names);
  const bytes = callBytes(target, kind);
  const sudo = runtime.registry.metadata.pallets.find(({ name }) => name.toString() === "Sudo")?.index.toNumber() ?? 0;
  return { name: target.name, from, bytes: from === "//Alice" ? u8aConcat([sudo, 0], bytes) : bytes };
}

/** Whether the client's own decoder takes it for a call: then it goes with others into one run. */
function looksFormed(bytes: Uint8Array): boolean {
  try {
    return runtime.registry.createType("Call", bytes).encodedLength === bytes.length;
  } catch {
    return false;
  }
}

function count({ name }: Attempt, outcome: Outcome): void {
  const tally = tallies.get(name) ?? { success: 0, undecodable: 0, refused: new Map<string, number>() };
  tallies.set(name, tally);
  if (outcome.kind === "success") tally.success += 1;
  else if (outcome.kind === "undecodable") tally.undecodable += 1;
  else {
    const code = outcome.kind === "refused" ? outcome.code : "invalid";
    tally.refused.set(code, (tally.refused.get(code) ?? 0) + 1);
  }
}

/** Applies them to one state, again and again without those that succeeded, until all are refused: then nothing may differ. */
async function judge(attempts: readonly Attempt[]): Promise<void> {
  let rest = attempts;
  while (rest.length > 0) {
    let applied: Applied;
    const at = new Map(nonces);
    try {
      applied = await block.apply(rest.map(({ from, bytes }) => signed(from, bytes, at)));
    } catch (failure) {
      if (!(failure instanceof Trapped)) throw failure;
      const half = rest.length >> 1;
      await judge(rest.slice(0, half));
      await judge(rest.slice(half));
      return;
    }
    const { outcomes } = applied;
    const refused = rest.filter((_, i) => outcomes[i]?.kind !== "success");
    if (refused.length === rest.length) {
      await nothingButFees(applied, rest);
      rest.forEach((each, i) => count(each, outcomes[i] as Outcome));
      return;
    }
    rest.forEach((each, i) => outcomes[i]?.kind === "success" && count(each, { kind: "success" }));
    rest = refused;
  }
}

async function nothingButFees({ changed }: Applied, attempts: readonly Attempt[]): Promise<void> {
  const account = prefix("System", "Account");
  const signers = new Set(attempts.map(({ from }) => runtime.storageKey("system", "account", pair(from).address)));
  const reserved = (value: Hex | null) =>
    value === null
      ? null
      : (
          runtime.decodeStorage("system", "account", value) as unknown as { data: { reserved: object } }
        ).data.reserved.toString();
  for (const [key, value] of changed) {
    const before = await block.before(key);
    if (value === before) continue;
    const about = () =>
      `${key} after ${attempts.map(({ name, from, bytes }) => `${from} ${name} 0x${Buffer.from(bytes).toString("hex")}`).join(", ")}`;
    if (key.startsWith(account)) {
      if (!signers.has(key) || reserved(value) !== reserved(before)) throw new Error(`an account changed: ${about()}`);
      continue;
    }
    const allowed = [prefix("System"), prefix("TransactionPayment"), prefix("Balances", "TotalIssuance"), "0x3a"];
    if (!allowed.some((each) => key.startsWith(each))) throw new Error(`storage changed: ${about()}`);
  }
}

async function round(): Promise<void> {
  const began = performance.now();
  const all: Attempt[] = [];
  for (const target of targets()) {
    for (let i = 0; i < 6; i++) all.push(attempt(target, "formed"));
    all.push(attempt(target, "altered"), attempt(target, dice.oneOf(["cut", "any"])));
  }
  const formed = all.filter(({ bytes }) => looksFormed(bytes));
  for (let i = 0; i < formed.length; i += batch) await judge(formed.slice(i, i + batch));
  for (const each of all) if (!formed.includes(each) && performance.now() < began + patience) await judge([each]);
  for (const target of targets()) await untilRead(target);
}

/** How many attempts at it got past the decoder of the runtime. */
function read(name: string): number {
  const tally = tallies.get(name);
  return tally === undefined ? 0 : tally.success + [...tally.refused.values()].reduce((a, b) => a + b, 0);
}

/** Chance alone does not say that every call was tried: goes on with one that the runtime's bounds have always turned away. */
async function untilRead(target: Target): Promise<void> {
  for (let left = 100; left > 0 && read(target.name) < enough; left--) {
    const each = attempt(target, "formed");
    if (looksFormed(each.bytes)) await judge([each]);
  }
}

test(
  "no call panics, and what is refused changes nothing but fee and nonce",
  async () => {
    const until = performance.now() + seconds * 1000;
    // The executor writes two lines for every input that is not decodable.
    const errors = jest.spyOn(process.stderr, "write").mockImplementation(() => true);
    let rounds = 0;
    try {
      do {
        await round();
        rounds += 1;
      } while (performance.now() < until);
    } finally {
      errors.mockRestore();
      process.stdout.write(`${report(rounds)}\n`);
    }
    const unread = targets().filter(({ name }) => read(name) < enough);
    expect(unread.map(({ name }) => `${name}: ${read(name)}`)).toEqual([]);
  },
  180_000 + seconds * 1000,
);

function report(rounds: number): string {
  const lines = [...tallies].map(([name, { success, undecodable, refused }]) => {
    const codes = [...refused].map(([code, times]) => `${code} ${times}`).join(", ");
    return `  ${name}: ${success} succeeded, ${undecodable} not decodable, refused: ${codes || "none"}`;
  });
  return [`fuzz: seed ${seed}, ${rounds} round(s)`, ...lines].join("\n");
}
