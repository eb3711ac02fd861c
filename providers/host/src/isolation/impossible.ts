import { spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import * as fs from "node:fs";
import { HostError } from "../errors.js";
import { layoutOf, type Layout } from "../layout.js";
import { groupOf, groupRoot, makeGroup, removeGroup } from "./cgroup.js";
import { heldProblem } from "./held-ranges.js";
import { nft, rulesOf, tableOf } from "./filter.js";
import { IsolationKind, uidsOf, type Isolation } from "./isolation.js";
import { launchLine } from "./launch.js";
import { requireFreeRange } from "./range-check.js";
import { namespacesProblem } from "./try-sandbox.js";
import { usedUids, freeUid } from "./users.js";
import { wayProblem } from "./way.js";

/**
 * Why processes of this root cannot be isolated like this here, in words that say what to do; undefined when they can.
 * Found by trying: the tools are run on a program that ends at once, and the filter is checked and not applied. Changes
 * nothing that stays.
 *
 * @param hidden files and folders of the provider, beside the root and its home, that `readable` must not show
 */
export async function isolationProblem(
  root: string,
  isolation: Partial<Isolation> = {},
  hidden?: readonly string[],
): Promise<string | undefined> {
  if (isolation.kind === IsolationKind.Namespaces)
    return namespacesProblem(layoutOf(root), isolation.readable ?? [], hidden);
  if (process.getuid?.() !== 0)
    return `uids of their own need root, and this is uid ${process.getuid?.()}: run as root, or take namespaces, which needs none`;
  const layout = layoutOf(root);
  try {
    const way = wayProblem(layout.root);
    if (way !== undefined)
      return `workloads could not reach ${layout.root}: ${way}; use a root such as /var/lib/dinfra/host`;
    const range = uidsOf(isolation);
    requireFreeRange(range);
    const held = heldProblem(layout, range);
    if (held !== undefined) return held;
    if (groupRoot() === undefined) return "no file system of control groups that can be written: mount cgroup2";
    nft(rulesOf(tableOf(layout), [range], [], []), "--check");
    const uid = freeUid(range, "probe", usedUids(layout));
    return uid === undefined ? "every uid of the range is used: give a larger range" : await tryLaunch(layout, uid);
  } catch (error) {
    if (error instanceof HostError) return error.message;
    throw error;
  }
}

async function tryLaunch(layout: Layout, uid: number): Promise<string | undefined> {
  const name = `probe-${createHash("sha256").update(randomBytes(8)).digest("hex").slice(0, 8)}`;
  const group = makeGroup(layout, name);
  // Of no use to anybody, and on no disk that might be full.
  const temporary = fs.mkdtempSync("/dev/shm/dinfra-probe-");
  try {
    const line = launchLine({ uid, group, temporary, cwd: "/", command: "true", args: [] });
    const { status, stderr, error } = spawnSync(line.file, line.args, { encoding: "utf8", timeout: 30_000 });
    if (status === 0) return undefined;
    return `a program could not be started under a uid of its own: ${error?.message ?? stderr.trim()}`;
  } finally {
    fs.rmdirSync(temporary);
    await removeGroup(groupOf(layout, name));
  }
}
