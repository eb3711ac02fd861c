import { type FileHandle, open } from "node:fs/promises";
import { KeysError } from "../error.js";
import { named } from "./named-file.js";
import { readToEnd } from "./read-input.js";
import { textOf } from "./text-of.js";

/**
 * The text of a file that holds no secret, or of standard input. Of one that cannot be read only a file's name is repeated: it may be something
 * else, typed in the wrong place.
 * @throws KeysError `file.missing`, `text.encoding`
 */
export async function readPublicFile(path: string | undefined, what: string): Promise<string> {
  return textOf(await bytesOf(path, what), what);
}

async function bytesOf(path: string | undefined, what: string): Promise<Uint8Array> {
  let file: FileHandle | undefined;
  try {
    file = path === undefined ? undefined : await open(path, "r");
    return await readToEnd(file?.fd ?? 0);
  } catch (error) {
    throw new KeysError(
      "file.missing",
      `expected a readable file with ${what}${named(path)}, found ${(error as NodeJS.ErrnoException).code}`,
    );
  } finally {
    await file?.close();
  }
}
