// Brings programs of PyPI into Python environments of their own: <XDG_CACHE_HOME or ~/.cache>/dinfra/<name>/<hash of its
// requirements>. Every package is pinned by its hash, and is a wheel, so nothing of it runs while it is installed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cache } from "./go-binaries.mjs";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What a machine must have for it. */
export const pythonNeeds = "PyPI and Python 3.11 or later with venv (apt-get install python3-venv)";

/** @param requirements file of pip-compile --generate-hashes */
export function pythonEnvironment(name, requirements) {
  const kept = join(cache, name);
  const folder = () => {
    const hash = createHash("sha256").update(readFileSync(requirements)).digest("hex");
    return join(kept, hash.slice(0, 16));
  };
  const python = () => join(folder(), "bin", "python");
  const isThere = () => existsSync(python());

  /** @returns undefined when it is there, else why not */
  const install = () => {
    if (isThere()) return undefined;
    // An environment works where it was moved to as long as nothing but its Python is called; half of one is never found.
    const partial = `${folder()}.${process.pid}.partial`;
    mkdirSync(kept, { recursive: true });
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile"];
    const failed =
      failure("python3", ["-m", "venv", partial]) ??
      failure(join(partial, "bin", "python"), [
        ...pip,
        "--require-hashes",
        "--only-binary",
        ":all:",
        "-r",
        requirements,
      ]);
    if (failed === undefined) {
      try {
        renameSync(partial, folder());
      } catch (error) {
        if (!isThere()) throw error; // another set-up was first
      }
    }
    rmSync(partial, { recursive: true, force: true });
    return failed;
  };
  return { python, isThere, install };
}

function failure(command, args) {
  const { error, status, stderr, stdout } = spawnSync(command, args, { encoding: "utf8" });
  if (error) return `${command} was not found (${error.code})`;
  return status === 0 ? undefined : `${stdout}${stderr}`.trim().split("\n").slice(-5).join("\n");
}

/** Run by itself, a file of a program installs it and prints the environment's Python. */
export function printPython(name, { install, python }) {
  const failed = install();
  if (failed === undefined) return void process.stdout.write(`${python()}\n`);
  process.stderr.write(`${name}: ${failed}; it needs ${pythonNeeds}\n`);
  process.exitCode = 1;
}
