import type { Layout } from "../layout.js";
import * as path from "node:path";
import type { Owning } from "../records.js";
import type { Properties } from "../values.js";

/**
 * What is written about a process. It is an intent first, written before anything is started, and says afterwards which
 * pid came of it. Whether the process lives is never read from it.
 */
export interface ProcessRecord extends Owning {
  phase: "starting" | "started" | "deleting";
  /** The mark of this start. */
  start: string;
  inputsHash: string;
  /** Boot in which it was started, or was about to be. */
  boot: string;
  /** When, in ms since that boot: used for nothing but a short second look. */
  at: number;
  pid?: number;
  startTime?: number;
  /** The uid of its own that it runs under; absent when that is the provider's. */
  uid?: number;
  /** Set when it has namespaces of its own. */
  isolation?: "namespaces";
  /** Inputs with null for secrets, so that the process can be imported by its name. */
  inputs: Properties;
}

/** Standard output and error of the process; `<that>.1` is what was before. */
export function logFileOf(layout: Layout, name: string): string {
  return path.join(layout.logs, `${name}.log`);
}

/** Working directory and HOME of the process, unless it was given others; removed with it. */
export function workFolderOf(layout: Layout, name: string): string {
  return path.join(layout.work, name);
}

/** In the working folder: /tmp of a process with a uid of its own. */
export const temporaryName = ".tmp";

export function lockKeyOf(name: string): string {
  return `process+${name}`;
}
