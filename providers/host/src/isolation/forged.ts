import * as fs from "node:fs";
import type { Layout } from "../layout.js";
import { scan, type Seen } from "../proc/scan.js";
import { allUsers } from "./users.js";

function uidOf(pid: number): number | undefined {
  try {
    const uid = /^Uid:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/status`, "latin1"))?.[1];
    return uid === undefined ? undefined : Number(uid);
  } catch {
    return undefined;
  }
}

/**
 * Every process of this machine, as {@link scan} sees it, without marks that are not the process's to bear: a workload can
 * write any name and owner into its environment, but not change its uid. With another owner's marks it could hold up that
 * owner's teardown, or slip through its own.
 */
export function scanOf(layout: Layout): Map<number, Seen> {
  const all = scan();
  const owners = new Map(allUsers(layout).map(({ uid, owner }) => [uid, owner]));
  if (owners.size === 0) return all;
  for (const [pid, seen] of all) {
    if (!seen.marks) continue;
    const owner = owners.get(uidOf(pid) ?? -1);
    if (owner === undefined || (owner === seen.marks.owner && seen.marks.root === layout.root)) continue;
    const { marks: _forged, ...rest } = seen;
    all.set(pid, rest);
  }
  return all;
}
