import type { Logger } from "pino";
import { reasonOf } from "./failure.js";

/** What a child process of the supervisor says to it. */
export type ChildMessage =
  | { kind: "ready"; url: string }
  | { kind: "synced" }
  /** It cannot work with this configuration, and a restart would not help. */
  | { kind: "fatal"; code: string; message: string };

/** Milliseconds that a start may go on after it was told to stop. */
const startPatience = 3_000;

/** Exit status of a process that a restart would not help (EX_CONFIG of sysexits.h). */
export const FATAL_EXIT = 78;

export function tellSupervisor(message: ChildMessage): void {
  process.send?.(message);
}

/**
 * Runs the main function of a child process: it ends cleanly on SIGTERM, SIGINT and when its supervisor is gone, and it
 * ends at once, to be started anew, on anything unexpected.
 *
 * @param start returns how to stop
 */
export function runChild(log: Logger, start: (fail: (error: unknown) => void) => Promise<() => Promise<void>>): void {
  const fail = (error: unknown) => {
    const { code, message, retryable } = reasonOf(error);
    if (retryable) {
      log.error({ err: error }, "ends to be started anew");
      process.exit(1);
    }
    log.fatal({ code, reason: message, err: error }, "cannot go on");
    tellSupervisor({ kind: "fatal", code, message });
    process.exit(FATAL_EXIT);
  };
  process.on("uncaughtException", (error) => {
    log.fatal({ err: error }, "unexpected error, ends to be started anew");
    process.exit(1);
  });
  const started = start(fail);
  let stopping = false;
  const stop = (why: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ why }, "stops");
    // One that waits for its chain would wait for ever, with its store locked, when its supervisor is gone.
    const waiting = setTimeout(() => process.exit(0), startPatience);
    started
      .finally(() => clearTimeout(waiting))
      .then((release) => release())
      .then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, "did not stop cleanly");
          process.exit(1);
        },
      );
  };
  process.once("SIGTERM", () => stop("SIGTERM"));
  process.once("SIGINT", () => stop("SIGINT"));
  process.once("disconnect", () => stop("the supervisor is gone"));
  started.catch((error: unknown) => {
    if (stopping) process.exit(0);
    fail(error);
  });
}

/**
 * Flags of Node for processes that live long or are many. By default V8 lets each half of the young generation grow to 16 MiB in a burst
 * and keeps it: reactor and sidecar at 10,000 deployments take some 70 MB more, a worker 18 MB, and none is faster for it.
 */
export const NODE_FLAGS: readonly string[] = ["--max-semi-space-size=2"];

/** Where a supervisor passes the settings: every user of a machine can read arguments, the environment its owner alone. */
export const SETTINGS_VARIABLE = "DINFRA_SETTINGS";

/** The settings that the supervisor passes. */
export function settingsFromSupervisor<T>(): T {
  const given = process.env[SETTINGS_VARIABLE];
  if (given === undefined)
    throw new Error("started without settings: this process is started by the reactor's supervisor");
  // Not for what this process starts.
  delete process.env[SETTINGS_VARIABLE];
  return JSON.parse(given) as T;
}
