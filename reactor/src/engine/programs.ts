import type { InlineProgram } from "./run.js";

/**
 * What the engine asks of a module of programs (`@dinfra/stacks`): the program of a descriptor type, and the observer of a
 * profile's platform. What runs, and on what, is none of the
 * engine's business.
 */
export interface ProgramModule {
  /** Throws, or answers undefined, if there is no program for the type. */
  findProgram(type: string): Program | undefined;
  observerOf(profile: unknown): PlatformObserver | Promise<PlatformObserver>;
  /** What the profile's platform needs of the engine. Nothing, where the module does not say. */
  engineNeedsOf?(profile: unknown): EngineNeeds;
}

export interface EngineNeeds {
  /** Resource plugins, by the file that is there already. */
  readonly plugins: readonly { readonly name: string; readonly version: string; readonly file: string }[];
  /** Variables of the engine and its plugins. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface Program {
  /** Refuses, with a typed error, what can be refused before the engine is started. */
  check?(input: ProgramInput): Promise<void>;
  /** Both at once, with what they have in common done once. */
  plan?(input: ProgramInput): Promise<{ run(): Promise<unknown> }>;
  run(input: ProgramInput): Promise<unknown>;
}

/** The program of an input that was not refused. */
export async function planned(program: Program, input: ProgramInput): Promise<() => Promise<unknown>> {
  if (program.plan) {
    const plan = await program.plan(input);
    return () => plan.run();
  }
  await program.check?.(input);
  return () => program.run(input);
}

export interface ProgramInput {
  readonly descriptor: unknown;
  readonly profile: unknown;
  readonly owner: string;
}

/** Something real, as the platform itself has it. */
export interface Observed {
  /** Pulumi type token. */
  readonly type: string;
  /** Physical name. */
  readonly name: string;
  /** Pulumi id. */
  readonly id: string;
  /** Output in which the resource's provider looks for its id, where Pulumi's own id is not enough for it. */
  readonly idOutput?: string;
}

/** Looks at the platform itself, never at the engine's state. The first two throw when it cannot know. */
export interface PlatformObserver {
  list(owner: string): Promise<readonly Observed[]>;
  isEmpty(owner: string): Promise<boolean>;
  /** What bears a name and nobody's mark: its maker may have been killed before it marked it. */
  unmarked?(): Promise<readonly Observed[]>;
  /** Which of them a half-made resource is: only the platform knows where its resources bear their name. */
  identify(half: HalfMade, observed: readonly Observed[]): Observed | undefined;
}

export interface HalfMade {
  readonly type: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** The program as Pulumi runs it, with what it threw kept: the engine passes on only the text. */
export function inline(program: () => Promise<unknown>): { run: InlineProgram; thrown: unknown[] } {
  const thrown: unknown[] = [];
  const run = async () => {
    try {
      return (await program()) as Record<string, unknown>;
    } catch (error) {
      thrown.push(error);
      throw error;
    }
  };
  return { run, thrown };
}
