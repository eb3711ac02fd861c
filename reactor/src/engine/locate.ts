import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { basename, delimiter, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { homeFolder, noHome } from "../home.js";

/** The engine's version that this code was tried with; anything newer of the same major will do. */
export const ENGINE_VERSION = "v3.259.0";

export type Located = { readonly root: string; readonly version: string } | { readonly reason: string };

/** Where the set-up puts what it builds: outside node_modules, so that it is built once a machine. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  return join(env.XDG_CACHE_HOME || join(homeFolder(env) ?? noHome, ".cache"), "dinfra");
}

/** Where the set-up puts the engine. */
export function engineHome(env: NodeJS.ProcessEnv = process.env): string {
  return join(cacheFolder(env), "engine", ENGINE_VERSION);
}

/**
 * Finds the Pulumi CLI: the one that DINFRA_ENGINE_ROOT names, else `pulumi` on PATH if it is new enough, else the one
 * that the set-up made. The answer is the folder above `bin/pulumi`.
 */
export async function locateEngine(env: NodeJS.ProcessEnv = process.env): Promise<Located> {
  if (env.DINFRA_ENGINE_ROOT) {
    const root = resolve(env.DINFRA_ENGINE_ROOT);
    const found = await tryRoot(root, env);
    return typeof found === "string" ? { reason: `DINFRA_ENGINE_ROOT: ${found}` } : found;
  }
  const reasons: string[] = [];
  const tries = [
    ...binariesOnPath(env).map((binary) => () => tryBinary(binary, env)),
    () => tryRoot(engineHome(env), env),
  ];
  for (const attempt of tries) {
    const found = await attempt();
    if (typeof found !== "string") return found;
    reasons.push(found);
  }
  return {
    reason: `Pulumi CLI ${ENGINE_VERSION} or newer expected, none found (${reasons.join("; ")}). ${adviceIn(env)}.`,
  };
}

function adviceIn(env: NodeJS.ProcessEnv): string {
  if (env.XDG_CACHE_HOME || homeFolder(env) !== undefined) return "Run `npm run setup`";
  return "This user has no home folder: set HOME or XDG_CACHE_HOME, and run `npm run setup` with it";
}

/** The `pulumi` of each folder on PATH, as a shell finds it: relative folders, an empty one and a trailing slash included. */
function binariesOnPath(env: NodeJS.ProcessEnv): string[] {
  return (env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(resolve(folder.replace(/^~(?=\/|$)/, homeFolder(env) ?? "~")), "pulumi"))
    .filter((binary) => existsSync(binary));
}

/** Milliseconds that a CLI may take to say its version. */
const PATIENCE = 15_000;

async function versionOf(binary: string): Promise<{ version: string } | { reason: string }> {
  let output: string;
  try {
    const { stdout } = await promisify(execFile)(binary, ["version"], {
      env: { ...shimVariables(), PATH: process.env.PATH, HOME: process.env.HOME, PULUMI_SKIP_UPDATE_CHECK: "true" },
      timeout: PATIENCE,
      killSignal: "SIGKILL",
    });
    output = stdout;
  } catch (error) {
    const { killed, message } = error as Error & { killed?: boolean };
    if (killed) return { reason: `${binary} said no version within ${PATIENCE / 1000} s` };
    return { reason: `${binary} does not run: ${message.split("\n")[0]}` };
  }
  // A warning may stand before it.
  const version = output
    .split("\n")
    .map((line) => line.trim())
    .findLast((line) => numbers(line) !== undefined);
  return version === undefined ? { reason: `${binary} is of no version` } : { version };
}

/** What the shims of version managers (asdf, mise, pyenv's kin) read. */
function shimVariables(): Record<string, string | undefined> {
  const names = Object.keys(process.env).filter((name) => /^(ASDF|MISE)_/.test(name));
  return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}

/**
 * The folder above `bin/pulumi`. A binary that lies elsewhere, such as a version manager's shim, gets a folder with a link
 * to it below the cache, since an engine is addressed by that folder.
 */
function rootOf(binary: string, env: NodeJS.ProcessEnv): string {
  const folder = dirname(binary);
  if (basename(folder) === "bin") return dirname(folder);
  const root = join(dirname(engineHome(env)), `link-${createHash("sha256").update(binary).digest("hex").slice(0, 16)}`);
  const link = join(root, "bin", "pulumi");
  mkdirSync(dirname(link), { recursive: true });
  try {
    symlinkSync(binary, link);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return root;
}

async function tryBinary(binary: string, env: NodeJS.ProcessEnv): Promise<Located | string> {
  const found = await versionOf(binary);
  if ("reason" in found) return found.reason;
  const { version } = found;
  if (!isNewEnough(version)) return `${binary} is ${version}`;
  return { root: rootOf(binary, env), version };
}

async function tryRoot(root: string, env: NodeJS.ProcessEnv): Promise<Located | string> {
  const binary = join(root, "bin", "pulumi");
  return existsSync(binary) ? tryBinary(binary, env) : `${binary} is not there`;
}
/** `version` is at least ENGINE_VERSION, and of the same major. Pre-releases of a newer minor count as newer. */
export function isNewEnough(version: string): boolean {
  const found = numbers(version);
  const wanted = numbers(ENGINE_VERSION);
  if (found === undefined || wanted === undefined || found[0] !== wanted[0]) return false;
  if (found[1] !== wanted[1]) return found[1] > wanted[1];
  if (found[2] !== wanted[2]) return found[2] > wanted[2];
  return !version.includes("-");
}

function numbers(version: string): [number, number, number] | undefined {
  const match = /^v?(\d+)\.(\d+)\.(\d+)(?:[-+].*)?$/.exec(version);
  return match ? [Number(match[1]), Number(match[2]), Number(match[3])] : undefined;
}

if (require.main === module) {
  void locateEngine().then((found) => {
    if ("root" in found) process.stdout.write(`${found.root}\n`);
    else {
      process.stderr.write(`${found.reason}\n`);
      process.exitCode = 3;
    }
  });
}
