import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { type Outcome, run } from "./openssh.js";

/** The compiled command, as a user runs it. */
export const BIN = join(__dirname, "..", "..", "dist", "bin.js");

/** The same commands where they are mounted, in `dinfra`. */
export const DINFRA = join(__dirname, "..", "..", "..", "cli", "bin", "dinfra.js");

export function dinfraKeys(
  args: string[],
  options: { env?: NodeJS.ProcessEnv; input?: string; cwd?: string } = {},
): Promise<Outcome> {
  return run(process.execPath, [BIN, ...args], options);
}

/** `dinfra …`, for the arguments that `dinfra-keys` would be given. */
export function dinfra(args: string[], options: { env?: NodeJS.ProcessEnv; input?: string } = {}): Promise<Outcome> {
  const own = args[0] === "login" || args[0] === "ssh-agent";
  return run(process.execPath, [DINFRA, ...(own ? args : ["keys", ...args])], options);
}

export interface RunningAgent {
  process: ChildProcessWithoutNullStreams;
  socketPath: string;
  env: NodeJS.ProcessEnv;
  /** Everything that it wrote so far. */
  output: () => string;
  stop: (signal?: NodeJS.Signals) => Promise<void>;
}

/** `dinfra-keys ssh-agent …`, or `dinfra`'s, as a process of its own, once it listens. */
export async function startAgentProcess(
  args: string[],
  input: string,
  env: NodeJS.ProcessEnv = process.env,
  bin = BIN,
): Promise<RunningAgent> {
  const child = spawn(process.execPath, [bin, "ssh-agent", ...args], { env });
  const exited = new Promise<void>((resolve) => child.on("exit", () => resolve()));
  let output = "";
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stdin.end(input);
  const socketPath = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      output += `${line}\n`;
      const match = /^SSH_AUTH_SOCK='(.*)'; export/.exec(line);
      if (match) resolve(match[1]!);
    });
    child.on("exit", (code) => reject(new Error(`the agent ended with ${code}: ${output}`)));
  });
  return {
    process: child,
    socketPath,
    env: { ...env, SSH_AUTH_SOCK: socketPath },
    output: () => output,
    stop: async (signal = "SIGTERM") => {
      child.kill(signal);
      await exited;
    },
  };
}
