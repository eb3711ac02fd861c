import * as fs from "node:fs";
import * as path from "node:path";
import type { Layout } from "../layout.js";
import { withLock } from "../lock.js";
import type { ProcessRecord } from "../process/record.js";
import { listRecords, readRecord, removeRecord, writeRecord, type Owning } from "../records.js";
import { scanOf } from "./forged.js";
import { IsolationKind, type Isolation } from "./isolation.js";
import { ownerKey, userOf } from "./users.js";

/** That each process of an owner has namespaces of its own. */
export interface IsolationRecord extends Owning {
  kind: IsolationKind.Namespaces;
}

const lockKey = "isolations";
const lockMs = 60_000;

/** How what an owner has is kept from the provider. */
export function kindOf(layout: Layout, owner: string): IsolationKind {
  if (userOf(layout, owner) !== undefined) return IsolationKind.OwnUser;
  const record = readRecord<IsolationRecord>(layout, "isolations", ownerKey(owner));
  return record ? IsolationKind.Namespaces : IsolationKind.SharedUser;
}

export function anyNamespaces(layout: Layout): boolean {
  return listRecords(layout, "isolations").length > 0;
}

export function recordNamespaces(layout: Layout, owner: string): void {
  const name = ownerKey(owner);
  writeRecord<IsolationRecord>(layout, "isolations", name, { name, owner, urn: "", kind: IsolationKind.Namespaces });
}

/** Whether a process in namespaces of its own runs of the owner: the records of it may be lost. */
function runsInNamespaces(layout: Layout, owner: string): boolean {
  return [...scanOf(layout).values()].some(
    ({ marks }) => marks?.root === layout.root && marks.owner === owner && marks.isolation === IsolationKind.Namespaces,
  );
}

/** Whether the owner has something from before, or by its own choice, that is not isolated. */
function shares(layout: Layout, owner: string): boolean {
  const processes = listRecords<ProcessRecord>(layout, "processes").filter((one) => one.owner === owner);
  const directories = listRecords(layout, "directories").filter((one) => one.owner === owner);
  const folders = directories.filter(({ name }) => fs.existsSync(path.join(layout.data, name)));
  return processes.some(({ isolation }) => isolation === undefined) || folders.length > 0;
}

/**
 * Whether the owner's processes have namespaces of their own. An owner keeps what it has, whatever is wanted now; only one
 * that has nothing yet is given them. To be asked before anything of the owner is recorded.
 */
export async function ensureNamespaces(layout: Layout, owner: string, isolation?: Isolation | null): Promise<boolean> {
  const known = kindOf(layout, owner);
  if (known !== IsolationKind.SharedUser) return known === IsolationKind.Namespaces;
  if (isolation?.kind !== IsolationKind.Namespaces) return false;
  return withLock(layout, lockKey, lockMs, () => {
    if (shares(layout, owner) && !runsInNamespaces(layout, owner)) return Promise.resolve(false);
    recordNamespaces(layout, owner);
    return Promise.resolve(true);
  });
}

/** Forgets it once the owner has nothing. */
export async function forgetNamespaces(layout: Layout, owner: string): Promise<void> {
  if (kindOf(layout, owner) !== IsolationKind.Namespaces) return;
  await withLock(layout, lockKey, lockMs, () => {
    const has = (kind: "processes" | "directories") => listRecords(layout, kind).some((one) => one.owner === owner);
    if (!has("processes") && !has("directories")) removeRecord(layout, "isolations", ownerKey(owner));
    return Promise.resolve();
  });
}
