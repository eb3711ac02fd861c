import { userInfo } from "node:os";
import { isAbsolute } from "node:path";
import { KeysError } from "../error.js";

/**
 * The user's home: HOME, or what the system knows where that is unset or empty. Never the current folder: a private key
 * must not get there by an empty variable.
 * @throws KeysError `usage`
 */
export function homeFolder(option: string, env: Readonly<Record<string, string | undefined>> = process.env): string {
  const home = env["HOME"] || known();
  if (isAbsolute(home)) return home;
  throw new KeysError(
    "usage",
    `expected a home folder, found ${home === "" ? "none: HOME is not set, and the system knows none of this user" : `HOME=${home}, which is no absolute path`}; set HOME, or give ${option}`,
  );
}

/** A user id without an entry in passwd has none. */
function known(): string {
  try {
    return userInfo().homedir;
  } catch {
    return "";
  }
}
