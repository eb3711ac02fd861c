import { userInfo } from "node:os";
import { isAbsolute } from "node:path";
import { KeysError } from "../error.js";

/** What passwd says of users without a home. Nothing is ever there, so it is taken for none. */
export const noHome = "/nonexistent";

/**
 * The user's home: HOME, or what the system knows where that is unset or empty. Never the current folder: a private key
 * must not get there by an empty variable.
 * @throws KeysError `usage`
 */
export function homeFolder(option: string, env: Readonly<Record<string, string | undefined>> = process.env): string {
  const home = homeOrNone(env);
  if (isAbsolute(home)) return home;
  throw new KeysError(
    "usage",
    `expected a home folder, found ${home === "" ? "none: HOME is not set, and the system knows none of this user" : `HOME=${home}, which is no absolute path`}; set HOME, or give ${option}`,
  );
}

/** Empty where there is none. */
export function homeOrNone(env: Readonly<Record<string, string | undefined>> = process.env): string {
  return [env["HOME"], known()].find((home) => home && home !== noHome) ?? "";
}

/** A user id without an entry in passwd has none. */
function known(): string {
  try {
    return userInfo().homedir;
  } catch {
    return "";
  }
}
