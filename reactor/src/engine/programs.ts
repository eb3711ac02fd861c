import type { InlineProgram } from "./run.js";
import type { StateResource } from "./state.js";

/**
 * What the engine asks of a module of programs (`@dinfra/stacks`): the program of a descriptor type, and the observer of a
 * profile's platform. The platform and what runs on it are none of the engine's business.
 */
export interface ProgramModule {
  /** Throws, or answers undefined, if there is no program for the type. */
  findProgram(type: string): Program | undefined;
  observerOf(profile: unknown): PlatformObserver | Promise<PlatformObserver>;
}

export interface Program {
  run(input: { descriptor: unknown; profile: unknown; owner: string }): Promise<unknown>;
}

/** Looks at the platform itself, never at the engine's state. Each throws when it cannot know. */
export interface PlatformObserver {
  /** What bears the physical name; `token` is the Pulumi type of the resource that is looked for. */
  find(name: string, token?: string): Promise<{ readonly id?: string } | undefined>;
  list(owner: string): Promise<readonly { readonly kind?: string; readonly name: string }[]>;
  isEmpty(owner: string): Promise<boolean>;
}

/**
 * The Pulumi id of a half-made resource, undefined if the platform has no such thing. Its physical name is an input: names
 * are functions of owner, role and index, so they are known before anything is made.
 */
export async function idOnPlatform(observer: PlatformObserver, half: StateResource): Promise<string | undefined> {
  const name = half.inputs?.name;
  if (typeof name !== "string") return undefined;
  const found = await observer.find(name, half.type);
  return found === undefined ? undefined : (found.id ?? name);
}

/** The program as Pulumi runs it, with what it threw kept: the engine passes on only the text. */
export function inline(
  program: Program,
  input: Parameters<Program["run"]>[0],
): { run: InlineProgram; thrown: unknown[] } {
  const thrown: unknown[] = [];
  const run = async () => {
    try {
      return (await program.run(input)) as Record<string, unknown>;
    } catch (error) {
      thrown.push(error);
      throw error;
    }
  };
  return { run, thrown };
}
