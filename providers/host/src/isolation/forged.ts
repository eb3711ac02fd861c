import * as fs from "node:fs";
import type { Layout } from "../layout.js";
import { depthOf, firstInside } from "../proc/namespaces.js";
import { scan, type Marks, type Seen } from "../proc/scan.js";
import { allUsers } from "./users.js";

function uidOf(pid: number): number | undefined {
  try {
    const uid = /^Uid:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/status`, "latin1"))?.[1];
    return uid === undefined ? undefined : Number(uid);
  } catch {
    return undefined;
  }
}

function withMarks({ marks: _forged, ...rest }: Seen, marks: Marks | undefined): Seen {
  return marks ? { ...rest, marks } : rest;
}

/**
 * What runs in pid namespaces below this one bears the marks that the first of them was made with, whatever it writes into
 * its own environment: it cannot change who made that.
 */
export function settleNamespaces(all: Map<number, Seen>, depth: (pid: number) => number = depthOf): void {
  const known = new Map<number, number>();
  const depthOnce = (pid: number) => {
    const found = known.get(pid) ?? depth(pid);
    known.set(pid, found);
    return found;
  };
  const settled = [...all.values()]
    .filter(({ pid, marks }) => marks !== undefined && depthOnce(pid) > 1)
    .map((seen) => {
      const first = firstInside(all, seen.pid, depthOnce);
      return first === seen ? seen : withMarks(seen, first?.marks && { ...first.marks, isolation: undefined });
    });
  for (const seen of settled) all.set(seen.pid, seen);
}

/**
 * Every process of this machine, as {@link scan} sees it, without marks that are not the process's to bear: a workload can
 * write any name and owner into its environment, but not change its uid or who made its namespaces. With another owner's
 * marks it could hold up that owner's teardown, or slip through its own.
 */
export function scanOf(layout: Layout): Map<number, Seen> {
  const all = scan();
  settleNamespaces(all);
  const owners = new Map(allUsers(layout).map(({ uid, owner }) => [uid, owner]));
  if (owners.size === 0) return all;
  for (const [pid, seen] of all) {
    if (!seen.marks) continue;
    const owner = owners.get(uidOf(pid) ?? -1);
    if (owner === undefined || (owner === seen.marks.owner && seen.marks.root === layout.root)) continue;
    all.set(pid, withMarks(seen, undefined));
  }
  return all;
}
