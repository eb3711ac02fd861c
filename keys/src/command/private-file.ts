import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { KeysError } from "../error.js";
import { named } from "./named-file.js";
import { readToEnd } from "./read-input.js";
import { textOf } from "./text-of.js";

/**
 * The text of a file that nobody else can read. Of one that cannot be read only a file's name is repeated: it may be the secret itself, typed in the wrong
 * place. Of a FIFO the writer is waited for, and a file ends where it ends, however slowly it is written.
 * @throws KeysError `secret.permissions`, `secret.missing`, `text.encoding`
 */
export async function readPrivateFile(path: string): Promise<string> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY);
  } catch (error) {
    throw new KeysError(
      "secret.missing",
      `expected a readable file with the secret${named(path)}, found ${(error as NodeJS.ErrnoException).code}; check the path that was given`,
    );
  }
  try {
    const { mode, uid } = await file.stat();
    // A pipe, as of <(…), is private to who made it.
    const regular = (mode & constants.S_IFMT) === constants.S_IFREG;
    if (regular && ((mode & 0o077) !== 0 || (uid !== process.getuid?.() && uid !== 0)))
      throw new KeysError(
        "secret.permissions",
        `expected a secret that only you can read, found ${path} with mode 0${(mode & 0o777).toString(8)}: run chmod 600 on it, and take the secret for known if others use this machine`,
      );
    return await text(file.fd);
  } catch (error) {
    if (error instanceof KeysError) throw error;
    throw new KeysError(
      "secret.missing",
      `expected a readable file with the secret${named(path)}, found ${(error as NodeJS.ErrnoException).code}; check the path that was given`,
    );
  } finally {
    await file.close();
  }
}

/**
 * All of an open file descriptor, such as 3 of `3< <(pass show account)`.
 * @throws KeysError `secret.missing`, `text.encoding`
 */
export async function readDescriptor(descriptor: string): Promise<string> {
  if (!/^\d{1,4}$/.test(descriptor))
    throw new KeysError("usage", "expected the number of a file descriptor, found something else");
  try {
    return await text(Number(descriptor));
  } catch (error) {
    if (error instanceof KeysError) throw error;
    throw new KeysError(
      "secret.missing",
      `expected a readable file descriptor ${descriptor}, found ${(error as NodeJS.ErrnoException).code}`,
    );
  }
}

async function text(file: number): Promise<string> {
  const bytes = await readToEnd(file);
  try {
    return textOf(bytes, "a secret").replace(/\r?\n$/, "");
  } finally {
    bytes.fill(0);
  }
}

/**
 * A passphrase as a file or a descriptor gave it. An empty line behind it is refused: it would be a part of the passphrase
 * that nobody could type.
 * @throws KeysError `passphrase.invalid`
 */
export function passphraseOf(text: string): string {
  if (!/[\r\n]$/.test(text)) return text;
  throw new KeysError(
    "passphrase.invalid",
    "expected a passphrase and at most one line end behind it, found more; remove the empty lines at the end of the file",
  );
}
