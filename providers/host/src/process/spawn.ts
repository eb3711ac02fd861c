import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { HostError } from "../errors.js";
import { isLaunched, isLoaderVariable, launchLine } from "../isolation/launch.js";
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

/** Under which uid, and in which control group; nothing of both for the provider's own user. */
export interface OwnUser {
  uid: number;
  group: string;
  /** Its /tmp. */
  temporary: string;
}

/** How long the tools of a launch may take before they become the program. */
const launchMs = 30_000;

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
  user?: OwnUser,
): Promise<Started> {
  const cwd = inputs.cwd ?? home;
  const line = lineOf(inputs, cwd, user);
  const output = openLog(log);
  try {
    const child = spawn(line.file, line.args, {
      cwd: user ? "/" : cwd,
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
    if (user) await launched(stat.pid, stat.startTime, user.uid);
    return { pid: stat.pid, startTime: stat.startTime, exited };
  } catch (error) {
    throw startError(inputs, cwd, error as NodeJS.ErrnoException);
  } finally {
    fs.closeSync(output);
  }
}

function lineOf(inputs: ProcessInputs, cwd: string, user: OwnUser | undefined): { file: string; args: string[] } {
  const { name, command, args, env } = inputs;
  if (!user) return { file: command, args };
  const loader = Object.keys(env).find(isLoaderVariable);
  if (loader === undefined) return launchLine({ ...user, cwd, command, args });
  throw new HostError(
    "start-failed",
    `process ${name}: expected no variable that changes how programs are loaded, found ${loader}: set it in a script that starts the program`,
  );
}

/** Until the launch has become the program, or has ended: why is in the log. */
async function launched(pid: number, startTime: number, uid: number): Promise<void> {
  const limit = performance.now() + launchMs;
  for (let pause = 1; performance.now() < limit; pause = Math.min(pause * 2, 50)) {
    if (isLaunched(pid, uid) || processState(pid, startTime) !== "running") return;
    await delay(pause);
  }
  throw new Error(`it did not become uid ${uid} within ${launchMs / 1000} s`);
}
