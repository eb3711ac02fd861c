import { createInterface } from "node:readline/promises";
import { lossInWords, watchOutput } from "@dinfra/keys/command";

/** What a command may touch of the world around it, so that tests can stand in for it. */
export interface Io {
  /** Standard output: what was asked for. */
  out(text: string): void;
  /** Standard error: progress, warnings, errors. */
  err(text: string): void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether a person can be asked. */
  readonly interactive: boolean;
  /** Asks; true on yes. Only where `interactive`. */
  confirm(question: string): Promise<boolean>;
  /** Aborted when the person or the machine wants the command to end (Ctrl-C, SIGTERM). */
  readonly stop: AbortSignal;
  /** For a command that answers signals itself: from now on they no longer abort `stop`, and a second Ctrl-C ends nothing. */
  releaseSignals(): void;
  /**
   * For a command that stays: from now on SIGHUP calls this, and ends nothing. In a terminal it still ends the command, since a terminal
   * that is closed says it so.
   */
  onHangup(act: () => void): void;
  /** For a command that stays: from now on it goes on though nobody reads what it says. */
  outliveOutput(): void;
}

/** The Io of a process, which also knows what became of what was written. */
export interface ProcessIo extends Io {
  /** Waits for what was written; the exit code, 1 in the place of 0 where the answer was lost, which is said. */
  end(code: number): Promise<number>;
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** The real thing. The first Ctrl-C or SIGTERM asks the command to end cleanly, a second one ends it. */
export function processIo(): ProcessIo {
  const controller = new AbortController();
  const onSignal = (signal: NodeJS.Signals): void => {
    if (controller.signal.aborted && signal === "SIGINT") process.exit(130);
    controller.abort(signal);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  let outlives = false;
  const output = watchOutput(() => {
    // Who watches something for a reader that is gone has nothing left to do.
    if (!outlives) controller.abort("output lost");
  });
  return {
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(`${text}\n`),
    env: process.env,
    interactive: process.stdin.isTTY && process.stderr.isTTY,
    stop: controller.signal,
    releaseSignals: () => {
      for (const signal of SIGNALS) process.off(signal, onSignal);
    },
    onHangup: (act) => {
      if (process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY) return;
      process.off("SIGHUP", onSignal);
      process.on("SIGHUP", act);
    },
    outliveOutput: () => {
      outlives = true;
    },
    async end(code) {
      await output.settled();
      if (output.lost === undefined || outlives) return code;
      const said = lossInWords(output.lost);
      if (said !== undefined) process.stderr.write(`dinfra: ${said}\n`);
      return code || 1;
    },
    async confirm(question) {
      const lines = createInterface({ input: process.stdin, output: process.stderr });
      try {
        const answer = await lines.question(`${question} [y/N] `, { signal: controller.signal });
        return /^y(es)?$/i.test(answer.trim());
      } catch (error) {
        if (controller.signal.aborted) return false;
        throw error;
      } finally {
        lines.close();
      }
    },
  };
}
