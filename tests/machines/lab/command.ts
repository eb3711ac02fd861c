import { spawn } from "node:child_process";

/** What went wrong in the lab, with a code that does not change. */
export class LabError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(`${code}: ${message}`);
    this.name = "LabError";
  }
}

export interface Result {
  code: number;
  stdout: string;
  stderr: string;
}

export interface CommandOptions {
  input?: string;
  /** Milliseconds; the command is killed after it. */
  timeout?: number;
  env?: NodeJS.ProcessEnv;
}

/** Runs a command to its end, whatever its exit code is. */
export function attempt(file: string, args: string[], options: CommandOptions = {}): Promise<Result> {
  const { input = "", timeout = 120_000, env } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: ["pipe", "pipe", "pipe"], timeout, killSignal: "SIGKILL", env });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on("data", (data: Buffer) => out.push(data));
    child.stderr.on("data", (data: Buffer) => err.push(data));
    child.on("error", reject);
    child.stdin.on("error", () => {}); // a command that reads no input may close it first
    child.stdin.end(input);
    child.on("close", (code, signal) => {
      const stderr = Buffer.concat(err).toString() + (signal ? `\nended by ${signal} (limit ${timeout} ms)` : "");
      resolve({ code: code ?? 128, stdout: Buffer.concat(out).toString(), stderr });
    });
  });
}

/** Runs a command that must succeed; answers what it printed, without the last line break. */
export async function command(file: string, args: string[], options: CommandOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await attempt(file, args, options);
  if (code !== 0) {
    const said = (stderr.trim() || stdout.trim()).split("\n").slice(-20).join("\n");
    throw new LabError("LAB_COMMAND", `expected exit code 0 of "${file} ${args.join(" ")}", found ${code}: ${said}`);
  }
  return stdout.replace(/\n$/, "");
}
