import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Service, type Surroundings } from "./child.js";
import { carriers, endCarriers } from "./traces.js";

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

  /** Processes of the story that still run. */
  left(): readonly { pid: number; command: string }[] {
    return carriers(this.folder);
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
    await this.endServices();
    // Stopping a reactor never ends what it deployed (that is the point of it); here its chain ends, too.
    await endCarriers(this.folder);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
