import { MinHeap } from "./min-heap.js";
import type { Tick } from "./record.js";

/** A timer holds at most 2^31 ms; waking too early only asks again. */
const longestTimer = 2 ** 31 - 1;
/** So many are called in a row before other work has its turn. */
const atOnce = 50;

/** What is to be called at which tick, each once: an index with one timer, however many there are. */
export class Due {
  private readonly at = new Map<string, Tick>();
  /** Some of it may be out of date: what counts is `at`. */
  private heap = new MinHeap<string>();
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly now: () => Tick,
    private readonly onDue: (id: string) => void,
  ) {}

  set(id: string, at: Tick): void {
    if (this.stopped) return;
    this.at.set(id, at);
    this.heap.add(at, id);
    if (this.heap.size > 2 * this.at.size + 1_000) this.rebuild();
    if (this.heap.least()!.key === at) this.arm();
  }

  delete(id: string): void {
    this.at.delete(id);
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    this.at.clear();
  }

  private arm(): void {
    clearTimeout(this.timer);
    const least = this.heap.least();
    if (least === undefined || this.stopped) return;
    this.timer = setTimeout(() => this.call(), Math.min(Math.max(least.key - this.now(), 0), longestTimer));
  }

  private call(): void {
    let called = 0;
    for (let least = this.heap.least(); least !== undefined; least = this.heap.least()) {
      if (least.key > this.now() || called === atOnce) break;
      this.heap.takeLeast();
      if (this.at.get(least.value) !== least.key) continue;
      this.at.delete(least.value);
      called += 1;
      this.onDue(least.value);
    }
    this.arm();
  }

  private rebuild(): void {
    this.heap = new MinHeap<string>();
    for (const [id, at] of this.at) this.heap.add(at, id);
  }
}
