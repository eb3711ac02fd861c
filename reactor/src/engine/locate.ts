import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";

/** The engine's version that this code was tried with; anything newer of the same major will do. */
export const ENGINE_VERSION = "v3.259.0";

export type Located = { readonly root: string; readonly version: string } | { readonly reason: string };

/** Where the set-up puts the engine: outside node_modules, so that it is built once a machine. */
export function engineHome(env: NodeJS.ProcessEnv = process.env): string {
  const cache = env.XDG_CACHE_HOME || join(env.HOME || homedir(), ".cache");
  return join(cache, "dinfra", "engine", ENGINE_VERSION);
}

/**
 * Finds the Pulumi CLI: the one that DINFRA_ENGINE_ROOT names, else `pulumi` on PATH if it is new enough, else the one
 * that the set-up made. The answer is the folder above `bin/pulumi`.
 */
export async function locateEngine(env: NodeJS.ProcessEnv = process.env): Promise<Located> {
  if (env.DINFRA_ENGINE_ROOT) {
    const root = resolve(env.DINFRA_ENGINE_ROOT);
    const found = await tryRoot(root);
    return typeof found === "string" ? { reason: `DINFRA_ENGINE_ROOT: ${found}` } : found;
  }
  const reasons: string[] = [];
  for (const root of [...rootsOnPath(env), engineHome(env)]) {
    const found = await tryRoot(root);
    if (typeof found !== "string") return found;
    reasons.push(found);
  }
  return {
    reason: `Pulumi CLI ${ENGINE_VERSION} or newer expected, none found (${reasons.join("; ")}). Run \`npm run setup\`.`,
  };
}

/** The folders above each `bin/pulumi` on PATH. One that does not lie in a `bin` cannot be addressed by its root. */
function rootsOnPath(env: NodeJS.ProcessEnv): string[] {
  return (env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => folder.endsWith("/bin") && existsSync(join(folder, "pulumi")))
    .map((folder) => dirname(folder));
}

async function tryRoot(root: string): Promise<Located | string> {
  const binary = join(root, "bin", "pulumi");
  if (!existsSync(binary)) return `${binary} is not there`;
  let version: string;
  try {
    const { stdout } = await promisify(execFile)(binary, ["version"], {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, PULUMI_SKIP_UPDATE_CHECK: "true" },
    });
    version = stdout.trim();
  } catch (error) {
    return `${binary} does not run: ${(error as Error).message.split("\n")[0]}`;
  }
  if (!isNewEnough(version)) return `${binary} is ${version || "of no version"}`;
  return { root, version };
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
