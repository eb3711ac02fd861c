import { calls, ExtrinsicFailed, type Call, type ChainEvent, type Included } from "@dinfra/chain/client";
import type { Logger } from "pino";
import { reasonOf, type Reason } from "@dinfra/service/failure";

/** One effect that the plan asks for. */
export interface Offer {
  /** Names the effect, for example `declare 7.1 2`; the first word is its kind. */
  key: string;
  call: Call;
  /** Has a deadline: goes first, by the lane for what is urgent. */
  urgent: boolean;
  /** Several of these may share an extrinsic. Others would have to pay in a batch, or are not to wait for one. */
  batched: boolean;
  /** Awaited right before the submission. */
  before?: () => Promise<void>;
}

export interface SubmissionsOptions {
  submit: (call: Call, options: { urgent: boolean }) => Promise<Included>;
  /** Something is finished: what follows from it can be planned. */
  onSettled: () => void;
  log: Logger;
  /** Milliseconds before the first retry after a failure; doubles up to `longestDelay`. */
  firstDelay: number;
  longestDelay: number;
  /** Monotonic, in milliseconds. */
  now?: () => number;
  onOutcome?: (kind: string, outcome: "included" | "refused" | "unavailable") => void;
  /** An effect came about, in this block. */
  onIncluded?: (key: string, block: number) => void;
  /** An extrinsic is in a block, whatever came of it: the effects that it was for, and its events, which say what it cost. */
  onPaid?: (keys: readonly string[], events: readonly ChainEvent[], block: number) => void;
}

interface Entry {
  inFlight: boolean;
  /** Success is in this block: until that block is what is planned from, the plan may still ask for it. */
  includedAt: number | null;
  failures: number;
  notBefore: number;
}

/**
 * Calls in a batch. A declaration takes 1.44 % of a block, a rejection 2.24 % (both by their proof size): two batches of declarations fill a
 * block, and a batch of rejections fits one. docs/reactor.md has the figures, `submissions.test.ts` holds them.
 */
export const mostInBatch = 32;
/**
 * Extrinsics under way, of an account's 16. What finds no room is not queued but comes out of the next plan again: so what gathers
 * meanwhile becomes one batch, and what is no longer wanted is never sent. Two batches a block, and finality four blocks behind.
 */
const mostBatches = 10;
/** Leaves room for the batches and for heartbeats. */
const mostSingles = 5;

const fresh: Entry = { inFlight: false, includedAt: null, failures: 0, notBefore: 0 };

/**
 * Extrinsics under way, by what they are to bring about. The plan comes from the chain's state and knows nothing of them;
 * here the same wish is kept from being submitted twice at once, and a refused one from burning fees in a loop. Nothing of
 * it outlives the process: after a restart the chain's state says what is still to be done.
 */
export class Submissions {
  private readonly entries = new Map<string, Entry>();
  private readonly pending = new Set<Promise<void>>();
  private readonly under = { batches: 0, singles: 0 };
  private readonly now: () => number;
  private batchSize = mostInBatch;

  constructor(private readonly options: SubmissionsOptions) {
    this.now = options.now ?? (() => performance.now());
  }

  get inFlight(): number {
    return this.pending.size;
  }

  /**
   * @param offers everything that the plan asks for, the most urgent first; what was offered before and is not any more is forgotten
   * @param block the block that the plan was made from
   */
  offer(offers: readonly Offer[], block: number): void {
    this.keepOnly(new Set(offers.map(({ key }) => key)));
    const due = offers.filter(({ key }) => this.isDue(key, block));
    for (const urgent of [true, false]) {
      const here = due.filter((offer) => offer.urgent === urgent);
      for (const offer of here.filter(({ batched }) => !batched)) {
        if (urgent || this.under.singles < mostSingles) this.send([offer], urgent);
      }
      const batched = here.filter((offer) => offer.batched);
      while (batched.length > 0 && this.under.batches < mostBatches) {
        this.send(batched.splice(0, this.batchSize), urgent);
      }
    }
  }

  /** Nothing may be submitted yet: what is no longer asked for is forgotten all the same. */
  keepOnly(keys: ReadonlySet<string>): void {
    for (const [key, entry] of this.entries) if (!entry.inFlight && !keys.has(key)) this.entries.delete(key);
  }

  private isDue(key: string, block: number): boolean {
    const { inFlight, includedAt, notBefore } = this.entries.get(key) ?? fresh;
    return !inFlight && notBefore <= this.now() && (includedAt === null || block > includedAt);
  }

  private send(offers: readonly Offer[], urgent: boolean): void {
    for (const { key } of offers) {
      this.entries.set(key, { ...(this.entries.get(key) ?? fresh), inFlight: true, includedAt: null });
    }
    const counted = offers[0]!.batched ? "batches" : "singles";
    this.under[counted] += 1;
    const settled = this.submit(offers, urgent).finally(() => {
      this.under[counted] -= 1;
      this.pending.delete(settled);
      this.options.onSettled();
    });
    this.pending.add(settled);
  }

  private async submit(offers: readonly Offer[], urgent: boolean): Promise<void> {
    const { log } = this.options;
    try {
      for (const { before } of offers) if (before !== undefined) await before();
      const call = offers.length === 1 ? offers[0]!.call : calls.utility.forceBatch(offers.map(({ call }) => call));
      const included = await this.options.submit(call, { urgent });
      const { blockNumber, extrinsicHash, items = [] } = included;
      this.paid(offers, included.events, blockNumber);
      if (offers.length > 1 && items.length !== offers.length) {
        throw Object.assign(new Error(`a batch of ${offers.length} calls has ${items.length} outcomes`), {
          code: "chain.batch",
        });
      }
      offers.forEach(({ key }, i) => {
        const failed = offers.length === 1 ? null : items[i]!.failed;
        if (failed !== null) return this.failed(key, { ...failed, retryable: false });
        log.info({ extrinsic: key, block: blockNumber, hash: extrinsicHash }, "extrinsic included");
        this.options.onOutcome?.(kindOf(key), "included");
        this.entries.set(key, { ...fresh, includedAt: blockNumber });
        this.options.onIncluded?.(key, blockNumber);
      });
    } catch (error) {
      const reason = reasonOf(error, "chain");
      if (error instanceof ExtrinsicFailed) this.paid(offers, error.events, error.at.blockNumber);
      // A block has no room for so much: half of it may find some.
      if (offers.length > 1 && !reason.retryable) this.batchSize = Math.max(1, Math.floor(offers.length / 2));
      for (const { key } of offers) this.failed(key, reason);
    }
  }

  private paid(offers: readonly Offer[], events: readonly ChainEvent[], block: number): void {
    this.options.onPaid?.(
      offers.map(({ key }) => key),
      events,
      block,
    );
  }

  private failed(key: string, reason: Reason): void {
    const { log, onOutcome, firstDelay, longestDelay } = this.options;
    log.warn({ extrinsic: key, code: reason.code, reason: reason.message }, "extrinsic failed");
    onOutcome?.(kindOf(key), reason.retryable ? "unavailable" : "refused");
    const failures = (this.entries.get(key)?.failures ?? 0) + 1;
    const delay = Math.min(firstDelay * 2 ** Math.min(failures - 1, 20), longestDelay);
    this.entries.set(key, { ...fresh, failures, notBefore: this.now() + delay });
  }
}

const kindOf = (key: string): string => key.split(" ", 1)[0]!;
