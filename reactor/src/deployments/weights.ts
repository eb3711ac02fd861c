import { fullAge, type Teardown, type TeardownWeight } from "./breaker.js";
import { MinHeap } from "./min-heap.js";
import type { Tick } from "./record.js";

/**
 * The weight of what is live: the sum of `age` over it, kept up to date, so that asking for it costs nothing that grows
 * with how much there is.
 */
export class LiveWeight {
  /** Since when each has run. */
  private readonly since = new Map<string, Tick>();
  /** Those that may be younger than a full weight, the oldest first; some of it may be out of date. */
  private readonly young = new MinHeap<string>();
  private readonly youngIds = new Set<string>();
  /** Of the young ones' `since`. */
  private sum = 0;

  set(id: string, since: Tick | undefined): void {
    const before = this.since.get(id);
    if (before === since) return;
    if (before !== undefined) {
      this.since.delete(id);
      if (this.youngIds.delete(id)) this.sum -= before;
    }
    if (since === undefined) return;
    this.since.set(id, since);
    this.youngIds.add(id);
    this.sum += since;
    this.young.add(since, id);
  }

  at(now: Tick): number {
    for (
      let least = this.young.least();
      least !== undefined && least.key <= now - fullAge;
      least = this.young.least()
    ) {
      this.young.takeLeast();
      // Not one that was removed, or that runs since another moment.
      if (this.since.get(least.value) === least.key && this.youngIds.delete(least.value)) this.sum -= least.key;
    }
    const { size } = this.youngIds;
    // What is empty has no rounding errors either.
    if (size === 0) this.sum = 0;
    return this.since.size - size + (size * now - this.sum) / fullAge;
  }
}

/** The weight of teardowns within a window that only moves forward. */
export class TeardownWindow {
  private readonly kept = new MinHeap<Teardown>();
  private weight: TeardownWeight = { count: 0, all: 0, surprises: 0 };

  get size(): number {
    return this.kept.size;
  }

  add(teardown: Teardown): void {
    this.kept.add(teardown.askedAt, teardown);
    this.change(teardown, 1);
  }

  /** Of those that were asked for later than `since`; the others are dropped. */
  after(since: Tick): TeardownWeight {
    for (let least = this.kept.least(); least !== undefined && least.key <= since; least = this.kept.least()) {
      this.kept.takeLeast();
      this.change(least.value, -1);
    }
    if (this.kept.size === 0) this.weight = { count: 0, all: 0, surprises: 0 };
    return this.weight;
  }

  private change({ weight, expected }: Teardown, sign: 1 | -1): void {
    const { count, all, surprises } = this.weight;
    this.weight = {
      count: count + sign,
      all: all + sign * weight,
      surprises: surprises + (expected ? 0 : sign * weight),
    };
  }
}
