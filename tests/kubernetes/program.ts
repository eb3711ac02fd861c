import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A program that ends with this process, however that ends: the kernel sees to it. What it says is in a file. */
export class Program {
  private constructor(
    readonly name: string,
    private readonly log: string,
    private readonly child: ChildProcess,
  ) {}

  static start(name: string, file: string, args: readonly string[], folder: string): Program {
    const log = join(folder, `${name}.log`);
    const said = openSync(log, "a");
    const child = spawn("setpriv", ["--pdeathsig", "KILL", file, ...args], {
      cwd: folder,
      env: {
        ...{ PATH: process.env.PATH, HOME: folder, TMPDIR: folder },
        // etcd 3.4 refuses it unless told so.
        ...(process.arch === "arm64" && { ETCD_UNSUPPORTED_ARCH: "arm64" }),
      },
      stdio: ["ignore", said, said],
    });
    child.on("error", () => {}); // its exit code says it
    closeSync(said);
    return new Program(name, log, child);
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Throws, with the last that it said, if it has ended by itself. */
  mustRun(): void {
    const { exitCode, signalCode } = this.child;
    if (exitCode === null && signalCode === null) return;
    throw new Error(`${this.name} ended with ${exitCode ?? signalCode}: ${this.last()}`);
  }

  /** The last lines that it said. */
  last(lines = 20): string {
    return readFileSync(this.log, "utf8").trimEnd().split("\n").slice(-lines).join("\n");
  }

  /** Kills it, since nothing of it is kept, and resolves when it has ended. */
  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null || this.child.pid === undefined) return;
    const ended = once(this.child, "exit");
    this.child.kill("SIGKILL");
    await ended;
  }
}
