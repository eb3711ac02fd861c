import type { Vec } from "@polkadot/types";
import type { EventRecord } from "@polkadot/types/interfaces";
import { ChainError, ChainUnavailable, ExtrinsicRefused } from "../errors.js";
import type { BlockRef, Hex } from "../views.js";
import { accountAt } from "./account.js";
import type { Blocks } from "./blocks.js";
import type { Call } from "./calls.js";
import type { Included } from "./chain.js";
import { EndpointError } from "./json-rpc-socket.js";
import { outcomeOf } from "./outcome.js";
import { inWords } from "./pool-refusal.js";
import type { Rpc } from "./rpc.js";
import { mortalPeriod, sign, type Signed } from "./sign.js";
import type { Signer } from "./signer.js";
import type { Wakes } from "./wakes.js";

/** Extrinsics of one account on their way at once. A pool keeps at least 16 in a row of one account (substrate's limit is 16 of the future). */
export const mostOpen = 16;
/** Finalized heads without an extrinsic, in a block or in the pool, before it is sent again. */
const patience = 2;

/** Errors of author_submitExtrinsic, as Substrate nodes and Chopsticks number them. */
const INVALID_TRANSACTION = 1010;
const ALREADY_KNOWN = [1012, 1013];
const PRIORITY_TOO_LOW = 1014;
/** "Transaction is outdated", or the Debug form of InvalidTransaction::Stale. */
const outdated = /outdated|stale/i;
const future = /"future"|will be valid in the future/i;

export interface LaneParts {
  readonly rpc: Rpc;
  readonly blocks: Blocks;
  readonly wakes: Wakes;
  readonly log: (message: string) => void;
}

/** A call that is to be included, and who waits for it. */
interface Job {
  readonly call: Call;
  readonly urgent: boolean;
  readonly stop: AbortSignal;
  /** Who waited has been told how it ended. */
  done: boolean;
  resolve(included: Included): void;
  reject(failure: unknown): void;
}

/** A job under one nonce, as the bytes that were sent. */
interface Open extends Signed {
  readonly job: Job;
  /** Whether the endpoint ever took it, as far as is known. */
  taken: boolean;
  /** Finalized height when it was last sent or seen in the pool. */
  seenAt: number;
  /** Its nonce was used and it was not found: at the finalized height where that was seen first. */
  doubtedAt: number | null;
}

/**
 * The extrinsics of one account. Up to `mostOpen` are on their way at once, each under a nonce of its own, sent in the order of their
 * nonces. The signed bytes are the identity of an attempt: they are looked for in the finalized blocks, sent again when they got lost, and
 * signed anew only when they can never be included any more: their era is over, their block of birth is of another history, or their nonce
 * was used by others. A nonce that became free again (a gap, behind which all others wait) is the next one that is used.
 */
export class Lane {
  private readonly queue: Job[] = [];
  private readonly open = new Map<number, Open>();
  /** All finalized blocks up to this one have been looked through for what is open. */
  private scanned: BlockRef | null = null;
  private running: Promise<void> | null = null;
  private kick = new AbortController();
  private trouble: unknown;
  /** The last look failed for good. One answer may be a lie; two in a row are believed. */
  private struck = false;

  constructor(
    private readonly signer: Signer,
    private readonly parts: LaneParts,
  ) {}

  add(call: Call, options: { urgent: boolean; stop: AbortSignal }): Promise<Included> {
    return new Promise((resolve, reject) => {
      const { stop, urgent } = options;
      const job: Job = {
        call,
        urgent,
        stop,
        done: false,
        resolve: (included) => {
          stop.removeEventListener("abort", abort);
          job.done = true;
          resolve(included);
        },
        reject: (failure) => {
          stop.removeEventListener("abort", abort);
          job.done = true;
          reject(failure instanceof Error ? failure : new Error(String(failure)));
        },
      };
      const abort = () => this.giveUp(job);
      stop.addEventListener("abort", abort);
      this.put(job);
      if (stop.aborted) abort();
      this.kick.abort();
      this.running ??= this.run();
    });
  }

  /** Urgent ones before all others, each kind in the order in which it came. */
  private put(job: Job): void {
    const at = job.urgent ? this.queue.findIndex(({ urgent }) => !urgent) : -1;
    if (at < 0) this.queue.push(job);
    else this.queue.splice(at, 0, job);
  }

  private giveUp(job: Job): void {
    if (job.done) return;
    const at = this.queue.indexOf(job);
    if (at >= 0) this.queue.splice(at, 1);
    const open = [...this.open.values()].find((each) => each.job === job);
    const last = this.trouble instanceof Error ? `: ${this.trouble.message}` : "";
    job.reject(
      new ChainUnavailable(
        open === undefined
          ? `not sent${last === "" ? ": no time was left" : last}`
          : `extrinsic ${open.hash} was not seen in a finalized block in time${last}: it may still be included up to block ${open.birth.number + mortalPeriod}`,
        { cause: this.trouble },
      ),
    );
    this.kick.abort();
  }

  private async run(): Promise<void> {
    // Until the promise of the first job is out.
    await Promise.resolve();
    for (;;) {
      this.kick = new AbortController();
      try {
        await this.turn();
        this.trouble = undefined;
        this.struck = false;
      } catch (failure) {
        this.trouble = failure;
        this.strike(failure);
      }
      // What nobody waits for any more needs no care, unless others wait behind its nonce.
      const wanted = this.queue.length > 0 || [...this.open.values()].some(({ job }) => !job.done);
      if (!wanted) break;
      await this.parts.wakes.next(this.kick.signal);
    }
    this.open.clear();
    this.scanned = null;
    this.running = null;
  }

  private strike(failure: unknown): void {
    if (failure instanceof ChainError && failure.retryable) {
      this.struck = false;
      return;
    }
    if (!this.struck) {
      this.struck = true;
      return;
    }
    for (const job of this.queue.splice(0)) job.reject(failure);
    for (const { job } of this.open.values()) if (!job.done) job.reject(failure);
  }

  private async turn(): Promise<void> {
    const head = await this.parts.blocks.finalized();
    if (this.open.size > 0) await this.settle(head);
    else this.scanned = head;
    await this.sendAgain(head);
    await this.fill(head);
  }

  /** Looks for what is open in the blocks that were finalized since, and gives back to the queue what can be included no more. */
  private async settle(head: BlockRef): Promise<void> {
    const { blocks, rpc } = this.parts;
    const { number } = head;
    if (this.scanned?.hash !== head.hash) await this.scan(head);
    const { runtime } = await blocks.known(head);
    const { nonce } = await accountAt(rpc, runtime, this.signer.address, head.hash);
    // The highest first: what goes back to the queue goes to its front.
    for (const open of [...this.open.values()].sort((a, b) => b.nonce - a.nonce)) {
      if (open.nonce < nonce) {
        // That others used its nonce is what one lie about a block would look like, too: signed anew, it could be included twice.
        if (open.doubtedAt === null) {
          open.doubtedAt = number;
          this.scanned = null;
        } else {
          this.again(open);
        }
      } else {
        open.doubtedAt = null;
        if (number >= open.birth.number + mortalPeriod) this.again(open);
      }
    }
  }

  private again(open: Open): void {
    this.open.delete(open.nonce);
    if (open.job.done) return;
    const { call } = open.job;
    this.parts.log(
      `${call.pallet}.${call.method} of ${this.signer.address} (nonce ${open.nonce}) can no longer be included: signing it anew`,
    );
    this.queue.unshift(open.job);
  }

  /**
   * From the head back by the parents: numbers may be missing (a jumped dev chain). A line that does not lead back to what was scanned is
   * another history, and is followed to the births of what is open.
   */
  private async scan(head: BlockRef): Promise<void> {
    const { rpc } = this.parts;
    const births = [...this.open.values()].map(({ birth }) => birth);
    const oldest = Math.min(...births.map(({ number }) => number));
    const passed = new Set<Hex>();
    let floor = this.scanned ?? { number: oldest, hash: null };
    let hash = await this.lastPossible(births, head);
    for (;;) {
      const block = await rpc.block(hash);
      passed.add(hash);
      if (block.number <= floor.number) {
        if (hash === floor.hash || floor.hash === null) break;
        floor = { number: oldest, hash: null };
        if (block.number <= floor.number) break;
      }
      await this.look({ number: block.number, hash }, block.extrinsics);
      hash = block.parentHash;
    }
    // Mortal extrinsics are bound to their block of birth: without it they are nothing.
    if (floor.hash === null)
      for (const open of [...this.open.values()]) if (!passed.has(open.birth.hash)) this.again(open);
    this.scanned = head;
  }

  private async look(at: BlockRef, extrinsics: readonly Hex[]): Promise<void> {
    const { rpc, blocks } = this.parts;
    const here = [...this.open.values()].filter(({ hex }) => extrinsics.includes(hex));
    if (here.length === 0) return;
    const { runtime } = await blocks.known(at);
    const [value] = await rpc.storage([runtime.storageKey("system", "events")], at.hash);
    if (typeof value !== "string") throw new ChainUnavailable(`no events in block ${at.number}: its state is gone`);
    const records = runtime.decodeStorage<Vec<EventRecord>>("system", "events", value);
    for (const open of here) {
      try {
        const outcome = outcomeOf(runtime, records, at, extrinsics.indexOf(open.hex), open.hash);
        open.job.resolve({ blockHash: at.hash, blockNumber: at.number, extrinsicHash: open.hash, ...outcome });
      } catch (failure) {
        if (failure instanceof ChainError && failure.retryable) throw failure;
        open.job.reject(failure);
      }
      this.open.delete(open.nonce);
    }
  }

  /** The last finalized block that may hold one of them: the head, or the end of their eras when that is long ago. */
  private async lastPossible(births: readonly BlockRef[], head: BlockRef): Promise<Hex> {
    const last = Math.max(...births.map(({ number }) => number)) + mortalPeriod;
    if (head.number <= last) return head.hash;
    try {
      return await this.parts.rpc.blockHash(last);
    } catch (failure) {
      if (failure instanceof ChainUnavailable) return head.hash;
      throw failure;
    }
  }

  /** The same bytes, for what the endpoint did not take or the pool lost. */
  private async sendAgain(head: BlockRef): Promise<void> {
    const { rpc, log } = this.parts;
    const waiting = [...this.open.values()].sort((a, b) => a.nonce - b.nonce);
    for (const open of waiting.filter(({ taken }) => !taken)) await this.send(open, head);
    const missed = waiting.filter(({ taken, seenAt }) => taken && head.number >= seenAt + patience);
    if (missed.length === 0) return;
    const pool = new Set(await rpc.pendingExtrinsics());
    for (const open of missed) {
      open.seenAt = head.number;
      if (pool.has(open.hex)) continue;
      log(`extrinsic ${open.hash} is in no finalized block up to ${head.number} and not in the pool: sending it again`);
      await this.send(open, head);
    }
  }

  /** Signs and sends what the queue has, as far as there is room. One after the other: a refused one leaves no gap. */
  private async fill(head: BlockRef): Promise<void> {
    if (this.queue.length === 0 || this.open.size >= mostOpen) return;
    const { blocks, rpc } = this.parts;
    const [{ runtime }, next, { genesisHash }] = await Promise.all([
      blocks.known(head),
      rpc.nextIndex(this.signer.address),
      blocks.identity(),
    ]);
    const { nonce } = await accountAt(rpc, runtime, this.signer.address, head.hash);
    let free = Math.max(next, nonce);
    while (this.queue.length > 0 && this.open.size < mostOpen) {
      while (this.open.has(free)) free += 1;
      const job = this.queue.shift() as Job;
      let signed: Signed;
      try {
        signed = sign(this.signer, job.call, { runtime, genesisHash, birth: head, nonce: free });
      } catch (failure) {
        job.reject(failure);
        continue;
      }
      const open: Open = { ...signed, job, taken: false, seenAt: head.number, doubtedAt: null };
      // Before it is sent: should it fail half-way, it may have arrived.
      this.open.set(free, open);
      const refusal = await this.send(open, head);
      if (refusal === null) continue;
      this.open.delete(free);
      if (refusal === "later") {
        this.queue.unshift(job);
        return;
      }
      const why = inWords(refusal.detail, this.signer.address);
      job.reject(new ExtrinsicRefused(`the transaction pool refused the extrinsic: ${why}`, { cause: refusal }));
    }
  }

  /**
   * What the pool said against it, if it did; "later" for a nonce that is used, or whose turn has not come. Of what may have arrived before, a
   * refusal says little: the first copy may be in a block that is not yet final. A lost connection leaves open whether it arrived.
   */
  private async send(open: Open, head: BlockRef): Promise<EndpointError | "later" | null> {
    try {
      await this.parts.rpc.submitExtrinsic(open.hex);
    } catch (failure) {
      if (failure instanceof EndpointError) {
        const { rpcCode, detail } = failure;
        if (rpcCode === PRIORITY_TOO_LOW) return "later";
        if (rpcCode === INVALID_TRANSACTION) return outdated.test(detail) || future.test(detail) ? "later" : failure;
        // Not an answer of a pool: it may have arrived, or not.
        if (rpcCode === null || !ALREADY_KNOWN.includes(rpcCode)) return null;
      } else if (!(failure instanceof ChainError && failure.retryable)) {
        throw failure;
      }
    }
    open.taken = true;
    open.seenAt = head.number;
    return null;
  }
}
