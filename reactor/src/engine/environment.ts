import { dirname, join } from "node:path";
import { homeFolder } from "../home.js";
import type { DeploymentFolder } from "./folders.js";
import { JOB_MARK, STATE_MARK, jobMark } from "./processes.js";

/** Where the things are that all deployments of an engine share. Handed to every worker. */
export interface Installation {
  readonly engineRoot: string;
  /** The one-shot engine's executable; without one the Pulumi CLI of `engineRoot` does its work. */
  readonly oneShot?: string;
  readonly stateDir: string;
  readonly pulumiHome: string;
  /** Holds the passphrase of the states' secrets; mode 0600. */
  readonly passphraseFile: string;
  /** Where the one-shot engine keeps the keys that it stretched out of the passphrase, files of mode 0600. */
  readonly keyFolder: string;
  /** What a deployment's platform adds to the environment of its engine processes. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Names that pass from the reactor to its workers, and so to the engine and the plugins; beside them the credentials' names, and nothing else. */
const PASSED = ["HOME", "LANG", "LC_ALL", "TZ", "XDG_CACHE_HOME", "XDG_STATE_HOME"];
const PASSED_PREFIXES = ["DINFRA_TEST_BARRIER", "DINFRA_HOST_ROOT", "DINFRA_HOST_UID_RANGES"];

/**
 * The whole environment of a worker process. Node's own folder leads PATH: plugins are Node programs.
 *
 * @param credentials names of variables that the platforms' plugins read
 */
export function workerEnvironment(
  stateDir: string,
  credentials: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
  const passed = Object.entries(env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined &&
      (PASSED.includes(entry[0]) ||
        credentials.includes(entry[0]) ||
        PASSED_PREFIXES.some((prefix) => entry[0].startsWith(prefix))),
  );
  return {
    ...Object.fromEntries(passed),
    // A user id without a home: the engine asks for one, and keeps nothing there.
    HOME: homeFolder(env) ?? stateDir,
    // The engine asks for the user's name as well, and makes no stack where neither passwd nor this has one.
    USER: env.USER || String(process.getuid?.() ?? ""),
    // Workers and plugins are many, and load the same modules. A folder that nobody else may write to: what is in it is run.
    NODE_COMPILE_CACHE: env.NODE_COMPILE_CACHE || join(stateDir, ".compiled"),
    PATH: `${dirname(process.execPath)}:${env.PATH ?? "/usr/bin:/bin"}`,
    [STATE_MARK]: stateDir,
  };
}

/** What an engine process on this deployment has beside the worker's environment. */
export function engineEnvironment(installation: Installation, folder: DeploymentFolder): Record<string, string> {
  return {
    ...installation.environment,
    PULUMI_HOME: installation.pulumiHome,
    // A URL: what ends a path in one is escaped.
    PULUMI_BACKEND_URL: `file://${folder.backend.replace(/[%#?]/g, encodeURIComponent)}`,
    PULUMI_CONFIG_PASSPHRASE_FILE: installation.passphraseFile,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_DISABLE_REGISTRY_RESOLVE: "true",
    PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
    // Copies of the state that nobody prunes; the history beside them is pruned by us.
    PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true",
    PULUMI_LOG_ROTATION_MAX_TOTAL_MB: "8",
    PULUMI_DEBUG_COMMANDS: "true",
    PULUMI_AUTOMATION_API: "true",
    TMPDIR: folder.temporary,
    [JOB_MARK]: jobMark(installation.stateDir, folder.id),
  };
}
