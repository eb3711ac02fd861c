import type { AssignmentView, Chain } from "@dinfra/chain/client";
import { parseDeploymentId } from "@dinfra/schemas";
import { idOf, type ChainState } from "./plan.js";
import { terminalRecord, TerminalRecords } from "./terminal-records.js";

/** Another endpoint of the same chain, asked only whether what has ended for the first one has ended for it too. */
export type Witness = Pick<Chain, "endpoint" | "finalized" | "at">;

export interface ConfirmedEndsOptions {
  /** The endpoint that everything is read from. */
  endpoint: string;
  witnesses: readonly Witness[];
  provider: string;
  /** Blocks between the two finalized blocks in which each endpoint must have the same terminal record. */
  distance: number;
  /** Milliseconds of unchanged answers from two endpoints or more after which the breaker is told to let an end through. */
  releaseAfter?: number;
  /** Milliseconds between two looks at an end that is confirmed and held. */
  heldInterval?: number;
  /** Called when a witness has answered. */
  onAnswer?: () => void;
  /** Called when a witness gave no answer. */
  onNoAnswer?: (endpoint: string, error: unknown) => void;
  elapsed?: () => number;
}

/** An end that is not acted on yet, and the endpoints that it waits for. */
export interface UnconfirmedEnd {
  id: string;
  endpoints: readonly string[];
}

/** Milliseconds between two looks while an end is not confirmed. */
const waitingInterval = 500;

/** So many are asked for one by one; for more, the whole list of the provider is read. */
const singly = 20;

/**
 * Stands between "the chain says it has ended" and the DELETE. It is kept in memory only: a sidecar that starts again
 * confirms again, which takes `distance` blocks.
 */
export class ConfirmedEnds {
  private readonly records: TerminalRecords;
  private readonly asking = new Map<string, Promise<void>>();
  private readonly askedAt = new Map<string, number>();
  private readonly elapsed: () => number;

  constructor(private readonly options: ConfirmedEndsOptions) {
    const endpoints = [options.endpoint, ...options.witnesses.map(({ endpoint }) => endpoint)];
    this.records = new TerminalRecords(endpoints, options.distance);
    this.elapsed = options.elapsed ?? (() => performance.now());
  }

  /** Notes what the first endpoint said, and asks the others for the same. It waits for none of them. */
  look({ assignments, block }: Pick<ChainState, "assignments" | "block">): void {
    const ended = new Map<string, string>();
    for (const assignment of assignments) {
      const record = terminalRecord(assignment.stored);
      if (record !== null) ended.set(idOf(assignment), record);
    }
    this.records.keep(new Set(ended.keys()));
    this.records.note(this.options.endpoint, block, ended, this.elapsed());
    if (ended.size === 0) return;
    for (const witness of this.options.witnesses) this.ask(witness, ended);
  }

  /** Endpoints that an end still waits for; empty when it may be acted on. */
  missing(assignment: AssignmentView): readonly string[] {
    return this.records.missing(idOf(assignment), terminalRecord(assignment.stored) ?? "");
  }

  /** Whether the breaker may let it through: two endpoints have said the same for so long. */
  mayRelease(assignment: AssignmentView): boolean {
    const { releaseAfter = 3_600_000, witnesses } = this.options;
    if (witnesses.length === 0 || this.missing(assignment).length > 0) return false;
    return this.records.unchangedFor(idOf(assignment), terminalRecord(assignment.stored) ?? "") >= releaseAfter;
  }

  /** Resolves when no witness is being asked. */
  async settled(): Promise<void> {
    await Promise.all(this.asking.values());
  }

  private ask(witness: Witness, ended: ReadonlyMap<string, string>): void {
    const { endpoint } = witness;
    if (this.asking.has(endpoint)) return;
    const { heldInterval = 30_000 } = this.options;
    const waiting = [...ended].some(([id, record]) => this.records.missing(id, record).includes(endpoint));
    const since = this.elapsed() - (this.askedAt.get(endpoint) ?? -Infinity);
    if (since < (waiting ? Math.min(waitingInterval, heldInterval) : heldInterval)) return;
    this.askedAt.set(endpoint, this.elapsed());
    const asked = this.answer(witness, [...ended.keys()])
      .then(
        () => true,
        (error: unknown) => {
          this.options.onNoAnswer?.(endpoint, error);
          return false;
        },
      )
      .then((answered) => {
        this.asking.delete(endpoint);
        if (answered && waiting) this.options.onAnswer?.();
      });
    this.asking.set(endpoint, asked);
  }

  private async answer(witness: Witness, ids: readonly string[]): Promise<void> {
    const { provider } = this.options;
    const head = await witness.finalized();
    const view = await witness.at(head);
    const found = new Map<string, string | null>(ids.map((id) => [id, null]));
    if (ids.length > singly) {
      for (const assignment of await view.assignments(provider)) {
        if (found.has(idOf(assignment))) found.set(idOf(assignment), terminalRecord(assignment.stored));
      }
    } else {
      for (const id of ids) {
        const { subscription, attempt } = parseDeploymentId(id);
        found.set(id, terminalRecord((await view.assignment(provider, subscription, attempt))?.stored));
      }
    }
    this.records.note(witness.endpoint, head.number, found, this.elapsed());
  }
}
