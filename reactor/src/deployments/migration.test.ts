/** @integration */
import { fork } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { copyOf, type MigrationStep } from "@dinfra/service/sqlite";
import { phaseOf, toApi } from "./phase.js";
import type { DeploymentRecord } from "./record.js";
import { DeploymentStore } from "./store.js";

// store-2.sqlite was written by the code of schema version 2; make-store-2.cjs says how.
const fixture = join(__dirname, "fixtures/store-2.sqlite");
const folder = mkdtempSync(join(tmpdir(), "dinfra-migration-"));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);
const fresh = (name: string) => {
  copyFileSync(fixture, at(name));
  return at(name);
};

/** What a file of version 2 holds, read without any code of ours. */
function ofVersion2(file: string): { version: number; records: DeploymentRecord[]; meta: unknown; teardowns: unknown } {
  const plain = new DatabaseSync(file);
  try {
    return {
      version: Number(plain.prepare("PRAGMA user_version").get()!.user_version),
      records: plain
        .prepare("SELECT record FROM deployments ORDER BY position")
        .all()
        .map(({ record }) => JSON.parse(record as string) as DeploymentRecord),
      meta: plain.prepare("SELECT name, value FROM meta ORDER BY name").all(),
      teardowns: plain.prepare("SELECT * FROM teardowns ORDER BY position").all(),
    };
  } finally {
    plain.close();
  }
}

const before = ofVersion2(fixture);

function requireMigrated(file: string): void {
  const store = DeploymentStore.open(file);
  try {
    const records = [...store.pages(7)].flat();
    expect(records).toEqual(before.records);
    expect(records.map((record) => toApi(record, store.epoch))).toEqual(
      before.records.map((record) => toApi(record, store.epoch)),
    );
    for (const phase of new Set(before.records.map(phaseOf)))
      expect([phase, store.count(phase)]).toEqual([phase, before.records.filter((r) => phaseOf(r) === phase).length]);
    expect(new Set(records.flatMap(({ good }) => (good === null ? [] : [good.profile]))).size).toBe(2);
    const [first] = before.records;
    expect(store.owner).toEqual(first!.owner);
    expect(store.breaker).toMatchObject({ trippedAt: expect.any(Number), released: ["30.1"] });
    expect(store.teardownsSince(0).count).toBe((before.teardowns as unknown[]).length);
    expect(store.sequence).toBe(before.records.length);
    expect(store.changes(0, 100)!.changes).toHaveLength(before.records.length);
  } finally {
    store.close();
  }
}

test("the fixture is of version 2, has every phase, and profiles that take most of it", () => {
  expect(before.version).toBe(2);
  expect(new Set(before.records.map(phaseOf))).toEqual(
    new Set(["Pending", "Deploying", "Deployed", "Degraded", "Failed", "TearingDown", "TornDown"]),
  );
});

test("a store of version 2 is migrated, and loses nothing; a second opening changes nothing", () => {
  const file = fresh("a");
  requireMigrated(file);
  expect(ofVersion2(copyOf(file, 2))).toEqual(before);
  const copied = readdirSync(folder);
  requireMigrated(file);
  expect(readdirSync(folder)).toEqual(copied);
});

test("the way back: the copy is a store of version 2 with all that it had", () => {
  const file = fresh("back");
  requireMigrated(file);
  for (const suffix of ["", "-wal", "-shm"]) rmSync(file + suffix, { force: true });
  copyFileSync(copyOf(file, 2), file);
  expect(ofVersion2(file)).toEqual(before);
  // And forward again.
  requireMigrated(file);
});

test.each<MigrationStep>(["copying", "copied", "migrating", "migrated", "committed"])(
  "kill -9 at %s: the file is whole, and the next process goes on",
  async (step) => {
    const file = fresh(step);
    const child = fork(join(__dirname, "fixtures/die-migrating.cjs"), [file, step], { execArgv: [] });
    expect(await once(child, "exit")).toEqual([null, "SIGKILL"]);
    if (step !== "committed") expect(ofVersion2(file)).toEqual(before);
    expect(existsSync(copyOf(file, 2))).toBe(step !== "copying");
    if (step !== "copying") expect(ofVersion2(copyOf(file, 2))).toEqual(before);
    requireMigrated(file);
  },
);

test("what a process left behind that died while it made the copy is made anew", () => {
  const file = fresh("draft");
  copyFileSync(__filename, `${copyOf(file, 2)}.draft`);
  requireMigrated(file);
  expect(ofVersion2(copyOf(file, 2))).toEqual(before);
  expect(existsSync(`${copyOf(file, 2)}.draft`)).toBe(false);
});
