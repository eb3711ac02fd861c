import * as os from "node:os";
import * as path from "node:path";
import { HostError } from "./errors.js";

/**
 * DINFRA_HOST_ROOT, else <XDG_STATE_HOME or ~/.local/state>/dinfra/host. Always absolute.
 *
 * @throws no-home
 */
export function defaultRoot(env: NodeJS.ProcessEnv = process.env): string {
  if (env.DINFRA_HOST_ROOT) return path.resolve(env.DINFRA_HOST_ROOT);
  const state = env.XDG_STATE_HOME || path.join(homeFolder("DINFRA_HOST_ROOT", env), ".local", "state");
  return path.join(state, "dinfra", "host");
}

/** What passwd says of users without a home. */
const noHome = "/nonexistent";

/**
 * The user's home; a user id without an entry in passwd and without HOME has none.
 *
 * @param instead the variable that says what is looked for without a home
 * @throws no-home
 */
export function homeFolder(instead: string, env: NodeJS.ProcessEnv = process.env): string {
  const home = [env.HOME, known()].find((one) => one && one !== noHome);
  if (home !== undefined && path.isAbsolute(home)) return home;
  const found = home === undefined ? "none: HOME is not set, and the system knows none of this user" : `HOME=${home}`;
  throw new HostError("no-home", `expected a home folder (an absolute path), found ${found}; set HOME, or ${instead}`);
}

function known(): string {
  try {
    return os.userInfo().homedir;
  } catch {
    return "";
  }
}
