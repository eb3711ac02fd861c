import type { Vec } from "@polkadot/types";
import type { DispatchError, DispatchResult, EventRecord } from "@polkadot/types/interfaces";
import { ChainUnavailable, ExtrinsicFailed } from "../errors.js";
import type { BlockRef, ChainEvent, Hex } from "../views.js";
import type { BatchItem } from "./chain.js";
import { eventsOf } from "./events.js";
import type { Runtime } from "./runtime.js";

export interface Outcome {
  readonly events: readonly ChainEvent[];
  readonly items: readonly BatchItem[];
  readonly inner: readonly BatchItem[];
}

/** What came of the extrinsic at an index of a block, from the block's events. @throws ExtrinsicFailed, ChainUnavailable */
export function outcomeOf(
  runtime: Runtime,
  records: Vec<EventRecord>,
  at: BlockRef,
  index: number,
  hash: Hex,
): Outcome {
  const ours = records.filter(({ phase }) => phase.isApplyExtrinsic && phase.asApplyExtrinsic.eq(index));
  const failed = ours.find(({ event }) => event.section === "system" && event.method === "ExtrinsicFailed");
  if (failed !== undefined) {
    const { code, message } = runtime.explain(failed.event.data[0] as unknown as DispatchError);
    throw new ExtrinsicFailed(code, message, { blockHash: at.hash, blockNumber: at.number }, eventsOf(runtime, ours));
  }
  if (!ours.some(({ event }) => event.section === "system" && event.method === "ExtrinsicSuccess")) {
    throw new ChainUnavailable(`block ${at.number} holds extrinsic ${hash} and no outcome of it`);
  }
  return { events: eventsOf(runtime, ours), items: itemsOf(runtime, ours), inner: innerOf(runtime, ours) };
}

/** The calls of a batch, by the order of their events: ItemFailed does not say which one it was. */
function itemsOf(runtime: Runtime, records: readonly EventRecord[]): readonly BatchItem[] {
  return records.flatMap(({ event }): BatchItem[] => {
    if (event.section !== "utility") return [];
    if (event.method === "ItemCompleted") return [{ failed: null }];
    if (event.method === "ItemFailed") {
      return [{ failed: runtime.explain(event.data[0] as unknown as DispatchError) }];
    }
    return [];
  });
}

/** Events of calls that were made for another account, and the field that says what came of the call. */
const results: Readonly<Record<string, number>> = { "proxy.ProxyExecuted": 0, "multisig.MultisigExecuted": 4 };

/** What came of calls that were made for another account: the extrinsic succeeds, whatever came of them. */
function innerOf(runtime: Runtime, records: readonly EventRecord[]): readonly BatchItem[] {
  return records.flatMap(({ event }): BatchItem[] => {
    const at = results[`${event.section}.${event.method}`];
    if (at === undefined) return [];
    const result = event.data[at] as unknown as DispatchResult;
    return [{ failed: result.isErr ? runtime.explain(result.asErr) : null }];
  });
}
