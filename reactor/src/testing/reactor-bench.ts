import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { wallClock } from "@dinfra/service/clock";
import type { BreakerLimits } from "../deployments/breaker.js";
import { EventFiles } from "../deployments/event-files.js";
import { Progress } from "../deployments/progress.js";
import { ChangeLog } from "../deployments/change-log.js";
import { Reconciler, type ReconcilerOptions } from "../deployments/reconciler.js";
import type { Generation } from "../deployments/record.js";
import { DeploymentStore } from "../deployments/store.js";
import { FakePlatform } from "./fake-platform.js";

export const owner = { instance: `0x${"1".repeat(64)}`, provider: "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY" };
export const typeId = `0x${"2".repeat(64)}`;
export const generation = (number: number): Generation => ({
  generation: number,
  typeId,
  cid: `bagcid${number}`,
  consumer: owner.provider,
  login: [],
});

/** A store in a temporary folder with a reconciler over a fake platform; short delays. */
export class ReactorBench {
  readonly folder = mkdtempSync(join(tmpdir(), "dinfra-reactor-"));
  readonly file = join(this.folder, "reactor.sqlite");
  readonly events = new EventFiles(join(this.folder, "events"));
  progress = new Progress(undefined, undefined, undefined, this.events);
  store = DeploymentStore.open(this.file);
  reconciler: Reconciler;
  readonly changesFile = join(this.folder, "changes.jsonl");
  readonly changeLog = new ChangeLog(this.changesFile, wallClock);
  /** Milliseconds. */
  keepPast = 60_000;
  /** By how much somebody has set the machine's clock, in ms. */
  clockSetBy = 0;

  constructor(
    readonly platform = new FakePlatform(),
    private readonly breaker: BreakerLimits = { window: 60_000, floorWeight: 10, surpriseShare: 0.25, totalShare: 1 },
    private readonly more: Partial<ReconcilerOptions> = {},
  ) {
    this.reconciler = this.makeReconciler();
  }

  private makeReconciler(): Reconciler {
    return new Reconciler({
      store: this.store,
      around: this.platform.surroundings,
      progress: this.progress,
      log: pino({ level: "silent" }),
      retry: { tries: 3, firstDelay: 5, longestDelay: 20 },
      breaker: this.breaker,
      probeInterval: 10,
      tendInterval: 10,
      keepPast: this.keepPast,
      changeLog: this.changeLog,
      ...this.more,
      wall: () => wallClock() + this.clockSetBy,
    });
  }

  /** As a new process would: another reconciler on the same file, or on none. */
  async restart(options: { loseStore?: boolean } = {}): Promise<void> {
    await this.reconciler.stop();
    this.store.close();
    if (options.loseStore) for (const suffix of ["", "-wal", "-shm"]) rmSync(this.file + suffix, { force: true });
    this.store = DeploymentStore.open(this.file);
    this.progress = new Progress(undefined, undefined, undefined, this.events);
    this.reconciler = this.makeReconciler();
    this.reconciler.start();
  }

  async close(): Promise<void> {
    await this.reconciler.stop();
    this.store.close();
    await this.progress.settled();
    await this.changeLog.settled();
    rmSync(this.folder, { recursive: true });
  }
}
