import * as fs from "node:fs";
import * as path from "node:path";
import { HostError } from "../errors.js";
import { inFolder } from "../files/open-folder.js";
import type { Layout } from "../layout.js";

/** What a process does not see, having its own in their place. */
const replaced = ["/tmp", "/var/tmp", "/dev/shm"];

/** Why a user without rights could not reach a path, or undefined: the first folder above it that lets nobody pass. */
export function wayProblem(file: string): string | undefined {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    if (replaced.includes(folder)) return `it lies in ${folder}, of which every workload has its own`;
    const stat = fs.statSync(folder, { throwIfNoEntry: false });
    if (stat && (stat.mode & 0o001) === 0)
      return `${folder} lets no other user pass (mode ${(stat.mode & 0o777).toString(8).padStart(4, "0")}: chmod o+x lets them, and shows them nothing)`;
    if (folder === path.dirname(folder)) return undefined;
  }
}

/**
 * Lets other users pass through the root to what is theirs, and see nothing on the way: mode 0711, as the folders that
 * hold theirs. The folders above must do the same.
 *
 * @throws isolation-impossible
 */
export function openWay(layout: Layout): void {
  for (const folder of [layout.root, layout.data, layout.work])
    inFolder(folder, (open) => {
      if ((fs.fstatSync(open.fd).mode & 0o777) !== 0o711) fs.fchmodSync(open.fd, 0o711);
    });
  const problem = wayProblem(layout.root);
  if (problem === undefined) return;
  throw new HostError(
    "isolation-impossible",
    `expected that a workload's own user can reach its folder below ${layout.root}, but ${problem}: use a root such as /var/lib/dinfra/host`,
  );
}
