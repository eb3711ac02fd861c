// Brings moto, an AWS in memory for the tests of the observer, into a Python environment of its own:
// <XDG_CACHE_HOME or ~/.cache>/dinfra/moto/<hash of its requirements>. Every package is pinned by its hash, and is a wheel, so
// nothing of it runs while it is installed. Run by itself it prints the environment's Python.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const requirements = join(root, "platforms", "aws", "moto", "requirements.txt");
const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "dinfra", "moto");

function folder() {
  const hash = createHash("sha256").update(readFileSync(requirements)).digest("hex");
  return join(cache, hash.slice(0, 16));
}

/** What a machine must have for it. */
export const motoNeeds = "PyPI and Python 3.11 or later with venv (apt-get install python3-venv)";
export const motoPython = () => join(folder(), "bin", "python");
export const motoIsThere = () => existsSync(motoPython());

/** @returns undefined when it is there, else why not */
export function installMoto() {
  if (motoIsThere()) return undefined;
  // An environment works where it was moved to as long as nothing but its Python is called; half of one is never found.
  const partial = `${folder()}.${process.pid}.partial`;
  mkdirSync(cache, { recursive: true });
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile"];
  const failed =
    failure("python3", ["-m", "venv", partial]) ??
    failure(join(partial, "bin", "python"), [...pip, "--require-hashes", "--only-binary", ":all:", "-r", requirements]);
  if (failed === undefined) {
    try {
      renameSync(partial, folder());
    } catch (error) {
      if (!motoIsThere()) throw error; // another set-up was first
    }
  }
  rmSync(partial, { recursive: true, force: true });
  return failed;
}

function failure(command, args) {
  const { error, status, stderr, stdout } = spawnSync(command, args, { encoding: "utf8" });
  if (error) return `${command} was not found (${error.code})`;
  return status === 0 ? undefined : `${stdout}${stderr}`.trim().split("\n").slice(-5).join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const failed = installMoto();
  if (failed !== undefined) {
    process.stderr.write(`moto: ${failed}; it needs ${motoNeeds}\n`);
    process.exit(1);
  }
  process.stdout.write(`${motoPython()}\n`);
}
