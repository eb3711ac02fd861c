import { setImmediate as soon, setTimeout as delay } from "node:timers/promises";
import type { Usage } from "@dinfra/stacks";
import type { Logger } from "pino";
import { reasonOf } from "@dinfra/service/failure";
import type { Surroundings } from "./ports.js";
import type { DeploymentRecord, Instant } from "./record.js";

/** What is read at once before teardowns; each may look at all that the platform runs. */
const mostReads = 16;
/** Milliseconds that a teardown waits for it. */
const patience = 2_000;

/** What deployments take of the platform: asked now, or read once more before the first of one is destroyed. */
export class LastUsage {
  private reads = 0;

  constructor(
    private readonly around: Surroundings,
    private readonly wall: () => Instant,
    private readonly log: Pick<Logger, "debug">,
  ) {}

  /** @throws what the platform says when it cannot be asked */
  now({ id, owner, good, desired }: DeploymentRecord): Promise<Usage> {
    return this.around.usage((good ?? desired)?.profile, this.around.ownerName(owner, id));
  }

  /**
   * What `record` takes before its teardown. No teardown fails for want of it, or waits for it long.
   * @returns undefined where nothing was deployed, the teardown began earlier, too many read, or the platform did not answer
   */
  async beforeTeardown(record: DeploymentRecord): Promise<(Usage & { at: Instant }) | undefined> {
    const begunBefore = record.teardownStartedAt !== undefined;
    if (record.good === null || begunBefore || this.reads >= mostReads) return undefined;
    this.reads += 1;
    // Who asked is answered first: a platform may look at once, and at much.
    await soon();
    const waiting = new AbortController();
    try {
      const at = this.wall();
      const late = delay(patience, undefined, { signal: waiting.signal, ref: false });
      const read = this.now(record);
      const found = await Promise.race([read, late]);
      // Its figures would be of what is destroyed meanwhile.
      read.catch(() => undefined);
      late.catch(() => undefined);
      return found && { ...found, at };
    } catch (error) {
      const { code, message } = reasonOf(error, "platform.usage");
      this.log.debug({ deployment: record.id, code, reason: message }, "cannot read what it takes");
      return undefined;
    } finally {
      waiting.abort();
      this.reads -= 1;
    }
  }
}
