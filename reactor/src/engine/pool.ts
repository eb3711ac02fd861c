import type { WorkerSettings } from "./protocol.js";
import { WorkerProcess } from "./worker-process.js";

export interface PoolLimits {
  /** Idle workers kept, SDK loaded, so that the next operation does not wait for one to start. */
  readonly warm: number;
  /** A worker above this is not used again: what an SDK leaks, it leaks in here. */
  readonly rssBytes: number;
  /** Nor is one after so many operations. */
  readonly jobs: number;
}

/**
 * The worker processes. How many work at once is the queue's business; here it is decided which one does, which are kept warm,
 * and which have done enough.
 */
export class Pool {
  private readonly idle: WorkerProcess[] = [];
  private readonly all = new Set<WorkerProcess>();
  private closed = false;

  constructor(
    private readonly file: string,
    private readonly settings: WorkerSettings,
    private readonly limits: PoolLimits,
  ) {
    this.keepWarm();
  }

  /** A warm worker, or a new one; `ready` says when it may be given work, or why it never will. */
  take(): WorkerProcess {
    const waiting = this.idle.shift();
    return waiting?.alive ? waiting : this.start();
  }

  /** Gives a worker back after an operation. */
  give(worker: WorkerProcess): void {
    const { rssBytes, jobs, warm } = this.limits;
    const reusable =
      !this.closed && worker.sound && worker.alive && worker.rssBytes < rssBytes && worker.jobsDone < jobs;
    if (reusable && this.idle.length < warm) this.idle.push(worker);
    else worker.dismiss();
    this.keepWarm();
  }

  pids(): number[] {
    return [...this.all].flatMap((worker) => worker.pid ?? []);
  }

  async close(): Promise<void> {
    this.closed = true;
    this.idle.length = 0;
    const all = [...this.all];
    for (const worker of all) worker.kill();
    await Promise.all(all.map((worker) => worker.exited));
  }

  private keepWarm(): void {
    while (!this.closed && this.idle.length < this.limits.warm) this.idle.push(this.start());
  }

  private start(): WorkerProcess {
    const worker = new WorkerProcess(this.file, this.settings);
    this.all.add(worker);
    void worker.exited.then(() => {
      this.all.delete(worker);
      const place = this.idle.indexOf(worker);
      // Not replaced at once: one that cannot start would be started for ever. The next operation starts one.
      if (place >= 0) this.idle.splice(place, 1);
    });
    return worker;
  }
}
