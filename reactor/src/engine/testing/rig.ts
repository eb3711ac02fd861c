// What the engine's tests with real processes stand on: a reactor that can be killed, and eyes that look at /proc and folders,
// never at the engine's own records.

import { fork, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, watch, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { EngineOptions } from "../engine.js";
import type { EngineEvent, Job, Receipt, Recovery, RefreshResult, UpResult } from "../job.js";
import { locateEngine } from "../locate.js";

export const programModule = join(__dirname, "..", "fixtures", "programs.cjs");
export const workerFile = join(__dirname, "..", "..", "..", "dist", "engine", "worker.js");

/** Looked for once a test file: to find one, it is asked for its version. */
let engine: ReturnType<typeof locateEngine> | undefined;

/** Path under the state directory → content. */
const installed = new Map<string, Buffer>();

export interface Failed {
  readonly code: string;
  readonly retryable: boolean;
  readonly maxTries?: number;
  readonly message: string;
}

export class Rig {
  readonly place = mkdtempSync(join(tmpdir(), "dinfra-engine-"));
  readonly stateDir = join(this.place, "state");
  readonly hostRoot = join(this.place, "host");
  private readonly barriers = join(this.place, "barriers");

  constructor(private readonly engineRoot: string) {
    mkdirSync(this.barriers);
    for (const [file, content] of installed) {
      mkdirSync(dirname(join(this.stateDir, file)), { recursive: true });
      writeFileSync(join(this.stateDir, file), content, { mode: 0o600 });
    }
  }

  static async open(): Promise<Rig> {
    const found = await (engine ??= locateEngine());
    if ("reason" in found) throw new Error(found.reason);
    return new Rig(found.root);
  }

  options(more: Partial<EngineOptions> = {}): EngineOptions {
    return {
      engineRoot: this.engineRoot,
      stateDir: this.stateDir,
      programModule,
      workerFile,
      stopGrace: 5_000,
      ...more,
    };
  }

  job(more: Partial<Job> & { readonly descriptor?: unknown } = {}): Job {
    const id = more.id ?? "7.1";
    return {
      id,
      owner: `own-${id}`,
      type: "test/processes",
      descriptor: {},
      profile: { root: this.hostRoot },
      ...more,
    };
  }

  /** A reactor process of its own, whose children stop at the named barriers. */
  async reactor(points: readonly string[] = [], more: Partial<EngineOptions> = {}): Promise<Reactor> {
    const child = fork(join(__dirname, "..", "fixtures", "reactor.cjs"), [JSON.stringify(this.options(more))], {
      env: { ...process.env, DINFRA_TEST_BARRIER: this.barriers, DINFRA_TEST_BARRIER_POINTS: points.join(",") },
    });
    const reactor = new Reactor(child);
    await reactor.ready;
    return reactor;
  }

  /** When some process has come to the point. */
  async reached(point: string): Promise<void> {
    const there = () => readdirSync(this.barriers).some((f) => f.startsWith(`${point}.`) && f.endsWith(".reached"));
    const watcher = watch(this.barriers);
    try {
      await new Promise<void>((resolve) => {
        const look = () => there() && resolve();
        watcher.on("change", look);
        look();
      });
    } finally {
      watcher.close();
    }
  }

  /** Lets everybody pass, now and later. */
  open(point: string): void {
    writeFileSync(join(this.barriers, `${point}.go`), "");
  }

  /**
   * Pids that work for the engine of this rig at one moment, by what they are. A look at /proc takes a while, in which one may end
   * and the next begin: only who is there in the look after it was there together with the others.
   */
  cast(): Record<Role, number[]> {
    const before = this.look();
    const after = this.look();
    const both = (role: Role) => before[role].filter((pid) => after[role].includes(pid));
    return { worker: both("worker"), cli: both("cli"), plugin: both("plugin") };
  }

  private look(): Record<Role, number[]> {
    const found: Record<Role, number[]> = { worker: [], cli: [], plugin: [] };
    for (const { pid, environment, command } of processes()) {
      if (!environment.includes(`DINFRA_ENGINE=${this.stateDir}`)) continue;
      if (command.includes("worker.js")) found.worker.push(pid);
      else if (/\/(pulumi|dinfra-engine)\0/.test(command)) found.cli.push(pid);
      else if (/\/(bundle|provider)\.js\0/.test(command)) found.plugin.push(pid);
    }
    // A plugin that is just being started is a second engine process until it has its own program.
    found.cli = found.cli.filter((pid) => !found.cli.includes(parentOf(pid)));
    return found;
  }

  /** The worker that works, not the warm one: the parent of the CLI. */
  workingWorker(): number {
    const { cli, worker } = this.cast();
    const parent = cli.map(parentOf).find((pid) => worker.includes(pid));
    if (parent === undefined) throw new Error("no worker at work");
    return parent;
  }

  /** Pids of the owner's real processes. */
  workloads(owner = "own-7.1"): number[] {
    return processes()
      .filter(({ environment }) => environment.includes(`DINFRA_HOST_ROOT=${this.hostRoot}`))
      .filter(({ environment }) => environment.includes(`DINFRA_HOST_OWNER=${owner}`))
      .map(({ pid }) => pid);
  }

  /**
   * Folders and records of the host provider that are left under its root. Not the draft (`~`) of a record whose writer was
   * killed over it: the provider's own business.
   */
  leftovers(): string[] {
    if (!existsSync(this.hostRoot)) return [];
    return ["data", "directories", "files", "networks", "processes"]
      .flatMap((part) => {
        const folder = join(this.hostRoot, part);
        return existsSync(folder) ? readdirSync(folder).map((entry) => `${part}/${entry}`) : [];
      })
      .filter((entry) => !entry.includes("~"));
  }

  deploymentFolder(id = "7.1"): string {
    return join(this.stateDir, id);
  }

  /** Keeps what a first start makes (a passphrase, an empty stack) for the rigs after this one: it takes a second each time. */
  private remember(): void {
    const template = join(this.stateDir, ".template");
    if (installed.size > 0 || !existsSync(template)) return;
    const files = readdirSync(template, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    for (const file of [join(this.stateDir, ".passphrase"), ...files.map((f) => join(f.parentPath, f.name))]) {
      installed.set(relative(this.stateDir, file), readFileSync(file));
    }
  }

  /** Ends what a failed test may have left, and removes the folder. */
  async close(): Promise<void> {
    const ours = () =>
      processes().filter(({ environment }) =>
        environment.some((line) => /^DINFRA_(ENGINE|HOST_ROOT|TEST_BARRIER)=/.test(line) && line.includes(this.place)),
      );
    for (const { pid } of ours()) kill(pid);
    while (ours().length > 0) await delay(10);
    this.remember();
    rmSync(this.place, { recursive: true, force: true, maxRetries: 3 });
  }
}

export type Role = "worker" | "cli" | "plugin";

/** A reactor process, seen from a test. */
export class Reactor {
  readonly ready: Promise<void>;
  readonly gone: Promise<void>;
  private readonly calls = new Map<
    number,
    { settle: (answer: Answer) => void; onEvent: (event: EngineEvent) => void }
  >();
  private last = 0;

  constructor(private readonly child: ChildProcess) {
    this.gone = new Promise((resolve) => child.once("exit", () => resolve()));
    this.ready = new Promise((resolve, reject) => {
      child.on(
        "message",
        (message: { ready?: true; failed?: Failed; call: number; answer?: Answer; event?: EngineEvent }) => {
          if (message.ready) resolve();
          else if (message.failed) reject(Object.assign(new Error(message.failed.message), message.failed));
          else if (message.event) this.calls.get(message.call)?.onEvent(message.event);
          else if (message.answer) this.calls.get(message.call)?.settle(message.answer);
        },
      );
    });
  }

  up = (job: Job, onEvent?: (event: EngineEvent) => void) => this.call<UpResult>("up", [job], onEvent);
  destroy = (job: Job) => this.call<Receipt>("destroy", [job]);
  refresh = (job: Job) => this.call<RefreshResult>("refresh", [job]);
  recover = (job: Job) => this.call<Recovery>("recover", [{ id: job.id, owner: job.owner, profile: job.profile }]);
  cancel = (id: string) => this.call<void>("cancel", [id]);
  workers = () => this.call<number[]>("workers", []);

  /** kill -9, and wait until it is gone. What it had started lives on. */
  async kill(): Promise<void> {
    this.child.kill("SIGKILL");
    await this.gone;
  }

  async close(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    await this.call("close", []);
    this.child.disconnect();
    await this.gone;
  }

  private call<T>(
    method: string,
    args: unknown[],
    onEvent: (event: EngineEvent) => void = () => undefined,
  ): Promise<T> {
    const call = ++this.last;
    return new Promise<T>((resolve, reject) => {
      const settle = ({ result, failure }: Answer) =>
        failure ? reject(Object.assign(new Error(failure.message), failure)) : resolve(result as T);
      this.calls.set(call, { settle, onEvent });
      this.child.send({ call, method, args });
    });
  }
}

interface Answer {
  readonly result?: unknown;
  readonly failure?: Failed;
}

export function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

function processes(): { pid: number; environment: string[]; command: string }[] {
  return readdirSync("/proc").flatMap((entry) => {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) return [];
    try {
      const environment = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
      return [{ pid, environment, command: readFileSync(`/proc/${pid}/cmdline`, "utf8") }];
    } catch {
      return [];
    }
  });
}

/** 0 if it is gone. */
function parentOf(pid: number): number {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  } catch {
    return 0;
  }
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
}
