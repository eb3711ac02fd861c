import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { HostError } from "../errors.js";
import { isLaunched, isLoaderVariable, launchLine } from "../isolation/launch.js";
import { sandboxLine, type Sandbox } from "../isolation/sandbox.js";
import { endSession, isSandboxed, programPath, seenBeside } from "../isolation/sandboxed.js";
import { lookAtSystem, sandboxTools } from "../isolation/system.js";
import { marksToEnv, type Marks } from "../proc/scan.js";
import { processState, readStat } from "../proc/state.js";
import type { ProcessInputs } from "./inputs.js";
import { openLog } from "./log.js";

/** What a process may have of the provider's environment. All else (credentials, PULUMI_*, NODE_OPTIONS) stays out. */
const inherited = ["PATH", "LANG", "TZ"];

/** Variables that a process has without having been given them. */
export const standard = [...inherited, "HOME"];

/** Environment of a process: the allow-list and a HOME of its own, then the resource's own variables, then the marks. */
export function environmentOf(
  provider: NodeJS.ProcessEnv,
  home: string,
  own: Record<string, string>,
  marks: Marks,
): Record<string, string> {
  const kept = inherited.flatMap((key) => (provider[key] === undefined ? [] : [[key, provider[key]] as const]));
  return { ...Object.fromEntries(kept), HOME: home, ...own, ...marksToEnv(marks) };
}

export interface Started {
  pid: number;
  startTime: number;
  /** Resolves with how it ended, in words; undefined when it is no child of ours. */
  exited?: Promise<string>;
}

/** Says what was wrong, where the system only says that something was not found. */
function startError(inputs: ProcessInputs, cwd: string, error: NodeJS.ErrnoException): HostError {
  const { command } = inputs;
  let why = error.message;
  if (!fs.statSync(cwd, { throwIfNoEntry: false })?.isDirectory()) why = `its working directory ${cwd} is no folder`;
  else if (error.code === "ENOENT") why = `no such program (or its interpreter is missing)`;
  else if (error.code === "EACCES") why = `it may not be executed`;
  const retryable = error.code === "EAGAIN" || error.code === "ENOMEM" || error.code === "EMFILE";
  return new HostError("start-failed", `process ${inputs.name}: expected to start ${command}, but ${why}`, retryable);
}

/** Under which uid, and in which control group. */
export interface OwnUser {
  kind: "own-user";
  uid: number;
  group: string;
  /** Its /tmp. */
  temporary: string;
}

/** In namespaces of its own: what it sees. */
export type OwnNamespaces = { kind: "namespaces" } & Omit<Sandbox, "cwd" | "command" | "args">;

/** How the process is kept from its provider; undefined for not at all. */
export type Confinement = OwnUser | OwnNamespaces;

/** How long the tools of a launch may take before they become the program. */
export const launchMs = 30_000;

/**
 * Starts the program as the leader of a session of its own, without a terminal and without standard input, its output
 * appended to `log`. Returns when the program runs (exec has succeeded).
 *
 * @param home working directory and HOME, unless the inputs say otherwise
 */
export async function start(
  inputs: ProcessInputs,
  marks: Marks,
  log: string,
  home: string,
  confinement?: Confinement,
): Promise<Started> {
  const cwd = inputs.cwd ?? home;
  const output = openLog(log);
  try {
    const line = lineOf(inputs, cwd, confinement);
    const child = spawn(line.file, line.args, {
      cwd: confinement ? "/" : cwd,
      env: environmentOf(process.env, home, inputs.env, marks),
      // setsid(2): neither the engine's signals to the plugin's group nor a closed terminal reach it.
      detached: true,
      stdio: ["ignore", output, output],
    });
    const exited = new Promise<string>((resolve) => {
      child.once("exit", (code, signal) => resolve(signal ? `was ended by ${signal}` : `exited with code ${code}`));
    });
    child.unref();
    // Read at once: the pid cannot be given to another before this process has asked for the exit status.
    const stat = child.pid === undefined ? undefined : readStat(child.pid);
    await once(child, "spawn");
    if (!stat) throw new Error("the new process is not to be seen in /proc");
    if (confinement) await launched(stat.pid, stat.startTime, confinement);
    return { pid: stat.pid, startTime: stat.startTime, exited };
  } catch (error) {
    if (error instanceof HostError) throw error;
    throw startError(inputs, cwd, error as NodeJS.ErrnoException);
  } finally {
    fs.closeSync(output);
  }
}

function lineOf(
  inputs: ProcessInputs,
  cwd: string,
  confinement: Confinement | undefined,
): { file: string; args: string[] } {
  const { name, command, args, env } = inputs;
  if (!confinement) return { file: command, args };
  const loader = Object.keys(env).find(isLoaderVariable);
  if (loader !== undefined)
    throw new HostError(
      "start-failed",
      `process ${name}: expected no variable that changes how programs are loaded, found ${loader}: set it in a script that starts the program`,
    );
  if (confinement.kind === "own-user") return launchLine({ ...confinement, cwd, command, args });
  const program = programPath(command, process.env.PATH ?? "");
  if (program === undefined)
    throw new HostError(
      "start-failed",
      `process ${name}: expected to start ${command}, but there is no such program that may be executed`,
    );
  const readable = [...confinement.readable, ...seenBeside(program)];
  const tools = sandboxTools();
  return sandboxLine(tools, lookAtSystem(tools), { ...confinement, readable, cwd, command, args });
}

/** Until the launch has become the program, or has ended: why is in the log. */
async function launched(pid: number, startTime: number, confinement: Confinement): Promise<void> {
  const limit = performance.now() + launchMs;
  const isUp = () => (confinement.kind === "own-user" ? isLaunched(pid, confinement.uid) : isSandboxed(pid));
  for (let pause = 1; performance.now() < limit; pause = Math.min(pause * 2, 50)) {
    if (isUp()) return;
    if (processState(pid, startTime) !== "running") {
      if (confinement.kind === "namespaces") endSession(pid);
      return;
    }
    await delay(pause);
  }
  throw new Error(`it was not isolated within ${launchMs / 1000} s`);
}
