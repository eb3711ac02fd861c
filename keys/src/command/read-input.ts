import { readSync } from "node:fs";

/** Between two looks at a pipe that is empty and does not block. */
const AGAIN_AFTER = 10;

/**
 * Reads from a file descriptor until it has at least one byte, or has ended, which gives 0. Waits on a pipe that somebody
 * made non-blocking too: Node does that to standard input as soon as anything touches `process.stdin`, and whoever is on the
 * other end of a pipe may have done it.
 */
export async function readSome(file: number, into: Uint8Array): Promise<number> {
  for (;;) {
    try {
      return readSync(file, into);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EOF") return 0;
      if (code !== "EAGAIN") throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER));
  }
}

/** Everything up to the end. The caller overwrites it when it is secret; the parts are overwritten here. */
export async function readToEnd(file: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (;;) {
    const part = Buffer.alloc(16_384);
    const count = await readSome(file, part);
    if (count === 0) break;
    parts.push(part.subarray(0, count));
  }
  const whole = Buffer.concat(parts);
  for (const part of parts) part.fill(0);
  return whole;
}
