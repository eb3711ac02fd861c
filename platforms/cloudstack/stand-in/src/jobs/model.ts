import { randomUUID } from "node:crypto";
import { ApiError } from "../api-error.js";
import { pass } from "../pass.js";
import type { Caller } from "../tenancy/model.js";
import { Table } from "../table.js";

export interface Job {
  id: string;
  caller: Caller;
  command: string;
  instanceType: string;
  instanceId: string | undefined;
  created: Date;
  completed?: Date;
  /** 0 runs, 1 ended well, 2 failed. */
  status: 0 | 1 | 2;
  result?: object;
}

/** What runs after the answer. Jobs of different requests run side by side, as on a real server. */
export class Jobs {
  readonly table = new Table<Job>("AsyncJob");
  private running = new Set<Promise<void>>();

  constructor(
    private readonly now: () => Date,
    /** How long a job takes at least; a function may look at the command. */
    private readonly duration: (command: string) => number,
  ) {}

  start(
    caller: Caller,
    command: string,
    instance: { type: string; id?: string },
    work: () => Promise<object> | object,
  ): string {
    const job = this.table.insert({
      id: randomUUID(),
      caller,
      command,
      instanceType: instance.type,
      instanceId: instance.id,
      created: this.now(),
      status: 0,
    });
    const run = this.run(job, work).finally(() => this.running.delete(run));
    this.running.add(run);
    return job.id;
  }

  /** Resolves when no job runs any more. */
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }

  private async run(job: Job, work: () => Promise<object> | object): Promise<void> {
    await pass(this.duration(job.command));
    try {
      job.result = await work();
      job.status = 1;
    } catch (error) {
      const { errorcode, errortext } =
        error instanceof ApiError ? error : { errorcode: 530, errortext: String((error as Error).message) };
      job.result = { errorcode, errortext };
      job.status = 2;
    }
    job.completed = this.now();
  }
}
