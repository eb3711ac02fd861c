import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Readable } from "node:stream";
import { parseDeploymentId } from "@dinfra/schemas";
import { ReactorError } from "@dinfra/service/failure";
import { inTransaction, openDatabase, type MigrationStep } from "@dinfra/service/sqlite";
import { streamStore } from "@dinfra/service/store-copy";
import type { BreakerState, TeardownWeight } from "./breaker.js";
import type { Phase } from "./phase.js";
import type { Offers } from "./quote.js";
import type { AccessKeys, DeploymentRecord, Owner, Tick } from "./record.js";
import { columnsOf, joinRecord, migrations, splitRecord, type Columns } from "./store-schema.js";
import { LiveWeight, TeardownWindow } from "./weights.js";

/** For so many changes it is remembered which ids were forgotten. */
export const tombstonesKept = 10_000;

/** A change: the record after it, or null where the id was forgotten. */
export interface Change {
  sequence: number;
  id: string;
  record: DeploymentRecord | null;
}

/** What changed after a sequence, in the order of the changes; of each deployment only its last change. */
export interface Changes {
  changes: Change[];
  /** Of the last change that is in here. */
  sequence: number;
}

/**
 * Intents and observations of the reactor, one file. It belongs to one chain instance and one provider account: names on
 * the platform are made of them, so a store used for another would take one's nodes for the other's.
 *
 * Each change of a record has a number, its *sequence*, given in the change's own transaction. Numbers belong to the
 * store's epoch.
 */
export class DeploymentStore {
  /** Identity of this file: random, made with it. */
  readonly epoch: string;
  private readonly statements;
  private readonly counts = new Map<Phase, number>();
  private readonly live = new LiveWeight();
  private readonly window = new TeardownWindow();
  private readonly profiles = new Map<string, unknown>();
  private readonly changed = new EventEmitter().setMaxListeners(0);
  private lastSequence: number;
  private breakerState: BreakerState;

  private constructor(
    private readonly database: DatabaseSync,
    private readonly file: string,
  ) {
    this.statements = prepare(database);
    this.epoch = this.meta("epoch") ?? this.setMeta("epoch", randomUUID());
    const breaker = this.meta("breaker");
    this.breakerState =
      breaker === undefined ? { trippedAt: null, releasedAt: 0 } : (JSON.parse(breaker) as BreakerState);
    this.lastSequence = Number(this.statements.lastSequence.get()!.sequence);
    for (const row of this.statements.live.iterate())
      this.live.set(idAt(row.position as string), Number(row.live_since));
    for (const row of this.statements.phases.iterate()) this.counts.set(row.phase as Phase, Number(row.count));
    for (const row of this.statements.teardowns.iterate())
      this.window.add({ askedAt: Number(row.asked_at), weight: Number(row.weight), expected: row.expected === 1 });
    this.statements.dropProfiles.run();
  }

  /** @throws {ReactorError} `store.in-use`, `store.newer`, `store.unreadable` */
  static open(file: string, onStep?: (step: MigrationStep) => void): DeploymentStore {
    return new DeploymentStore(openDatabase(file, migrations, onStep), file);
  }

  /** For a store that was restored: the numbers after it have been given before. Known by who opens it next. */
  renewEpoch(): void {
    this.setMeta("epoch", randomUUID());
  }

  /** The store as it is at one moment, to be sent. */
  copy(): Promise<Readable> {
    return streamStore(this.database, this.file);
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
    const row = this.statements.get.get(positionOf(id));
    return row === undefined ? undefined : this.joined(row);
  }

  put(record: DeploymentRecord): void {
    const position = positionOf(record.id);
    const { profiles, ...split } = splitRecord(record);
    const columns = columnsOf(record);
    const { phase, dueAt, absentSince, liveSince } = columns;
    const sequence = this.lastSequence + 1;
    let before: Phase | undefined;
    let counted = false;
    inTransaction(this.database, () => {
      before = this.statements.phase.get(position)?.phase as Phase | undefined;
      for (const [hash, text] of profiles) if (!this.profiles.has(hash)) this.statements.keepProfile.run(hash, text);
      const { desiredProfile, goodProfile } = split;
      this.statements.put.run(
        position,
        sequence,
        phase,
        dueAt,
        absentSince,
        liveSince,
        desiredProfile,
        goodProfile,
        split.record,
      );
      // In one step with the record: a process that dies right after has counted it.
      if (record.wanted === "absent" && record.good !== null) counted = this.insertTeardown(record);
    });
    this.lastSequence = sequence;
    this.noteColumns(record.id, before, columns);
    if (counted) this.addToWindow(record);
    this.changed.emit("change");
  }

  /** Notes for the breaker that this teardown destroys something. Once for each deployment, however often it is said. */
  countTeardown(record: DeploymentRecord): void {
    if (this.insertTeardown(record)) this.addToWindow(record);
  }

  /** A page in the chain's order: by subscription, then attempt. */
  list(after: string | undefined, limit: number): DeploymentRecord[] {
    return this.statements.list.all(after === undefined ? "" : positionOf(after), limit).map((row) => this.joined(row));
  }

  /** Every record, page by page: what happens between two pages may be seen or not. */
  *pages(size = 200): Generator<DeploymentRecord[]> {
    let after: string | undefined;
    for (;;) {
      const page = this.list(after, size);
      if (page.length > 0) yield page;
      if (page.length < size) return;
      after = page.at(-1)!.id;
    }
  }

  /** Of the last change; 0 before the first. */
  get sequence(): number {
    return this.lastSequence;
  }

  /**
   * At most `limit` changes after a sequence.
   * @returns undefined where that sequence is too old to know what was forgotten since, or is none of this store
   */
  changes(after: number, limit: number): Changes | undefined {
    if (after > this.lastSequence || after < this.lastSequence - tombstonesKept) return undefined;
    const rows = this.statements.changes.all(after, after, limit);
    return {
      changes: rows.map((row) => ({
        sequence: Number(row.sequence),
        id: idAt(row.position as string),
        record: row.record === null ? null : this.joined(row),
      })),
      sequence: rows.length < limit ? this.lastSequence : Number(rows.at(-1)!.sequence),
    };
  }

  /** Calls back after each change; returns how to stop. */
  onChange(listener: () => void): () => void {
    this.changed.on("change", listener);
    return () => this.changed.off("change", listener);
  }

  /** @param keptUntil how long it can still be read what it was; not at all where that is not given */
  forget(id: string, keptUntil?: Tick): void {
    const position = positionOf(id);
    const sequence = this.lastSequence + 1;
    let before: Phase | undefined;
    inTransaction(this.database, () => {
      before = this.statements.phase.get(position)?.phase as Phase | undefined;
      if (before === undefined) return;
      if (keptUntil !== undefined) this.statements.keepPast.run(keptUntil, position);
      this.statements.forget.run(position);
      this.statements.bury.run(sequence, position);
      this.statements.exhume.run(sequence - tombstonesKept);
    });
    if (before === undefined) return;
    this.lastSequence = sequence;
    this.noteColumns(id, before, undefined);
    this.changed.emit("change");
  }

  /** What a forgotten one was, as long as that is kept. */
  past(id: string): { record: DeploymentRecord; keptUntil: Tick } | undefined {
    const row = this.statements.past.get(positionOf(id));
    if (row === undefined) return undefined;
    return { record: JSON.parse(row.record as string) as DeploymentRecord, keptUntil: Number(row.kept_until) };
  }

  /** Ids of what was forgotten and is kept. */
  pastIds(): string[] {
    return this.statements.pastIds.all().map((row) => idAt(row.position as string));
  }

  /** Ids of all that are known. */
  ids(): string[] {
    return this.statements.ids.all().map((row) => idAt(row.position as string));
  }

  /** Drops what is kept no longer. @returns its ids */
  dropPast(now: Tick): string[] {
    return this.statements.dropPast.all(now).map((row) => idAt(row.position as string));
  }

  /** How many deployments are in a phase. */
  count(phase: Phase): number {
    return this.counts.get(phase) ?? 0;
  }

  /** How many are known. */
  get size(): number {
    return [...this.counts.values()].reduce((sum, each) => sum + each, 0);
  }

  /** Deployments whose teardown was asked for and is not done, and when it was asked for. */
  tearingDown(): { id: string; absentSince: Tick }[] {
    return this.statements.tearingDown
      .all()
      .map((row) => ({ id: idAt(row.position as string), absentSince: Number(row.absent_since) }));
  }

  /** Ids whose next try is later than this. */
  dueAfter(tick: Tick): string[] {
    return this.statements.dueAfter.all(tick).map((row) => idAt(row.position as string));
  }

  /** What is live, by its age. */
  liveWeight(now: Tick): number {
    return this.live.at(now);
  }

  /** Teardowns of something asked for later than `since`; what is older is dropped, for the breaker looks at a window only. */
  teardownsSince(since: Tick): TeardownWeight {
    const before = this.window.size;
    const weight = this.window.after(since);
    if (this.window.size < before) this.statements.dropTeardowns.run(since);
    return weight;
  }

  /** The newest tick in here; a clock that began before it would put what comes next before what was. */
  newestTick(): Tick {
    const { trippedAt, releasedAt } = this.breaker;
    const { at } = this.statements.newestTick.get()!;
    return Math.max(trippedAt ?? 0, releasedAt, Number(at ?? 0));
  }

  get breaker(): BreakerState {
    return this.breakerState;
  }

  set breaker(state: BreakerState) {
    this.setMeta("breaker", JSON.stringify(state));
    this.breakerState = state;
  }

  /** What the provider offers, as it was told last. */
  get offers(): Offers | undefined {
    const stored = this.meta("offers");
    return stored === undefined ? undefined : (JSON.parse(stored) as Offers);
  }

  set offers(offers: Offers | undefined) {
    this.setMeta("offers", JSON.stringify(offers));
  }

  /** Who may sign tokens for the provider, as it was told last. */
  get accessKeys(): AccessKeys | undefined {
    const stored = this.meta("access-keys");
    return stored === undefined ? undefined : (JSON.parse(stored) as AccessKeys);
  }

  /**
   * A store that has no owner yet is not bound by it: nothing is made.
   * @throws {ReactorError} `wrong-instance`
   */
  set accessKeys(keys: AccessKeys) {
    if (this.owner !== null) this.bind(keys.owner);
    this.setMeta("access-keys", JSON.stringify(keys));
  }

  /** Fails when the file can no longer be read or written. */
  check(): void {
    this.setMeta("checked", new Date().toISOString());
  }

  close(): void {
    this.database.close();
  }

  private joined(row: Record<string, unknown>): DeploymentRecord {
    const split = {
      record: row.record as string,
      desiredProfile: row.desired_profile as string | null,
      goodProfile: row.good_profile as string | null,
    };
    return joinRecord(split, (hash) => this.profile(hash));
  }

  /** One object for all records that have it. */
  private profile(hash: string): unknown {
    if (!this.profiles.has(hash)) {
      const text = this.statements.profile.get(hash)!.profile as string;
      this.profiles.set(hash, frozen(JSON.parse(text)));
    }
    return this.profiles.get(hash);
  }

  private noteColumns(id: string, before: Phase | undefined, columns: Columns | undefined): void {
    if (before !== columns?.phase) {
      if (before !== undefined) this.counts.set(before, this.count(before) - 1);
      if (columns !== undefined) this.counts.set(columns.phase, this.count(columns.phase) + 1);
    }
    this.live.set(id, columns?.liveSince ?? undefined);
  }

  /** Whether it was not counted before. */
  private insertTeardown({ id, absentSince, toll = inFull }: DeploymentRecord): boolean {
    const { weight, expected } = toll;
    const { changes } = this.statements.countTeardown.run(positionOf(id), absentSince, weight, expected ? 1 : 0);
    return changes > 0;
  }

  private addToWindow({ absentSince, toll = inFull }: DeploymentRecord): void {
    this.window.add({ askedAt: absentSince, ...toll });
  }

  private meta(name: string): string | undefined {
    return this.statements.meta.get(name)?.value as string | undefined;
  }

  private setMeta(name: string, value: string): string {
    this.statements.setMeta.run(name, value);
    return value;
  }
}

/** Of a record that says nothing of it. */
const inFull = { weight: 1, expected: false };

const columns = "position, sequence, desired_profile, good_profile, record";

function prepare(database: DatabaseSync) {
  const sql = {
    meta: "SELECT value FROM meta WHERE name = ?",
    setMeta: "INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    get: `SELECT ${columns} FROM deployments WHERE position = ?`,
    list: `SELECT ${columns} FROM deployments WHERE position > ? ORDER BY position LIMIT ?`,
    phase: "SELECT phase FROM deployments WHERE position = ?",
    put:
      "INSERT INTO deployments VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (position) DO UPDATE SET " +
      "sequence = excluded.sequence, phase = excluded.phase, due_at = excluded.due_at, " +
      "absent_since = excluded.absent_since, live_since = excluded.live_since, " +
      "desired_profile = excluded.desired_profile, good_profile = excluded.good_profile, record = excluded.record",
    forget: "DELETE FROM deployments WHERE position = ?",
    keepPast:
      "INSERT INTO past SELECT position, ?, record FROM deployments WHERE position = ? " +
      "ON CONFLICT (position) DO UPDATE SET kept_until = excluded.kept_until, record = excluded.record",
    past: "SELECT record, kept_until FROM past WHERE position = ?",
    pastIds: "SELECT position FROM past",
    ids: "SELECT position FROM deployments",
    dropPast: "DELETE FROM past WHERE kept_until <= ? RETURNING position",
    bury: "INSERT INTO tombstones VALUES (?, ?)",
    exhume: "DELETE FROM tombstones WHERE sequence <= ?",
    lastSequence:
      "SELECT max((SELECT coalesce(max(sequence), 0) FROM deployments), (SELECT coalesce(max(sequence), 0) FROM tombstones)) AS sequence",
    changes:
      `SELECT ${columns} FROM deployments WHERE sequence > ? ` +
      "UNION ALL SELECT position, sequence, NULL, NULL, NULL FROM tombstones WHERE sequence > ? " +
      "ORDER BY sequence LIMIT ?",
    phases: "SELECT phase, count(*) AS count FROM deployments GROUP BY phase",
    live: "SELECT position, live_since FROM deployments WHERE live_since IS NOT NULL",
    tearingDown: "SELECT position, absent_since FROM deployments WHERE phase = 'TearingDown' ORDER BY position",
    dueAfter: "SELECT position FROM deployments WHERE due_at > ?",
    profile: "SELECT profile FROM profiles WHERE hash = ?",
    keepProfile: "INSERT INTO profiles VALUES (?, ?) ON CONFLICT (hash) DO NOTHING",
    dropProfiles:
      "DELETE FROM profiles WHERE hash NOT IN (SELECT desired_profile FROM deployments WHERE desired_profile IS NOT NULL " +
      "UNION SELECT good_profile FROM deployments WHERE good_profile IS NOT NULL)",
    teardowns: "SELECT asked_at, weight, expected FROM teardowns",
    countTeardown: "INSERT INTO teardowns VALUES (?, ?, ?, ?) ON CONFLICT (position) DO NOTHING",
    dropTeardowns: "DELETE FROM teardowns WHERE asked_at <= ?",
    newestTick:
      "SELECT max((SELECT coalesce(max(asked_at), 0) FROM teardowns), " +
      "(SELECT coalesce(max(max(absent_since, coalesce(live_since, 0))), 0) FROM deployments)) AS at",
  };
  return Object.fromEntries(Object.entries(sql).map(([name, text]) => [name, database.prepare(text)])) as Record<
    keyof typeof sql,
    StatementSync
  >;
}

/** The id, padded so that text compares as its numbers do. */
function positionOf(id: string): string {
  const { subscription, attempt } = parseDeploymentId(id);
  return `${subscription.toString().padStart(20, "0")}.${attempt.toString().padStart(10, "0")}`;
}

const idAt = (position: string): string => position.split(".").map(BigInt).join(".");

/** Shared by many records, so nobody may change it for one of them. */
function frozen<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
}
