import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { KeysError } from "../error.js";
import { named } from "./named-file.js";

/**
 * The text of a file that nobody else can read. Of one that cannot be read only a file's name is repeated: it may be the secret itself, typed in the wrong
 * place.
 * @throws KeysError `secret.permissions`, `secret.missing`
 */
export function readPrivateFile(path: string): string {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw new KeysError(
      "secret.missing",
      `expected a readable file with the secret${named(path)}, found ${(error as NodeJS.ErrnoException).code}; check the path that was given`,
    );
  }
  try {
    const { mode, uid } = fstatSync(file);
    // A pipe, as of <(…), is private to who made it.
    const regular = (mode & constants.S_IFMT) === constants.S_IFREG;
    if (regular && ((mode & 0o077) !== 0 || (uid !== process.getuid?.() && uid !== 0)))
      throw new KeysError(
        "secret.permissions",
        `expected a secret that only you can read, found ${path} with mode 0${(mode & 0o777).toString(8)}: run chmod 600 on it, and take the secret for known if others use this machine`,
      );
    return text(file);
  } finally {
    closeSync(file);
  }
}

/**
 * All of an open file descriptor, such as 3 of `3< <(pass show account)`.
 * @throws KeysError `secret.missing`
 */
export function readDescriptor(descriptor: string): string {
  if (!/^\d{1,4}$/.test(descriptor))
    throw new KeysError("usage", "expected the number of a file descriptor, found something else");
  try {
    return text(Number(descriptor));
  } catch (error) {
    throw new KeysError(
      "secret.missing",
      `expected a readable file descriptor ${descriptor}, found ${(error as NodeJS.ErrnoException).code}`,
    );
  }
}

function text(file: number): string {
  const bytes = readFileSync(file);
  const value = bytes.toString("utf8").replace(/\r?\n$/, "");
  bytes.fill(0);
  return value;
}
