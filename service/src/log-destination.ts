import { constants, fstatSync, openSync, write, writeSync } from "node:fs";

/** What is held of a log that nobody takes, in characters. Lines beyond are lost, and counted. */
const HELD = 4_000_000;
/** Milliseconds until a write that failed is tried again. */
const AGAIN = 100;
/** Milliseconds that the end of the process waits for a log that takes nothing. */
const AT_EXIT = 1_000;
/** Characters that one write takes at most. */
const ONE_WRITE = 65_536;

/** What no later write can mend: the reader is gone, or the descriptor is closed. */
const FOR_GOOD = new Set(["EPIPE", "EBADF", "ECONNRESET", "ENXIO"]);

export interface LogDestination {
  write(line: string): void;
}

/**
 * Standard output for lines of a log: whatever becomes of it, a write never throws, and the process goes on and can end. A disk that is full, or a reader that has stopped, is tried again; a reader that is gone is not.
 * Lines that could not be held are counted, and `lost` says the line that tells so.
 *
 * The logger's own destination (sonic-boom 4.2) tries for ever at the process's end, whatever the error, and a full disk ends it.
 */
export function logDestination(lost: (lines: number) => string): LogDestination {
  const { fd, blocks } = output(1);
  let held: string[] = [];
  let size = 0;
  let dropped = 0;
  let chunk: Buffer | undefined;
  let closed = false;
  let state: "idle" | "writing" | "waiting" = "idle";

  const next = (): Buffer | undefined => {
    if (closed || chunk !== undefined) return chunk;
    if (dropped > 0) held.push(lost(dropped));
    dropped = 0;
    let count = 0;
    for (let taken = 0; count < held.length && taken < ONE_WRITE; count++) taken += held[count]!.length;
    const text = held.splice(0, count).join("");
    size = held.length === 0 ? 0 : size - text.length;
    return (chunk = count === 0 ? undefined : Buffer.from(text));
  };

  const took = (bytes: number): void => {
    chunk = chunk!.length === bytes ? undefined : chunk!.subarray(bytes);
  };

  /** Whether it is of use to try again. */
  const refused = (error: NodeJS.ErrnoException): boolean => {
    closed = FOR_GOOD.has(error.code ?? "");
    if (closed) {
      held = [];
      chunk = undefined;
    }
    return !closed;
  };

  const goOn = (): void => {
    const bytes = next();
    state = bytes === undefined ? "idle" : "writing";
    if (bytes === undefined) return;
    attempt(bytes, (error, count) => {
      if (error === null) {
        took(count);
        goOn();
      } else if (refused(error)) {
        state = "waiting";
        // A log does not keep a process alive: what is held by then is written at its exit.
        setTimeout(goOn, AGAIN).unref();
      }
    });
  };

  const attempt = (bytes: Buffer, done: (error: NodeJS.ErrnoException | null, count: number) => void): void => {
    if (blocks) return write(fd, bytes, done);
    let count;
    try {
      count = writeSync(fd, bytes);
    } catch (error) {
      return done(error as NodeJS.ErrnoException, 0);
    }
    done(null, count);
  };

  process.on("exit", () => {
    // What another thread is writing is that thread's: Node waits for it.
    if (state === "writing") chunk = undefined;
    const until = performance.now() + AT_EXIT;
    for (let bytes = next(); bytes !== undefined && performance.now() < until; bytes = next()) {
      try {
        took(writeSync(fd, bytes));
      } catch (error) {
        if (!refused(error as NodeJS.ErrnoException)) return;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, AGAIN);
      }
    }
  });

  return {
    write(line) {
      if (closed) return;
      if (size + line.length > HELD) {
        dropped++;
        return;
      }
      held.push(line);
      size += line.length;
      if (state === "idle") goOn();
    },
  };
}

/**
 * A pipe is opened once more, as one that does not block: a thread that waits for a reader who has stopped would keep even
 * `process.exit` waiting, and the flag of a descriptor that others share is not ours to set.
 */
function output(fd: number): { fd: number; blocks: boolean } {
  try {
    if (fstatSync(fd).isFIFO()) {
      return { fd: openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK), blocks: false };
    }
  } catch {
    // The reader is gone, or there is no /proc: the descriptor itself will say what is wrong.
  }
  return { fd, blocks: true };
}
