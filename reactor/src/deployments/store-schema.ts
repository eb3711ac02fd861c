import { createHash } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import type { Migration } from "@dinfra/service/sqlite";
import { phaseOf, type Phase } from "./phase.js";
import { deployedTick, type DeploymentRecord, type Generation, type Tick } from "./record.js";

/** What is queried of a record. Each column follows from the record, as the phase does; it is written together with it. */
export interface Columns {
  phase: Phase;
  /** The tick that a next try waits for. */
  dueAt: Tick | null;
  absentSince: Tick;
  /** Of what is wanted: since when it has run. */
  liveSince: Tick | null;
}

export function columnsOf(record: DeploymentRecord): Columns {
  return {
    phase: phaseOf(record),
    dueAt: record.nextAt > 0 ? record.nextAt : null,
    absentSince: record.absentSince,
    liveSince: record.wanted === "present" ? (deployedTick(record) ?? null) : null,
  };
}

/** A record without its profiles, which are stored once each. */
export interface Split {
  record: string;
  desiredProfile: string | null;
  goodProfile: string | null;
  /** The profiles as text, by their hash. */
  profiles: ReadonlyMap<string, string>;
}

/** Hash of a profile, sha2-256 of its JSON. Taken once of each object: records of one profile share it. */
const hashes = new WeakMap<object, { hash: string; text: string }>();

function hashed(profile: unknown): { hash: string; text: string } {
  const known = typeof profile === "object" && profile !== null ? hashes.get(profile) : undefined;
  if (known !== undefined) return known;
  const text = JSON.stringify(profile);
  const found = { hash: createHash("sha256").update(text).digest("hex"), text };
  // What may still be changed by who made it is hashed again each time.
  if (typeof profile === "object" && profile !== null && Object.isFrozen(profile)) hashes.set(profile, found);
  return found;
}

export function splitRecord(record: DeploymentRecord): Split {
  const profiles = new Map<string, string>();
  const without = (wish: Generation | null): { wish: Generation | null; hash: string | null } => {
    if (wish?.profile === undefined) return { wish, hash: null };
    const { profile, ...rest } = wish;
    const { hash, text } = hashed(profile);
    profiles.set(hash, text);
    return { wish: rest, hash };
  };
  const [desired, good] = [without(record.desired), without(record.good)];
  return {
    record: JSON.stringify({ ...record, desired: desired.wish, good: good.wish }),
    desiredProfile: desired.hash,
    goodProfile: good.hash,
    profiles,
  };
}

/** @param profileOf a profile by its hash */
export function joinRecord(
  { record, desiredProfile, goodProfile }: Omit<Split, "profiles">,
  profileOf: (hash: string) => unknown,
): DeploymentRecord {
  const joined = JSON.parse(record) as DeploymentRecord;
  if (joined.desired !== null && desiredProfile !== null) joined.desired.profile = profileOf(desiredProfile);
  if (joined.good !== null && goodProfile !== null) joined.good.profile = profileOf(goodProfile);
  return joined;
}

/** A step a schema version; never change one that was released. */
export const migrations: readonly Migration[] = [
  `CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
   CREATE TABLE deployments (position TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT, WITHOUT ROWID;
   CREATE TABLE teardowns (position TEXT PRIMARY KEY, asked_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;`,
  `ALTER TABLE teardowns ADD COLUMN weight REAL NOT NULL DEFAULT 1;
   ALTER TABLE teardowns ADD COLUMN expected INTEGER NOT NULL DEFAULT 0;`,
  columnsAndProfiles,
  `CREATE TABLE past (position TEXT PRIMARY KEY, kept_until INTEGER NOT NULL, record TEXT NOT NULL) STRICT;
   CREATE INDEX past_by_time ON past (kept_until);`,
];

/** Version 3: each profile once, what is queried in columns, a sequence for each change, and tombstones. */
function columnsAndProfiles(database: DatabaseSync): void {
  database.exec(
    `CREATE TABLE profiles (hash TEXT PRIMARY KEY, profile TEXT NOT NULL) STRICT;
     CREATE TABLE records (
       position TEXT PRIMARY KEY,
       sequence INTEGER NOT NULL UNIQUE,
       phase TEXT NOT NULL,
       due_at INTEGER,
       absent_since INTEGER NOT NULL,
       live_since INTEGER,
       desired_profile TEXT REFERENCES profiles (hash),
       good_profile TEXT REFERENCES profiles (hash),
       record TEXT NOT NULL
     ) STRICT;
     CREATE TABLE tombstones (sequence INTEGER PRIMARY KEY, position TEXT NOT NULL) STRICT;
     CREATE INDEX teardowns_by_time ON teardowns (asked_at);`,
  );
  const keep = database.prepare("INSERT INTO profiles VALUES (?, ?) ON CONFLICT (hash) DO NOTHING");
  const insert = database.prepare("INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  let sequence = 0;
  for (const row of database.prepare("SELECT position, record FROM deployments ORDER BY position").iterate()) {
    const record = JSON.parse(row.record as string) as DeploymentRecord;
    const { profiles, ...split } = splitRecord(record);
    for (const [hash, text] of profiles) keep.run(hash, text);
    const { phase, dueAt, absentSince, liveSince } = columnsOf(record);
    sequence += 1;
    const { desiredProfile, goodProfile } = split;
    insert.run(
      row.position!,
      sequence,
      phase,
      dueAt,
      absentSince,
      liveSince,
      desiredProfile,
      goodProfile,
      split.record,
    );
  }
  database.exec(
    `DROP TABLE deployments;
     ALTER TABLE records RENAME TO deployments;
     CREATE INDEX deployments_by_phase ON deployments (phase);
     CREATE INDEX deployments_by_due_time ON deployments (due_at) WHERE due_at IS NOT NULL;`,
  );
}
