// What a worker does, step by step. Each may be the last one before the process is killed: the intent of the operation is on
// disk before the first, and every operation begins by looking for what an earlier one left half done.

import { existsSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { barrier } from "@dinfra/host";
import { diagnose, toFailure } from "./diagnose.js";
import type { Installation } from "./environment.js";
import { wallClock } from "@dinfra/service/clock";
import { EngineFailure } from "./failure.js";
import { deploymentFolder, prune, type DeploymentFolder } from "./folders.js";
import { guardedSteps, isGuarded, planOf, type Guard } from "./guard.js";
import { ensureInstallation, ensureStack } from "./installation.js";
import { withPlatformNeeds } from "./platform-needs.js";
import type {
  Changes,
  EngineEvent,
  Job,
  Operation,
  Phase,
  Receipt,
  Recovery,
  RefreshResult,
  Subject,
  UpResult,
} from "./job.js";
import { inline, planned, type PlatformObserver, type ProgramModule } from "./programs.js";
import type { Assignment, Result } from "./protocol.js";
import { repair } from "./recovery.js";
import type { InlineProgram, RunReport, Runner, RunVerb } from "./run.js";
import { outputsOf, readState, resourcesOf } from "./state.js";

export interface Surroundings {
  readonly installation: Installation;
  readonly programs: ProgramModule;
  readonly runner: Runner;
  readonly stop: AbortSignal;
  readonly onEvent: (event: EngineEvent) => void;
  /** Called when the way back is walked to its end, and a kill from here on is a new one. */
  readonly onRecovered: () => void;
}

export interface Finished {
  readonly result: Result;
  readonly spent: { readonly recoveryMs: number; readonly updateMs: number };
}

export async function perform(surroundings: Surroundings, assignment: Assignment): Promise<Finished> {
  if (assignment.operation === "preview") return performPreview(surroundings, assignment);
  const work = new Work(surroundings, assignment);
  try {
    return await work.perform();
  } finally {
    await prune(work.folder);
  }
}

/** On a copy of the deployment's state, which is thrown away: the deployment's own folder is only read. */
async function performPreview(surroundings: Surroundings, assignment: Assignment): Promise<Finished> {
  await ensureInstallation(surroundings.installation);
  const { stateDir } = surroundings.installation;
  const draft = await mkdtemp(join(stateDir, ".preview-"));
  try {
    const from = deploymentFolder(stateDir, assignment.job.id);
    const to = deploymentFolder(draft, assignment.job.id);
    for (const part of ["backend", "work"] as const)
      if (existsSync(from[part])) await cp(from[part], to[part], { recursive: true });
    // Whoever updates it now has the lock; the copy is nobody else's.
    await rm(to.lockFolder, { recursive: true, force: true });
    return await new Work(surroundings, assignment, to).preview();
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

class Work {
  readonly folder: DeploymentFolder;
  private readonly observer: Promise<PlatformObserver>;
  /** With what the platform needs, once that is known. */
  private installation: Installation;

  constructor(
    private readonly around: Surroundings,
    private readonly assignment: Assignment,
    folder = deploymentFolder(around.installation.stateDir, assignment.job.id),
  ) {
    this.installation = around.installation;
    this.folder = folder;
    this.observer = (async () => around.programs.observerOf(assignment.job.profile))();
    // Awaited where it is needed; until then its failure is nobody's unhandled rejection.
    this.observer.catch(() => undefined);
  }

  async perform(): Promise<Finished> {
    const begun = performance.now();
    await ensureInstallation(this.around.installation);
    const { installation, programs } = this.around;
    this.installation = withPlatformNeeds(installation, programs.engineNeedsOf?.(this.assignment.job.profile));
    const recovery = await this.recover();
    const recovered = performance.now();
    const result = await this.operation(recovery);
    const spent = { recoveryMs: recovered - begun, updateMs: performance.now() - recovered };
    return { result, spent };
  }

  async preview(): Promise<Finished> {
    const begun = performance.now();
    const { installation, programs } = this.around;
    this.installation = withPlatformNeeds(installation, programs.engineNeedsOf?.(this.assignment.job.profile));
    const { refresh } = asJob(this.assignment.job, "preview");
    const { run, thrown } = await this.program();
    const { planned, changes } = await this.run("preview", run, thrown, refresh);
    return {
      result: { plan: planOf(planned), changes },
      spent: { recoveryMs: 0, updateMs: performance.now() - begun },
    };
  }

  private async operation(recovery: Recovery): Promise<Result> {
    const found = isEventful(recovery) ? { recovery } : {};
    switch (this.assignment.operation) {
      case "recover":
        return recovery;
      case "preview":
        throw new Error("a preview has a folder of its own");
      case "up":
        return { ...(await this.up()), ...found };
      case "refresh":
        return { ...(await this.refresh()), ...found };
      case "destroy":
        return { ...(await this.destroy()), ...found };
    }
  }

  /** Half-made resources into the state or out of it, then a look at reality if anything was killed here. */
  private async recover(): Promise<Recovery> {
    const { interrupted, hosts, job } = this.assignment;
    if (interrupted !== undefined) this.phase("recovering");
    const { installation } = this;
    const { stop } = this.around;
    const { mustRefresh, ...repaired } = await repair(
      installation,
      this.folder,
      await this.observer,
      job.owner,
      interrupted !== undefined,
      hosts,
      stop,
    );
    if (mustRefresh) await this.run("refresh", noProgram, []);
    this.around.onRecovered();
    return { id: job.id, ...(interrupted === undefined ? {} : { interrupted }), reaped: [], ...repaired };
  }

  private async up(): Promise<Omit<UpResult, "timings">> {
    const { refresh, guard } = asJob(this.assignment.job, "up");
    // Between the way back, which restores the truth, and the update, which changes it.
    if (guard !== undefined) await this.requireApproval(guard, refresh);
    const { run, thrown } = await this.program();
    await barrier("worker.update.before");
    const { changes } = await this.run("up", run, thrown, refresh);
    return { ...outputsOf(await readState(this.folder)), changes };
  }

  /** Plans first where the state has something that is guarded, which a first deployment has not. */
  private async requireApproval(guard: Guard, refresh: boolean | undefined): Promise<void> {
    const there = resourcesOf(await readState(this.folder));
    if (!there.some(({ type }) => isGuarded(type, guard))) return;
    const { run, thrown } = await this.program();
    const { planned } = await this.run("preview", run, thrown, refresh);
    const plan = planOf(planned);
    const steps = guardedSteps(plan, guard);
    if (steps.length === 0 || plan.digest === guard.approved) return;
    throw new EngineFailure({
      code: "approval.needed",
      retryable: false,
      message: `This update would ${steps.map(({ operation, urn }) => `${operation} ${urn.split("::").pop()}`).join(", ")}: approve the plan ${plan.digest}, or take the update back.`,
      needs: { digest: plan.digest, steps },
    });
  }

  private async refresh(): Promise<Omit<RefreshResult, "timings">> {
    const { changes } = await this.run("refresh", noProgram, []);
    const drifted = Object.keys(changes).some((fate) => fate !== "same" && fate !== "refresh");
    return { changes, drifted };
  }

  /**
   * The engine's state says what to delete, and only the observer says that nothing is left. A state that was lost is built
   * again by an update, which adopts what exists by name, so that there is something to delete by.
   */
  private async destroy(): Promise<Omit<Receipt, "timings">> {
    const { id, owner } = this.assignment.job;
    const observer = await this.observer;
    await barrier("worker.update.before");
    let changes: Changes = await this.destroyState();
    this.phase("verifying");
    if (!(await observer.isEmpty(owner))) {
      const rebuilt = await this.rebuild();
      changes = add(changes, await this.destroyState());
      this.phase("verifying");
      if (!(await observer.isEmpty(owner))) throw await notEmpty(observer, owner, rebuilt);
    }
    const emptyAt = new Date().toISOString();
    await this.removeStack();
    return { id, owner, emptyAt, changes };
  }

  private async destroyState(): Promise<Changes> {
    if (resourcesOf(await readState(this.folder)).length === 0) return {};
    const { changes } = await this.run("destroy", noProgram, []);
    const left = resourcesOf(await readState(this.folder));
    if (left.length > 0) {
      throw new EngineFailure({
        code: "engine.failed",
        retryable: true,
        message: `The engine ended its destroy and still has ${left.length} resources in its state: ${left.map((r) => r.urn).join(", ")}`,
      });
    }
    return changes;
  }

  /** Its failure is only interesting if the platform is not empty afterwards: it may have taken in enough. */
  private async rebuild(): Promise<EngineFailure | undefined> {
    try {
      const { run, thrown } = await this.program();
      await this.run("up", run, thrown);
      return undefined;
    } catch (error) {
      if (this.around.stop.aborted) throw error;
      const failure = toFailure(error);
      if (failure.code === "engine.killed") throw failure;
      return failure;
    }
  }

  private async removeStack(): Promise<void> {
    await rm(this.folder.backend, { recursive: true, force: true });
    await rm(this.folder.work, { recursive: true, force: true });
  }

  private async program(): Promise<{ run: InlineProgram; thrown: unknown[] }> {
    const { type, descriptor, profile, owner } = asJob(this.assignment.job, this.assignment.operation);
    const program = this.around.programs.findProgram(type);
    if (program === undefined) {
      throw new EngineFailure({
        code: "program.unknownType",
        retryable: false,
        message: `There is no program for descriptor type ${type}.`,
      });
    }
    return inline(await planned(program, { descriptor, profile, owner }));
  }

  private async run(
    verb: RunVerb,
    program: InlineProgram,
    thrown: unknown[],
    refreshFirst = false,
  ): Promise<RunReport> {
    const { installation } = this;
    const { runner, stop, onEvent } = this.around;
    this.phase(PHASES[verb]);
    await ensureStack(installation, this.folder);
    const stray = (reason: unknown) => void thrown.push(reason);
    // Rejections outside of the program's own promise (a component that fails later) reach only the process.
    process.on("unhandledRejection", stray);
    try {
      const report = await runner({ installation, folder: this.folder, verb, program, refreshFirst, stop, onEvent });
      if (!report.ok) throw diagnose(report, thrown);
      return report;
    } finally {
      process.off("unhandledRejection", stray);
    }
  }

  private phase(phase: Phase): void {
    this.around.onEvent({ kind: "phase", id: this.assignment.job.id, at: wallClock(), phase });
  }
}

const PHASES: Readonly<Record<RunVerb, Phase>> = {
  up: "updating",
  refresh: "refreshing",
  destroy: "destroying",
  preview: "planning",
};

/** Refresh and destroy work from the state; the engine never runs this. */
const noProgram: InlineProgram = () => Promise.resolve();

function asJob(job: Job | Subject, operation: Operation): Job {
  if ("type" in job) return job;
  throw new Error(`${operation} needs a whole job, and ${job.id} came with its owner and profile only`);
}

function isEventful({ interrupted, locks, adopted, dropped }: Recovery): boolean {
  return interrupted !== undefined || locks + adopted.length + dropped.length > 0;
}

function add(a: Changes, b: Changes): Changes {
  const sum: Record<string, number> = { ...a };
  for (const [fate, count] of Object.entries(b)) sum[fate] = (sum[fate] ?? 0) + count;
  return sum;
}

async function notEmpty(
  observer: PlatformObserver,
  owner: string,
  rebuilt: EngineFailure | undefined,
): Promise<EngineFailure> {
  const left = (await observer.list(owner)).map(({ type, name }) => `${name} (${type})`).join(", ");
  const why =
    rebuilt === undefined ? "" : ` The engine's state could not be built again to delete by: ${rebuilt.message}`;
  return new EngineFailure({
    code: "teardown.notEmpty",
    retryable: true,
    message: `Nothing of ${owner} was expected on the platform, found ${left}.${why}`,
  });
}
