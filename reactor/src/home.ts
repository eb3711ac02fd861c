import { userInfo } from "node:os";
import { isAbsolute } from "node:path";

/**
 * The user's home: HOME, or what the system knows where that is unset or empty; undefined where neither is an absolute
 * path, as for a user id without an entry in passwd. Never the current folder.
 */
export function homeFolder(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const home = env.HOME || known();
  return isAbsolute(home) ? home : undefined;
}

function known(): string {
  try {
    return userInfo().homedir;
  } catch {
    return "";
  }
}
