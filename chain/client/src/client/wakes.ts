/**
 * Wakes whoever waits for news of the chain: when a head is heard of, when the endpoint is there again, and, since notifications get lost, at
 * the latest every `interval` ms. A wake carries nothing: what is true is read, not heard.
 */
export class Wakes {
  private readonly listeners = new Set<() => void>();
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly interval: number,
    private readonly log: (message: string) => void,
  ) {}

  on(wake: () => void): () => void {
    // A wrapper, so that the same function given twice is two listeners.
    const listener = () => wake();
    this.listeners.add(listener);
    this.arm();
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.disarm();
    };
  }

  wake(): void {
    for (const listener of this.listeners) {
      try {
        listener();
      } catch (failure) {
        this.log(`a listener for finalized heads threw: ${String(failure)}`);
      }
    }
    if (this.listeners.size > 0) this.arm();
  }

  /** The next wake, or null when `signal` is aborted first. */
  next(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        off();
        signal?.removeEventListener("abort", done);
        resolve();
      };
      const off = this.on(done);
      if (signal?.aborted === true) done();
      else signal?.addEventListener("abort", done);
    });
  }

  close(): void {
    this.listeners.clear();
    this.disarm();
  }

  private arm(): void {
    this.disarm();
    this.timer = setTimeout(() => this.wake(), this.interval);
  }

  private disarm(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }
}
