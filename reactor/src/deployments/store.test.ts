import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { newRecord } from "./record.js";
import { DeploymentStore } from "./store.js";

const folder = mkdtempSync(join(tmpdir(), "dinfra-store-"));
afterAll(() => rmSync(folder, { recursive: true }));
const owner = { instance: `0x${"1".repeat(64)}`, provider: "5Alice" };
const file = (name: string) => join(folder, name);

test("keeps records and epoch over a reopening", () => {
  const store = DeploymentStore.open(file("a"));
  const { epoch } = store;
  store.put(newRecord("7.1", owner, 5));
  store.close();
  const again = DeploymentStore.open(file("a"));
  expect(again.epoch).toBe(epoch);
  expect(again.get("7.1")).toEqual(newRecord("7.1", owner, 5));
  again.close();
  const other = DeploymentStore.open(file("b"));
  expect(other.epoch).not.toBe(epoch);
  other.close();
});

test("lists in the order of the numbers, in pages", () => {
  const store = DeploymentStore.open(file("c"));
  const ids = ["2.1", "10.2", "10.10", "9.1", "18446744073709551615.1"];
  for (const id of ids) store.put(newRecord(id, owner, 0));
  const listed = (after: string | undefined, limit: number) => store.list(after, limit).map((record) => record.id);
  expect(listed(undefined, 2)).toEqual(["2.1", "9.1"]);
  expect(listed("9.1", 9)).toEqual(["10.2", "10.10", "18446744073709551615.1"]);
  store.forget("10.2");
  expect(listed("10.2", 1)).toEqual(["10.10"]);
  store.close();
});

test("one process at a time", () => {
  const store = DeploymentStore.open(file("d"));
  expect(() => DeploymentStore.open(file("d"))).toThrow(expect.objectContaining({ code: "store.in-use" }));
  store.close();
});

test("a file of a newer program, or of none, is refused and left alone", () => {
  const newer = new DatabaseSync(file("e"));
  newer.exec("PRAGMA user_version = 99");
  newer.close();
  expect(() => DeploymentStore.open(file("e"))).toThrow(expect.objectContaining({ code: "store.newer" }));
  expect(() => DeploymentStore.open(folder)).toThrow(expect.objectContaining({ code: "store.unreadable" }));
});

test("writes survive with the strictest settings of SQLite", () => {
  const store = DeploymentStore.open(file("f"));
  store.close();
  const plain = new DatabaseSync(file("f"));
  expect(plain.prepare("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
  plain.close();
});
