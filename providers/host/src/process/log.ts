import * as fs from "node:fs";

/** A log is cut when it is longer than this; `<log>.1` keeps as much of what was before. */
export const logLimitBytes = 16 * 1024 * 1024;

function readEnd(file: string, bytes: number): Buffer {
  const fd = fs.openSync(file, "r");
  try {
    const size = fs.fstatSync(fd).size;
    const buffer = Buffer.alloc(Math.min(size, bytes));
    const read = fs.readSync(fd, buffer, 0, buffer.length, size - buffer.length);
    return buffer.subarray(0, read);
  } finally {
    fs.closeSync(fd);
  }
}

/**
 * Cuts a log that has grown beyond the limit: its end goes to `<log>.1`, and the file that the process goes on writing
 * to is emptied (it is open for appending, so the next line is the first). Nobody stands between a process and its log,
 * so this happens whenever the provider or the observer looks at the process; between two looks the log grows, and lines
 * written within the cut itself are lost. With a full disk the old part is given up.
 */
export function boundLog(log: string, limit = logLimitBytes): void {
  try {
    if (fs.statSync(log).size <= limit) return;
    try {
      fs.writeFileSync(`${log}.1`, readEnd(log, limit), { mode: 0o600 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
      fs.rmSync(`${log}.1`, { force: true });
    }
    fs.truncateSync(log, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

/** A new start begins a new log; the one before it is kept, to tell why it ended. */
export function turnLog(log: string): void {
  try {
    fs.renameSync(log, `${log}.1`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

export function removeLogs(log: string): void {
  fs.rmSync(log, { force: true });
  fs.rmSync(`${log}.1`, { force: true });
}

/** The last lines for a message, or a word that there are none. */
export function lastLines(log: string, lines = 20): string {
  let text = "";
  try {
    text = readEnd(log, 4096).toString("utf8").trimEnd();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  if (text === "") return "it wrote nothing to its log";
  return `its log ends with:\n${text
    .split("\n")
    .slice(-lines)
    .map((line) => `  ${line}`)
    .join("\n")}`;
}
