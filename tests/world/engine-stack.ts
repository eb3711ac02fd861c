// One stack of an inline program, driven as the reactor drives its own: by one engine process per update, where the SDK's own
// `stack.up()` starts five. For suites that test what programs, providers and platforms do, and not the CLI.

import { hostname } from "node:os";
import { join } from "node:path";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { Installation } from "@dinfra/reactor/dist/engine/environment.js";
import { PROJECT, deploymentFolder } from "@dinfra/reactor/dist/engine/folders.js";
import { ensureStack } from "@dinfra/reactor/dist/engine/installation.js";
import { locateEngine } from "@dinfra/reactor/dist/engine/locate.js";
import { locateOneShot } from "@dinfra/reactor/dist/engine/one-shot.js";
import { oneProcessRunner } from "@dinfra/reactor/dist/engine/one-process.js";
import { JOB_MARK, jobMark, reap } from "@dinfra/reactor/dist/engine/processes.js";
import type { PlatformObserver } from "@dinfra/reactor/dist/engine/programs.js";
import { repair, type Repair } from "@dinfra/reactor/dist/engine/recovery.js";
import type { InlineProgram, RunVerb } from "@dinfra/reactor/dist/engine/run.js";
import { readState, resourcesOf, type StateResource } from "@dinfra/reactor/dist/engine/state.js";
import { output } from "@pulumi/pulumi";

export type Program = () => Promise<Record<string, unknown> | void>;

export interface Update {
  /** What the program answered, every output resolved; a secret is its value. */
  readonly outputs: Record<string, unknown>;
  /** Number of resources by what became of them. */
  readonly changes: Readonly<Record<string, number>>;
  /** `<operation> <URN>` of each resource that was done and is not the same. */
  readonly done: readonly string[];
}

/** Values of a stack's configuration; what is no text goes in as its YAML says it. */
export type Config = Readonly<Record<string, unknown>>;

export interface EngineStack {
  /** Other configuration, from the next update on. */
  configure(config: Config): void;
  /** An update; with `refresh` it looks first at what is real. Rejects with all that the engine said. */
  up(program: Program, options?: { readonly refresh?: boolean }): Promise<Update>;
  /** What an `up` would do; changes nothing. */
  preview(program: Program): Promise<Update>;
  refresh(): Promise<Update>;
  destroy(): Promise<Update>;
  /** Ends its engine process and plugins with SIGKILL, and resolves when they are gone. */
  kill(): Promise<void>;
  /** The reactor's way back from a kill. */
  repair(observer: PlatformObserver, owner: string): Promise<Repair>;
  resources(): Promise<readonly StateResource[]>;
}

export interface EngineStackPlace {
  /** Holds everything: states, passphrase, PULUMI_HOME. Several stacks may share one. */
  readonly folder: string;
  readonly name: string;
  /** The stack's configuration: a name without a colon is one of the project's. */
  readonly config?: Config;
  /** Of the engine and its plugins, besides the tests' own. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Looked for once a test file: to find one, it is asked for its version. */
let located: ReturnType<typeof locateEngine> | undefined;

export async function openEngineStack(wanted: EngineStackPlace): Promise<EngineStack> {
  const { folder, name, config = {}, environment = {} } = wanted;
  const engine = await (located ??= locateEngine());
  if ("reason" in engine) throw new Error(engine.reason);
  const [runner, oneShot] = [oneProcessRunner(), locateOneShot()];
  if (runner === undefined || oneShot === undefined)
    throw new Error(`expected the one-shot engine, found ${oneShot ?? "none"}: run \`npm run setup\``);
  const stateDir = join(folder, "state");
  const installation: Installation = {
    engineRoot: engine.root,
    oneShot,
    stateDir,
    pulumiHome: join(folder, "home"),
    passphraseFile: join(folder, "passphrase"),
    keyFolder: join(folder, "keys"),
    environment,
  };
  mkdirSync(stateDir, { recursive: true });
  writeFileSync(installation.passphraseFile, "test");
  const place = deploymentFolder(stateDir, name);
  await ensureStack(installation, place);
  const configure = (wanted: Config) => {
    const entries = Object.entries(wanted).map(
      ([key, value]) => `  ${key.includes(":") ? key : `${PROJECT}:${key}`}: ${JSON.stringify(value)}\n`,
    );
    const [made = ""] = readFileSync(place.stackFile, "utf8").split(/^config:/m);
    writeFileSync(place.stackFile, `${made.trimEnd()}\n${entries.length > 0 ? `config:\n${entries.join("")}` : ""}`);
  };
  configure(config);

  const run = async (verb: RunVerb, program: InlineProgram, refreshFirst = false): Promise<Update> => {
    const done: string[] = [];
    let outputs: Record<string, unknown> = {};
    const report = await runner({
      installation,
      folder: place,
      verb,
      program: async () => {
        const answer = await program();
        output(answer ?? {}).apply((values) => (outputs = values as Record<string, unknown>));
        return answer;
      },
      refreshFirst,
      stop: new AbortController().signal,
      onEvent: (event) => {
        if (event.kind === "resource" && event.status === "done" && event.op !== "same")
          done.push(`${event.op} ${event.urn}`);
      },
    });
    if (!report.ok) throw new Error([...report.errors, report.output].join("\n"));
    return { outputs, changes: report.changes, done };
  };
  const nothing = () => Promise.resolve();
  return {
    configure,
    up: (program, { refresh } = {}) => run("up", program, refresh),
    preview: (program) => run("preview", program),
    refresh: () => run("refresh", nothing),
    destroy: () => run("destroy", nothing),
    kill: async () => void (await reap(JOB_MARK, jobMark(stateDir, name))),
    repair: (observer, owner) =>
      repair(installation, place, observer, owner, true, [hostname()], new AbortController().signal),
    resources: async () => resourcesOf(await readState(place)),
  };
}
