import {
  appendFileSync,
  chmodSync,
  closeSync,
  constants,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { KeysError } from "../error.js";

export interface NewFile {
  path: string;
  mode: 0o600 | 0o644;
  content: string;
}

/**
 * Writes new files, all or none. Each is opened with its final mode and name: no moment in which a secret is readable by others, no temporary
 * file that could stay behind.
 * @throws KeysError `file.exists`
 */
export function writeNewFiles(files: NewFile[]): void {
  for (const { path } of files)
    if (lstatSync(path, { throwIfNoEntry: false }))
      throw new KeysError(
        "file.exists",
        `expected nothing at ${path}, found a file; it was left as it is: choose another name with --out, or remove it`,
      );
  const made: string[] = [];
  try {
    for (const { path, mode, content } of files) {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      const file = openSync(
        path,
        constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW,
        mode,
      );
      made.push(path);
      try {
        writeSync(file, content);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
    }
  } catch (error) {
    for (const path of made) rmSync(path, { force: true });
    throw error;
  }
}

/**
 * Adds one line to `authorized_keys`, on a line of its own even when the last one was not ended, and only if its key is not there yet, be it
 * restricted by options.
 * @returns whether the line was added
 */
export function addAuthorizedKey(path: string, line: string): boolean {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const before = lstatSync(path, { throwIfNoEntry: false }) ? readFileSync(path, "latin1") : undefined;
  const blob = line.split(" ")[1]!;
  if (before?.split("\n").some((other) => allows(other, blob))) return false;
  const start = before === undefined || before === "" || before.endsWith("\n") ? "" : "\n";
  appendFileSync(path, `${start}${line}\n`, { mode: 0o600 });
  if (before === undefined) chmodSync(path, 0o600);
  return true;
}

/** Options may stand before the key, with quoted spaces in them; what counts is the key itself, wherever it stands. */
function allows(line: string, blob: string): boolean {
  return !/^\s*#/.test(line) && line.split(/\s+/).includes(blob);
}
