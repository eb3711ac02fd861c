import type { Installation } from "./environment.js";
import type { DeploymentFolder } from "./folders.js";
import type { PlannedStep } from "./guard.js";
import type { EngineEvent, Changes } from "./job.js";

/**
 * What makes an update. `one-shot`, the default: our small program around Pulumi's engine, or `one-process` where it was not
 * built. `one-process`: one process of the Pulumi CLI. `plain`: only the SDK's public surface, four processes of the CLI. All
 * read and write the same states; the last takes the place of both where the SDK is not of the version that they were written for.
 */
export type EngineRunner = (typeof ENGINE_RUNNERS)[number];
export const ENGINE_RUNNERS = ["one-shot", "one-process", "plain"] as const;

/** The three things that the engine itself can do to a stack. */
export type Verb = "up" | "destroy" | "refresh";

/** What a run of the engine does: one of them, or a look at what an `up` would do. */
export type RunVerb = Verb | "preview";

/** A Pulumi inline program. */
export type InlineProgram = () => Promise<Record<string, unknown> | void>;

/** One run of the engine, asked for. */
export interface RunRequest {
  readonly installation: Installation;
  readonly folder: DeploymentFolder;
  readonly verb: RunVerb;
  readonly program: InlineProgram;
  /** Before an `up` or a preview: a refresh in the same run. */
  readonly refreshFirst?: boolean;
  readonly stop: AbortSignal;
  readonly onEvent: (event: EngineEvent) => void;
}

/** One run of the engine, ended by itself or not. Whether that is a success is `diagnose`'s business. */
export interface RunReport {
  readonly ok: boolean;
  /** Ended by a signal from outside: its lock and half-made resources are still there. */
  readonly killedBy?: string;
  readonly changes: Changes;
  /** Error diagnostics of engine and providers, without colours. */
  readonly errors: readonly string[];
  /** Resources whose operation failed. */
  readonly failed: readonly { readonly urn: string; readonly op: string }[];
  /** What it did, or would do, step by step. */
  readonly planned: readonly PlannedStep[];
  /** The tail of what was printed; where there are no diagnostics, the reason is here. */
  readonly output: string;
}

/** A way of running the engine. */
export type Runner = (request: RunRequest) => Promise<RunReport>;
