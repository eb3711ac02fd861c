import { EngineFailure, MAX_PROGRAM_TRIES, type FailureCode } from "./failure.js";
import type { RunReport } from "./run.js";

/** Longest reason that is handed on; the rest is in the events. */
const MESSAGE_LIMIT = 2_000;

/**
 * What kind of failure a run of the engine ended in. `thrown` is what the program itself threw, if it did: the engine only
 * knows its text.
 */
export function diagnose(report: RunReport, thrown: readonly unknown[]): EngineFailure {
  const text = [...report.errors, report.output].join("\n");
  const said = report.errors.length > 0 ? unique(report.errors).join("\n") : report.output.trim();
  const fail = (code: FailureCode, retryable: boolean, message = said) =>
    new EngineFailure({
      code,
      retryable,
      message: clip(message) || `The engine failed (${code}) and did not say why.`,
    });

  if (report.killedBy !== undefined) return fail("engine.killed", true, `The engine was ended by ${report.killedBy}.`);
  if (text.includes("the stack is currently locked by")) return fail("engine.locked", true);
  if (/incorrect passphrase|snapshot integrity failure/.test(text)) return fail("engine.stateUnusable", false);
  if (/no resource plugin '|[Cc]ould not find plugin|failed to load plugin/.test(text)) {
    return fail("engine.pluginMissing", true);
  }
  const typed = thrown.find(isTyped);
  if (typed !== undefined && !typed.retryable)
    return fail("program.refused", false, `${typed.message} (${typed.code})`);
  if (/has a problem: |\[dinfra-host\/invalid-input\]/.test(text)) return fail("provider.invalid", false);
  if (/\[dinfra-host\/not-ready\]/.test(text)) return fail("provider.notReady", true);
  if (report.failed.length > 0) return fail("provider.failed", true);
  if (thrown.length > 0) {
    const message = typed === undefined ? unique(thrown.map(messageOf)).join("\n") : `${typed.message} (${typed.code})`;
    const { code, retryable } = fail("program.threw", true);
    return new EngineFailure({ code, retryable, maxTries: MAX_PROGRAM_TRIES, message: clip(message) });
  }
  return fail("engine.failed", true);
}

/** An error that says itself whether trying again may help: the convention of all our packages. */
interface TypedError {
  readonly code: string;
  readonly retryable: boolean;
  readonly message: string;
}

export function isTyped(error: unknown): error is TypedError {
  const e = error as Partial<TypedError> | null;
  return typeof e === "object" && e !== null && typeof e.code === "string" && typeof e.retryable === "boolean";
}

/** Any error as a failure. Those of the other packages say themselves whether trying again may help. */
export function toFailure(error: unknown): EngineFailure {
  if (error instanceof EngineFailure) return error;
  if (isTyped(error)) {
    const code: FailureCode = error.retryable ? "engine.failed" : "program.refused";
    return new EngineFailure({ code, retryable: error.retryable, message: `${error.message} (${error.code})` });
  }
  return new EngineFailure({ code: "engine.failed", retryable: true, message: messageOf(error) }, { cause: error });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Each reason once, and without the engine's closing line, which says nothing if anything else is said. */
function unique(lines: readonly string[]): string[] {
  const reasons = [...new Set(lines)].filter((line) => !/^(update|destroy|refresh) failed$/.test(line));
  return reasons.length > 0 ? reasons : [...lines];
}

function clip(text: string): string {
  return text.length <= MESSAGE_LIMIT ? text : `${text.slice(0, MESSAGE_LIMIT)} …`;
}
