import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { HostError } from "../errors.js";

const { O_CREAT, O_DIRECTORY, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_RDWR, O_WRONLY } = fs.constants;
/** Not among Node's constants: a descriptor that says which file is meant, and needs no permission on it. */
const O_PATH = 0o10000000;

/** What the system says when the last step of a path is a link, a FIFO without a reader, a socket, or not a folder. */
const otherKind = ["ELOOP", "ENXIO", "ENOTDIR", "EISDIR"];
const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? "";

/** A name as the kernel has it: bytes, which need not be text. */
export type EntryName = string | Buffer;

/**
 * A folder by its descriptor. A workload can replace a folder or a file by a link at any moment, so a path that was
 * looked at a moment ago proves nothing; a descriptor stays what it was. Node has no openat(2): `/proc/self/fd/<n>/<name>`
 * does the same.
 */
export class OpenFolder {
  private constructor(
    readonly fd: number,
    /** For messages only. */
    readonly label: string,
  ) {}

  /** Undefined when there is nothing. @throws not-a-directory for a link or a file */
  static open(folder: string): OpenFolder | undefined {
    return OpenFolder.#open(folder, folder);
  }

  static #open(where: string | Buffer, label: string): OpenFolder | undefined {
    try {
      return new OpenFolder(fs.openSync(where, O_RDONLY | O_DIRECTORY | O_NOFOLLOW), label);
    } catch (error) {
      if (codeOf(error) === "ENOENT") return undefined;
      if (!otherKind.includes(codeOf(error))) throw error;
      throw new HostError("not-a-directory", `expected a folder at ${label}, found something else: remove it`);
    }
  }

  /** The entry's path by the descriptor; its last step may still be a link. */
  at(name: EntryName): string | Buffer {
    const folder = `/proc/self/fd/${this.fd}/`;
    return typeof name === "string" ? folder + name : Buffer.concat([Buffer.from(folder), name]);
  }

  labelOf(name: EntryName): string {
    return path.join(this.label, name.toString());
  }

  /** A folder in this one. Undefined when there is nothing. @throws not-a-directory for a link or a file */
  enter(name: EntryName): OpenFolder | undefined {
    return OpenFolder.#open(this.at(name), this.labelOf(name));
  }

  /** The entry itself, not what a link points to. */
  stat(name: EntryName): fs.Stats | undefined {
    return fs.lstatSync(this.at(name), { throwIfNoEntry: false });
  }

  /**
   * Opens a plain file that has no other name. Undefined for anything else: a link, a FIFO (never waits for its other
   * end), a file that also has a name elsewhere and so may be somebody else's.
   */
  openPlain(name: EntryName, write = false): number | undefined {
    let fd: number;
    try {
      fd = fs.openSync(this.at(name), (write ? O_RDWR : O_RDONLY) | O_NOFOLLOW | O_NONBLOCK);
    } catch (error) {
      if (codeOf(error) === "ENOENT" || otherKind.includes(codeOf(error))) return undefined;
      throw error;
    }
    const stat = fs.fstatSync(fd);
    if (stat.isFile() && stat.nlink === 1) return fd;
    fs.closeSync(fd);
    return undefined;
  }

  /** Makes a new plain file for writing; throws EEXIST for whatever has the name. */
  create(name: EntryName, mode: number, flags = 0): number {
    const fd = fs.openSync(this.at(name), O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | flags, mode);
    // The mode as said, whatever the umask.
    fs.fchmodSync(fd, mode);
    return fd;
  }

  /**
   * Puts a plain file there, whole or not at all, over a link or file of that name.
   * @param user gets the file; the group has the same number
   */
  replace(name: string, content: string | Buffer, mode: number, draft: string, user?: number): void {
    this.unlink(draft);
    try {
      const fd = this.create(draft, mode);
      try {
        fs.writeFileSync(fd, content);
        if (user !== undefined && user !== fs.fstatSync(fd).uid) fs.fchownSync(fd, user, user);
        fs.fsyncSync(fd);
      } finally {
        fs.closeSync(fd);
      }
      this.rename(draft, this, name);
      fs.fsyncSync(this.fd);
    } catch (error) {
      this.unlink(draft);
      throw error;
    }
  }

  /** Removes a name, whatever it stands for except a folder; no error when there is none. */
  unlink(name: EntryName): void {
    try {
      fs.unlinkSync(this.at(name));
    } catch (error) {
      if (codeOf(error) !== "ENOENT") throw error;
    }
  }

  rename(name: EntryName, to: OpenFolder, toName: EntryName): void {
    fs.renameSync(this.at(name), to.at(toName));
  }

  /** Gives the owner of a folder in this one all rights on it, which opening it for reading may not be possible without. */
  unlock(name: EntryName): void {
    const fd = fs.openSync(this.at(name), O_PATH | O_NOFOLLOW);
    try {
      // Of a link there is no mode to change, and chmod would go to what it points to.
      if (fs.fstatSync(fd).isDirectory()) fs.chmodSync(`/proc/self/fd/${fd}`, 0o700);
    } finally {
      fs.closeSync(fd);
    }
  }

  close(): void {
    fs.closeSync(this.fd);
  }
}

/** For the time of `work`. Gives undefined when the folder is not there. */
export function inFolder<T>(folder: string, work: (open: OpenFolder) => T): T | undefined {
  const open = OpenFolder.open(folder);
  if (!open) return undefined;
  let result: T;
  try {
    result = work(open);
  } catch (error) {
    open.close();
    throw error;
  }
  if (result instanceof Promise) return result.finally(() => open.close()) as T;
  open.close();
  return result;
}

/** The name of something on its way out: whose it was, and a part that no other has. */
export function trashName(key: string): string {
  return `${key}~${randomBytes(6).toString("hex")}`;
}
