import { appendFile, rename, stat } from "node:fs/promises";

/** Writes what waits, one write at a time: what comes during one makes another follow. */
export class Appender {
  private writing: Promise<void> | undefined;
  private again = false;

  /** @param write takes all that waits; it never throws */
  constructor(private readonly write: () => Promise<void>) {}

  /** Something waits. */
  wake(): void {
    this.again = true;
    this.writing ??= this.run();
  }

  /** Resolves when all is written. */
  async settled(): Promise<void> {
    while (this.writing !== undefined) await this.writing;
  }

  private async run(): Promise<void> {
    try {
      // What comes in the same turn of the event loop goes in one write.
      await Promise.resolve();
      while (this.again) {
        this.again = false;
        await this.write();
      }
    } finally {
      // In the same step as the last look: what comes later begins anew.
      this.writing = undefined;
    }
  }
}

/**
 * Appends to a file that becomes `<file>.1` once it is larger than so many bytes, the one of before `<file>.2`, and so on; as
 * many of those as `kept` stay.
 */
export async function appendBounded(
  file: string,
  text: string,
  { largest, kept, flush = false }: { largest: number; kept: number; flush?: boolean },
): Promise<void> {
  if (
    (await stat(file).then(
      ({ size }) => size,
      () => 0,
    )) > largest
  ) {
    // prettier-ignore
    for (let n = kept - 1; n >= 1; n--) await rename(`${file}.${n}`, `${file}.${n + 1}`).catch(() => undefined);
    await rename(file, `${file}.1`);
  }
  await appendFile(file, text, { mode: 0o600, flush });
}
