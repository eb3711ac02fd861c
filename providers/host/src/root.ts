import * as os from "node:os";
import * as path from "node:path";

/** DINFRA_HOST_ROOT, else <XDG_STATE_HOME or ~/.local/state>/dinfra/host. Always absolute. */
export function defaultRoot(env: NodeJS.ProcessEnv = process.env): string {
  if (env.DINFRA_HOST_ROOT) return path.resolve(env.DINFRA_HOST_ROOT);
  return path.join(env.XDG_STATE_HOME || path.join(env.HOME || os.homedir(), ".local", "state"), "dinfra", "host");
}
