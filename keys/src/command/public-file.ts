import { readFileSync } from "node:fs";
import { KeysError } from "../error.js";
import { named } from "./named-file.js";

/**
 * The text of a file that holds no secret, or of standard input. Of one that cannot be read only a file's name is repeated: it may be something
 * else, typed in the wrong place.
 * @throws KeysError `file.missing`
 */
export function readPublicFile(path: string | undefined, what: string): string {
  try {
    return readFileSync(path ?? 0, "utf8");
  } catch (error) {
    throw new KeysError(
      "file.missing",
      `expected a readable file with ${what}${named(path)}, found ${(error as NodeJS.ErrnoException).code}`,
    );
  }
}
