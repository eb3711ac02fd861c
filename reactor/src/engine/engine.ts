import type { Job, OnEvent, Receipt, Recovery, RefreshResult, Subject, UpResult } from "./job.js";

export interface EngineOptions {
  /** Folder whose `bin/pulumi` is the engine; `locateEngine()` finds one. */
  readonly engineRoot: string;
  /** One folder a deployment lies here, with its Pulumi state. Belongs to one engine at a time. */
  readonly stateDir: string;
  /** PULUMI_HOME of our own, where the plugins are installed. Default: `<stateDir>/.pulumi-home`. */
  readonly pulumiHome?: string;
  /** Updates at once, each in a process of its own. Default: 4. */
  readonly maxWorkers?: number;
  /** Worker processes kept warm while idle, the SDK loaded (about 130 MB each). Default: 1. */
  readonly warmWorkers?: number;
  /** Hard time limits in milliseconds. Defaults: up 15 min, destroy 15 min, refresh 5 min, recover 5 min. */
  readonly timeouts?: Partial<Record<"up" | "destroy" | "refresh" | "recover", number>>;
}

/**
 * Drives Pulumi: one update at a time a deployment, in worker processes, safe to kill at any point. Every method rejects
 * with an `EngineFailure`.
 */
export interface Engine {
  /** Brings the deployment to what the job says. A failed update keeps the previous good state. */
  up(job: Job, onEvent?: OnEvent): Promise<UpResult>;
  /** Tears the deployment down, to the platform being empty. Resolves only with the observer's word for it. */
  destroy(job: Job, onEvent?: OnEvent): Promise<Receipt>;
  /** Compares the state with reality, and writes down what is. Changes nothing real. */
  refresh(job: Job, onEvent?: OnEvent): Promise<RefreshResult>;
  /** Finds the way back after an unclean end. Idempotent; every operation does it by itself where it is needed. */
  recover(subject: Subject): Promise<Recovery>;
  /** Asks the operation that runs on the deployment to stop (one SIGINT, then the hard way). It rejects `engine.cancelled`. */
  cancel(id: string): void;
  /** Deployments that have a folder here, with or without resources. */
  known(): Promise<string[]>;
  /** Stops taking work, cancels what runs, ends all worker processes. */
  close(): Promise<void>;
}

export function createEngine(_options: EngineOptions): Promise<Engine> {
  throw new Error("not there yet");
}
