import { spawn, type ChildProcess } from "node:child_process";
import { FATAL_EXIT, NODE_FLAGS, SETTINGS_VARIABLE, type ChildMessage } from "@dinfra/service/child-process";

export interface SupervisedOptions {
  script: string;
  /** Asked before each start: settings may depend on what was learnt since. */
  settings: () => unknown;
  env: NodeJS.ProcessEnv;
  /** Lines of its standard output and error. */
  onLine: (line: string) => void;
  onMessage: (message: ChildMessage) => void;
  /** It ended: with what, and after how many milliseconds it is started anew (null: not any more). */
  onExit: (status: string, restartIn: number | null) => void;
  firstDelay?: number;
  longestDelay?: number;
}

/** A process that is started again when it ends, later each time unless it ran for long. */
export class Supervised {
  private child: ChildProcess | null = null;
  private timer: NodeJS.Timeout | undefined;
  private stopping = false;
  private failures = 0;
  private startedAt = 0;

  constructor(private readonly options: SupervisedOptions) {}

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Does nothing after stop(): what was learnt too late starts nothing. */
  start(): void {
    if (this.stopping) return;
    const { script, settings, env, onLine, onMessage } = this.options;
    this.startedAt = performance.now();
    const child = spawn(process.execPath, [...NODE_FLAGS, script], {
      env: { ...env, [SETTINGS_VARIABLE]: JSON.stringify(settings()) },
      // A session of its own: Ctrl-C in a terminal reaches the supervisor alone, which ends the two in their order.
      detached: true,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    this.child = child;
    for (const stream of [child.stdout!, child.stderr!]) eachLine(stream, onLine);
    child.on("message", (message) => onMessage(message as ChildMessage));
    child.once("error", () => {});
    child.once("close", (code, signal) => this.ended(code, signal));
  }

  /** For a process that runs; one that is to be started again reads everything anew. */
  signal(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }

  /** SIGTERM, and SIGKILL when it has not ended after `grace` milliseconds. */
  async stop(grace = 20_000): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    const { child } = this;
    if (child === null) return;
    const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
    child.kill("SIGTERM");
    const hard = setTimeout(() => child.kill("SIGKILL"), grace);
    await closed;
    clearTimeout(hard);
  }

  private ended(code: number | null, signal: NodeJS.Signals | null): void {
    this.child = null;
    const { onExit, firstDelay = 250, longestDelay = 30_000 } = this.options;
    const status = signal ?? `status ${code}`;
    if (this.stopping || code === FATAL_EXIT) return onExit(status, null);
    this.failures = performance.now() - this.startedAt > 60_000 ? 0 : this.failures + 1;
    const delay = Math.min(firstDelay * 2 ** Math.min(Math.max(this.failures - 1, 0), 20), longestDelay);
    onExit(status, delay);
    this.timer = setTimeout(() => this.start(), delay);
  }
}

function eachLine(stream: NodeJS.ReadableStream, take: (line: string) => void): void {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop()!;
    lines.forEach(take);
  });
  stream.on("end", () => {
    if (rest !== "") take(rest);
  });
}
