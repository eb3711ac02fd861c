import { readFileSync } from "node:fs";
import { KeysError } from "../error.js";

/**
 * The text of a file that holds no secret, or of standard input. Its name is not repeated when it cannot be read: it may be something else, typed
 * in the wrong place.
 * @throws KeysError `file.missing`
 */
export function readPublicFile(path: string | undefined, what: string): string {
  try {
    return readFileSync(path ?? 0, "utf8");
  } catch (error) {
    throw new KeysError(
      "file.missing",
      `expected a readable file with ${what}, found ${(error as NodeJS.ErrnoException).code}`,
    );
  }
}
