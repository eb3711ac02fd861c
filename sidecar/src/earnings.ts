import { calls, type AssignmentView, type Chain, type ChainEvent, type ChainView } from "@dinfra/chain/client";
import { parseDeploymentId } from "@dinfra/schemas";
import type { Logger } from "pino";
import { reasonOf } from "@dinfra/service/failure";
import type { Books } from "./books.js";
import type { Read } from "./chain-reader.js";
import { claimDueAt, type ClaimTerms } from "./claims.js";
import { feeOf, shares } from "./fees.js";
import type { Keyring } from "./keyring.js";
import { daysLeft, spentPerDay } from "./means.js";
import { heartbeatInterval, idOf, type Action } from "./plan.js";

export interface EarningsOptions {
  chain: Pick<Chain, "at" | "fee">;
  books: Books;
  keyring: Keyring;
  provider: string;
  log: Logger;
  /** Milliseconds between two claims of an assignment. Default: a day. */
  claimInterval?: number;
}

type Claim = Extract<Action, { do: "claim" }>;

/** Claims that are looked at in a turn; more come in the next one. */
const mostAtOnce = 32;
/** Blocks after which what a claim was decided on is read again. */
const decidedFor = 10;
/** Blocks between two looks at a balance that fees were paid from. */
const balanceEvery = 10;

/** What one assignment was read as, and when it is worth a claim by that. */
interface Known {
  view: AssignmentView;
  readAt: number;
  dueAt: number;
}

/**
 * What the provider earns and spends on the chain: when to claim, how long the keys can pay, and the books of both. A block in
 * which nothing is due costs no read.
 */
export class Earnings {
  private readonly known = new Map<string, Known>();
  private readonly decided = new Map<string, { claim: Claim; at: number }>();
  /** Claims that came about, whose assignments are not read again yet, and the block. */
  private readonly claimed = new Map<string, number>();
  private seen: readonly AssignmentView[] | undefined;
  private nextDue = Infinity;
  private terms: (ClaimTerms & { day: number; heartbeatFee: bigint; existentialDeposit: bigint }) | undefined;
  private termsUntil = -Infinity;
  private balancesAt = -Infinity;
  private paidSince = false;
  private trouble = "";
  /** The clock less the height, at the last look: what an extrinsic did is told by the height of its block. */
  private ahead = 0;

  constructor(private readonly options: EarningsOptions) {}

  /** What is to be claimed now. It never throws: what cannot be read is looked at again later, and nothing else waits for it. */
  async look(chain: Read): Promise<Claim[]> {
    const { keyring, books, log } = this.options;
    this.ahead = chain.now - chain.block;
    for (const { address, live } of keyring.setLive(chain.operators))
      log.warn({ key: address }, live ? "this key is an operator now" : "this key is no operator: another one signs");
    if (chain.assignments !== this.seen) {
      books.note(chain.assignments, chain.now);
      this.take(chain);
    }
    try {
      await this.lookAtMeans(chain);
      await this.readClaimed(chain);
      const claims = await this.due(chain);
      this.trouble = "";
      return claims;
    } catch (error) {
      const { code, message } = reasonOf(error, "chain");
      if (code !== this.trouble) log.warn({ code, reason: message }, "cannot see what is earned or what fees are left");
      this.trouble = code;
      return [];
    }
  }

  /** An effect of an extrinsic came about. */
  readonly onIncluded = (key: string, block: number): void => {
    const [kind, id] = key.split(" ");
    if (kind !== "claim") return;
    this.options.books.claimed(id!, block + this.ahead);
    this.decided.delete(id!);
    // A claim moves no revision, so no change tells what was paid.
    this.claimed.set(id!, block);
  };

  /** An extrinsic for these effects was paid for. */
  readonly onPaid = (keys: readonly string[], events: readonly ChainEvent[], block: number): void => {
    const paid = feeOf(events ?? []);
    if (paid === null) return;
    this.paidSince = true;
    const parts = shares(paid.fee, keys.length);
    const calls = keys.map((key, i) => {
      const [kind = "", id = ""] = key.split(" ");
      return { kind, id, fee: parts[i]! };
    });
    this.options.books.spent(paid.payer, Math.floor((block + this.ahead) / (this.terms?.day ?? 14_400)), calls);
  };

  private take({ assignments, now }: Read): void {
    this.seen = assignments;
    const there = new Set<string>();
    for (const view of assignments) {
      const id = idOf(view);
      there.add(id);
      // The same object was read at the block of before.
      if (this.known.get(id)?.view !== view) this.set(id, view, now);
    }
    this.options.books.keepOnly(there);
    for (const id of this.known.keys()) {
      if (there.has(id)) continue;
      this.claimed.delete(id);
      this.known.delete(id);
      this.decided.delete(id);
    }
  }

  private set(id: string, view: AssignmentView, readAt: number): void {
    const { terms } = this;
    const dueAt = terms === undefined ? Infinity : claimDueAt(view, readAt, this.options.books.claimedAt(id), terms);
    this.known.set(id, { view, readAt, dueAt });
    this.nextDue = Math.min(this.nextDue, dueAt);
  }

  private async due(chain: Read): Promise<Claim[]> {
    if (chain.now >= this.nextDue) {
      const due = [...this.known].filter(([id, { dueAt }]) => dueAt <= chain.now && !this.isDecided(id, chain.now));
      if (due.length > 0) {
        const view = await this.options.chain.at(chain.hash as `0x${string}`);
        for (const [id] of due.slice(0, mostAtOnce)) await this.decide(id, chain, view);
      }
      if (due.length <= mostAtOnce)
        this.nextDue = [...this.known.values()].reduce((least, { dueAt }) => Math.min(least, dueAt), Infinity);
    }
    return [...this.decided.values()].map(({ claim }) => claim);
  }

  private async readClaimed(chain: Read): Promise<void> {
    const ids = [...this.claimed].filter(([, block]) => block <= chain.block).map(([id]) => id);
    if (ids.length === 0) return;
    const view = await this.options.chain.at(chain.hash as `0x${string}`);
    for (const id of ids.slice(0, mostAtOnce)) {
      await this.readAgain(id, chain, view);
      this.claimed.delete(id);
    }
  }

  private isDecided(id: string, now: number): boolean {
    const decided = this.decided.get(id);
    return decided !== undefined && now - decided.at < decidedFor;
  }

  /** By what the chain has now: what was read before is as old as its last change. */
  private async decide(id: string, chain: Read, view: ChainView): Promise<void> {
    this.decided.delete(id);
    const read = await this.readAgain(id, chain, view);
    if (read === null || this.known.get(id)!.dueAt > chain.now) return;
    const { subscription, attempt } = read;
    this.decided.set(id, { claim: { do: "claim", subscription, attempt }, at: chain.now });
  }

  private async readAgain(id: string, { now }: Read, view: ChainView): Promise<AssignmentView | null> {
    const { subscription, attempt } = parseDeploymentId(id);
    const read = await view.assignment(this.options.provider, subscription, attempt);
    if (read === null) {
      this.known.delete(id);
      return null;
    }
    this.options.books.note([read], now);
    this.set(id, read, now);
    return read;
  }

  /** Fees and balances change slowly: they are looked at 24 times a day, balances also soon after something was paid. */
  private async lookAtMeans(chain: Read): Promise<void> {
    const { keyring, books } = this.options;
    const renew = chain.now >= this.termsUntil;
    const soon = this.paidSince && chain.now - this.balancesAt >= balanceEvery;
    if (!renew && !soon) return;
    const view = await this.options.chain.at(chain.hash as `0x${string}`);
    if (renew) await this.renewTerms(chain, view);
    const { day, heartbeatFee, existentialDeposit } = this.terms!;
    const today = Math.floor(chain.now / day);
    for (const address of keyring.addresses) {
      const { free } = await view.account(address);
      const heartbeat = { fee: heartbeatFee, blocks: heartbeatInterval(chain.gap) };
      const perDay = spentPerDay(books.spentOn(address, today), heartbeat, day);
      keyring.setDays(address, daysLeft(free - existentialDeposit, perDay));
    }
    this.balancesAt = chain.now;
    this.paidSince = false;
  }

  private async renewTerms(chain: Read, view: ChainView): Promise<void> {
    const signer = this.options.keyring.signerFor(false);
    const day = Math.max(1, Math.round(86_400_000 / chain.slotMilliseconds));
    const { claimInterval = 86_400_000 } = this.options;
    const interval = Math.max(1, Math.round(claimInterval / chain.slotMilliseconds));
    const { payoutDelay, existentialDeposit } = await view.constants();
    const [fee, heartbeatFee] = await Promise.all([
      this.options.chain.fee(signer, calls.subscriptions.claim(0, 1)),
      this.options.chain.fee(signer, calls.providers.heartbeat()),
    ]);
    this.terms = { fee, interval, day, payoutDelay, heartbeatFee, existentialDeposit };
    this.termsUntil = chain.now + Math.ceil(day / 24);
    this.nextDue = Infinity;
    for (const [id, { view, readAt }] of this.known) this.set(id, view, readAt);
  }
}
