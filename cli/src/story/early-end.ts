/** What ends a story before its time: a person or the machine, a reader who went away, or a fault of our own. */
export type EarlyEnd = "told" | "unread" | Error;

/**
 * Calls `end` for each of them, any number of times. Nothing of it ends the process by itself: what a story started is detached
 * and would outlive it.
 */
export function onEarlyEnd(end: (cause: EarlyEnd) => void): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => end("told"));
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", (error: NodeJS.ErrnoException) => end(error.code === "EPIPE" ? "unread" : error));
  process.on("uncaughtException", end); // and with it what nobody caught of a promise
}
