/**
 * Standard output as a command uses it: an answer that could not be written is a failure, and a log or an answer that
 * nobody reads any more ends nothing by itself.
 */
export interface Output {
  /** The first error of a write; undefined while all was taken. */
  readonly lost: NodeJS.ErrnoException | undefined;
  /** Resolves when all that was written so far was taken or lost. */
  settled(): Promise<void>;
}

let watched: Output | undefined;

/** Watches both standard streams of this process; the same object each time. `onLost` is called once, with the first error. */
export function watchOutput(onLost: (error: NodeJS.ErrnoException) => void = () => undefined): Output {
  if (watched !== undefined) return watched;
  let lost: NodeJS.ErrnoException | undefined;
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (lost !== undefined) return;
    lost = error;
    onLost(error);
  });
  // Progress and warnings: who closed it does not want them.
  process.stderr.on("error", () => undefined);
  watched = {
    get lost() {
      return lost;
    },
    async settled() {
      // Only behind something: to a socket whose reader went away since, even an empty write is an error, and nothing is lost.
      if (process.stdout.writableLength > 0)
        await new Promise<void>((resolve) => process.stdout.write("", () => resolve()));
      // The error of a write to a file is told a turn after its callback.
      await new Promise<void>((resolve) => setImmediate(resolve));
    },
  };
  return watched;
}

/**
 * What to say of a lost answer; nothing where the reader went away (`| head`), as other programs say nothing then. Either
 * way the command has failed.
 */
export function lossInWords({ code, message }: NodeJS.ErrnoException): string | undefined {
  if (code === "EPIPE") return undefined;
  const reason = code === "ENOSPC" ? "no space is left there" : (code ?? message);
  return `the answer could not be written to standard output: ${reason}; what the command did is done`;
}
