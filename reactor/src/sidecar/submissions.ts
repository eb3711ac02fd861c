import type { Call, Included } from "@dinfra/chain";
import type { Logger } from "pino";
import { reasonOf } from "../failure.js";

export interface SubmissionsOptions {
  submit: (call: Call) => Promise<Included>;
  /** Something is finished: what follows from it can be planned. */
  onSettled: () => void;
  log: Logger;
  /** Milliseconds before the first retry after a failure; doubles up to `longestDelay`. */
  firstDelay: number;
  longestDelay: number;
  now?: () => number;
  onOutcome?: (kind: string, outcome: "included" | "refused" | "unavailable") => void;
}

interface Entry {
  inFlight: boolean;
  /** Success is in this block: until that block is what is planned from, the plan may still ask for it. */
  includedAt: number | null;
  failures: number;
  notBefore: number;
}

/**
 * Extrinsics under way, by what they are to bring about. The plan comes from the chain's state and knows nothing of them;
 * here the same wish is kept from being submitted twice at once, and a refused one from burning fees in a loop. Nothing of
 * it outlives the process: after a restart the chain's state says what is still to be done.
 */
export class Submissions {
  private readonly entries = new Map<string, Entry>();
  private readonly pending = new Set<Promise<void>>();
  private readonly now: () => number;

  constructor(private readonly options: SubmissionsOptions) {
    this.now = options.now ?? (() => performance.now());
  }

  get inFlight(): number {
    return this.pending.size;
  }

  /**
   * @param key names the effect, for example `declare 7.1 2`
   * @param block the block that the wish was planned from
   * @param before awaited right before the submission
   */
  offer(key: string, call: Call, block: number, before?: () => Promise<void>): void {
    const entry = this.entries.get(key) ?? { inFlight: false, includedAt: null, failures: 0, notBefore: 0 };
    if (entry.inFlight || entry.notBefore > this.now()) return;
    if (entry.includedAt !== null && block <= entry.includedAt) return;
    this.entries.set(key, { ...entry, inFlight: true, includedAt: null });
    const settled = this.submit(key, call, before).finally(() => this.pending.delete(settled));
    this.pending.add(settled);
  }

  /** Forgets what the plan no longer asks for: its next time starts anew. */
  keepOnly(keys: ReadonlySet<string>): void {
    for (const [key, entry] of this.entries) if (!entry.inFlight && !keys.has(key)) this.entries.delete(key);
  }

  private async submit(key: string, call: Call, before?: () => Promise<void>): Promise<void> {
    const { log, onOutcome, firstDelay, longestDelay } = this.options;
    const kind = key.split(" ", 1)[0]!;
    const earlier = this.entries.get(key)!;
    try {
      await before?.();
      const { blockNumber, extrinsicHash } = await this.options.submit(call);
      log.info({ extrinsic: key, block: blockNumber, hash: extrinsicHash }, "extrinsic included");
      onOutcome?.(kind, "included");
      this.entries.set(key, { inFlight: false, includedAt: blockNumber, failures: 0, notBefore: 0 });
    } catch (error) {
      const reason = reasonOf(error, "chain");
      log.warn({ extrinsic: key, code: reason.code, reason: reason.message }, "extrinsic failed");
      onOutcome?.(kind, reason.retryable ? "unavailable" : "refused");
      const failures = earlier.failures + 1;
      const delay = Math.min(firstDelay * 2 ** Math.min(failures - 1, 20), longestDelay);
      this.entries.set(key, { inFlight: false, includedAt: null, failures, notBefore: this.now() + delay });
    }
    this.options.onSettled();
  }
}
