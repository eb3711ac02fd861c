import type { BlockRef, ChainIdentity } from "@dinfra/chain/client";
import type { DatabaseSync } from "node:sqlite";
import type { Readable } from "node:stream";
import { ReactorError } from "@dinfra/service/failure";
import { inTransaction, openDatabase } from "@dinfra/service/sqlite";
import { streamStore } from "@dinfra/service/store-copy";
import { Books, booksSchema } from "./books.js";

const migrations = [
  "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;",
  "CREATE TABLE ends (id TEXT PRIMARY KEY, ends_at INTEGER NOT NULL, noted_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;",
  booksSchema,
];

export interface Follows extends ChainIdentity {
  provider: string;
}

/** The end of a deployment as it was computed at a block, both by the clock. */
export interface NotedEnd {
  endsAt: number;
  notedAt: number;
}

/**
 * The sidecar's memory: which chain and provider it follows, the last finalized block that it acted on, and the books. Deleting it
 * loses the knowledge that would notice a chain that went back, and the books.
 */
export class CursorStore {
  readonly books: Books;

  private constructor(
    private readonly database: DatabaseSync,
    private readonly file: string,
  ) {
    this.books = new Books(database);
  }

  /** @throws {ReactorError} `store.in-use`, `store.newer`, `store.unreadable` */
  static open(file: string): CursorStore {
    return new CursorStore(openDatabase(file, migrations), file);
  }

  get follows(): Follows | null {
    return this.read<Follows>("follows");
  }

  /**
   * Binds a new store to a chain and a provider; checks that a bound one is the same.
   * @throws {ReactorError} `wrong-instance`
   */
  bind({ genesisHash, instance, provider }: Follows): void {
    const known = this.follows;
    if (known === null) return this.write("follows", { genesisHash, instance, provider });
    if (known.genesisHash === genesisHash && known.instance === instance && known.provider === provider) return;
    throw new ReactorError(
      "wrong-instance",
      `this data directory belongs to provider ${known.provider} on chain ${known.genesisHash}, instance ${known.instance}; ` +
        `found was provider ${provider} on chain ${genesisHash}, instance ${instance}: use the endpoint and provider of before, or another data directory`,
    );
  }

  get cursor(): BlockRef | null {
    return this.read<BlockRef>("cursor");
  }

  advance({ number, hash }: BlockRef): void {
    this.write("cursor", { number, hash });
  }

  /** Ends that were computed, by deployment. */
  ends(): Map<string, NotedEnd> {
    const rows = this.database.prepare("SELECT id, ends_at, noted_at FROM ends").all();
    return new Map(
      rows.map((row) => [String(row.id), { endsAt: Number(row.ends_at), notedAt: Number(row.noted_at) }] as const),
    );
  }

  /** In one step; null: forgotten. */
  noteEnds(changes: ReadonlyMap<string, NotedEnd | null>): void {
    if (changes.size === 0) return;
    const drop = this.database.prepare("DELETE FROM ends WHERE id = ?");
    const put = this.database.prepare("INSERT INTO ends VALUES (?, ?, ?)");
    inTransaction(this.database, () => {
      for (const [id, end] of changes) {
        drop.run(id);
        if (end !== null) put.run(id, end.endsAt, end.notedAt);
      }
    });
  }

  /** The store as it is at one moment, to be sent. */
  copy(): Promise<Readable> {
    return streamStore(this.database, this.file);
  }

  close(): void {
    this.database.close();
  }

  private read<T>(name: string): T | null {
    const row = this.database.prepare("SELECT value FROM meta WHERE name = ?").get(name);
    return row === undefined ? null : (JSON.parse(row.value as string) as T);
  }

  private write(name: string, value: unknown): void {
    this.database
      .prepare("INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value")
      .run(name, JSON.stringify(value));
  }
}
