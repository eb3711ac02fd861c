import type { GenericExtrinsic, Vec } from "@polkadot/types";
import type { DispatchError, EventRecord, ExtrinsicEra, RuntimeDispatchInfo } from "@polkadot/types/interfaces";
import { hexToU8a } from "@polkadot/util";
import { blake2AsHex } from "@polkadot/util-crypto";
import { ChainError, ChainUnavailable, ExtrinsicFailed, ExtrinsicRefused } from "../errors.js";
import type { BlockRef, ChainEvent, Hex } from "../views.js";
import type { Blocks } from "./blocks.js";
import type { Call } from "./calls.js";
import type { Included, SubmitOptions } from "./chain.js";
import { EndpointError } from "./connection.js";
import { eventsOf } from "./events.js";
import { inWords } from "./pool-refusal.js";
import type { Rpc } from "./rpc.js";
import { Encoded, type Runtime } from "./runtime.js";
import type { Signer } from "./signer.js";
import type { Wakes } from "./wakes.js";

/** Blocks for which a signed extrinsic stays valid. A power of two. */
export const mortalPeriod = 64;
const defaultTimeout = 120_000;
/** Finalized heads without our extrinsic, in it or in the pool, before it is sent again. */
const patience = 2;

/** Errors of author_submitExtrinsic, as Substrate nodes and Chopsticks number them. */
const INVALID_TRANSACTION = 1010;
const ALREADY_KNOWN = [1012, 1013];
const PRIORITY_TOO_LOW = 1014;
/** "Transaction is outdated", or the Debug form of InvalidTransaction::Stale. */
const outdated = /outdated|stale/i;

interface Signed {
  readonly hex: Hex;
  readonly hash: Hex;
  readonly nonce: number;
  readonly birth: BlockRef;
}

interface Parts {
  readonly rpc: Rpc;
  readonly blocks: Blocks;
  readonly wakes: Wakes;
  readonly log: (message: string) => void;
}

/**
 * Puts extrinsics into finalized blocks, exactly once each. An account's are sent one after the other, with a nonce that counts
 * the pool (`system_accountNextIndex`; what polkadot-js means by -1 does not). The signed bytes are the identity of an attempt: they are looked for in
 * the finalized blocks, sent again when they got lost, and signed anew only when these bytes can never be included any more: their era is over,
 * or their nonce was used by others.
 */
export class Submission {
  private readonly queues = new Map<string, Promise<unknown>>();

  constructor(private readonly parts: Parts) {}

  submit(signer: Signer, call: Call, options: SubmitOptions): Promise<Included> {
    const before = this.queues.get(signer.address) ?? Promise.resolve();
    const result = before.then(() => this.run(signer, call, options));
    const settled = result.then(
      () => undefined,
      () => undefined,
    );
    this.queues.set(signer.address, settled);
    void settled.then(() => {
      if (this.queues.get(signer.address) === settled) this.queues.delete(signer.address);
    });
    return result;
  }

  async fee(signer: Signer, call: Call): Promise<bigint> {
    const { blocks, rpc } = this.parts;
    const [{ hex }, { runtime, block }] = await Promise.all([
      this.sign(signer, call),
      blocks.finalized().then((head) => blocks.known(head)),
    ]);
    const bytes = hexToU8a(hex);
    const request = runtime.api<RuntimeDispatchInfo>("TransactionPaymentApi", "query_info", [
      new Encoded(bytes),
      bytes.length,
    ]);
    return request.decode(await rpc.call(request.method, request.data, block.hash)).partialFee.toBigInt();
  }

  private async run(signer: Signer, call: Call, options: SubmitOptions): Promise<Included> {
    const { timeout = defaultTimeout, signal } = options;
    const stop = AbortSignal.any([AbortSignal.timeout(timeout), ...(signal === undefined ? [] : [signal])]);
    for (;;) {
      const signed = await this.patiently(stop, () => this.sign(signer, call));
      const included = await this.follow(signer, signed, stop);
      if (included !== null) return included;
      this.parts.log(
        `${call.pallet}.${call.method} of ${signer.address} (nonce ${signed.nonce}) can no longer be included: signing it anew`,
      );
    }
  }

  /** Tries again, at every wake, what failed because the endpoint is in trouble. */
  private async patiently<T>(stop: AbortSignal, action: () => Promise<T>): Promise<T> {
    let last: unknown;
    while (!stop.aborted) {
      try {
        return await action();
      } catch (failure) {
        if (!(failure instanceof ChainError) || !failure.retryable) throw failure;
        last = failure;
      }
      await this.parts.wakes.next(stop);
    }
    throw new ChainUnavailable(`not sent: ${last instanceof Error ? last.message : "no time was left"}`, {
      cause: last,
    });
  }

  private async sign(signer: Signer, call: Call): Promise<Signed> {
    const { blocks, rpc } = this.parts;
    const birth = await blocks.finalized();
    const [{ runtime }, nonce, { genesisHash }] = await Promise.all([
      blocks.known(birth),
      rpc.nextIndex(signer.address),
      blocks.identity(),
    ]);
    const { registry } = runtime;
    const extrinsic = registry.createType<GenericExtrinsic>("Extrinsic", runtime.encode(call), { version: 4 });
    const era = registry.createType<ExtrinsicEra>("ExtrinsicEra", { current: birth.number, period: mortalPeriod });
    extrinsic.sign(signer.pair, {
      blockHash: birth.hash,
      era,
      genesisHash,
      nonce,
      tip: 0,
      runtimeVersion: {
        specVersion: registry.createType("u32", runtime.specVersion),
        transactionVersion: registry.createType("u32", runtime.transactionVersion),
      } as never,
    });
    const hex = extrinsic.toHex() as Hex;
    return { hex, hash: blake2AsHex(hex, 256), nonce, birth };
  }

  /** Null when these bytes can never be included any more. */
  private async follow(signer: Signer, signed: Signed, stop: AbortSignal): Promise<Included | null> {
    const { wakes, rpc, log } = this.parts;
    let sends = 0;
    let waiting = false;
    /** Finalized height when it was last sent or seen in the pool. */
    let lastSeenAt = signed.birth.number;
    let scanned = signed.birth;
    while (!stop.aborted) {
      try {
        if (!waiting) {
          sends += 1;
          const refusal = await this.send(signed);
          waiting = true;
          // A later refusal says little: the first copy may be in a block that is not yet final.
          if (refusal === "nonce used" && sends === 1) {
            await wakes.next(stop);
            return null;
          }
          if (refusal instanceof EndpointError && sends === 1) {
            const why = inWords(refusal.detail, signer.address);
            throw new ExtrinsicRefused(`the transaction pool refused the extrinsic: ${why}`, { cause: refusal });
          }
        }
        const found = await this.look(signed, scanned);
        if (found === "orphaned") return null;
        if ("included" in found) return found.included;
        scanned = found.scanned;
        if (scanned.number >= signed.birth.number + mortalPeriod) return null;
        const { runtime } = await this.parts.blocks.known(scanned);
        const { nonce } = await accountAt(rpc, runtime, signer.address, scanned.hash);
        if (nonce > signed.nonce) return null;
        if (scanned.number >= lastSeenAt + patience) {
          lastSeenAt = scanned.number;
          if (!(await rpc.pendingExtrinsics()).includes(signed.hex)) {
            log(
              `extrinsic ${signed.hash} is in no finalized block up to ${scanned.number} and not in the pool: sending it again`,
            );
            waiting = false;
            continue;
          }
        }
      } catch (failure) {
        if (!(failure instanceof ChainError) || !failure.retryable) throw failure;
        // The history may be another one now: look from the start.
        scanned = signed.birth;
      }
      await wakes.next(stop);
    }
    throw new ChainUnavailable(
      `extrinsic ${signed.hash} was not seen in a finalized block in time: it may still be included up to block ${signed.birth.number + mortalPeriod}`,
    );
  }

  /** What the pool said against it, if it did. A lost connection leaves open whether it arrived. */
  private async send({ hex }: Signed): Promise<EndpointError | "nonce used" | null> {
    try {
      await this.parts.rpc.submitExtrinsic(hex);
      return null;
    } catch (failure) {
      if (failure instanceof EndpointError) {
        if (failure.rpcCode === PRIORITY_TOO_LOW) return "nonce used";
        if (failure.rpcCode === INVALID_TRANSACTION) return outdated.test(failure.detail) ? "nonce used" : failure;
        if (failure.rpcCode !== null && ALREADY_KNOWN.includes(failure.rpcCode)) return null;
        throw failure;
      }
      if (failure instanceof ChainError && failure.retryable) return null;
      throw failure;
    }
  }

  /**
   * Looks through the finalized blocks after `from`, by their parents: numbers may be missing (a jumped dev chain), and a line that does not lead
   * back to `from` is another history.
   */
  private async look(
    signed: Signed,
    from: BlockRef,
  ): Promise<{ included: Included } | { scanned: BlockRef } | "orphaned"> {
    const { rpc, blocks } = this.parts;
    const head = await blocks.finalized();
    let hash = await this.lastPossible(signed, head);
    for (;;) {
      const block = await rpc.block(hash);
      if (block.number <= from.number) {
        if (hash === from.hash) return { scanned: head };
        return from === signed.birth ? "orphaned" : this.look(signed, signed.birth);
      }
      const index = block.extrinsics.indexOf(signed.hex);
      if (index >= 0) return { included: await this.outcome(signed, { number: block.number, hash }, index) };
      hash = block.parentHash;
    }
  }

  /** The last finalized block that may hold it: the head, or the end of its era when that is long ago. */
  private async lastPossible({ birth }: Signed, head: BlockRef): Promise<Hex> {
    const last = birth.number + mortalPeriod;
    if (head.number <= last) return head.hash;
    try {
      return await this.parts.rpc.blockHash(last);
    } catch (failure) {
      if (failure instanceof ChainUnavailable) return head.hash;
      throw failure;
    }
  }

  private async outcome(signed: Signed, at: BlockRef, index: number): Promise<Included> {
    const { rpc, blocks } = this.parts;
    const { runtime } = await blocks.known(at);
    const [value] = await rpc.storage([runtime.storageKey("system", "events")], at.hash);
    if (typeof value !== "string") throw new ChainUnavailable(`no events in block ${at.number}: its state is gone`);
    const records = runtime.decodeStorage<Vec<EventRecord>>("system", "events", value);
    const ours = records.filter(({ phase }) => phase.isApplyExtrinsic && phase.asApplyExtrinsic.eq(index));
    const failed = ours.find(({ event }) => event.section === "system" && event.method === "ExtrinsicFailed");
    if (failed !== undefined) {
      const { code, message } = runtime.explain(failed.event.data[0] as unknown as DispatchError);
      throw new ExtrinsicFailed(code, message, { blockHash: at.hash, blockNumber: at.number });
    }
    if (!ours.some(({ event }) => event.section === "system" && event.method === "ExtrinsicSuccess")) {
      throw new ChainUnavailable(`block ${at.number} holds extrinsic ${signed.hash} and no outcome of it`);
    }
    const events: readonly ChainEvent[] = eventsOf(runtime, ours);
    return { blockHash: at.hash, blockNumber: at.number, extrinsicHash: signed.hash, events };
  }
}

/** Nonce and balances of an account; an account that does not exist has none. */
export async function accountAt(
  rpc: Rpc,
  runtime: Runtime,
  address: string,
  at: Hex,
): Promise<{ nonce: number; free: bigint; held: bigint }> {
  interface AccountInfo {
    readonly nonce: { toNumber(): number };
    readonly data: { readonly free: { toBigInt(): bigint }; readonly reserved: { toBigInt(): bigint } };
  }
  const [value] = await rpc.storage([runtime.storageKey("system", "account", address)], at);
  if (typeof value !== "string") return { nonce: 0, free: 0n, held: 0n };
  const { nonce, data } = runtime.decodeStorage("system", "account", value) as unknown as AccountInfo;
  return { nonce: nonce.toNumber(), free: data.free.toBigInt(), held: data.reserved.toBigInt() };
}
