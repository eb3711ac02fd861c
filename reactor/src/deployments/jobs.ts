import { setTimeout as delay } from "node:timers/promises";
import { barrier } from "@dinfra/host";
import { guardedSteps, type EngineEvent, type GuardedStep, type Job, type Plan } from "../engine/index.js";
import { ReactorError } from "@dinfra/service/failure";
import type { MetricsTarget } from "@dinfra/stacks";
import type { PlatformObserver, Surroundings } from "./ports.js";
import type { Progress } from "./progress.js";
import { receiptFor } from "./receipt.js";
import { requireStarted } from "./starting.js";
import type { DeploymentRecord, Endpoint, Generation, Receipt } from "./record.js";

/** Carries out one piece of work; what it returns is recorded by the reconciler. */
export class Jobs {
  constructor(
    private readonly around: Surroundings,
    private readonly progress: Progress,
    private readonly now: () => number,
    /** Told of each step of the engine. */
    private readonly onStep: (id: string, event: Extract<EngineEvent, { kind: "resource" }>) => void = () => {},
  ) {}

  /**
   * @param look compare with reality first: what runs may not be what the engine's state says
   * @param touching called once, after the descriptor was found good and before the engine changes anything
   */
  async up(
    record: DeploymentRecord,
    wish: Generation,
    look: boolean,
    touching: () => void,
    approved?: string,
  ): Promise<{ generation: Generation; endpoints: Endpoint[]; metrics: MetricsTarget[]; watched: string[] }> {
    const owner = this.around.ownerName(record.owner, record.id);
    const checked = await this.around.check(wish, owner, record.good);
    touching();
    const guard = { ...this.around.guard(checked), ...(approved !== undefined && { approved }) };
    const job: Job = { id: record.id, owner, ...checked, refresh: look, guard };
    const { outputs } = await this.around.engine.up(job, this.reporter(record.id));
    requireStarted(outputs.setUp);
    // Dying here leaves a node that nobody knows of but the platform: the next up finds it unchanged.
    await barrier("reactor.update.after");
    const observer = this.around.observer(checked.profile);
    const seen = await observer.list(owner, await settled(observer));
    return {
      generation: { ...wish, descriptor: checked.descriptor, profile: checked.profile },
      endpoints: endpointsOf(outputs.endpoints),
      metrics: metricsOf(outputs.metrics),
      watched: seen.map((found) => found.name),
    };
  }

  /** What bringing this generation up would do. Changes nothing. */
  async preview(
    record: DeploymentRecord,
    wish: Generation,
    look: boolean,
  ): Promise<{ plan: Plan; guarded: GuardedStep[] }> {
    const owner = this.around.ownerName(record.owner, record.id);
    const checked = await this.around.check(wish, owner, record.good);
    const { plan } = await this.around.engine.preview({ id: record.id, owner, ...checked, refresh: look });
    return { plan, guarded: guardedSteps(plan, this.around.guard(checked)) };
  }

  async teardown(record: DeploymentRecord): Promise<{ removed: number; receipt: Receipt }> {
    const owner = this.around.ownerName(record.owner, record.id);
    const checked = await this.around.recall(record.good ?? record.desired, owner);
    const observer = this.around.observer(checked.profile);
    const { changes } = await this.around.engine.destroy(
      { id: record.id, owner, ...checked },
      this.reporter(record.id),
    );
    const removed = changes.delete ?? 0;
    await this.requireEmpty(observer, owner);
    const platform = this.around.platform(checked.profile);
    return { removed, receipt: receiptFor(record, platform, record.removed + removed, this.now()) };
  }

  async recover(record: DeploymentRecord): Promise<void> {
    const owner = this.around.ownerName(record.owner, record.id);
    const { profile } = await this.around.recall(record.good ?? record.desired, owner);
    await this.around.engine.recover({ id: record.id, owner, profile });
  }

  /**
   * The engine gave its own word already; a receipt on chain is worth two looks, apart by what the platform's lists may lag
   * behind: the first may have seen nothing because it was shown an old list.
   */
  private async requireEmpty(observer: PlatformObserver, owner: string): Promise<void> {
    for (const notBefore of [() => performance.now(), () => settled(observer)]) {
      const left = await observer.list(owner, await notBefore());
      if (left.length === 0) continue;
      const names = left.map((found) => found.name).join(", ");
      throw new ReactorError("teardown.notEmpty", `after the teardown the platform still has: ${names}`, true);
    }
  }

  private reporter(id: string): (event: EngineEvent) => void {
    return (event) => {
      switch (event.kind) {
        case "phase":
          return this.progress.add(id, { kind: "progress", message: `engine: ${event.phase}` });
        case "resource":
          this.onStep(id, event);
          return this.progress.add(id, {
            kind: "progress",
            message: `${event.op} ${event.urn.split("::").pop()} ${event.status}`,
            resource: event.urn.slice(0, 512),
            operation: event.op.slice(0, 32),
          });
        case "message":
          return this.progress.add(id, { kind: "log", message: event.text });
      }
    };
  }
}

/** From when on the platform's lists show what was done until now. */
async function settled({ consistencyDelayMs }: PlatformObserver): Promise<number> {
  if (consistencyDelayMs > 0) await delay(consistencyDelayMs);
  return performance.now();
}

/** Endpoints as a program returns them; what has not their shape is no endpoint. */
function endpointsOf(value: unknown): Endpoint[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown) => {
    const { name, url } = (entry ?? {}) as Record<string, unknown>;
    return typeof name === "string" && typeof url === "string" && URL.canParse(url) ? [{ name, url }] : [];
  });
}

/** Targets as a program returns them; what has not their shape is none. */
function metricsOf(value: unknown): MetricsTarget[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown) => {
    const { job, address, path, node, role } = (entry ?? {}) as Record<string, unknown>;
    const texts = [job, address, path, node, role];
    return texts.every((text) => typeof text === "string" && text !== "")
      ? [{ job, address, path, node, role } as MetricsTarget]
      : [];
  });
}
