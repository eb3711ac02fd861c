import { existsSync, mkdirSync, realpathSync } from "node:fs";
import { rmdir } from "node:fs/promises";
import { hostname } from "node:os";
import { join, resolve } from "node:path";
import { wallClock } from "@dinfra/service/clock";
import { toFailure } from "./diagnose.js";
import { EngineFailure, type FailureCode } from "./failure.js";
import { deploymentFolder, isStackId, knownDeployments, removeDrafts } from "./folders.js";
import { readIntent, removeIntent, writeIntent, type Intent } from "./intent.js";
import type {
  Job,
  OnEvent,
  Operation,
  Phase,
  PreviewResult,
  Receipt,
  Recovery,
  RefreshResult,
  Subject,
  Timings,
  UpResult,
} from "./job.js";
import { takeLease } from "./lease.js";
import { locateOneShot } from "./one-shot.js";
import { Pool } from "./pool.js";
import { JOB_MARK, STATE_MARK, jobMark, reap } from "./processes.js";
import type { Result, WorkerSettings } from "./protocol.js";
import { Queue } from "./queue.js";
import type { EngineRunner } from "./run.js";
import { pendingOf, readState, resourcesOf, type StateResource } from "./state.js";
import { Killed, type Outcome, type WorkerProcess } from "./worker-process.js";

export interface EngineOptions {
  /** Folder whose `bin/pulumi` is the engine; `locateEngine()` finds one. */
  readonly engineRoot: string;
  /** One folder a deployment lies here, with its Pulumi state. Belongs to one engine at a time. */
  readonly stateDir: string;
  /** PULUMI_HOME of our own, where the plugins are installed. Default: `<stateDir>/.pulumi-home`. */
  readonly pulumiHome?: string;
  /** Updates at once, each in a process of its own. Default: 4. */
  readonly maxWorkers?: number;
  /** Worker processes kept while idle, the SDK loaded (about 130 MB each). Default: 1. */
  readonly warmWorkers?: number;
  /** A worker is not used again above this size, in bytes. Default: 400 MB. */
  readonly workerRssLimit?: number;
  /** A worker is not used again after so many operations. Default: 50. */
  readonly workerJobLimit?: number;
  /** Hard time limits in milliseconds, on top of a job's own `patience`. Defaults: up and destroy 15 min, refresh and recover 5 min. */
  readonly timeouts?: Partial<Record<Operation, number>>;
  /** How long an engine that was asked to stop may take to finish what is in flight, in milliseconds. Default: 60 s. */
  readonly stopGrace?: number;
  readonly runner?: EngineRunner;
  /** The one-shot engine's executable. Default: the one that the set-up built, if it did. */
  readonly oneShot?: string;
  /** Names of environment variables that pass to engine and plugins besides the usual ones: platform credentials. Default: none. */
  readonly credentials?: readonly string[];
  /** Module of programs and observers. Default: `@dinfra/stacks`; tests have their own. */
  readonly programModule?: string;
  /** The worker's program. Default: the one beside this file; tests from source name the compiled one. */
  readonly workerFile?: string;
}

/**
 * Drives Pulumi: one operation at a time a deployment, in worker processes, safe to kill at any point. Every method rejects
 * with an `EngineFailure`.
 */
export interface Engine {
  /** Brings the deployment to what the job says. A failed update keeps the previous good state. */
  up(job: Job, onEvent?: OnEvent): Promise<UpResult>;
  /** Tears the deployment down, to the platform being empty. Resolves only with the observer's word for it. */
  destroy(job: Job, onEvent?: OnEvent): Promise<Receipt>;
  /** What `up` would do, on a copy of the state that is thrown away. Changes nothing, and waits for what runs on the deployment. */
  preview(job: Job, onEvent?: OnEvent): Promise<PreviewResult>;
  /** Compares the state with reality, and writes down what is. Changes nothing real. */
  refresh(job: Job, onEvent?: OnEvent): Promise<RefreshResult>;
  /** Finds the way back after an unclean end. Idempotent; every operation does it by itself where it is needed. */
  recover(subject: Subject): Promise<Recovery>;
  /** Asks the operation that runs on the deployment to stop (one SIGINT, then the hard way). It rejects `engine.cancelled`. */
  cancel(id: string): void;
  /** What the deployment's state has, made or half made; empty where there is none. Starts no engine. */
  resources(id: string): Promise<readonly StateResource[]>;
  /** Deployments that have a folder here, with or without resources. */
  known(): string[];
  /** Pids of the worker processes, for metrics. */
  workers(): number[];
  /** Stops taking work, cancels what runs, ends all worker processes. */
  close(): Promise<void>;
}

const MINUTE = 60_000;
const TIMEOUTS: Readonly<Record<Operation, number>> = {
  up: 15 * MINUTE,
  destroy: 15 * MINUTE,
  refresh: 5 * MINUTE,
  preview: 5 * MINUTE,
  recover: 5 * MINUTE,
};

/**
 * Takes the state directory for this process, ends whatever an earlier engine left running on it, and starts the warm
 * workers. Rejects `engine.missing` without a CLI, `engine.locked` if another live engine has the directory.
 */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const binary = join(options.engineRoot, "bin", "pulumi");
  if (!existsSync(binary))
    throw fail("engine.missing", `Pulumi CLI expected at ${binary}, nothing found. Run \`npm run setup\`.`);
  mkdirSync(options.stateDir, { recursive: true, mode: 0o700 });
  // One name for it: processes are known by it.
  const stateDir = realpathSync(options.stateDir);
  const lease = takeLease(stateDir);
  try {
    // With the lease in hand, whoever bears the mark works for an engine that is dead.
    await reap(STATE_MARK, stateDir);
    removeDrafts(stateDir);
    return new PooledEngine(options, stateDir, lease);
  } catch (error) {
    lease.release();
    throw error;
  }
}

/** What a stack's state has, made or half made; empty where there is none. For whoever has no engine, and needs none. */
export async function stateOf(stateDir: string, id: string): Promise<readonly StateResource[]> {
  if (!isStackId(id)) return [];
  const found = await readState(deploymentFolder(stateDir, id));
  return [...resourcesOf(found), ...pendingOf(found).map(({ resource }) => resource)];
}

/** An operation under way. */
interface Running {
  worker?: WorkerProcess;
  /** Why it was told to stop; then that is its failure, whatever the engine makes of it. */
  stopped?: EngineFailure;
  stop(failure: EngineFailure): void;
  /** The worker may be working on another deployment by now: nobody is to kill it for this one. */
  ended(): void;
}

class PooledEngine implements Engine {
  private readonly queue: Queue;
  private readonly pool: Pool;
  private readonly running = new Map<string, Running>();
  private readonly underWay = new Set<Promise<unknown>>();
  private readonly stopGrace: number;

  constructor(
    private readonly options: EngineOptions,
    private readonly stateDir: string,
    private readonly lease: { release(): void },
  ) {
    const { runner = "one-shot", oneShot = locateOneShot() } = options;
    const settings: WorkerSettings = {
      installation: {
        engineRoot: resolve(options.engineRoot),
        ...(runner === "one-shot" && oneShot !== undefined ? { oneShot: resolve(oneShot) } : {}),
        stateDir,
        keyFolder: join(stateDir, ".keys"),
        pulumiHome: resolve(options.pulumiHome ?? join(stateDir, ".pulumi-home")),
        passphraseFile: join(stateDir, ".passphrase"),
      },
      programModule: options.programModule ?? "@dinfra/stacks",
      runner: runner === "plain" ? "plain" : "one-process",
      credentials: options.credentials ?? [],
    };
    this.stopGrace = options.stopGrace ?? MINUTE;
    this.queue = new Queue(options.maxWorkers ?? 4);
    this.pool = new Pool(options.workerFile ?? join(__dirname, "worker.js"), settings, {
      warm: options.warmWorkers ?? 1,
      rssBytes: options.workerRssLimit ?? 400 * 1024 * 1024,
      jobs: options.workerJobLimit ?? 50,
    });
  }

  up(job: Job, onEvent?: OnEvent): Promise<UpResult> {
    return this.timed<UpResult>("up", job, onEvent);
  }

  destroy(job: Job, onEvent?: OnEvent): Promise<Receipt> {
    return this.timed<Receipt>("destroy", job, onEvent);
  }

  refresh(job: Job, onEvent?: OnEvent): Promise<RefreshResult> {
    return this.timed<RefreshResult>("refresh", job, onEvent);
  }

  preview(job: Job, onEvent?: OnEvent): Promise<PreviewResult> {
    return this.timed<PreviewResult>("preview", job, onEvent);
  }

  async recover(subject: Subject): Promise<Recovery> {
    return (await this.enqueue("recover", subject)).result as Recovery;
  }

  cancel(id: string): void {
    this.running.get(id)?.stop(fail("engine.cancelled", `The operation on ${id} was cancelled.`));
  }

  async resources(id: string): Promise<readonly StateResource[]> {
    return stateOf(this.stateDir, id);
  }

  known(): string[] {
    return knownDeployments(this.stateDir);
  }

  workers(): number[] {
    return this.pool.pids();
  }

  async close(): Promise<void> {
    this.queue.close();
    for (const [id, running] of this.running)
      running.stop(fail("engine.closed", `The engine closed while it worked on ${id}.`));
    await Promise.allSettled(this.underWay);
    await this.pool.close();
    this.lease.release();
  }

  private async timed<T extends { timings: Timings }>(operation: Operation, job: Job, onEvent?: OnEvent): Promise<T> {
    const { result, timings } = await this.enqueue(operation, job, onEvent);
    return { ...result, timings } as unknown as T;
  }

  private async enqueue(
    operation: Operation,
    job: Job | Subject,
    onEvent: OnEvent = () => undefined,
  ): Promise<{ result: Result; timings: Timings }> {
    if (!isStackId(job.id)) {
      throw new EngineFailure({
        code: "program.refused",
        retryable: false,
        message: `A deployment is called <subscription>.<attempt>, such as 7.1; found ${JSON.stringify(job.id)}.`,
      });
    }
    const phase = (name: Phase) => onEvent({ kind: "phase", id: job.id, at: wallClock(), phase: name });
    const asked = performance.now();
    phase("queued");
    const work = this.queue.add(job.id, operation, async () => {
      const begun = performance.now();
      phase("started");
      const { result, spent } = await this.perform(operation, job, onEvent);
      return { result, timings: { queuedMs: begun - asked, ...spent } };
    });
    this.underWay.add(work);
    try {
      return await work;
    } catch (error) {
      // A full disk under the intent, for example.
      throw toFailure(error);
    } finally {
      this.underWay.delete(work);
      phase("ended");
    }
  }

  /**
   * The intent is on disk before anything is done, and goes only when the operation has come to an end of its own, good or
   * bad, with the way back from the one before walked to its end.
   */
  private async perform(operation: Operation, job: Job | Subject, onEvent: OnEvent): Promise<Outcome> {
    // It changes nothing, so there is nothing to find the way back from.
    if (operation === "preview") {
      return this.runOnWorker(operation, job, undefined, onEvent, () => undefined).catch((error: unknown) => {
        throw error instanceof Killed ? new EngineFailure(error.failure) : error;
      });
    }
    const folder = deploymentFolder(this.stateDir, job.id);
    const left = readIntent(folder.intentFile);
    // An engine process of ours on this deployment is a leftover: this is the only operation on it.
    const reaped = await reap(JOB_MARK, jobMark(this.stateDir, job.id));
    writeIntent(folder.intentFile, operation, left);
    let recovered = false;
    try {
      const outcome = await this.runOnWorker(operation, job, left, onEvent, () => (recovered = true));
      removeIntent(folder.intentFile);
      if (operation === "destroy") await rmdir(folder.root).catch(() => undefined);
      return withReaped(outcome, reaped);
    } catch (error) {
      if (error instanceof Killed) {
        await reap(JOB_MARK, jobMark(this.stateDir, job.id));
        throw new EngineFailure(error.failure);
      }
      if (recovered) removeIntent(folder.intentFile);
      throw error;
    }
  }

  private async runOnWorker(
    operation: Operation,
    job: Job | Subject,
    left: Intent | undefined,
    onEvent: OnEvent,
    onRecovered: () => void,
  ): Promise<Outcome> {
    const running = this.begin(job.id);
    const limit = (this.options.timeouts?.[operation] ?? TIMEOUTS[operation]) + patienceWith(operation, job);
    const clock = setTimeout(
      () =>
        running.stop(
          fail("engine.timeout", `The ${operation} of ${job.id} did not end within ${limit / 1000} s and was stopped.`),
        ),
      limit,
    );
    try {
      const worker = this.pool.take();
      running.worker = worker;
      try {
        await worker.ready;
        if (running.stopped) throw running.stopped;
        const interrupted = left?.interrupted ?? left?.operation;
        return await worker.work(
          { operation, job, hosts: left?.hosts ?? [hostname()], ...(interrupted === undefined ? {} : { interrupted }) },
          { onEvent, onRecovered },
        );
      } finally {
        this.pool.give(worker);
      }
    } catch (error) {
      if (!running.stopped) throw error;
      if (error instanceof Killed) throw new Killed(running.stopped.toReport());
      throw running.stopped;
    } finally {
      clearTimeout(clock);
      running.ended();
    }
  }

  /** One SIGINT; then, after the grace, the worker is killed, and whatever it had started is reaped. */
  private begin(id: string): Running {
    let grace: NodeJS.Timeout | undefined;
    const running: Running = {
      stop: (failure) => {
        if (running.stopped) return;
        running.stopped = failure;
        running.worker?.stop();
        grace = setTimeout(() => running.worker?.kill(), this.stopGrace);
      },
      ended: () => {
        clearTimeout(grace);
        this.running.delete(id);
      },
    };
    this.running.set(id, running);
    return running;
  }
}

/** Only an update, and a teardown that has to build its state again first, wait for what comes up. */
function patienceWith(operation: Operation, job: Job | Subject): number {
  if (operation !== "up" && operation !== "destroy") return 0;
  return "patience" in job ? (job.patience ?? 0) : 0;
}

function withReaped(outcome: Outcome, reaped: readonly number[]): Outcome {
  if (reaped.length === 0) return outcome;
  const { result } = outcome;
  if ("locks" in result) return { ...outcome, result: { ...result, reaped } };
  return result.recovery ? { ...outcome, result: { ...result, recovery: { ...result.recovery, reaped } } } : outcome;
}

function fail(code: FailureCode, message: string): EngineFailure {
  return new EngineFailure({ code, retryable: true, message });
}
