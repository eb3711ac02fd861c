import type { Block, BuildBlockParams } from "@acala-network/chopsticks-core";
import type { Vec } from "@polkadot/types";
import type { ApplyExtrinsicResult, EventRecord } from "@polkadot/types/interfaces";
import { hexToU8a, u8aConcat, u8aToHex } from "@polkadot/util";
import { blake2AsU8a } from "@polkadot/util-crypto";
import { runTask } from "../executor/run-task.js";
import { chopsticks } from "../genesis/chopsticks.js";
import type { Hex } from "../views.js";

type Parameters = Pick<
  BuildBlockParams,
  "transactions" | "unsafeBlockHeight" | "relayChainStateOverrides" | "relayParentNumber"
>;

/**
 * Which part of a block its transactions take. "reclaimed": what they may take at most is given back as soon as they are done, since nothing
 * is proven here: blocks are never full by their proof. "full": all of it counts, as the runtime's benchmarks have it.
 */
export type Weights = "reclaimed" | "full";

/** By this size of the proof so far the runtime knows that none is recorded, and gives nothing back. A u64, for which numbers are too small. */
const noProof = (2n ** 64n - 1n) as unknown as number;

/**
 * A block of the transactions, in their order, until the first that finds no room; those that are left are for the next one. Weights are full. Null
 * where it is not about room.
 */
export async function blockThatFits(
  parent: Block,
  parameters: Parameters,
): Promise<{ readonly block: Block; readonly left: readonly Hex[] } | null> {
  const { transactions } = parameters;
  const whole = await blockAtOnce(parent, parameters, "full");
  if (whole !== null) return { block: whole, left: [] };
  const { apply, registry } = await drafted(parent, parameters, "full");
  for (let fits = 0; fits < transactions.length; fits++) {
    const call = await apply(transactions.slice(0, fits + 1));
    if (call === null) return null;
    const outcome = registry.createType("ApplyExtrinsicResult", call.result) as unknown as ApplyExtrinsicResult;
    if (outcome.isOk) continue;
    const invalid = outcome.asErr.isInvalid ? outcome.asErr.asInvalid : null;
    if (!invalid?.isExhaustsResources || fits === 0) return null;
    const block = await blockAtOnce(parent, { ...parameters, transactions: transactions.slice(0, fits) }, "full");
    return block && { block, left: transactions.slice(fits) };
  }
  return null;
}

/**
 * A block in one run of the runtime. Chopsticks makes a run of its own for every step (initialize, each inherent, each transaction,
 * finalize), and reads the same storage in each.
 *
 * Null when that does not work out (a step fails, a transaction is not valid after all): the long way tells what is wrong. Inherents depend on
 * the parent only; messages of other chains are left to the long way.
 */
export async function blockAtOnce(
  parent: Block,
  parameters: Parameters,
  weights: Weights = "reclaimed",
): Promise<Block | null> {
  const { Block: BlockOf } = chopsticks();
  const { transactions } = parameters;
  const { draft, header, inherents, registry, meta, apply } = await drafted(parent, parameters, weights);
  const { chain } = parent;
  const number = header.number.toNumber();
  const extrinsics = [...inherents, ...transactions];
  const call = await apply(transactions, ["BlockBuilder_finalize_block", []]);
  if (call === null) return null;
  const layer = draft.pushStorageLayer();
  layer.setAll(call.storageDiff);
  if (parent.number === 0) {
    // As Chopsticks does: the hash of the header of block 0 is not the one that it goes by.
    layer.set(storageKey(meta.query["system"]?.["parentHash"]?.()), (await parent.header).hash.toHex());
  }

  const events = await draft.get(storageKey(meta.query["system"]?.["events"]?.()));
  const records = registry.createType("Vec<EventRecord>", hexToU8a(events)) as unknown as Vec<EventRecord>;
  const outcomes = records.filter(
    ({ event, phase }) =>
      phase.isApplyExtrinsic &&
      event.section === "system" &&
      (event.method === "ExtrinsicSuccess" || event.method === "ExtrinsicFailed"),
  );
  if (outcomes.length !== extrinsics.length) return null;

  const whole = registry.createType("Header", {
    ...(header.toJSON() as object),
    extrinsicsRoot: blake2AsU8a(u8aConcat(...extrinsics.map((extrinsic) => hexToU8a(extrinsic))), 256),
  }) as unknown as typeof header;
  return new BlockOf(chain, number, whole.hash.toHex(), parent, {
    header: whole,
    extrinsics,
    storage: parent.storage,
    storageDiff: await draft.storageDiff(),
  });
}

/** What a block is made on, and how transactions are applied to it: answers what the last call answered, null where the runtime trapped. */
async function drafted(parent: Block, parameters: Parameters, weights: Weights) {
  const { Block: BlockOf, newHeader, taskHandler } = chopsticks();
  const { transactions, unsafeBlockHeight, relayChainStateOverrides, relayParentNumber } = parameters;
  const { chain } = parent;
  const [registry, meta, header] = await Promise.all([
    parent.registry,
    parent.meta,
    newHeader(parent, unsafeBlockHeight),
  ]);
  const number = header.number.toNumber();
  // The hash is of no use before the header is whole; storage is a layer over the parent's.
  const draft = new BlockOf(chain, number, `0x${"00".repeat(32)}`, parent, {
    header,
    extrinsics: [],
    storage: parent.storage,
  });
  if (number > parent.number + 1) {
    // The runtime wants numbers without a gap.
    const before = registry.createType("BlockNumber", number - 1).toU8a();
    draft.pushStorageLayer().set(storageKey(meta.query["system"]?.["number"]?.()), u8aToHex(before));
  }
  const inherents: Hex[] = [];
  for (const provider of chain.getInherents()) {
    const made = await provider.createInherents(draft, {
      transactions,
      downwardMessages: [],
      upwardMessages: {},
      horizontalMessages: {},
      relayChainStateOverrides,
      relayParentNumber,
    });
    inherents.push(...made);
  }
  const wasm = await parent.wasm;
  const apply = async (transactions: readonly Hex[], ...last: [string, Hex[]][]) => {
    const response = await runTask(
      {
        wasm,
        calls: [
          ["Core_initialize_block", [header.toHex()]],
          ...[...inherents, ...transactions].map((each): [string, Hex[]] => ["BlockBuilder_apply_extrinsic", [each]]),
          ...last,
        ],
        mockSignatureHost: chain.mockSignatureHost,
        allowUnresolvedImports: chain.allowUnresolvedImports,
        runtimeLogLevel: 0,
        ...(weights === "full" && { storageProofSize: noProof }),
      },
      taskHandler(draft),
    );
    return "Error" in response ? null : response.Call;
  };
  return { draft, header, inherents, registry, meta, apply };
}

/** A storage key as the metadata gives it, without the length in front. */
function storageKey(key: Uint8Array | undefined): Hex {
  if (key === undefined) throw new Error("the runtime has no System pallet");
  return chopsticks().compactHex(key);
}
