// Programs that DINFRA drives and that no package registry ships as a binary, built from the module tools/engine. binaries.json is
// their table: one more program is one more row there (and its import in tools/engine/tools.go). Each is built once a machine and a
// version, into <XDG_CACHE_HOME or ~/.cache>/dinfra/<folder>/<version>/bin/<name>, or where the row's `place` says below dinfra: a provider
// lies where whoever loads it looks.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const tools = dirname(fileURLToPath(import.meta.url));

/** @type {{ name: string, what: string, folder: string, version: string, package: string, versionVariable?: string, sources?: string, place?: string, estimate: string }[]} */
export const binaries = JSON.parse(readFileSync(join(tools, "binaries.json"), "utf8"));

/** The row of a program. */
export function binary(name) {
  const row = binaries.find((b) => b.name === name);
  if (!row)
    throw new Error(`expected one of ${binaries.map((b) => b.name).join(", ")} (tools/binaries.json), found ${name}`);
  return row;
}

/** The folder above the `bin` that a program is built into. */
export function rootOf({ folder, version }) {
  return join(cache, folder, version);
}

const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "dinfra");

export function fileOf(row) {
  if (row.place === undefined) return join(rootOf(row), "bin", row.name);
  const arch = process.arch === "x64" ? "amd64" : process.arch;
  return join(cache, row.place.replace("{os}", process.platform).replace("{arch}", arch));
}

export const isBuilt = (row) => existsSync(fileOf(row));

/**
 * Builds a program. `run(command, args, { cwd, onLine })` resolves with `{ code, tail }`; `progress.text` says how far it is.
 * @returns undefined when it is built, else `{ at: "go" | "fetch" | "build", reason }`
 */
export async function buildFromModules(row, run, progress) {
  const go = spawnSync("go", ["version"], { encoding: "utf8" });
  if (go.status !== 0) return { at: "go", reason: "Go was not found" };
  const cwd = join(tools, "engine");
  const target = fileOf(row);
  mkdirSync(dirname(target), { recursive: true });
  removePartials(dirname(target));
  const partial = `${target}.${process.pid}.partial`;

  let total = 0;
  progress.text = "(fetching modules)";
  const onPackage = () => (total += 1);
  const listed = await run("go", ["list", "-deps", "-tags", "osusergo", row.package], { cwd, onLine: onPackage });
  if (listed.code !== 0) return { at: "fetch", reason: lastError(listed.tail) };

  let compiled = 0;
  const onCompiled = () => {
    compiled += 1;
    progress.text = `(${compiled} of at most ${total} packages)`;
  };
  const version = row.versionVariable ? ` -X ${row.versionVariable}=${row.version}` : "";
  // The same flags for all: what two programs share is compiled once.
  const flags = ["-trimpath", "-v", "-tags", "osusergo", "-ldflags", `-w -s${version}`];
  const built = await run("go", ["build", ...flags, "-o", partial, row.package], { cwd, onLine: onCompiled });
  if (built.code !== 0) {
    rmSync(partial, { force: true });
    return { at: "build", reason: lastError(built.tail) };
  }
  renameSync(partial, target); // an interrupted build leaves no half program behind
  return undefined;
}

/** What Go said went wrong: its last line that is neither a package's path nor a headline. It says the same of each package. */
function lastError(lines) {
  const said = lines.filter((line) => line.includes(" ") && !line.startsWith("# "));
  return (said.at(-1) ?? lines.at(-1) ?? "it did not say why").trim();
}

/** What builds that were killed left behind: hundreds of megabytes that nobody else would ever look for. */
function removePartials(folder) {
  for (const name of readdirSync(folder)) {
    const pid = Number(/\.(\d+)\.partial$/.exec(name)?.[1]);
    if (pid && !isAlive(pid)) rmSync(join(folder, name), { force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM"; // another user's
  }
}
