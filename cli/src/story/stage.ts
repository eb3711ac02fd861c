import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Service, type Surroundings } from "./child.js";
import { carries, endProcesses, processes, type Found } from "./traces.js";

/**
 * What a story runs in: a folder of its own with a random name, the commands that stay, and the promise that nothing of it
 * is left afterwards, however it ends.
 */
export class Stage {
  readonly folder = mkdtempSync(join(tmpdir(), "dinfra-story-"));
  readonly store = join(this.folder, "descriptors");
  readonly dataDir = join(this.folder, "reactor");
  /** Where `dinfra reactor run` has the platform `local` keep what it makes, without a profile. */
  readonly hostRoot = join(this.dataDir, "host");
  private readonly services: Service[] = [];
  private readonly calls = new Set<Promise<unknown>>();
  private readonly controller = new AbortController();
  private ending: Promise<void> | undefined;

  get around(): Surroundings {
    return {
      env: {
        PATH: process.env["PATH"],
        HOME: process.env["HOME"],
        LANG: process.env["LANG"],
        XDG_CACHE_HOME: process.env["XDG_CACHE_HOME"],
        TMPDIR: process.env["TMPDIR"],
        DINFRA_STORE: this.store,
        DINFRA_DATA_DIR: this.dataDir,
        ...this.learned,
      },
      stop: this.controller.signal,
      calls: this.calls,
    };
  }

  /** Addresses that become known on the way, for every later command. */
  readonly learned: Record<string, string> = {};

  service(args: readonly string[], onLine?: (document: unknown) => void): Service {
    const service = new Service(this.around, args, onLine);
    this.services.push(service);
    return service;
  }

  /** What the commands that stay logged last, for whoever has to find out why a story ended. */
  lastWords(): readonly string[] {
    return this.services.flatMap((service) => service.lastWords().map((line) => `dinfra ${service.args[0]}: ${line}`));
  }

  /** The processes that were deployed: each has a name, and the root that it belongs to, in its environment. */
  workloads(): readonly Found[] {
    return processes(
      (found) => carries(found, "DINFRA_HOST_NAME", "") && carries(found, "DINFRA_HOST_ROOT", this.hostRoot),
    );
  }

  /** Ends the commands that stay, the last one first. */
  async endServices(): Promise<void> {
    for (const service of this.services.splice(0).reverse()) await service.stop();
  }

  /** Ends all, in order where that works, and removes the folder. */
  clear(): Promise<void> {
    return (this.ending ??= this.clearOnce());
  }

  private async clearOnce(): Promise<void> {
    this.controller.abort();
    await Promise.allSettled(this.calls);
    await this.endServices();
    // Stopping a reactor never ends what it deployed (that is the point of it); here its chain ends, too. The folder's name alone
    // says little: it also stands in the environment of whoever followed the guide of `npm start`, and of all that they run.
    const ours = ["DINFRA_HOST_ROOT", "PULUMI_HOME", "PULUMI_BACKEND_URL"];
    await endProcesses(
      (found) =>
        ours.some((variable) => carries(found, variable, this.folder)) ||
        (/ \S+\/(reactor|sidecar)-main\.js /.test(found.command) && found.command.includes(this.folder)),
    );
    rmSync(this.folder, { recursive: true, force: true });
  }
}
