import { EventEmitter } from "node:events";
import { EngineFailure } from "../engine/failure.js";
import { guardedSteps, planOf } from "../engine/guard.js";
import type { Changes, Job, OnEvent } from "../engine/index.js";
import type { PlatformObserver, Surroundings } from "../deployments/ports.js";

const timings = { queuedMs: 0, recoveryMs: 0, updateMs: 0 };

/**
 * A platform and an engine in memory, for unit tests of the state machine and the API only; whole-system tests use the
 * real ones. Names are deterministic and `up` adopts, as on a real platform.
 */
export class FakePlatform {
  /** Owner → generation text of what runs. */
  readonly running = new Map<string, string>();
  readonly made: string[] = [];
  readonly destroyed: string[] = [];
  readonly recovered: string[] = [];
  readonly unreachable = new Set<string>();
  /** How far machines got, update by update; nothing where they are not waited for. */
  /** What programs say that is scraped. */
  metrics: Record<string, string>[] = [];
  readonly setUps: { started: boolean; failed: boolean; reason: string }[][] = [];
  /** Errors that the next calls throw, in order. */
  readonly upFailures: Error[] = [];
  readonly destroyFailures: Error[] = [];
  readonly checkFailures: Error[] = [];
  /** Steps of the engine's plan to another generation that concern a disk. */
  guarded: { op: string; urn: string }[] = [];
  /** What a look finds to be otherwise than it was made. */
  drifted: { op: string; urn: string; type: string; keys: string[] }[] = [];
  readonly previewed: string[] = [];
  /** While set, `up` waits for it. */
  gate: Promise<void> | null = null;
  /** While true, the observer cannot look. */
  blind = false;
  /** What runs may need more by itself. */
  tended = false;
  /** Whether each `up` compared with reality first. */
  readonly looked: boolean[] = [];
  private readonly cancelled = new EventEmitter().setMaxListeners(0);

  /** One for all deployments, as a platform has. */
  private readonly observer: PlatformObserver = {
    list: async (owner) => {
      this.look();
      return this.running.has(owner) ? [{ name: `${owner}-node` }] : [];
    },
    owners: async () => {
      this.look();
      return new Map([...this.running.keys()].map((owner) => [owner, [{ name: `${owner}-node` }]]));
    },
    consistencyDelayMs: 0,
  };

  readonly surroundings: Surroundings = {
    engine: {
      up: (job, onEvent) => this.up(job, onEvent),
      preview: async (job) => {
        this.previewed.push(job.id);
        if (this.gate) await this.gate;
        const plan = planOf(this.drifted.length > 0 ? this.drifted : this.planned(job));
        return { plan, changes: {}, timings };
      },
      destroy: async (job) => {
        const failure = this.destroyFailures.shift();
        if (failure) throw failure;
        const changes: Changes = this.running.delete(job.owner) ? { delete: 1 } : {};
        this.destroyed.push(job.id);
        return { id: job.id, owner: job.owner, emptyAt: new Date().toISOString(), changes, timings };
      },
      recover: async (subject) => {
        this.recovered.push(subject.id);
        return { id: subject.id, reaped: [], locks: 0, adopted: [], dropped: [] };
      },
      cancel: (id) => void this.cancelled.emit(id),
      close: async () => void this.cancelled.emit("close"),
    },
    observer: () => this.observer,
    usage: async (_profile, owner) => (this.running.has(owner) ? { cpuSeconds: 2.5, memoryBytes: 1_000 } : {}),
    label: (owner) => owner,
    guard: () => ({ kinds: { disk: "disk" }, machines: false }),
    needsTending: () => this.tended,
    platform: () => "fake",
    ownerName: (owner, id) => `${owner.instance.slice(0, 6)}:${id}`,
    check: async (wish) => {
      const failure = this.checkFailures.shift();
      if (failure) throw failure;
      return { type: "substrate-node/v1", descriptor: { cid: wish.cid }, profile: {}, patience: 0 };
    },
    recall: async () => ({ type: "substrate-node/v1", descriptor: null, profile: {}, patience: 0 }),
    reachable: async (endpoint) => !this.unreachable.has(endpoint.url),
  };

  private look(): void {
    if (this.blind) throw Object.assign(new Error("the platform does not answer"), { code: "observer.failed" });
  }

  private planned({ owner, descriptor }: Job) {
    if (this.running.get(owner) === JSON.stringify(descriptor)) return [];
    return [{ op: "update", urn: "urn::node", type: "node", keys: [] }].concat(
      this.guarded.map((step) => ({ ...step, type: "disk", keys: [] })),
    );
  }

  private async up(job: Job, onEvent?: OnEvent) {
    const cancelled = new Promise<never>((_resolve, reject) => {
      for (const reason of [job.id, "close"]) this.cancelled.once(reason, () => reject(retryable("engine.cancelled")));
    });
    cancelled.catch(() => {});
    this.looked.push(job.refresh === true);
    if (this.gate) await Promise.race([this.gate, cancelled]);
    const failure = this.upFailures.shift();
    if (failure) throw failure;
    const plan = planOf(this.planned(job));
    const steps = job.guard === undefined || !this.running.has(job.owner) ? [] : guardedSteps(plan, job.guard);
    if (steps.length > 0 && job.guard!.approved !== plan.digest)
      throw new EngineFailure({
        ...{ code: "approval.needed", retryable: false, message: "approve it" },
        needs: { digest: plan.digest, steps },
      });
    onEvent?.({ kind: "message", id: job.id, at: 0, severity: "info", text: "up\nforged line" });
    const wanted = JSON.stringify(job.descriptor);
    if (this.running.get(job.owner) !== wanted) {
      this.made.push(job.id);
      this.running.set(job.owner, wanted);
    }
    return {
      outputs: {
        endpoints: [{ name: "rpc", url: `ws://127.0.0.1:1/${job.id}` }],
        setUp: this.setUps.shift() ?? null,
        metrics: this.metrics,
      },
      secretOutputs: [],
      changes: {},
      timings,
    };
  }
}

export const retryable = (code: string): Error => Object.assign(new Error(code), { code, retryable: true });
export const permanent = (code: string): Error => Object.assign(new Error(code), { code, retryable: false });
