import { setImmediate as others } from "node:timers/promises";
import type { Finding, Examined } from "./health.js";
import { examine } from "./health.js";
import type { PlatformObserver, Surroundings } from "./ports.js";

/** A deployment that should be well. */
export interface Watched extends Examined {
  /** Under which it owns things on the platform. */
  owner: string;
  observer: PlatformObserver;
}

export interface WatchOptions {
  /** Milliseconds between the beginnings of two rounds. A round that takes longer is followed by the next at once. */
  interval: number;
  reachable: Surroundings["reachable"];
  /** Told of each that is found ill, once: it is watched no more until it is set again. */
  onIll: (id: string, finding: Finding & { well: false }) => void;
  /** Told once a round of a platform that could not be asked. That is no finding about what runs there. */
  onNoAnswer: (error: unknown) => void;
}

/** Deployments that are looked at together, so that endpoints that keep silent hold up nobody else. */
const lanes = 64;
/** After so many looks other work has its turn. */
const looksInARow = 100;

/**
 * Looks at all that should be well, in rounds: of each platform once a round, and each deployment is compared with what
 * was seen there. What is compared is kept here, so a round reads no record.
 */
export class Watch {
  private readonly watched = new Map<string, Watched>();
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | null = null;
  private stopped = false;

  constructor(private readonly options: WatchOptions) {}

  get size(): number {
    return this.watched.size;
  }

  set(id: string, watched: Watched): void {
    this.watched.set(id, watched);
    this.arm(this.options.interval);
  }

  delete(id: string): void {
    this.watched.delete(id);
  }

  /** Resolves when no look is under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.round;
  }

  private arm(delay: number): void {
    if (this.timer !== undefined || this.round !== null || this.stopped || this.watched.size === 0) return;
    this.timer = setTimeout(() => this.begin(), delay);
  }

  private begin(): void {
    this.timer = undefined;
    const began = performance.now();
    this.round = this.lookAtAll(began).finally(() => {
      this.round = null;
      this.arm(Math.max(0, began + this.options.interval - performance.now()));
    });
  }

  private async lookAtAll(began: number): Promise<void> {
    // A look of the round before is new enough for nobody; one of this round is for all.
    const notBefore = began - this.options.interval / 2;
    const waiting = [...this.watched].values();
    const silent = new Set<PlatformObserver>();
    let looks = 0;
    const lane = async (): Promise<void> => {
      for (const [id, watched] of waiting) {
        if (this.stopped) return;
        if (++looks % looksInARow === 0) await others();
        if (silent.has(watched.observer) || this.watched.get(id) !== watched) continue;
        try {
          const { owner, observer } = watched;
          const finding = await examine(watched, owner, observer, notBefore, this.options.reachable);
          // Changed meanwhile: what was seen is not what should be now.
          if (finding.well || this.watched.get(id) !== watched || this.stopped) continue;
          this.watched.delete(id);
          this.options.onIll(id, finding);
        } catch (error) {
          if (silent.has(watched.observer)) continue;
          silent.add(watched.observer);
          this.options.onNoAnswer(error);
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(lanes, this.watched.size) }, lane));
  }
}
