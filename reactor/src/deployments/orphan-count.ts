import type { Logger } from "pino";
import { reasonOf } from "@dinfra/service/failure";

/** Milliseconds after the start of the first count: what was under way is settled then. */
const firstAfter = 60_000;

/**
 * How much bears our names on the platform and belongs to no deployment, counted now and then: the look takes all of the
 * platform, so no scrape of the metrics waits for it.
 */
export class OrphanCount {
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  /** Undefined until the first look that was answered. */
  last: number | undefined;

  constructor(
    private readonly look: () => Promise<readonly { label: string }[]>,
    private readonly interval: number,
    private readonly log: Pick<Logger, "warn">,
  ) {}

  start(first = Math.min(firstAfter, this.interval)): void {
    this.timer = setTimeout(() => void this.count().then(() => this.stopped || this.start(this.interval)), first);
    this.timer.unref();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private async count(): Promise<void> {
    try {
      const found = await this.look();
      if (found.length > (this.last ?? 0))
        this.log.warn(
          { labels: found.slice(0, 20).map(({ label }) => label), count: found.length },
          "something on the platform bears our names and belongs to no deployment: dinfra reactor orphans lists it",
        );
      this.last = found.length;
    } catch (error) {
      // What was counted before stands: a platform that cannot be asked is no finding.
      this.log.warn({ reason: reasonOf(error).message }, "cannot count what belongs to no deployment");
    }
  }
}
