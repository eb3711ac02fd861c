import { KeysError } from "../error.js";

/** Runs a command's action; what goes wrong is said in one line on standard error, and the exit status is 1. */
export function reporting<A extends unknown[]>(action: (...args: A) => Promise<void>): (...args: A) => Promise<void> {
  return async (...args) => {
    try {
      await action(...args);
    } catch (error) {
      if (!(error instanceof KeysError) && !isSystemError(error)) throw error;
      process.stderr.write(`error: ${error.message} [${error.code}]\n`);
      process.exitCode = 1;
    }
  };
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).code === "string" && "syscall" in error;
}
