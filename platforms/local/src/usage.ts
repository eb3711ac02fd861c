import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import * as host from "@dinfra/host";
import type { Usage } from "@dinfra/port";
import type { LocalSettings } from "./settings.js";

/** What an owner's processes and folders take of this machine now. Traffic is not counted: loopback has no counters of its own. */
export async function localUsage({ root = host.defaultRoot() }: LocalSettings, owner: string): Promise<Usage> {
  const processes = (await host.findProcesses(root)).filter((process) => process.owner === owner);
  const owned = await host.listOwned(root, owner);
  const folders = owned.flatMap(({ kind, detail }) => (kind === "directory" ? [detail] : []));
  return usageOf(
    processes.flatMap(({ members }) => members),
    folders,
  );
}

/** @param pids one that ended meanwhile takes nothing */
export async function usageOf(pids: readonly number[], folders: readonly string[]): Promise<Usage> {
  const found = pids.flatMap((pid) => takenBy(pid) ?? []);
  const sizes = await Promise.all(folders.map(sizeOf));
  return {
    cpuSeconds: found.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
    memoryBytes: found.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0),
    diskBytes: sizes.reduce((sum, each) => sum + each, 0),
  };
}

/** Of the machine: ticks of a second, bytes of a page. */
let units: { tick: number; page: number } | undefined;
const unitsOf = () =>
  (units ??= {
    tick: Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" })),
    page: Number(execFileSync("getconf", ["PAGESIZE"], { encoding: "utf8" })),
  });

/** By proc_pid_stat(5) and proc_pid_statm(5): user and system time, with those of the children that it waited for. */
function takenBy(pid: number): { cpuSeconds: number; memoryBytes: number } | undefined {
  const { tick, page } = unitsOf();
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The program's name may hold anything; from the state on, which is field 3, there are numbers.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    const [, resident] = readFileSync(`/proc/${pid}/statm`, "utf8").split(" ");
    return { cpuSeconds: ticks / tick, memoryBytes: Number(resident) * page };
  } catch {
    return undefined;
  }
}

/** What a folder takes on the disk, links not followed. What goes away while it is looked at takes nothing. */
async function sizeOf(path: string): Promise<number> {
  try {
    const found = await lstat(path);
    // In blocks of 512 bytes, whatever the file system's are.
    const own = found.blocks * 512;
    if (!found.isDirectory()) return own;
    let sum = own;
    for (const entry of await readdir(path)) sum += await sizeOf(join(path, entry));
    return sum;
  } catch {
    return 0;
  }
}
