import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** The binary, as a user would call it. */
const binary = join(__dirname, "..", "main.js");

/** A command of the story did not do what it should; the story ends with this line. */
export class StoryFailure extends Error {}

/** Why a story ended: in its own words, or with where it came from if nobody foresaw it. */
export function reasonOfEnd(error: unknown): string {
  if (error instanceof StoryFailure) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  /** Ends the commands that are called once. Those that stay are ended in order, by who started them. */
  readonly stop: AbortSignal;
  /** The commands that are called once and have not ended yet. */
  readonly calls: Set<Promise<unknown>>;
}

/** Calls `dinfra` once and gives its JSON answer. */
export async function dinfra<T>(around: Surroundings, ...args: readonly string[]): Promise<T> {
  const child = start(around, [...args, "--json"]);
  // Nothing to end in order: the chain that it talks to ends with it.
  const onStop = () => killGroup(child.pid ?? 0);
  around.stop.addEventListener("abort", onStop, { once: true });
  const call = Promise.all([collect(child.stdout), collect(child.stderr), ended(child)]).finally(() => {
    around.stop.removeEventListener("abort", onStop);
    around.calls.delete(call);
  });
  around.calls.add(call);
  const [out, err, code] = await call;
  if (code !== 0)
    throw new StoryFailure(`dinfra ${args.join(" ")} ended with ${code}: ${reason(err) || "no reason given"}`);
  try {
    return JSON.parse(out) as T;
  } catch {
    throw new StoryFailure(`dinfra ${args.join(" ")}: expected JSON, found ${JSON.stringify(out.slice(0, 200))}`);
  }
}

/** A `dinfra` command that stays and says something in JSON now and then, a document a line. */
export class Service {
  private readonly waiting: (() => void)[] = [];
  private readonly heard: { at: number; document: unknown }[] = [];
  private exit: string | undefined;
  private complaint = "";
  readonly ended: Promise<void>;

  constructor(
    around: Surroundings,
    readonly args: readonly string[],
    private readonly onLine?: (document: unknown) => void,
  ) {
    const child = start(around, [...args, "--json"]);
    this.child = child;
    createInterface({ input: child.stdout! }).on("line", (line) => this.hear(line));
    createInterface({ input: child.stderr! }).on(
      "line",
      (line) => (this.complaint = `${this.complaint}\n${line}`.slice(-4000)),
    );
    this.ended = ended(child).then((code) => {
      this.exit = `ended with ${code}`;
      this.wake();
    });
  }

  private readonly child: ChildProcess;

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** The first document, heard or yet to come, that fits. `at` is when it was heard, in ms. Fails when the command ends first. */
  async until<T>(
    what: string,
    fits: (document: T) => boolean,
    timeout = 120_000,
  ): Promise<{ at: number; document: T }> {
    const deadline = performance.now() + timeout;
    for (let next = 0; ;) {
      for (; next < this.heard.length; next++) {
        const entry = this.heard[next] as { at: number; document: T };
        if (fits(entry.document)) return entry;
      }
      if (this.exit !== undefined)
        throw new StoryFailure(
          `waiting for ${what}: dinfra ${this.args.join(" ")} ${this.exit}${reason(this.complaint) && `: ${reason(this.complaint)}`}`,
        );
      const left = deadline - performance.now();
      if (left <= 0)
        throw new StoryFailure(
          `waited ${timeout / 1000} s for ${what}; the last that dinfra ${this.args.join(" ")} said: ${this.last()}`,
        );
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  /** The last lines that it said beside its answers: its log. */
  lastWords(lines = 6): readonly string[] {
    return this.complaint
      .split("\n")
      .filter((line) => line !== "")
      .slice(-lines);
  }

  /** Everything that it said so far. */
  documents<T>(): readonly { at: number; document: T }[] {
    return this.heard as { at: number; document: T }[];
  }

  /** SIGTERM, and SIGKILL to its whole group when it does not end. */
  async stop(grace = 20_000): Promise<void> {
    if (this.exit !== undefined) return;
    this.child.kill("SIGTERM");
    const timer = setTimeout(() => killGroup(this.pid), grace);
    await this.ended;
    clearTimeout(timer);
  }

  private hear(line: string): void {
    let document: unknown;
    try {
      document = JSON.parse(line);
    } catch {
      this.complaint = `${this.complaint}\n${line}`.slice(-4000);
      return;
    }
    this.heard.push({ at: performance.now(), document });
    this.onLine?.(document);
    this.wake();
  }

  private last(): string {
    const document = this.heard.at(-1)?.document;
    return `${document === undefined ? "nothing" : JSON.stringify(document).slice(0, 600)}${this.complaint && ` (${reason(this.complaint)})`}`;
  }

  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}

function start(around: Surroundings, args: readonly string[]): ChildProcess {
  // A story that is being ended does not notice at once; nobody would end what it started now.
  if (around.stop.aborted) throw new StoryFailure("the story is over");
  // A group of its own: Ctrl-C in the terminal is for the story, which ends its commands in order.
  return spawn(process.execPath, [binary, ...args], {
    env: around.env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
}

async function ended(child: ChildProcess): Promise<string | number> {
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  return code ?? signal ?? "nothing";
}

async function collect(stream: NodeJS.ReadableStream | null): Promise<string> {
  let text = "";
  if (stream) for await (const chunk of stream) text += String(chunk);
  return text;
}

/** What a command said on standard error, without the JSON around it. */
function reason(err: string): string {
  const line = err.trim().split("\n").at(-1) ?? "";
  try {
    return (JSON.parse(line) as { error: { message: string } }).error.message;
  } catch {
    return line;
  }
}

function killGroup(pid: number): void {
  if (pid === 0) return; // never started; 0 would be our own group
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // Gone already.
  }
}
