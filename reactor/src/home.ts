import { userInfo } from "node:os";
import { isAbsolute } from "node:path";

export const noHome = "/nonexistent";

/**
 * The user's home: HOME, or what the system knows where that is unset or empty; undefined where neither is an absolute
 * path, as for a user id without an entry in passwd. Never the current folder, nor `/nonexistent`, which is what passwd
 * says of users without a home.
 */
export function homeFolder(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const home = [env.HOME, known()].find((one) => one && one !== noHome) ?? "";
  return isAbsolute(home) ? home : undefined;
}

function known(): string {
  try {
    return userInfo().homedir;
  } catch {
    return "";
  }
}
