import { fork, type ChildProcess } from "node:child_process";
import { NODE_FLAGS } from "@dinfra/service/child-process";
import { workerEnvironment } from "./environment.js";
import { EngineFailure, type FailureReport } from "./failure.js";
import type { EngineEvent } from "./job.js";
import type { Assignment, FromWorker, Result, ToWorker, WorkerSettings } from "./protocol.js";

export interface Outcome {
  readonly result: Result;
  readonly spent: { readonly recoveryMs: number; readonly updateMs: number };
}

/** Rejected instead of a failure when the process, or the engine under it, was killed: something is left to clear away. */
export class Killed extends Error {
  constructor(readonly failure: FailureReport) {
    super(failure.message);
  }
}

export interface Listener {
  readonly onEvent: (event: EngineEvent) => void;
  readonly onRecovered: () => void;
}

/** One worker process, seen from the reactor. */
export class WorkerProcess {
  readonly ready: Promise<void>;
  /** When it has ended, however. */
  readonly exited: Promise<void>;
  jobsDone = 0;
  rssBytes = 0;
  /** Nothing went wrong in it, so that it may be used again. */
  sound = true;
  private readonly child: ChildProcess;
  private current?: Listener & { resolve: (outcome: Outcome) => void; reject: (error: Error) => void };

  constructor(file: string, settings: WorkerSettings) {
    this.child = fork(file, [], {
      env: workerEnvironment(settings.installation.stateDir, settings.credentials),
      execArgv: [...NODE_FLAGS],
      // A session of its own: a Ctrl-C at the reactor's terminal is the reactor's to handle, not the engine's.
      detached: true,
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      serialization: "json",
    });
    let failedAtStart: FailureReport | undefined;
    this.ready = new Promise((resolve, reject) => {
      this.child.on("message", (message: FromWorker) => {
        if (message.kind === "ready") resolve();
        else if (message.kind === "failed" && !this.current) failedAtStart = message.failure;
        else this.take(message);
      });
      this.exitedWith((how) => reject(new EngineFailure(failedAtStart ?? startFailure(how))));
    });
    this.ready.catch(() => undefined);
    this.exited = new Promise((resolve) => this.exitedWith(() => resolve()));
    this.exitedWith((how) => this.end((job) => job.reject(new Killed(killedBy(how)))));
    this.tell({ kind: "settings", settings });
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  get alive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null && this.child.connected;
  }

  /** Rejects with an `EngineFailure` that the worker reports, or with `Killed`. */
  work(assignment: Assignment, listener: Listener): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      if (!this.alive) return reject(new Killed(killedBy("it ended while idle")));
      this.current = { ...listener, resolve, reject };
      this.tell({ kind: "work", assignment });
    });
  }

  /** One SIGINT for the engine process that runs in it, if one does. */
  stop(): void {
    this.tell({ kind: "stop" });
  }

  kill(): void {
    this.sound = false;
    this.child.kill("SIGKILL");
  }

  /** An idle one ends by itself when nobody talks to it any more. */
  dismiss(): void {
    if (this.child.connected) this.child.disconnect();
  }

  private take(message: FromWorker): void {
    switch (message.kind) {
      case "event":
        this.current?.onEvent(message.event);
        break;
      case "recovered":
        this.current?.onRecovered();
        break;
      case "done":
        this.jobsDone += 1;
        this.rssBytes = message.rssBytes;
        this.end((job) => job.resolve({ result: message.result, spent: message.spent }));
        break;
      case "failed":
        this.sound = false;
        this.end((job) =>
          job.reject(message.killed ? new Killed(message.failure) : new EngineFailure(message.failure)),
        );
        break;
      case "ready":
        break;
    }
  }

  private end(settle: (job: NonNullable<typeof this.current>) => void): void {
    const job = this.current;
    delete this.current;
    if (job) settle(job);
  }

  private exitedWith(then: (how: string) => void): void {
    this.child.once("error", (error) => then(error.message));
    this.child.once("exit", (code, signal) => then(signal ?? `exit code ${code}`));
  }

  private tell(message: ToWorker): void {
    if (this.child.connected) this.child.send(message, () => undefined);
  }
}

function startFailure(how: string): FailureReport {
  return { code: "engine.failed", retryable: true, message: `A worker process did not start: ${how}.` };
}

/** What most often ends a process like that, and no word of it reaches us. */
const hints: Record<string, string> = {
  SIGABRT: ", which is how Node.js ends when its memory is used up (its last words are in the log)",
  SIGKILL: ", which is how the system ends a process when memory runs out",
};

function killedBy(how: string): FailureReport {
  const message = `The worker process ended under the operation: ${how}${hints[how] ?? ""}.`;
  return { code: "engine.killed", retryable: true, message };
}
