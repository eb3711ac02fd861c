import { descriptorHash, type Ending } from "@dinfra/schemas";
import type { Logger } from "pino";
import { steadyClock, wallClock } from "@dinfra/service/clock";
import { ReactorError, reasonOf } from "@dinfra/service/failure";
import { currentSpan, span } from "@dinfra/service/traces";
import { approvedPlan, standingApproval, withApproval, type Approval } from "./approval.js";
import type { BreakerLimits } from "./breaker.js";
import type { GuardedStep, Plan } from "../engine/index.js";
import type { ChangeLog } from "./change-log.js";
import { foundDrift, type OnDrift } from "./drift.js";
import { Due } from "./due.js";
import { Jobs } from "./jobs.js";
import { LastUsage } from "./last-usage.js";
import { begun, emptied, failed, foundIll, heldBack, reached, touching } from "./outcome.js";
import { lookForOrphans, type PlatformOrphan } from "./orphans.js";
import { phaseOf } from "./phase.js";
import { plan } from "./plan.js";
import type { Surroundings } from "./ports.js";
import type { Progress } from "./progress.js";
import {
  newRecord,
  type Awaiting,
  type DeploymentRecord,
  type Generation,
  type Instant,
  type Mode,
  type Moment,
  type Owner,
  type Tick,
  type Work,
} from "./record.js";
import { longestWait, type RetryLimits } from "./retry.js";
import type { Usage } from "@dinfra/stacks";
import type { Refusal } from "./quote.js";
import { STARTING } from "./starting.js";
import type { DeploymentStore } from "./store.js";
import { TeardownBreaker } from "./teardown-breaker.js";
import { Watch } from "./watch.js";
import { wishAbsent, wishPresent } from "./wish.js";
import { WorkNotes } from "./work-notes.js";

export interface ReconcilerOptions {
  store: DeploymentStore;
  around: Surroundings;
  progress: Progress;
  log: Logger;
  retry: RetryLimits;
  breaker: BreakerLimits;
  /** Milliseconds between two looks at a deployment that should be well. */
  probeInterval: number;
  /** Milliseconds between two looks at what it needs by now, where that may change by itself. */
  tendInterval: number;
  /** Milliseconds for which outputs and events can be read after an acknowledgement. Default 0. */
  keepPast?: number;
  /** Owners of what deployments have in common. */
  common?: () => readonly string[];
  /** Ids of deployments that the engine has a state of. */
  folders?: () => readonly string[];
  /** Every operation of the engine is told here. */
  changeLog?: ChangeLog;
  /** Milliseconds between two looks whether what runs is as it was made; undefined: it is not looked for. */
  driftInterval?: number;
  /** What is done about drift: it is said, or put back. Default: said. */
  onDrift?: OnDrift;
  /** For people. */
  wall?: () => Instant;
  /** For durations and order. Default: a clock that goes on from what the store holds. */
  tick?: () => Tick;
  /** Told of every finished piece of work, for figures. */
  onWork?: (work: Work, outcome: "done" | "failed", milliseconds: number) => void;
}

const hour = 3_600_000;

/**
 * Level-triggered: for each deployment it asks `plan` for the one next thing, does it, records the outcome, and asks again;
 * events only make it ask sooner. At most one thing at a time is done for a deployment, any number for different ones (the
 * engine bounds its workers).
 */
export class Reconciler {
  private readonly busy = new Set<string>();
  private readonly tendedAt = new Map<string, Tick>();
  private readonly driftAt = new Map<string, Tick>();
  /** What an operator asked to be put right now. */
  private readonly asked = new Set<string>();
  private readonly weighed = new Set<string>();
  /** The span of the request that asked for the next piece of work. */
  private readonly askedBy = new Map<string, string>();
  private readonly settling = new Set<Promise<void>>();
  private readonly lastUsage: LastUsage;
  private readonly breaker: TeardownBreaker;
  private readonly notes: WorkNotes;
  private readonly jobs: Jobs;
  private readonly due: Due;
  private readonly watch: Watch;
  private readonly wall: () => Instant;
  private readonly tick: () => Tick;
  private takingUp: NodeJS.Immediate | undefined;
  private dropping: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(private readonly options: ReconcilerOptions) {
    this.wall = options.wall ?? wallClock;
    this.tick = options.tick ?? steadyClock(options.store.newestTick(), this.wall);
    this.breaker = new TeardownBreaker(options.store, options.breaker, options.log, this.tick);
    this.notes = new WorkNotes(options.changeLog, this.tick);
    this.lastUsage = new LastUsage(options.around, this.wall, options.log);
    this.jobs = new Jobs(options.around, options.progress, this.wall, (id, step) => this.notes.step(id, step));
    this.due = new Due(this.tick, (id) => this.consider(id));
    this.watch = new Watch({
      interval: options.probeInterval,
      reachable: options.around.reachable,
      onIll: (id, { code, message }) => {
        options.log.warn({ deployment: id, code, reason: message }, "found ill");
        this.change(id, (current) => foundIll(current, code, message, this.wall()));
        this.consider(id);
      },
      onNoAnswer: (error) => {
        const { code, message } = reasonOf(error, "observer.failed");
        options.log.warn({ code, reason: message }, "cannot look at the platform");
      },
    });
  }

  /** Takes up what the store holds. */
  start(): void {
    const { store, retry } = this.options;
    // No wait of ours is that long: it was measured by a clock that has been set back since.
    for (const id of store.dueAfter(this.tick() + longestWait(retry)))
      this.change(id, (record) => ({ ...record, nextAt: 0 }));
    this.takeUp(store.pages());
    this.dropPast();
    this.dropping = setInterval(() => this.dropPast(), hour).unref();
  }

  /** What it was and what it said of what ended long ago goes. */
  private dropPast(): void {
    for (const id of this.options.store.dropPast(this.tick())) {
      // One that came back under its id has events of its own.
      if (this.options.store.get(id) === undefined) void this.options.progress.remove(id);
    }
  }

  /** A deployment that is known or was, and until when that is kept where it was. */
  find(id: string): { record: DeploymentRecord; keptUntil?: Instant } | undefined {
    const record = this.options.store.get(id);
    if (record !== undefined) return { record };
    const past = this.options.store.past(id);
    const left = past === undefined ? 0 : past.keptUntil - this.tick();
    return left > 0 ? { record: past!.record, keptUntil: this.wall() + left } : undefined;
  }

  /** A page at a time, so that requests are answered while many are taken up. */
  private takeUp(pages: Iterator<DeploymentRecord[]>): void {
    if (this.stopped) return;
    const page = pages.next();
    if (page.done === true) return;
    for (const { id } of page.value) if (!this.busy.has(id)) this.consider(id);
    this.takingUp = setImmediate(() => this.takeUp(pages));
  }

  /** Starts nothing more, closes the engine, and waits until what was under way has ended. Nothing is destroyed by stopping. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearImmediate(this.takingUp);
    clearInterval(this.dropping);
    this.due.stop();
    await this.watch.stop();
    await this.options.around.engine.close();
    await Promise.all(this.settling);
  }

  /** @throws {ReactorError} `wrong-instance`, `stale-generation`, `generation-conflict`, `ended` */
  wish(id: string, owner: Owner, wish: Generation): DeploymentRecord {
    this.options.store.bind(owner);
    const before = this.options.store.get(id);
    const after = wishPresent(before, id, owner, wish, this.wall());
    if (after !== before) this.noteAsker(id);
    if (after !== before) this.save(after, before);
    // What is under way is no longer what is wanted: the newest generation need not wait for it.
    const work = before?.intent?.work;
    if (after !== before && this.busy.has(id) && work?.kind === "up" && work.generation < wish.generation)
      this.options.around.engine.cancel(id);
    this.consider(id);
    return after;
  }

  /**
   * Lets the plan that an update waits with be carried out, once, within an hour.
   * @throws {ReactorError} `unknown-deployment`, `approval-mismatch`
   */
  approve(id: string, approval: Approval): DeploymentRecord {
    const awaiting = approvedPlan(this.require(id), approval);
    const { digest, steps } = awaiting;
    this.options.log.warn({ deployment: id, digest, steps }, "an operator approved a plan");
    this.change(id, (record) => withApproval(record, awaiting, this.tick()));
    this.consider(id);
    return this.require(id);
  }

  /**
   * Stops all work on a deployment, or all but looking at it; or lets everything go on.
   * @throws {ReactorError} `unknown-deployment`
   */
  setMode(id: string, mode: Mode | undefined): DeploymentRecord {
    this.require(id);
    this.options.log.warn({ deployment: id, mode: mode ?? "normal" }, "an operator changed what is done by itself");
    this.change(id, (record) => ({ ...record, mode }));
    this.consider(id);
    return this.require(id);
  }

  /**
   * Puts it right now, whatever is due, and tries again what was given up.
   * @throws {ReactorError} `unknown-deployment`
   */
  reconcileNow(id: string): DeploymentRecord {
    this.require(id);
    this.asked.add(id);
    this.change(id, (record) => ({ ...record, failure: null, tries: 0, nextAt: 0 }));
    this.consider(id);
    return this.require(id);
  }

  /** What a PUT would do, changing nothing. @throws what refuses the descriptor, and EngineFailure */
  preview(id: string, owner: Owner, wish: Generation): Promise<{ plan: Plan; guarded: GuardedStep[] }> {
    const { store } = this.options;
    const bound = store.owner;
    if (bound !== null && (bound.instance !== owner.instance || bound.provider !== owner.provider)) store.bind(owner);
    const record = store.get(id) ?? newRecord(id, owner, this.wall());
    if (record.wanted === "absent") throw new ReactorError("ended", `deployment ${id} was deleted`);
    return this.jobs.preview(record, wish, false);
  }

  /** Why a descriptor cannot be had here; null where it can. @throws what says nothing of the descriptor, such as a file that cannot be read */
  async refusalOf(typeId: string, descriptor: object): Promise<Refusal> {
    const { around, store } = this.options;
    const nobody = { instance: `0x${"0".repeat(64)}`, provider: "" };
    const wish = { generation: 1, typeId, cid: descriptorHash(descriptor).cid, consumer: "", login: [], descriptor };
    try {
      await around.check(wish, around.ownerName(store.owner ?? nobody, "0.1"));
      return null;
    } catch (error) {
      const { code, message, retryable } = reasonOf(error, "descriptor.refused");
      if (retryable) throw error;
      return { code, message };
    }
  }

  /** What bears our names on the platform and belongs to no deployment. @throws what the platform says when it cannot be asked */
  orphans(): Promise<PlatformOrphan[]> {
    const { around, store, common, folders } = this.options;
    return lookForOrphans(around, store, common?.() ?? [], folders?.() ?? []);
  }

  /**
   * What a deployment takes of the platform now, or took when its teardown began.
   * @throws {ReactorError} `unknown-deployment`; what the platform says when it cannot be asked
   */
  async usage(id: string): Promise<Usage & { at: Instant }> {
    const record = this.find(id)?.record ?? this.require(id);
    if (record.lastUsage !== undefined) return record.lastUsage;
    // Nothing is left that could be asked.
    if (record.tornDownAt !== undefined) return { at: record.tornDownAt };
    const at = this.wall();
    return { ...(await this.lastUsage.now(record)), at };
  }

  private require(id: string): DeploymentRecord {
    const record = this.options.store.get(id);
    if (record === undefined) throw new ReactorError("unknown-deployment", `deployment ${id} is not known here`);
    return record;
  }

  /** @throws {ReactorError} `wrong-instance` */
  unwish(id: string, owner: Owner, hint: Generation | null, ending: Ending = {}): DeploymentRecord {
    this.options.store.bind(owner);
    const before = this.options.store.get(id);
    const after = wishAbsent(before, id, owner, hint, this.moment(), ending);
    if (after !== before) this.noteAsker(id);
    if (after !== before) this.save(after, before);
    this.breaker.judge();
    // An update in flight would only make what is to be removed.
    if (this.busy.has(id) && after.intent?.work.kind === "up") this.options.around.engine.cancel(id);
    this.consider(id);
    return after;
  }

  /** @throws {ReactorError} `not-torn-down`, `receipt-mismatch`, `unknown-deployment` */
  acknowledge(id: string, digest: string): void {
    const record = this.require(id);
    if (record.receipt === null) {
      throw new ReactorError(
        "not-torn-down",
        `deployment ${id} is ${phaseOf(record)}, it has no receipt to acknowledge`,
      );
    }
    if (record.receipt.digest !== digest) {
      throw new ReactorError(
        "receipt-mismatch",
        `the receipt of ${id} is ${record.receipt.digest}, acknowledged was ${digest}`,
      );
    }
    this.options.store.forget(id, this.tick() + (this.options.keepPast ?? 0));
    this.due.delete(id);
    this.watch.delete(id);
    this.tendedAt.delete(id);
    this.driftAt.delete(id);
    this.asked.delete(id);
    this.weighed.delete(id);
    this.askedBy.delete(id);
    this.options.progress.forget(id);
  }

  /** Lets through what the breaker holds, on the word of an operator who looked. */
  releaseBreaker(): void {
    for (const id of this.breaker.releaseAll()) this.consider(id);
  }

  /**
   * Lets one of them through.
   * @throws {ReactorError} `unknown-deployment`
   */
  releaseHeld(id: string): void {
    this.require(id);
    for (const free of this.breaker.releaseOne(id)) this.consider(free);
  }

  /** Deployments whose teardown the breaker holds back. */
  held(): string[] {
    return this.breaker.held();
  }

  /** Asks what is next for a deployment, and does it. */
  private consider(id: string): void {
    if (this.stopped) return;
    this.due.delete(id);
    this.watch.delete(id);
    const record = this.options.store.get(id);
    if (record === undefined) return;
    const running = this.busy.has(id);
    const action = plan(record, {
      now: this.tick(),
      running,
      unrecovered: record.intent !== null,
      mayDestroy: this.breaker.lets(id, record.absentSince),
      weighed: this.weighed.has(id),
      tendedAt: this.lastTended(record),
      tendInterval: this.options.tendInterval,
      asked: this.asked.has(id),
      driftAt: this.lastLooked(record),
      driftInterval: this.options.driftInterval,
    });
    switch (action.do) {
      case "wait":
        if (action.until !== undefined) this.due.set(id, action.until);
        return;
      case "watch":
        if (action.until !== undefined) this.due.set(id, action.until);
        return this.watchOver(record);
      case "hold":
        return;
      case "recover":
        return this.run(id, () => this.recover(record));
      case "weigh":
        return this.run(id, () => this.weigh(record));
      case "look":
        return this.run(id, () => this.lookForDrift(record));
      case "work":
        return this.run(id, () => this.work(record, action.work));
    }
  }

  /** A deployment is first tended an interval after this process first saw it, so that a start is no burst of work. */
  private lastTended({ id, good }: DeploymentRecord): Tick | undefined {
    if (good === null || !this.options.around.needsTending(good.profile)) return undefined;
    const known = this.tendedAt.get(id) ?? this.tick();
    this.tendedAt.set(id, known);
    return known;
  }

  /** The first look comes at a random time within the interval, so that many do not come at once. */
  private lastLooked({ id, good }: DeploymentRecord): Tick | undefined {
    const { driftInterval } = this.options;
    if (good === null || driftInterval === undefined) return undefined;
    const known = this.driftAt.get(id) ?? this.tick() - Math.floor(Math.random() * driftInterval);
    this.driftAt.set(id, known);
    return known;
  }

  /** Compares what is there with what was made. Reads only: what differs is said, or put back by a repair. */
  private async lookForDrift(record: DeploymentRecord): Promise<void> {
    const { id } = record;
    const { log, onDrift = "report" } = this.options;
    this.asked.delete(id);
    this.driftAt.set(id, this.tick());
    try {
      const { plan } = await this.jobs.preview(record, record.good!, true);
      if (this.stopped) return;
      const steps = plan.steps.map(({ op, urn }) => `${op} ${urn.split("::").pop()}`);
      if (steps.length > 0) log.warn({ deployment: id, steps }, "it is not as it was made");
      const { generation } = record.good!;
      this.change(id, (current) => foundDrift(current, generation, steps, onDrift, this.wall()));
    } catch (error) {
      const reason = reasonOf(error, "engine.failed");
      log.warn({ deployment: id, code: reason.code, reason: reason.message }, "cannot look for drift");
    }
  }

  private watchOver({ id, owner, good, watched, endpoints }: DeploymentRecord): void {
    const { around } = this.options;
    const observer = around.observer(good!.profile);
    this.watch.set(id, { owner: around.ownerName(owner, id), observer, watched, endpoints });
  }

  private run(id: string, act: () => Promise<void>): void {
    this.busy.add(id);
    const settled = act()
      .catch((error: unknown) => {
        // Only the store or a defect gets here: state is unknown, so nothing more is done for it by this process.
        this.options.log.fatal({ deployment: id, err: error }, "reconciling failed outside of its work");
        throw error;
      })
      .then(() => {
        this.busy.delete(id);
        this.settling.delete(settled);
        this.consider(id);
      });
    this.settling.add(settled);
  }

  private async work(record: DeploymentRecord, work: Work): Promise<void> {
    const { id } = record;
    const { log, onWork } = this.options;
    const began = this.tick();
    this.asked.delete(id);
    const digest = standingApproval(record, began);
    const noted = this.notes.begin(id, work, digest);
    this.save(begun(record, work, this.wall()), record);
    log.info({ deployment: id, ...work }, "work begins");
    try {
      if (work.kind === "teardown") {
        const lastUsage = await this.lastUsage.beforeTeardown(record);
        if (lastUsage !== undefined) this.change(id, (current) => ({ ...current, lastUsage }));
        const { removed, receipt } = await this.traced(id, work, () => this.jobs.teardown(record));
        this.change(id, (current) => emptied(current, removed, receipt, this.wall()));
      } else {
        const found = await this.traced(id, work, () =>
          this.jobs.up(
            record,
            wishOf(record, work.generation),
            work.cause === "repair" ||
              work.cause === "rollback" ||
              work.cause === "tend" ||
              record.failure?.code === STARTING,
            () => this.change(id, (current) => touching(current, work.generation)),
            digest,
          ),
        );
        this.change(id, (current) => reached(current, work, found, this.moment()));
      }
      noted("done");
      log.info({ deployment: id, ...work, milliseconds: this.tick() - began }, "work done");
      onWork?.(work, "done", this.tick() - began);
    } catch (error) {
      // A process on its way out stops its engine: that is no failure of the deployment. The intent stays, and leads the next process back.
      if (this.stopped) return;
      const reason = reasonOf(error, "engine.failed");
      const needs = (error as { needs?: Pick<Awaiting, "digest" | "steps"> }).needs;
      if (work.kind === "up" && needs !== undefined) {
        noted("held", reason);
        log.warn({ deployment: id, ...work, ...needs }, "the update waits for an approval; what runs goes on running");
        this.change(id, (current) => heldBack(current, record, work, needs, this.wall()));
        return;
      }
      noted("failed", reason);
      log.warn(
        { deployment: id, ...work, code: reason.code, retryable: reason.retryable, reason: reason.message },
        "work failed",
      );
      onWork?.(work, "failed", this.tick() - began);
      this.change(id, (current) => failed(current, work, reason, this.moment(), this.options.retry, Math.random()));
    } finally {
      // Every update with the engine looks; a failed one is tried again as any work is.
      if (work.kind === "up" && this.tendedAt.has(id)) this.tendedAt.set(id, this.tick());
    }
  }

  private noteAsker(id: string): void {
    const asker = currentSpan();
    if (asker !== undefined) this.askedBy.set(id, asker);
  }

  /** Under the request that asked for it; what comes by itself, such as a repair, begins a trace. */
  private traced<T>(id: string, work: Work, act: () => Promise<T>): Promise<T> {
    const parent = this.askedBy.get(id) ?? null;
    this.askedBy.delete(id);
    const more = work.kind === "up" ? { "dinfra.generation": work.generation, "dinfra.cause": work.cause } : {};
    return span(`reactor ${work.kind}`, { "dinfra.deployment": id, ...more }, act, parent);
  }

  private async recover(record: DeploymentRecord): Promise<void> {
    const { log } = this.options;
    try {
      await this.jobs.recover(record);
      this.change(record.id, (current) => ({ ...current, intent: null }));
    } catch (error) {
      // Every operation of the engine recovers by itself; what could not be recovered now fails there with its own retries.
      const reason = reasonOf(error, "engine.failed");
      log.warn(
        { deployment: record.id, code: reason.code, reason: reason.message },
        "recovery failed, goes on with the work",
      );
      this.change(record.id, (current) => ({ ...current, intent: null }));
    }
  }

  /** What is on the platform is counted before the first of it is destroyed. */
  private async weigh(record: DeploymentRecord): Promise<void> {
    const { around, store, log, retry } = this.options;
    try {
      const owner = around.ownerName(record.owner, record.id);
      const found = await around.observer(record.desired?.profile).list(owner, performance.now());
      if (found.length > 0) {
        store.countTeardown(record);
        this.breaker.judge();
      }
      this.weighed.add(record.id);
    } catch (error) {
      // A teardown could not be confirmed now either.
      const reason = reasonOf(error, "observer.failed");
      log.warn({ deployment: record.id, code: reason.code, reason: reason.message }, "cannot look at the platform");
      const work: Work = { kind: "teardown" };
      this.change(record.id, (current) => failed(current, work, reason, this.moment(), retry, Math.random()));
    }
  }

  private moment(): Moment {
    return { wall: this.wall(), tick: this.tick() };
  }

  /** On the newest record: a PUT or DELETE may have come while the work ran. */
  private change(id: string, make: (current: DeploymentRecord) => DeploymentRecord): void {
    const current = this.options.store.get(id);
    if (current !== undefined) this.save(make(current), current);
  }

  private save(after: DeploymentRecord, before: DeploymentRecord | undefined): void {
    this.options.store.put(after);
    const phase = phaseOf(after);
    if (before === undefined || phaseOf(before) !== phase) {
      this.options.log.info({ deployment: after.id, phase }, "phase");
      this.options.progress.add(after.id, {
        kind: "phase",
        message: phase,
        phase,
        ...(after.desired !== null && { generation: after.desired.generation }),
      });
    }
  }
}

function wishOf(record: DeploymentRecord, generation: number): Generation {
  return record.good?.generation === generation ? record.good : record.desired!;
}
