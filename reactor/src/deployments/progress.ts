import { EventEmitter } from "node:events";
import { wallClock } from "@dinfra/service/clock";
import { printable } from "@dinfra/service/printable";
import type { EventFiles } from "./event-files.js";
import type { Api, Instant } from "./record.js";

export type DeploymentEvent = Api["DeploymentEvent"];
type NewEvent = Omit<DeploymentEvent, "id" | "at">;

/**
 * The latest events of each deployment, in memory and, where there are files, in these: progress is for people to watch and truth for
 * nobody. Numbers rise by one a deployment; a gap tells a reader that older ones were dropped.
 */
export class Progress {
  private readonly kept = new Map<string, DeploymentEvent[]>();
  private all = 0;
  private readonly lastId = new Map<string, number>();
  private readonly emitter = new EventEmitter().setMaxListeners(0);

  constructor(
    private readonly limit = 500,
    private readonly limitOfAll = 50_000,
    private readonly now: () => Instant = wallClock,
    private readonly files?: EventFiles,
  ) {}

  add(deployment: string, event: NewEvent): void {
    const id = (this.lastId.get(deployment) ?? this.files?.lastId(deployment) ?? 0) + 1;
    this.lastId.set(deployment, id);
    const full = { ...event, id, at: new Date(this.now()).toISOString(), message: printable(event.message, 4_000) };
    const events = this.kept.get(deployment) ?? [];
    events.push(full);
    this.all += 1;
    if (events.length > this.limit) this.all -= events.splice(0, events.length - this.limit).length;
    // The order of the map is the order in which they were told of last.
    this.kept.delete(deployment);
    this.kept.set(deployment, events);
    for (const [quiet, { length }] of this.kept) {
      if (this.all <= this.limitOfAll) break;
      this.kept.delete(quiet);
      this.all -= length;
    }
    this.files?.append(deployment, full);
    this.emitter.emit(deployment, full);
  }

  /** What is kept after a number. */
  async since(deployment: string, id: number): Promise<DeploymentEvent[]> {
    const kept = this.kept.get(deployment) ?? [];
    const all = this.files === undefined || (kept.length > 0 && kept[0]!.id <= id + 1);
    return (all ? kept : await this.files.read(deployment)).filter((event) => event.id > id);
  }

  /** Calls back for every later event; returns how to stop. */
  follow(deployment: string, listener: (event: DeploymentEvent) => void): () => void {
    this.emitter.on(deployment, listener);
    return () => this.emitter.off(deployment, listener);
  }

  /** Of what is not there any more the files stay, until they are removed. */
  forget(deployment: string): void {
    this.all -= this.kept.get(deployment)?.length ?? 0;
    this.kept.delete(deployment);
    this.lastId.delete(deployment);
  }

  async remove(deployment: string): Promise<void> {
    this.forget(deployment);
    await this.files?.remove(deployment);
  }

  /** Resolves when all is written. */
  async settled(): Promise<void> {
    await this.files?.settled();
  }
}
