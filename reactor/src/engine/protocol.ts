// What passes between the reactor's pool and a worker process, over Node's IPC channel.

import type { Installation } from "./environment.js";
import type { FailureReport } from "./failure.js";
import type {
  EngineEvent,
  Job,
  Operation,
  PreviewResult,
  Receipt,
  Recovery,
  RefreshResult,
  Subject,
  UpResult,
} from "./job.js";

/** Handed to a worker when it is started. */
export interface WorkerSettings {
  readonly installation: Installation;
  /** Module with `findProgram` and `observerOf`; `@dinfra/stacks`, but for tests. */
  readonly programModule: string;
  /** Which way of running the engine: one process where it fits, or always the plain one. */
  readonly runner: "one-process" | "plain";
  /** Names of environment variables that a worker has besides the usual ones. */
  readonly credentials: readonly string[];
}

/** One operation on one deployment. */
export interface Assignment {
  readonly operation: Operation;
  /** A whole job but for `recover`, which needs to know only whose things to look for. */
  readonly job: Job | Subject;
  /** The operation that was killed before this one, if its intent was found. */
  readonly interrupted?: Operation;
  /** Names under which this machine may have locked the stack. */
  readonly hosts: readonly string[];
}

export type Result =
  | Omit<UpResult, "timings">
  | Omit<RefreshResult, "timings">
  | Omit<PreviewResult, "timings">
  | Omit<Receipt, "timings">
  | Recovery;

export type ToWorker =
  | { readonly kind: "settings"; readonly settings: WorkerSettings }
  | { readonly kind: "work"; readonly assignment: Assignment }
  | { readonly kind: "stop" };

export type FromWorker =
  /** SDK and programs are loaded, plugins are installed: work may come. */
  | { readonly kind: "ready" }
  | { readonly kind: "event"; readonly event: EngineEvent }
  /** The way back from the interrupted operation was walked to its end. */
  | { readonly kind: "recovered" }
  | {
      readonly kind: "done";
      readonly result: Result;
      readonly spent: { readonly recoveryMs: number; readonly updateMs: number };
      readonly rssBytes: number;
    }
  | {
      readonly kind: "failed";
      readonly failure: FailureReport;
      /** The engine was killed under it: what it left behind has to be cleared away. */
      readonly killed: boolean;
    };
