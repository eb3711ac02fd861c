import { withoutSecrets } from "@dinfra/service/secrets";
import { appendBounded, Appender } from "./appended.js";
import type { Instant } from "./record.js";

/** One line: an operation of the engine began, or came to an end. */
export interface ChangeEntry {
  at: string;
  deployment: string;
  /** up, teardown. */
  operation: string;
  cause?: string;
  generation?: number;
  outcome: "begun" | "done" | "failed" | "held";
  milliseconds?: number;
  code?: string;
  message?: string;
  /** Digest of a plan that somebody approved for it. */
  approved?: string;
  /** What the engine did, but for what was as it should be: "create urn", "delete urn failed". */
  steps?: string[];
}

/** Bytes after which the file becomes the one of before; as many of those are kept. */
const bounds = { largest: 16 * 1024 * 1024, kept: 8 };

/**
 * Every operation of the engine, in the order in which it began, in a file to which is only appended. Values of credentials never get
 * into it. What cannot be written stops no work, and is told.
 */
export class ChangeLog {
  private waiting = "";
  private readonly appender = new Appender(() => this.write());

  constructor(
    private readonly file: string,
    private readonly now: () => Instant,
    private readonly onFailure: (error: unknown) => void = () => {},
  ) {}

  add(entry: Omit<ChangeEntry, "at">): void {
    const line = { at: new Date(this.now()).toISOString(), ...entry };
    this.waiting += `${withoutSecrets(JSON.stringify(line))}\n`;
    this.appender.wake();
  }

  /** Resolves when all is written. */
  settled(): Promise<void> {
    return this.appender.settled();
  }

  private async write(): Promise<void> {
    const text = this.waiting;
    this.waiting = "";
    try {
      await appendBounded(this.file, text, { ...bounds, flush: true });
    } catch (error) {
      this.onFailure(error);
    }
  }
}
