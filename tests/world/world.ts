import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  reactorClient,
  runReactor,
  type ReactorClient,
  type ReactorConfig,
  type RunningReactor,
} from "@dinfra/reactor";
import { findEngine } from "@dinfra/reactor/dist/find-engine.js";
import type { Deployment } from "@dinfra/schemas";
import { ChainSide } from "./chain-side.js";
import { engineCast, isAlive, kill, leftovers, parentOf, workloads, type Role } from "./machine.js";
import { Place } from "./place.js";
import { patience, until } from "./until.js";

export type Victim = "sidecar" | "reactor" | "worker" | "cli" | "plugin" | "store";

/** A chain, and a provider's machine with reactor and sidecar as processes: every part is the real one. */
export class World {
  readonly log: string[] = [];
  readonly place = new Place();
  running: RunningReactor | null = null;
  private engineRoot: string | undefined;

  constructor(
    readonly side: ChainSide,
    private readonly endpoint = side.dev.endpoint,
  ) {
    side.explain = () => this.log.slice(-30).join("\n");
  }

  config(more: Partial<ReactorConfig> = {}): ReactorConfig {
    const keyFile = join(this.place.folder, "key");
    writeFileSync(keyFile, "//Charlie\n", { mode: 0o600 });
    return {
      endpoint: this.endpoint,
      key: { file: keyFile },
      provider: this.side.provider.address,
      dataDir: this.place.dataDir,
      profile: this.place.profile,
      store: this.place.storeDir,
      maxWorkers: 2,
      probeSeconds: 0.5,
      resyncSeconds: 2,
      retry: { tries: 4, firstDelaySeconds: 0.3, longestDelaySeconds: 2 },
      breaker: { floorWeight: 1000 },
      // Blocks are made on demand: none would come that confirms an end.
      endDistance: 0,
      ...more,
    };
  }

  /** @param env variables that go to the reactor and its workers, as a provider's credentials do */
  async start(more: Partial<ReactorConfig> = {}, env: NodeJS.ProcessEnv = {}): Promise<void> {
    // Looked for once, as the reactor looks for it at each start: by running it.
    this.engineRoot ??= await findEngine(undefined);
    const { engineRoot } = this;
    this.running = await runReactor(this.config({ engineRoot, credentials: Object.keys(env), ...more }), {
      log: (line) => {
        this.log.push(line);
        if (process.env.DINFRA_WORLD_LOG) appendFileSync(process.env.DINFRA_WORLD_LOG, `${line}\n`);
      },
      env: { ...process.env, ...this.place.barrierEnvironment, ...env },
      longestRestartDelay: 500,
    });
  }

  async stop(): Promise<void> {
    await this.running?.close();
    this.running = null;
  }

  get api(): ReactorClient {
    return reactorClient(this.running!.apiUrl, this.running!.token);
  }

  /** What the reactor says of a deployment; while it is away, it is asked again. */
  async phase(id: string, phase: Deployment["phase"], timeout = patience): Promise<Deployment> {
    const look = () => this.api.get(id).catch(() => undefined);
    return (await until(look, (seen) => seen?.phase === phase, timeout, 50))!;
  }

  async ready(of: "reactor" | "sidecar"): Promise<{ status: number; detail?: string }> {
    const url = of === "reactor" ? this.running!.apiUrl : this.running!.sidecarUrl;
    return (await (await fetch(`${url}/readyz`)).json()) as { status: number; detail?: string };
  }

  /** kill -9, and for "store" the reactor's store lost before the next one comes up. */
  async kill(victim: Victim, at: number): Promise<void> {
    const pid = this.pidOf(victim, at);
    kill(pid);
    await until(
      () => isAlive(pid),
      (alive) => !alive,
      patience,
      5,
    );
    if (victim === "store") this.place.loseReactorStore();
  }

  private pidOf(victim: Victim, at: number): number {
    const { pids } = this.running!;
    const { cli } = engineCast(this.place.engineState);
    const found = {
      sidecar: () => pids.sidecar,
      reactor: () => pids.reactor,
      store: () => pids.reactor,
      // The barrier is inside the plugin, whose engine is the child of the worker; or inside the worker itself.
      plugin: () => at,
      cli: () => cli[0],
      worker: () => (cli[0] === undefined ? at : parentOf(cli[0])),
    }[victim]();
    if (found === undefined) throw new Error(`no ${victim} to kill`);
    return found;
  }

  workloads(id?: string): number[] {
    return workloads(this.place.hostRoot, id);
  }

  /** Pids that work for the reactor's engine: workers, and what they have started. */
  engineCast(): Record<Role, number[]> {
    return engineCast(this.place.engineState);
  }

  /** Resolves when the sidecar has read the reactor so many times more, and so has planned and acted in between. */
  async sidecarLooks(times: number): Promise<void> {
    const before = await this.listed();
    await until(
      () => this.listed(),
      (now) => now >= before + times,
    );
  }

  private async listed(): Promise<number> {
    const { apiUrl, token } = this.running!;
    const answer = await fetch(`${apiUrl}/metrics`, { headers: { authorization: `Bearer ${token}` } });
    const line = /^dinfra_reactor_requests_total\{route="\/v1\/deployments",method="GET",status="200"\} (\d+)$/m;
    return Number(line.exec(await answer.text())?.[1] ?? 0);
  }

  leftovers(): string[] {
    return leftovers(this.place.hostRoot);
  }

  async close(): Promise<void> {
    await this.stop();
    await this.place.close();
  }
}
