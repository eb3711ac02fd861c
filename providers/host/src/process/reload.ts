import { HostError } from "../errors.js";
import { layoutOf } from "../layout.js";
import { insideOf } from "../proc/namespaces.js";
import { scan } from "../proc/scan.js";
import { readRecord } from "../records.js";
import { changed, plain, type Properties } from "../values.js";
import type { Reload } from "./inputs.js";
import type { ProcessRecord } from "./record.js";

/**
 * Tells a process that its files changed. Killed before it: the update is made again, and so is the signal; a program takes
 * a second one for nothing.
 *
 * @param outs of the process that runs, which was not started by this update
 */
export function reload(olds: Properties, outs: Properties): void {
  const wanted = plain(outs.reload) as Reload | null | undefined;
  if (!wanted || changed(olds, outs, ["reload"]).length === 0) return;
  const { name, pid, root } = plain(outs) as { name: string; pid: number; root: string };
  const record = readRecord<ProcessRecord>(layoutOf(root), "processes", name);
  // What makes namespaces only waits for the program, which is the first inside.
  const target = record?.isolation === undefined ? pid : insideOf(scan(), pid)?.pid;
  try {
    if (target === undefined) throw Object.assign(new Error(), { code: "ESRCH" });
    process.kill(target, wanted.signal as NodeJS.Signals);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new HostError(
      "not-reloaded",
      `process ${name}: expected to give it ${wanted.signal}, so that it reads its files again, found ${code}: try again`,
      true,
    );
  }
}
