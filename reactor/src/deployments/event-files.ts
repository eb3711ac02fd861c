import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { appendBounded, Appender } from "./appended.js";
import type { DeploymentEvent } from "./progress.js";

/** Bytes after which a file becomes the one of before, and the one before that goes. */
const bounds = { largest: 256 * 1024, kept: 1 };

/**
 * The events of each deployment in a file of its own, so that they outlive the process and, for some days, the deployment. At most two
 * files of 256 KiB for each. What cannot be written is left out: events are for people, and truth for nobody.
 */
export class EventFiles {
  private readonly waiting = new Map<string, string>();
  private readonly appender = new Appender(() => this.write());

  /** @param onFailure told once of a file that cannot be written, until one can be again */
  constructor(
    private readonly folder: string,
    private readonly onFailure: (error: unknown) => void = () => {},
  ) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  append(deployment: string, event: DeploymentEvent): void {
    this.waiting.set(deployment, `${this.waiting.get(deployment) ?? ""}${JSON.stringify(event)}\n`);
    this.appender.wake();
  }

  /** Everything that is kept, the oldest first. */
  async read(deployment: string): Promise<DeploymentEvent[]> {
    await this.settled();
    const texts = await Promise.all(this.filesOf(deployment).map((file) => readFile(file, "utf8").catch(() => "")));
    return eventsIn(texts.join(""));
  }

  /** The number of the last event; 0 where there is none. */
  lastId(deployment: string): number {
    const there = this.filesOf(deployment).filter(existsSync);
    return eventsIn(there.map((file) => readFileSync(file, "utf8")).join("")).at(-1)?.id ?? 0;
  }

  async remove(deployment: string): Promise<void> {
    await this.settled();
    await Promise.all(this.filesOf(deployment).map((file) => rm(file, { force: true })));
  }

  /** Resolves when all is written. */
  settled(): Promise<void> {
    return this.appender.settled();
  }

  private fileOf(deployment: string): string {
    return join(this.folder, `${deployment}.jsonl`);
  }

  private filesOf(deployment: string): string[] {
    const file = this.fileOf(deployment);
    return [`${file}.1`, file];
  }

  private async write(): Promise<void> {
    let failed = false;
    for (let next = this.take(); next !== undefined; next = this.take()) {
      try {
        await appendBounded(this.fileOf(next[0]), next[1], bounds);
      } catch (error) {
        if (!failed) this.onFailure(error);
        failed = true;
      }
    }
  }

  private take(): [string, string] | undefined {
    const [next] = this.waiting;
    if (next !== undefined) this.waiting.delete(next[0]);
    return next;
  }
}

/** A line that a killed process left half written is none. */
function eventsIn(text: string): DeploymentEvent[] {
  return text.split("\n").flatMap((line) => {
    try {
      return line === "" ? [] : [JSON.parse(line) as DeploymentEvent];
    } catch {
      return [];
    }
  });
}
