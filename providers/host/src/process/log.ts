import * as fs from "node:fs";
import * as path from "node:path";
import { discard } from "../files/clear.js";
import { inFolder } from "../files/open-folder.js";
import type { Layout } from "../layout.js";
import { logFileOf } from "./record.js";

/** A log is cut when it is longer than this; `<log>.1` keeps as much of what was before. */
export const logLimitBytes = 16 * 1024 * 1024;

const draftOf = (file: string) => `.${file}.1.new`;
/** Of the trash: no Directory has a name with a plus. */
const trashKeyOf = (name: string) => `log+${name}`;

function readEnd(fd: number, bytes: number): Buffer {
  const size = fs.fstatSync(fd).size;
  const buffer = Buffer.alloc(Math.min(size, bytes));
  const read = fs.readSync(fd, buffer, 0, buffer.length, size - buffer.length);
  return buffer.subarray(0, read);
}

/**
 * Opens a log for the time of `work`, by descriptors. Undefined when nothing is there, or when what is there is not the
 * file that we made: a workload that runs as our own user can put a link, a FIFO or another name of any file in its place.
 */
function withLog<T>(log: string, write: boolean, work: (fd: number, keep: (old: Buffer) => void) => T): T | undefined {
  return inFolder(path.dirname(log), (folder) => {
    const name = path.basename(log);
    const fd = folder.openPlain(name, write);
    if (fd === undefined) return undefined;
    try {
      return work(fd, (old) => folder.replace(`${name}.1`, old, 0o600, draftOf(name)));
    } finally {
      fs.closeSync(fd);
    }
  });
}

/**
 * Cuts a log that has grown beyond the limit: its end goes to `<log>.1`, and the file that the process goes on writing
 * to is emptied (it is open for appending, so the next line is the first). Nobody stands between a process and its log,
 * so this happens whenever the provider or the observer looks at the process; between two looks the log grows, and lines
 * written within the cut itself are lost. With a full disk the old part is given up.
 */
export function boundLog(log: string, limit = logLimitBytes): void {
  withLog(log, true, (fd, keep) => {
    if (fs.fstatSync(fd).size <= limit) return;
    try {
      keep(readEnd(fd, limit));
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? "";
      // A folder in the place of the old part is as little a reason to let the log grow as a full disk.
      if (!["ENOSPC", "EDQUOT", "EISDIR", "ENOTEMPTY", "EEXIST"].includes(code)) throw error;
      inFolder(path.dirname(log), (folder) => {
        if (!folder.stat(`${path.basename(log)}.1`)?.isDirectory()) folder.unlink(`${path.basename(log)}.1`);
      });
    }
    fs.ftruncateSync(fd, 0);
  });
}

/** A new start begins a new log; the one before it is kept, to tell why it ended. */
export async function turnLog(layout: Layout, name: string): Promise<void> {
  const file = path.basename(logFileOf(layout, name));
  await discard(layout, layout.logs, `${file}.1`, trashKeyOf(name));
  inFolder(layout.logs, (folder) => {
    // A rename opens nothing, so it does not matter what is there.
    if (folder.stat(file)) folder.rename(file, folder, `${file}.1`);
  });
}

/** Removes both logs, and whatever a workload may have put in their place. */
export async function removeLogs(layout: Layout, name: string): Promise<void> {
  const file = path.basename(logFileOf(layout, name));
  for (const one of [file, `${file}.1`, draftOf(file)]) await discard(layout, layout.logs, one, trashKeyOf(name));
}

/** Makes the log of a new start, after {@link turnLog}, for appending. Nothing that is there is opened. */
export function openLog(log: string): number {
  const opened = inFolder(path.dirname(log), (folder) =>
    folder.create(path.basename(log), 0o600, fs.constants.O_APPEND),
  );
  if (opened === undefined) throw new Error(`no folder for the log ${log}`);
  return opened;
}

/** The last lines for a message, or a word that there are none. */
export function lastLines(log: string, lines = 20): string {
  const text = withLog(log, false, (fd) => readEnd(fd, 4096).toString("utf8").trimEnd());
  if (!text) return "it wrote nothing to its log";
  return `its log ends with:\n${text
    .split("\n")
    .slice(-lines)
    .map((line) => `  ${line}`)
    .join("\n")}`;
}
