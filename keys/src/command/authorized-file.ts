import { closeSync, mkdirSync, openSync, realpathSync, rmSync, statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { KeysError } from "../error.js";
import { addAuthorizedKey } from "./key-files.js";

/** How long another `authorize` is waited for, and how often it is looked at. */
const PATIENCE = 10_000;
const AGAIN_AFTER = 20;

/**
 * Adds a line to `authorized_keys` as the one whose home it is in, one process at a time.
 * @returns whether the line was added
 * @throws KeysError `file.busy`, `file.denied`
 */
export async function authorizeIn(file: string, line: string): Promise<boolean> {
  const path = resolve(file);
  try {
    return await asOwner(homeOf(path), () => alone(path, () => addAuthorizedKey(path, line)));
  } catch (error) {
    const { code, path: where } = error as NodeJS.ErrnoException;
    if (code !== "EACCES" && code !== "EPERM") throw error;
    throw new KeysError(
      "file.denied",
      `expected ${where ?? path} to be open for the user whose home it is in, found ${code}: sshd reads it as that user and could not either; ` +
        "give the folder and the file to the user with chown",
    );
  }
}

/** The nearest folder above that exists already: what has to be made belongs to its owner. Of `.ssh` it is the home. */
function homeOf(path: string): string {
  let folder = dirname(path);
  if (basename(folder) === ".ssh") folder = dirname(folder);
  while (folder !== dirname(folder) && !statSync(folder, { throwIfNoEntry: false })) folder = dirname(folder);
  return folder;
}

/**
 * Root acts as the folder's owner: what it makes then has the right owner, and a link that the owner put there leads root
 * nowhere that the owner could not write to.
 */
async function asOwner<T>(folder: string, act: () => Promise<T>): Promise<T> {
  const { uid, gid } = statSync(folder);
  if (process.geteuid?.() !== 0 || uid === 0) return act();
  const before = { groups: process.getgroups!(), gid: process.getegid!() };
  process.setgroups!([gid]);
  process.setegid!(gid);
  process.seteuid!(uid);
  try {
    return await act();
  } finally {
    process.seteuid!(0);
    process.setegid!(before.gid);
    process.setgroups!(before.groups);
  }
}

/** One process at a time, by a file beside the one that is changed. */
async function alone<T>(path: string, act: () => T): Promise<T> {
  // Two names of one file must not be two locks.
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const lock = `${statSync(path, { throwIfNoEntry: false }) ? realpathSync(path) : path}.dinfra-lock`;
  const until = performance.now() + PATIENCE;
  for (;;) {
    const taken = take(lock);
    if (taken === "not ours to make") return act();
    if (taken === "taken") break;
    if (performance.now() > until)
      throw new KeysError(
        "file.busy",
        `expected nobody else to change ${path}, found ${lock} for ${PATIENCE / 1000} s; if no other authorize runs, remove it`,
      );
    await new Promise((again) => setTimeout(again, AGAIN_AFTER));
  }
  try {
    return act();
  } finally {
    rmSync(lock, { force: true });
  }
}

function take(lock: string): "taken" | "held" | "not ours to make" {
  try {
    closeSync(openSync(lock, "wx", 0o600));
    return "taken";
  } catch (error) {
    switch ((error as NodeJS.ErrnoException).code) {
      case "EEXIST":
        return "held";
      case "EACCES":
      case "EROFS":
        return "not ours to make"; // a file that may be changed, in a folder that may not
      default:
        throw error;
    }
  }
}
