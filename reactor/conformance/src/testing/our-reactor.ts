import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { reactorSettings } from "@dinfra/reactor/dist/config.js";
import { findEngine } from "@dinfra/reactor/dist/find-engine.js";
import { dataFolder } from "@dinfra/service/data-folder";
import { scriptEntry, type Profile } from "@dinfra/stacks";
import { SETTINGS_VARIABLE, type ChildMessage } from "@dinfra/service/child-process";
import type { Subject } from "../subject.js";
import { descriptors } from "./memory-reactor.js";

/** The reactor as a process of its own, without a sidecar: real engine, platform `local`, small workloads. */
export class OurReactor {
  readonly folder = mkdtempSync(join(tmpdir(), "dinfra-conforming-"));
  private readonly dataDir = join(this.folder, "data");
  private child: ChildProcess | null = null;
  private url = "";
  readonly log: string[] = [];

  async start(): Promise<void> {
    const engineRoot = await findEngine(undefined);
    const profile = join(this.folder, "profile.json");
    for (const name of ["data", "store"]) mkdirSync(join(this.folder, name), { recursive: true, mode: 0o700 });
    const tiny = join(require.resolve("@dinfra/stacks/package.json"), "..", "bench", "flaky-http.js");
    const starts = join(this.folder, "starts");
    const catalogue = [
      scriptEntry({
        ...{ name: "tiny", version: "1.0.0", commandLine: "plain-http", command: tiny },
        args: ["--starts", starts, "--failures", "0"],
      }),
    ];
    const local = { root: join(this.folder, "host"), isolation: "shared-user" } as const;
    writeFileSync(
      profile,
      JSON.stringify({ type: "profile/v1", platform: "local", local, catalogue } satisfies Profile),
    );
    const settings = reactorSettings({
      ...{ endpoint: "ws://127.0.0.1:1", key: { uri: "//Charlie" }, dataDir: this.dataDir, profile, engineRoot },
      provider: "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
      store: join(this.folder, "store"),
      ...{ maxWorkers: 2, probeSeconds: 0.5, retry: { tries: 4, firstDelaySeconds: 0.3, longestDelaySeconds: 2 } },
      port: this.url === "" ? 0 : Number(new URL(this.url).port),
    });
    const main = require.resolve("@dinfra/reactor/dist/reactor-main.js");
    const child = fork(main, {
      env: { ...process.env, [SETTINGS_VARIABLE]: JSON.stringify(settings) },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    this.child = child;
    for (const stream of [child.stdout!, child.stderr!])
      stream.setEncoding("utf8").on("data", (part: string) => this.log.push(part));
    await new Promise<void>((resolve, reject) => {
      child.on("message", (message: ChildMessage) => {
        if (message.kind === "fatal") reject(new Error(`${message.code}: ${message.message}`));
        if (message.kind === "ready") this.url = message.url;
        if (message.kind === "ready") resolve();
      });
      child.once("close", (code) => reject(new Error(`it ended with ${code}: ${this.log.slice(-20).join("")}`)));
    });
  }

  /** As kill -9 does; what is deployed stays. */
  async kill(): Promise<void> {
    const { child } = this;
    this.child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  }

  get subject(): Subject {
    return {
      ...{ url: this.url, name: "@dinfra/reactor", type: "substrate-node/v1", descriptors },
      provider: "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
      token: readFileSync(dataFolder(this.dataDir).token, "utf8").trim(),
      stop: () => this.kill(),
      start: () => this.start(),
    };
  }

  async close(): Promise<void> {
    const { child } = this;
    if (child !== null && child.exitCode === null && child.signalCode === null) {
      const gone = once(child, "exit");
      child.kill("SIGTERM");
      await gone;
    }
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
