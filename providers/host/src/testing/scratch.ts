import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { endAll } from "../process/end.js";
import { scan } from "../proc/scan.js";

/** A folder for one test; `clean` ends every process that is marked with it, and removes it. */
export interface Scratch {
  folder: string;
  /** State root within it. */
  root: string;
  clean(): Promise<void>;
}

export function makeScratch(): Scratch {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "dinfra-host-")));
  const root = path.join(folder, "root");
  return {
    folder,
    root,
    async clean() {
      const marked = () => [...scan().values()].filter(({ marks }) => marks?.root === root);
      await endAll(() => marked().map((seen) => ({ ...seen, zombie: false, keeper: false })), "SIGKILL", 0);
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Waits for what gives no event. Fails after ten seconds, naming what was awaited. */
export async function eventually(what: string, holds: () => boolean, limitMs = 10_000): Promise<void> {
  const limit = performance.now() + limitMs;
  while (!holds()) {
    if (performance.now() > limit) throw new Error(`waited ${limitMs} ms in vain: ${what}`);
    await delay(20);
  }
}

/** A Node one-liner as the command of a process. */
export function nodeCommand(script: string): { command: string; args: string[] } {
  return { command: process.execPath, args: ["-e", script] };
}

/** Pids of all processes that bear the mark of that name and root. */
export function marked(root: string, name: string): number[] {
  return [...scan().values()].filter(({ marks }) => marks?.root === root && marks.name === name).map(({ pid }) => pid);
}
