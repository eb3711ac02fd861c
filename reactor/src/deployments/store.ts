import { randomUUID } from "node:crypto";
import { parseDeploymentId } from "@dinfra/schemas";
import type { DatabaseSync } from "node:sqlite";
import { ReactorError } from "@dinfra/service/failure";
import { openDatabase } from "@dinfra/service/sqlite";
import type { BreakerState, Teardown } from "./breaker.js";
import type { DeploymentRecord, Owner, Tick } from "./record.js";

/** A step a schema version; never change one that was released. */
const migrations = [
  `CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
   CREATE TABLE deployments (position TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT, WITHOUT ROWID;
   CREATE TABLE teardowns (position TEXT PRIMARY KEY, asked_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;`,
  `ALTER TABLE teardowns ADD COLUMN weight REAL NOT NULL DEFAULT 1;
   ALTER TABLE teardowns ADD COLUMN expected INTEGER NOT NULL DEFAULT 0;`,
];

/**
 * Intents and observations of the reactor, one file. It belongs to one chain instance and one provider account: names on
 * the platform are made of them, so a store used for another would take one's nodes for the other's.
 */
export class DeploymentStore {
  /** Identity of this file: random, made with it. */
  readonly epoch: string;

  private constructor(private readonly database: DatabaseSync) {
    this.epoch = this.meta("epoch") ?? this.setMeta("epoch", randomUUID());
  }

  /** @throws {ReactorError} `store.in-use`, `store.newer`, `store.unreadable` */
  static open(file: string): DeploymentStore {
    return new DeploymentStore(openDatabase(file, migrations));
  }

  get owner(): Owner | null {
    const stored = this.meta("owner");
    return stored === undefined ? null : (JSON.parse(stored) as Owner);
  }

  /**
   * Binds a new store to its owner; checks that a bound one is the same.
   * @throws {ReactorError} `wrong-instance`
   */
  bind(owner: Owner): void {
    const known = this.owner;
    if (known === null) {
      this.setMeta("owner", JSON.stringify({ instance: owner.instance, provider: owner.provider }));
    } else if (known.instance !== owner.instance || known.provider !== owner.provider) {
      throw new ReactorError(
        "wrong-instance",
        `this store belongs to provider ${known.provider} on chain instance ${known.instance}, asked for was ${owner.provider} on ${owner.instance}: ` +
          "connect to that chain with that provider, or give another data directory",
      );
    }
  }

  get(id: string): DeploymentRecord | undefined {
    const row = this.database.prepare("SELECT record FROM deployments WHERE position = ?").get(position(id));
    return row === undefined ? undefined : (JSON.parse(row.record as string) as DeploymentRecord);
  }

  put(record: DeploymentRecord): void {
    this.inTransaction(() => {
      this.database
        .prepare("INSERT INTO deployments VALUES (?, ?) ON CONFLICT (position) DO UPDATE SET record = excluded.record")
        .run(position(record.id), JSON.stringify(record));
      // In one step with the record: a process that dies right after has counted it.
      if (record.wanted === "absent" && record.good !== null) this.countTeardown(record);
    });
  }

  /** Notes for the breaker that this teardown destroys something. Once for each deployment, however often it is said. */
  countTeardown({ id, absentSince, toll = { weight: 1, expected: false } }: DeploymentRecord): void {
    this.database
      .prepare("INSERT INTO teardowns VALUES (?, ?, ?, ?) ON CONFLICT (position) DO NOTHING")
      .run(position(id), absentSince, toll.weight, toll.expected ? 1 : 0);
  }

  /** A page in the chain's order: by subscription, then attempt. */
  list(after: string | undefined, limit: number): DeploymentRecord[] {
    return this.database
      .prepare("SELECT record FROM deployments WHERE position > ? ORDER BY position LIMIT ?")
      .all(after === undefined ? "" : position(after), limit)
      .map((row) => JSON.parse(row.record as string) as DeploymentRecord);
  }

  all(): DeploymentRecord[] {
    return this.list(undefined, -1);
  }

  forget(id: string): void {
    this.database.prepare("DELETE FROM deployments WHERE position = ?").run(position(id));
  }

  /** Teardowns of something asked for not before `since`; what is older is dropped, for the breaker looks at a window only. */
  teardownsSince(since: Tick): Teardown[] {
    this.database.prepare("DELETE FROM teardowns WHERE asked_at < ?").run(since);
    return this.database
      .prepare("SELECT asked_at, weight, expected FROM teardowns")
      .all()
      .map((row) => ({ askedAt: Number(row.asked_at), weight: Number(row.weight), expected: row.expected === 1 }));
  }

  /** The newest tick in here; a clock that began before it would put what comes next before what was. */
  newestTick(): Tick {
    const { trippedAt, releasedAt } = this.breaker;
    const [teardown] = this.database.prepare("SELECT max(asked_at) AS at FROM teardowns").all();
    const ended = this.all().map(({ absentSince }) => absentSince);
    return Math.max(trippedAt ?? 0, releasedAt, Number(teardown?.at ?? 0), ...ended);
  }

  get breaker(): BreakerState {
    const stored = this.meta("breaker");
    return stored === undefined ? { trippedAt: null, releasedAt: 0 } : (JSON.parse(stored) as BreakerState);
  }

  set breaker(state: BreakerState) {
    this.setMeta("breaker", JSON.stringify(state));
  }

  /** Fails when the file can no longer be read or written. */
  check(): void {
    this.setMeta("checked", new Date().toISOString());
  }

  close(): void {
    this.database.close();
  }

  private meta(name: string): string | undefined {
    const row = this.database.prepare("SELECT value FROM meta WHERE name = ?").get(name);
    return row?.value as string | undefined;
  }

  private setMeta(name: string, value: string): string {
    this.database
      .prepare("INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value")
      .run(name, value);
    return value;
  }

  private inTransaction(change: () => void): void {
    this.database.exec("BEGIN IMMEDIATE");
    try {
      change();
      this.database.exec("COMMIT");
    } catch (error) {
      this.database.exec("ROLLBACK");
      throw error;
    }
  }
}

/** The id, padded so that text compares as its numbers do. */
function position(id: string): string {
  const { subscription, attempt } = parseDeploymentId(id);
  return `${subscription.toString().padStart(20, "0")}.${attempt.toString().padStart(10, "0")}`;
}
