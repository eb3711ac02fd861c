// Programs that DINFRA drives and that no package registry ships as a binary, built from the module tools/engine or the one that the
// row names. binaries.json is their table: one more program is one more row there (and its import in the module's tools.go). Each is
// built once a machine and a version, into <XDG_CACHE_HOME or ~/.cache>/dinfra/<folder>/<version>/bin/<name>, or where the row's
// `place` says below dinfra: a provider lies where whoever loads it looks.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const tools = dirname(fileURLToPath(import.meta.url));

/**
 * `module` is a folder of tools; `for` the option of the set-up that builds a row that --tests leaves out; `embeds` files of a module
 * that the program embeds, as if they lay beside it.
 * @type {{ name: string, what: string, for?: string, module?: string, folder: string, version: string, package: string, versionVariable?: string, embeds?: { module: string, folder: string, files: string[] }, sources?: string, place?: string, estimate: string }[]}
 */
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

/** Where everything that set-up brings lies, once a machine. */
export const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "dinfra");

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
  const cwd = join(tools, ...(row.module ?? "engine").split("/"));
  const target = fileOf(row);
  mkdirSync(dirname(target), { recursive: true });
  removePartials(dirname(target));
  const partial = `${target}.${process.pid}.partial`;

  const overlay = join(dirname(target), `overlay.${process.pid}.partial`);

  progress.text = "(fetching modules)";
  const embedded = await embed(row, run, cwd, overlay);
  if (embedded.reason !== undefined) return { at: "fetch", reason: embedded.reason };
  try {
    let total = 0;
    const onPackage = () => (total += 1);
    const list = ["list", "-deps", "-tags", "osusergo", ...embedded.flags, row.package];
    const listed = await run("go", list, { cwd, onLine: onPackage });
    if (listed.code !== 0) return { at: "fetch", reason: lastError(listed.tail) };

    let compiled = 0;
    const onCompiled = () => {
      compiled += 1;
      progress.text = `(${compiled} of at most ${total} packages)`;
    };
    const version = row.versionVariable ? ` -X ${row.versionVariable}=${row.version}` : "";
    // The same flags for all: what two programs share is compiled once.
    const flags = ["-trimpath", "-v", "-tags", "osusergo", ...embedded.flags, "-ldflags", `-w -s${version}`];
    const built = await run("go", ["build", ...flags, "-o", partial, row.package], { cwd, onLine: onCompiled });
    if (built.code !== 0) return { at: "build", reason: lastError(built.tail) };
    renameSync(partial, target); // an interrupted build leaves no half program behind
    return undefined;
  } finally {
    for (const file of [partial, overlay]) rmSync(file, { force: true });
  }
}

/**
 * Files of a module that a program embeds: Go embeds only what lies beside the program's sources, so an overlay puts them there.
 * @returns `{ flags }` for Go, or `{ reason }`
 */
async function embed({ embeds }, run, cwd, overlay) {
  if (embeds === undefined) return { flags: [] };
  const fetched = await run("go", ["mod", "download", embeds.module], { cwd });
  if (fetched.code !== 0) return { reason: lastError(fetched.tail) };
  const found = await run("go", ["list", "-m", "-f", "{{.Dir}}", embeds.module], { cwd });
  if (found.code !== 0) return { reason: lastError(found.tail) };
  const folder = join(found.tail.at(-1) ?? "", embeds.folder);
  const replace = embeds.files.map((name) => [join(cwd, name), join(folder, name)]);
  writeFileSync(overlay, JSON.stringify({ Replace: Object.fromEntries(replace) }));
  return { flags: ["-overlay", overlay] };
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
