import type { AssignmentView } from "@dinfra/chain/client";

/** A terminal record as one endpoint's finalized blocks have it, unchanged from the first look to the last. */
interface Seen {
  record: string;
  firstBlock: number;
  lastBlock: number;
  /** Of the looks, in milliseconds of a clock that only goes forward. */
  firstAt: number;
  lastAt: number;
}

/** The stored state of an assignment as text, where it is terminal; otherwise null. */
export function terminalRecord(stored: AssignmentView["stored"] | undefined): string | null {
  return stored?.kind === "Ending" || stored?.kind === "Revoked" ? `${stored.kind}:${stored.reason}` : null;
}

/**
 * What several endpoints say of ends. An end is confirmed when every endpoint has the same terminal record in two
 * finalized blocks of its own, at least `distance` apart. Pure: it is told what was seen and when.
 */
export class TerminalRecords {
  private readonly seen: ReadonlyMap<string, Map<string, Seen>>;

  constructor(
    readonly endpoints: readonly string[],
    private readonly distance: number,
  ) {
    this.seen = new Map(endpoints.map((endpoint) => [endpoint, new Map()]));
  }

  /**
   * Notes the answer of an endpoint. A record that is not there, is another one, or stands in a lower block than
   * before begins anew.
   * @param answers deployment id to record; null where the endpoint has no terminal record
   */
  note(endpoint: string, block: number, answers: ReadonlyMap<string, string | null>, at: number): void {
    const seen = this.seen.get(endpoint)!;
    for (const [id, record] of answers) {
      const before = seen.get(id);
      if (record === null) seen.delete(id);
      else if (before?.record === record && before.lastBlock <= block) {
        seen.set(id, { ...before, lastBlock: block, lastAt: at });
      } else seen.set(id, { record, firstBlock: block, lastBlock: block, firstAt: at, lastAt: at });
    }
  }

  /** Forgets all other deployments. */
  keep(ids: ReadonlySet<string>): void {
    for (const seen of this.seen.values()) for (const id of seen.keys()) if (!ids.has(id)) seen.delete(id);
  }

  /** Endpoints that have not confirmed this record. Empty: it is confirmed. */
  missing(id: string, record: string): string[] {
    return this.endpoints.filter((endpoint) => {
      const seen = this.seen.get(endpoint)!.get(id);
      return seen?.record !== record || seen.lastBlock - seen.firstBlock < this.distance;
    });
  }

  /** For how many milliseconds every endpoint's answers have been the same; 0 where one has none. */
  unchangedFor(id: string, record: string): number {
    const spans = this.endpoints.map((endpoint) => {
      const seen = this.seen.get(endpoint)!.get(id);
      return seen?.record === record ? seen.lastAt - seen.firstAt : 0;
    });
    return Math.min(...spans);
  }
}
