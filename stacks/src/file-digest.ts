import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { pipeline } from "node:stream/promises";

/** A file as it was when it was read: any write to it, and any other file in its place, changes one of these. */
async function identity(handle: FileHandle): Promise<string> {
  const { dev, ino, size, mtimeNs, ctimeNs } = await handle.stat({ bigint: true });
  return [dev, ino, size, mtimeNs, ctimeNs].join(":");
}

const known = new Map<string, { identity: string; digest: Promise<string> }>();

/**
 * `sha256:` and the hex digest of a file. A file of hundreds of megabytes is read once in a process, and again only when
 * its device, inode, size or times have changed.
 * @throws the error of the file system
 */
export async function fileDigest(file: string): Promise<string> {
  const handle = await open(file);
  try {
    const now = await identity(handle);
    const before = known.get(file);
    if (before?.identity === now) return await before.digest;
    const digest = digestOf(handle);
    known.set(file, { identity: now, digest });
    try {
      const found = await digest;
      // Written to while it was read: what was read is the answer now, and no answer for later.
      if ((await identity(handle)) !== now) known.delete(file);
      return found;
    } catch (error) {
      known.delete(file);
      throw error;
    }
  } finally {
    await handle.close();
  }
}

async function digestOf(handle: FileHandle): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream("", { fd: handle, autoClose: false, start: 0 }), hash);
  return `sha256:${hash.digest("hex")}`;
}
