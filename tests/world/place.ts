import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { folderStore, type DescriptorStore } from "@dinfra/schemas";
import { scriptEntry, type CatalogueEntry, type Profile } from "@dinfra/stacks";
import { kill, processes } from "./machine.js";
import { patience, until } from "./until.js";

export const points = [
  "worker.update.before",
  "host.create.before",
  "host.create.made",
  "reactor.update.after",
  "sidecar.declare.before",
  "host.delete.inside",
  "sidecar.receipt.before",
] as const;
export type Point = (typeof points)[number];

/** A descriptor of a node, by its name and the catalogue entry that it runs. */
export const descriptor = (name: string, entry = "tiny"): Record<string, unknown> => ({
  type: "substrate-node/v1",
  name,
  chain: "dev",
  role: "rpc",
  entry: { name: entry },
  resources: { cpu: 100, memory: 64, disk: 1 },
});

const workload = (file: string) => join(require.resolve("@dinfra/stacks/package.json"), "..", "bench", file);

/** A machine of a provider's own, as far as a folder can be one: data, host root, catalogue, descriptor store, barriers. */
export class Place {
  readonly folder = mkdtempSync(join(tmpdir(), "dinfra-world-"));
  readonly dataDir = join(this.folder, "data");
  readonly engineState = join(this.dataDir, "engine");
  readonly hostRoot = join(this.folder, "host");
  readonly storeDir = join(this.folder, "store");
  readonly store: DescriptorStore = folderStore(this.storeDir);
  readonly profile = join(this.folder, "profile.json");
  private readonly barriers = join(this.folder, "barriers");
  private readonly starts = join(this.folder, "starts");

  constructor() {
    mkdirSync(this.barriers);
    mkdirSync(this.storeDir);
    // Nothing stops anywhere until a test says so.
    for (const point of points) this.open(point);
    this.writeProfile([this.entry("tiny", 0), this.entry("flaky", 2), this.entry("broken", 1_000_000)]);
  }

  /** A small process that answers HTTP; its first `failures` starts end with an error. Every start leaves a line. */
  private entry(name: string, failures: number): CatalogueEntry {
    return scriptEntry({
      name,
      version: "1.0.0",
      commandLine: "plain-http",
      command: workload("flaky-http.js"),
      args: ["--starts", `${this.starts}-${name}`, "--failures", String(failures)],
    });
  }

  writeProfile(catalogue: CatalogueEntry[]): void {
    const local = { root: this.hostRoot, isolation: "shared-user" } as const;
    const profile: Profile = { type: "profile/v1", platform: "local", local, catalogue };
    writeFileSync(this.profile, JSON.stringify(profile));
  }

  /** How often a workload of the catalogue entry was started, by the workload's own account. */
  startsOf(name = "tiny"): number {
    const file = `${this.starts}-${name}`;
    return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").length : 0;
  }

  get barrierEnvironment(): NodeJS.ProcessEnv {
    return { DINFRA_TEST_BARRIER: this.barriers, DINFRA_TEST_BARRIER_POINTS: points.join(",") };
  }

  /** For `World.start`: the program throws for descriptors named "throws", and runs out of memory for those named "hungry". */
  get throwingProgram(): NodeJS.ProcessEnv {
    return { NODE_OPTIONS: `--max-old-space-size=160 --require ${join(__dirname, "throwing-program.cjs")}` };
  }

  /** How often it did, by its own account. */
  timesThrown(): number {
    const file = join(this.barriers, "thrown");
    return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").length : 0;
  }

  /** Who comes to the point from now on waits there. */
  shut(point: Point): void {
    for (const name of readdirSync(this.barriers)) {
      if (name.startsWith(`${point}.`)) rmSync(join(this.barriers, name));
    }
  }

  /** Lets everybody pass, now and later. */
  open(point: Point): void {
    writeFileSync(join(this.barriers, `${point}.go`), "");
  }

  /** The pid of a process that waits at the point. */
  reached(point: Point): Promise<number> {
    return until(
      () =>
        readdirSync(this.barriers).flatMap(
          (name) => new RegExp(`^${point}\\.(\\d+)\\.reached$`).exec(name)?.[1] ?? [],
        )[0],
      (pid) => pid !== undefined,
      patience,
      20,
    ).then(Number);
  }

  loseReactorStore(): void {
    for (const suffix of ["", "-wal", "-shm"]) rmSync(join(this.dataDir, `reactor.sqlite${suffix}`), { force: true });
  }

  /** Ends whatever bears a mark of this place, and removes it. */
  async close(): Promise<void> {
    const ours = () => processes().filter(({ environment }) => environment.some((line) => line.includes(this.folder)));
    for (const { pid } of ours()) kill(pid);
    await until(ours, (left) => left.length === 0, patience, 20);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
