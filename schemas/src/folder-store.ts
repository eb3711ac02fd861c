import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { mkdir, open, rename, unlink } from "node:fs/promises";
import { join, resolve } from "node:path";
import { MAX_DESCRIPTOR_BYTES } from "./canonical.js";
import { SchemasError } from "./errors.js";
import { digestOfCid, type Cid } from "./hash.js";
import { tooLarge } from "./parse.js";
import { verified, type BlockStore, type DescriptorStore } from "./store.js";

/** A descriptor store in a folder of this machine, a file `<cid>.json` a block. */
export function folderStore(dir: string): DescriptorStore {
  return verified(folderBlocks(dir));
}

/** The blocks of {@link folderStore}, for who wants to serve or replicate them. */
export function folderBlocks(dir: string): BlockStore {
  const root = resolve(dir);
  const fileOf = (cid: Cid) => {
    digestOfCid(cid); // a CID in our spelling has no dots and no slashes
    return join(root, `${cid}.json`);
  };
  return {
    async putBlock(cid, bytes) {
      const file = fileOf(cid);
      try {
        await writeDurably(root, file, bytes);
      } catch (cause) {
        throw failed("write", file, cause);
      }
    },
    async getBlock(cid) {
      const file = fileOf(cid);
      try {
        return await readAtMost(file, MAX_DESCRIPTOR_BYTES);
      } catch (cause) {
        if (cause instanceof SchemasError) throw cause;
        if ((cause as NodeJS.ErrnoException).code === "ENOENT") {
          throw new SchemasError(
            "store.missing",
            `no descriptor ${cid} in ${root}; publish it with: dinfra descriptor publish`,
          );
        }
        throw failed("read", file, cause);
      }
    },
  };
}

/** Temp file, fsync, rename, fsync of the folder: a reader sees all of it or nothing, also after a power cut. */
async function writeDurably(root: string, file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(root, { recursive: true });
  const temporary = join(root, `.${process.pid}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    const handle = await open(temporary, "wx", 0o644);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
  const folder = await open(root, constants.O_RDONLY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Never more than `limit` bytes into memory, and never from a link, a pipe or a device that somebody put there. */
async function readAtMost(file: string, limit: number): Promise<Uint8Array> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw new Error("not a regular file");
    if (stat.size > limit) throw tooLarge(stat.size);
    const buffer = Buffer.alloc(limit + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, length, buffer.length - length, null);
      if (bytesRead === 0) return Uint8Array.from(buffer.subarray(0, length));
      length += bytesRead;
      if (length > limit) throw tooLarge(length);
    }
  } finally {
    await handle.close();
  }
}

function failed(verb: "read" | "write", file: string, cause: unknown): SchemasError {
  return new SchemasError("store.failed", `cannot ${verb} ${file}: ${(cause as Error).message}`, { cause });
}
