import type { Logger } from "pino";
import { countsFrom, judge, lets, release, releaseOne, type BreakerLimits } from "./breaker.js";
import type { Tick } from "./record.js";
import type { DeploymentStore } from "./store.js";

/** The breaker on what the store holds: counted, told, and released. What it lets through is considered by whoever asks. */
export class TeardownBreaker {
  constructor(
    private readonly store: DeploymentStore,
    private readonly limits: BreakerLimits,
    private readonly log: Logger,
    private readonly tick: () => Tick,
  ) {}

  /** Whether the teardown of a deployment, asked for at `askedAt`, may begin. */
  lets(id: string, askedAt: Tick): boolean {
    return lets(this.store.breaker, id, askedAt);
  }

  /** Opens it when what is to be torn down weighs too much. */
  judge(): void {
    const before = this.store.breaker;
    if (before.trippedAt !== null) return;
    const now = this.tick();
    const teardowns = this.store.teardownsSince(countsFrom(before, this.limits, now));
    const liveWeight = this.store.liveWeight(now);
    const after = judge(before, { teardowns, liveWeight }, this.limits, now);
    if (after.trippedAt === null) return;
    this.store.breaker = after;
    this.log.error(
      { code: "breaker-open", teardowns: teardowns.count, weight: teardowns.all, liveWeight },
      "breaker open: too many deployments are to be torn down at once, none is begun until an operator released it",
    );
  }

  /** Deployments whose teardown it holds back. */
  held(): string[] {
    const { breaker } = this.store;
    if (breaker.trippedAt === null) return [];
    return this.store
      .tearingDown()
      .filter(({ id, absentSince }) => !lets(breaker, id, absentSince))
      .map(({ id }) => id);
  }

  /** Lets through what it holds. @returns all that may go on now */
  releaseAll(): string[] {
    this.store.breaker = release(this.tick());
    this.log.warn("breaker released by an operator: teardowns go on");
    return this.store.tearingDown().map(({ id }) => id);
  }

  /** Lets one of them through. @returns all that may go on now */
  releaseOne(id: string): string[] {
    if (this.store.breaker.trippedAt === null) return [];
    this.store.breaker = releaseOne(this.store.breaker, id);
    this.log.warn({ deployment: id }, "its teardown is released from the breaker");
    // Nothing is held any more: what comes is weighed anew.
    return this.held().length === 0 ? [id, ...this.releaseAll()] : [id];
  }
}
