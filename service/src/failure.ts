import { printable } from "./printable.js";

/**
 * An error with a stable `code`. `retryable: false` says that the same work will fail again whatever is waited for, so it
 * is not tried again but reported.
 */
export class ReactorError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly retryable = false,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "ReactorError";
  }
}

export interface Reason {
  code: string;
  message: string;
  retryable: boolean;
  /** Tries in all, where the thrower bounds them. */
  maxTries?: number;
}

/**
 * What any thrown value says, in the one shape that is stored and reported. An error that does not say whether it may pass
 * counts as retryable: retries are bounded, and giving up a stranger's money is not ours to guess.
 */
export function reasonOf(error: unknown, fallbackCode = "internal"): Reason {
  const fields = (typeof error === "object" && error !== null ? error : {}) as Record<string, unknown>;
  const code = typeof fields.code === "string" ? fields.code.replace(/[^A-Za-z0-9._-]/g, "-").slice(0, 128) : "";
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: /^[A-Za-z0-9]/.test(code) ? code : fallbackCode,
    message: printable(message, 2000) || "no message",
    retryable: fields.retryable !== false,
    ...(typeof fields.maxTries === "number" && { maxTries: fields.maxTries }),
  };
}
