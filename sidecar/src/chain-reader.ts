import type { AssignmentView, BlockRef, Chain, ChainView, ProviderView, Tick } from "@dinfra/chain/client";
import type { Ending } from "@dinfra/schemas";
import { ReactorError } from "@dinfra/service/failure";
import type { CursorStore, NotedEnd } from "./cursor.js";
import { isExpected, noteEnds, paidBlocks } from "./ends.js";
import { idOf, type ChainState } from "./plan.js";

export interface Read extends ChainState {
  hash: string;
  /** Every operator of the provider, configured here or not, as it was read last. */
  allOperators: readonly string[];
}

/** What was read last, by assignment. */
interface Known {
  revision: bigint;
  /** Of the last time that everything was read. */
  wholeAt: number;
  assignments: Map<string, AssignmentView>;
  state: Read;
  dueAt: number;
}

/** More changes than these are not read one by one. */
const mostChanges = 64;
/** Blocks after which everything is read again. */
const wholeEvery = 100;

/**
 * Reads what the chain wants of the provider, all of it at one finalized block; or throws. It never answers with less than
 * everything: who gets an answer may act on it. Where the provider's revision moved by little, only what changed is read, and what has
 * come due; the count must then be the provider's own, or everything is read.
 */
export class ChainReader {
  private readonly noted: Map<string, NotedEnd>;
  private last: Known | null = null;

  constructor(
    private readonly chain: Pick<Chain, "finalized" | "at" | "blockHash">,
    private readonly cursor: CursorStore,
    private readonly provider: string,
    private readonly keys: readonly string[],
  ) {
    this.noted = cursor.ends();
  }

  /** The next read takes nothing from the last one. */
  forget(): void {
    this.last = null;
  }

  /**
   * @throws {ReactorError} `chain.went-back`, `chain.forked`, `chain.provider-unknown`, `chain.not-operator`,
   * `chain.incomplete`; and what the client throws (`ChainUnavailable`, `ChainChanged`, …)
   */
  async read(): Promise<Read> {
    const head = await this.chain.finalized();
    await this.compareWithCursor(head);
    const view = await this.chain.at(head);
    const tick = await view.tick(this.provider);
    const { last } = this;
    if (last !== null && last.revision === tick.revision && tick.now < last.dueAt && agrees(last, tick)) {
      // Nothing of this provider changed, and no stored deadline has come: one request was enough.
      last.state = { ...last.state, block: head.number, now: tick.now, hash: head.hash };
    } else {
      // What went wrong half way is not built on.
      this.last = null;
      const known =
        (last && (await this.readChanges(view, head, last, tick))) ?? (await this.readAll(view, head, tick));
      this.note(known.state);
      this.last = known;
    }
    if (this.cursor.cursor?.hash !== head.hash) this.cursor.advance(head);
    return this.last!.state;
  }

  /** What the breaker is to know of the end of an assignment. */
  endingOf(assignment: AssignmentView, now: number): Pick<Ending, "paidBlocks" | "expected"> {
    return {
      paidBlocks: paidBlocks(assignment, now),
      expected: isExpected(this.noted.get(idOf(assignment)), now),
    };
  }

  private note({ assignments, now }: Read): void {
    const changes = noteEnds(this.noted, assignments, now);
    this.cursor.noteEnds(changes);
    for (const [id, end] of changes) {
      if (end === null) this.noted.delete(id);
      else this.noted.set(id, end);
    }
  }

  private async compareWithCursor(head: BlockRef): Promise<void> {
    const { cursor } = this.cursor;
    if (cursor === null) return;
    if (head.number < cursor.number) {
      this.forget();
      throw new ReactorError(
        "chain.went-back",
        `block ${cursor.number} was finalized before, the endpoint now says ${head.number}: nothing is done until it is back`,
        true,
      );
    }
    if (head.hash === cursor.hash) return;
    // An endpoint may be swapped between any two reads: what it has must contain what was acted on.
    const found = await this.chain.blockHash(cursor.number);
    if (found !== cursor.hash) {
      this.forget();
      throw new ReactorError(
        "chain.forked",
        `finalized block ${cursor.number} was ${cursor.hash}, the endpoint now says ${found}: nothing is done on another history; check the endpoint`,
        true,
      );
    }
  }

  /** Null where everything is to be read. */
  private async readChanges(view: ChainView, head: BlockRef, last: Known, tick: Tick): Promise<Known | null> {
    const { revision, now } = tick;
    if (revision < last.revision || head.number - last.wholeAt >= wholeEvery) return null;
    const changes = await view.changes(this.provider, last.revision, revision);
    if (changes === null) return null;
    const ids = new Map(changes.map((change) => [idOf(change), change]));
    if (now >= last.dueAt)
      for (const [id, assignment] of last.assignments)
        if (dueAt(assignment, last.state.now) <= now) ids.set(id, assignment);
    if (ids.size > mostChanges) return null;
    const { provider, operators } = await this.requireProvider(view, head);
    const read = await Promise.all(
      [...ids].map(async ([id, { subscription, attempt }]) => {
        return [id, await view.assignment(this.provider, subscription, attempt)] as const;
      }),
    );
    const assignments = new Map(last.assignments);
    for (const [id, assignment] of read) {
      if (assignment === null) assignments.delete(id);
      else assignments.set(id, assignment);
    }
    if (assignments.size !== provider.assignments) return null;
    return this.known(view, head, tick, assignments, last.wholeAt, provider, operators);
  }

  private async readAll(view: ChainView, head: BlockRef, tick: Tick): Promise<Known> {
    const { provider, operators } = await this.requireProvider(view, head);
    const assignments = await view.assignments(this.provider);
    if (assignments.length !== provider.assignments) {
      throw new ReactorError(
        "chain.incomplete",
        `block ${head.number} has ${provider.assignments} assignments of the provider, ${assignments.length} were listed: not acted on`,
        true,
      );
    }
    const byId = new Map(assignments.map((assignment) => [idOf(assignment), assignment]));
    return this.known(view, head, tick, byId, head.number, provider, operators);
  }

  private async known(
    view: ChainView,
    head: BlockRef,
    { revision, now }: Tick,
    assignments: Map<string, AssignmentView>,
    wholeAt: number,
    provider: ProviderView,
    operators: readonly string[],
  ): Promise<Known> {
    const { gap, ackDeadline, slotMilliseconds } = await view.constants();
    const all = [...assignments.values()];
    const state = {
      block: head.number,
      now,
      hash: head.hash,
      assignments: all,
      lastHeartbeat: provider.lastHeartbeat,
      gap,
      ackDeadline,
      slotMilliseconds,
      operators,
      allOperators: provider.operators,
    };
    return { revision, wholeAt, assignments, state, dueAt: nextDue(state) };
  }

  /** The provider, and which of our keys act for it: one is enough, so that keys are changed while both are live. */
  private async requireProvider(
    view: ChainView,
    head: BlockRef,
  ): Promise<{ provider: ProviderView; operators: readonly string[] }> {
    const provider = await view.provider(this.provider);
    if (provider === null) {
      throw new ReactorError(
        "chain.provider-unknown",
        `no provider ${this.provider} at block ${head.number}: register it (dinfra provider register), or give the right account`,
        true,
      );
    }
    const operators: string[] = [];
    const others: string[] = [];
    for (const key of new Set(this.keys)) {
      const actsFor = await view.providerOf(key);
      if (actsFor === this.provider) operators.push(key);
      else others.push(`the key ${key} may act for ${actsFor ?? "no provider"}`);
    }
    if (operators.length > 0) return { provider, operators };
    throw new ReactorError(
      "chain.not-operator",
      `${others.join(", ")}, not for ${this.provider}: add it as an operator, or give another key`,
      true,
    );
  }
}

/** Whether the number of assignments is the one that the reader holds: a change that no revision told of is read. */
const agrees = ({ assignments }: Known, tick: Tick): boolean => assignments.size === tick.assignments;

/** The first block of the clock at which time alone changes something: an end, a deadline. */
const nextDue = ({ assignments, now }: Read): number =>
  assignments.reduce((least, assignment) => Math.min(least, dueAt(assignment, now)), Infinity);

/** The block of the clock at which time alone changes something of an assignment, as it was read at another. */
function dueAt({ stored, effective, endsAt, deadline }: AssignmentView, now: number): number {
  if (stored.kind === "Ending" || stored.kind === "Revoked") return Infinity;
  // Ended in effect already: looked at whenever the clock goes on, until it is written down.
  if (effective.kind !== stored.kind) return now + 1;
  return (stored.kind === "Awarded" ? deadline : endsAt) ?? Infinity;
}
