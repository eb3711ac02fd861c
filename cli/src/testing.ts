import { run } from "./program.js";
import type { ExitCode } from "./failure.js";

/** A command line run in this process, with what it said. */
export async function typed(...argv: readonly string[]): Promise<{ code: ExitCode; out: string; err: string }> {
  return typedWith({}, ...argv);
}

export async function typedWith(
  env: Readonly<Record<string, string>>,
  ...argv: readonly string[]
): Promise<{ code: ExitCode; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await run(argv, {
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    env,
    interactive: false,
    confirm: () => Promise.reject(new Error("nobody is there to be asked")),
    stop: new AbortController().signal,
    releaseSignals: () => undefined,
    onHangup: () => undefined,
    outliveOutput: () => undefined,
  });
  return { code, out: out.join("\n"), err: err.join("\n") };
}
