import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import { setImmediate as breathe, setTimeout as delay } from "node:timers/promises";
import { HostError } from "../errors.js";
import type { Layout } from "../layout.js";
import { OpenFolder, inFolder, trashName, type EntryName } from "./open-folder.js";

/** Something that could not be removed. */
export interface Left {
  path: string;
  why: string;
}

/** How often a folder that fills up again is emptied before it is given up. */
const passes = 40;
const passMs = 50;
/** Entries between two pauses in which the plugin serves others. */
const batch = 256;

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? "";

/** Takes the immutable and append-only flags off. Says nothing: what follows shows whether it helped. */
async function unfreeze(folder: OpenFolder, name: EntryName): Promise<void> {
  const text = name.toString();
  if (process.getuid?.() !== 0 || !Buffer.from(text).equals(Buffer.from(name))) return;
  // The folder itself too: an entry of an immutable folder cannot be removed either. The child has our descriptors.
  const cwd = `/proc/self/fd/${folder.fd}`;
  const child = spawn("chattr", ["-f", "-i", "-a", "--", ".", `./${text}`], { cwd, stdio: "ignore" });
  await Promise.race([once(child, "exit"), once(child, "error")]).catch(() => undefined);
}

class Clearing {
  readonly left: Left[] = [];
  #count = 0;

  constructor(
    readonly trash: OpenFolder,
    readonly key: string,
  ) {}

  /** Empties and removes the folder `name` of the trash. What lies deeper is moved up first, so no path gets long. */
  async folder(name: string): Promise<void> {
    const open = await this.#open(name);
    if (!open) return;
    try {
      if (fs.fstatSync(open.fd).dev !== fs.fstatSync(this.trash.fd).dev) {
        this.left.push({ path: open.label, why: "another file system is mounted there" });
        return;
      }
      const stuck = this.left.length;
      for (let pass = 0; pass < passes; pass++) {
        await this.#entries(open);
        if (this.left.length > stuck) return;
        const problem = this.#remove(this.trash, name, true);
        if (problem === undefined) return;
        if (problem !== "ENOTEMPTY" && problem !== "EEXIST") {
          this.left.push({ path: open.label, why: problem });
          return;
        }
        await delay(passMs);
      }
      this.left.push({ path: open.label, why: "something goes on writing in it" });
    } finally {
      open.close();
    }
  }

  async #open(name: string): Promise<OpenFolder | undefined> {
    try {
      return this.trash.enter(name);
    } catch (error) {
      if (codeOf(error) !== "EACCES") throw error;
      this.trash.unlock(name);
      return this.trash.enter(name);
    }
  }

  /** Removes the files and moves the folders up, which are then removed in turn. */
  async #entries(folder: OpenFolder): Promise<void> {
    const deeper: string[] = [];
    for (const entry of fs.readdirSync(folder.at("."), { withFileTypes: true, encoding: "buffer" })) {
      this.#count += 1;
      if (this.#count % batch === 0) await breathe();
      const name = entry.name as unknown as Buffer;
      const inner = entry.isDirectory();
      let problem = this.#remove(folder, name, inner);
      if (problem === "EPERM" || problem === "EACCES") {
        await unfreeze(folder, name);
        problem = this.#remove(folder, name, inner);
      }
      if (inner && problem !== undefined) problem = this.#moveUp(folder, name, deeper);
      if (problem !== undefined) this.left.push({ path: folder.labelOf(name), why: problem });
    }
    for (const name of deeper) await this.folder(name);
  }

  #moveUp(folder: OpenFolder, name: EntryName, deeper: string[]): string | undefined {
    const moved = trashName(this.key);
    for (let unlocked = false; ; unlocked = true)
      try {
        folder.rename(name, this.trash, moved);
        deeper.push(moved);
        return undefined;
      } catch (error) {
        if (codeOf(error) === "ENOENT") return undefined;
        // A folder that moves is written to (its ..), which its own owner may have forbidden himself.
        if (codeOf(error) !== "EACCES" || unlocked) return whyOf(codeOf(error));
        folder.unlock(name);
      }
  }

  /** Undefined when it is gone, else the system's code. */
  #remove(folder: OpenFolder, name: EntryName, isFolder: boolean): string | undefined {
    try {
      if (isFolder) fs.rmdirSync(folder.at(name));
      else fs.unlinkSync(folder.at(name));
      return undefined;
    } catch (error) {
      return codeOf(error) === "ENOENT" ? undefined : codeOf(error);
    }
  }
}

function whyOf(code: string): string {
  if (code === "EBUSY" || code === "EXDEV") return "a file system is mounted there";
  if (code === "EPERM" || code === "EACCES") return `it may not be removed (${code})`;
  return code;
}

/**
 * Removes everything of the trash that is of `key`: files, links (not what they point to), names of any bytes, folders
 * of any depth and without permissions, immutable files. Never leaves the file system of the root, never follows a link.
 *
 * @throws not-removed (retryable) with what could not be removed
 */
export async function emptyTrash(layout: Layout, key: string): Promise<void> {
  await inFolder(layout.trash, async (trash) => {
    const clearing = new Clearing(trash, key);
    for (const name of fs.readdirSync(trash.at(".") as string)) {
      if (name.split("~")[0] !== key) continue;
      if (trash.stat(name)?.isDirectory()) await clearing.folder(name);
      else trash.unlink(name);
    }
    if (clearing.left.length > 0) throw notRemoved(key, clearing.left);
  });
}

function notRemoved(key: string, left: Left[]): HostError {
  const some = left.slice(0, 5).map(({ path, why }) => `${JSON.stringify(path)}: ${why}`);
  const more = left.length > some.length ? ` and ${left.length - some.length} more` : "";
  return new HostError(
    "not-removed",
    `expected to remove all of ${key}, found what could not be removed: ${some.join("; ")}${more}: end or unmount what keeps it, and destroy again`,
    true,
  );
}

/** Takes what bears the name out of its folder in one step, whatever it is, then removes it with all that is in it. */
export async function discard(layout: Layout, folder: string, name: string, key: string): Promise<void> {
  await inFolder(layout.trash, async (trash) => {
    await inFolder(folder, async (from) => {
      for (let tries = 0; from.stat(name) !== undefined; tries++)
        try {
          if (from.stat(name)?.isDirectory()) from.rename(name, trash, trashName(key));
          else from.unlink(name);
        } catch (error) {
          const code = codeOf(error);
          if (code === "ENOENT") return;
          if (tries > 0 || (code !== "EPERM" && code !== "EACCES"))
            throw notRemoved(key, [{ path: from.labelOf(name), why: whyOf(code) }]);
          await unfreeze(from, name);
          if (from.stat(name)?.isDirectory()) from.unlock(name);
        }
    });
  });
  await emptyTrash(layout, key);
}
