import type { AssignmentView, BlockRef, Chain, ChainView } from "@dinfra/chain/client";
import type { Ending } from "@dinfra/schemas";
import { ReactorError } from "@dinfra/service/failure";
import type { CursorStore, NotedEnd } from "./cursor.js";
import { isExpected, noteEnds, paidBlocks } from "./ends.js";
import { idOf, type ChainState } from "./plan.js";

export interface Read extends ChainState {
  hash: string;
}

/**
 * Reads what the chain wants of the provider, all of it at one finalized block; or throws. It never answers with less than
 * everything: who gets an answer may act on it.
 */
export class ChainReader {
  private readonly noted: Map<string, NotedEnd>;
  private last: { revision: bigint; state: Read; dueAt: number } | null = null;

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
    const revision = await view.revision(this.provider);
    if (this.last !== null && this.last.revision === revision && head.number < this.last.dueAt) {
      // Nothing of this provider changed, and no stored deadline has come: one read of storage was enough.
      this.last.state = { ...this.last.state, block: head.number, hash: head.hash };
    } else {
      const state = await this.readAll(view, head);
      this.note(state);
      this.last = { revision, state, dueAt: nextDue(state) };
    }
    if (this.cursor.cursor?.hash !== head.hash) this.cursor.advance(head);
    return this.last.state;
  }

  /** What the breaker is to know of the end of an assignment. */
  endingOf(assignment: AssignmentView, block: number): Required<Ending> {
    return {
      paidBlocks: paidBlocks(assignment, block),
      expected: isExpected(this.noted.get(idOf(assignment)), block),
    };
  }

  private note({ assignments, block }: Read): void {
    const changes = noteEnds(this.noted, assignments, block);
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

  private async readAll(view: ChainView, head: BlockRef): Promise<Read> {
    const provider = await view.provider(this.provider);
    if (provider === null) {
      throw new ReactorError(
        "chain.provider-unknown",
        `no provider ${this.provider} at block ${head.number}: register it (dinfra provider register), or give the right account`,
        true,
      );
    }
    for (const key of new Set(this.keys)) {
      const actsFor = await view.providerOf(key);
      if (actsFor === this.provider) continue;
      throw new ReactorError(
        "chain.not-operator",
        `the key ${key} may act for ${actsFor ?? "no provider"}, not for ${this.provider}: add it as an operator, or give another key`,
        true,
      );
    }
    const assignments = await view.assignments(this.provider);
    if (assignments.length !== provider.assignments) {
      throw new ReactorError(
        "chain.incomplete",
        `block ${head.number} has ${provider.assignments} assignments of the provider, ${assignments.length} were listed: not acted on`,
        true,
      );
    }
    const { gap, ackDeadline, slotMilliseconds } = await view.constants();
    return {
      block: head.number,
      hash: head.hash,
      assignments,
      lastHeartbeat: provider.lastHeartbeat,
      gap,
      ackDeadline,
      slotMilliseconds,
    };
  }
}

/** The first block at which time alone changes something: an end, a deadline. */
function nextDue({ assignments, block }: Read): number {
  const due = assignments.flatMap(({ stored, effective, endsAt, deadline }) => {
    if (stored.kind === "Ending" || stored.kind === "Revoked") return [];
    // Ended in effect already: looked at in every block until it is written down.
    if (effective.kind !== stored.kind) return [block + 1];
    const at = stored.kind === "Awarded" ? deadline : endsAt;
    return at === null ? [] : [at];
  });
  return Math.min(...due, Infinity);
}
