import { rename } from "node:fs/promises";
import { readIfThere, type DeploymentFolder } from "./folders.js";
import type { Json } from "./job.js";

/** A resource as Pulumi's state has it; only what is looked at here is named, the rest travels along. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  /** False for components, which nothing real stands for. */
  readonly custom?: boolean;
  readonly id?: string;
  readonly inputs?: { readonly [name: string]: Json };
  readonly outputs?: { readonly [name: string]: Json };
  readonly parent?: string;
  /** Only read, and never made by us. */
  readonly external?: boolean;
  /** `<urn of the provider resource>::<its id>`. */
  readonly provider?: string;
  readonly dependencies?: readonly string[];
  /** An old one that waits to be deleted, after its replacement was made. */
  readonly delete?: boolean;
  /** Deleted already, its replacement not made yet. */
  readonly pendingReplacement?: boolean;
}

export interface PendingOperation {
  readonly resource: StateResource;
  /** creating, updating, deleting, reading, importing. */
  readonly type: string;
}

/** What `pulumi stack export` gives under `deployment`, format 3. */
export interface StackState {
  readonly resources?: readonly StateResource[];
  readonly pending_operations?: readonly PendingOperation[];
}

/** Format of the checkpoint file and of `pulumi stack import`. */
export const STATE_VERSION = 3;

/** The engine writes 4 where a resource uses an option that came later, such as `replacementTrigger`; the shape is the same. */
const READ_VERSIONS: readonly number[] = [STATE_VERSION, 4];

interface Checkpoint {
  readonly version: number;
  readonly checkpoint: { readonly stack: string; readonly latest?: StackState };
}

export type StateFound =
  | { readonly kind: "none" }
  | { readonly kind: "state"; readonly state: StackState }
  /** Neither the file nor its backup can be read. */
  | { readonly kind: "unusable"; readonly reason: string };

/**
 * Reads the checkpoint file, without starting an engine. If the file itself is broken, its backup (the state one step
 * earlier, which the engine keeps beside it) takes its place.
 */
export async function readState(folder: Pick<DeploymentFolder, "checkpointFile">): Promise<StateFound> {
  const text = await readIfThere(folder.checkpointFile);
  if (text === undefined) return { kind: "none" };
  const state = parseCheckpoint(text);
  if (typeof state !== "string") return { kind: "state", state };
  const backup = await readIfThere(`${folder.checkpointFile}.bak`);
  const earlier = backup === undefined ? undefined : parseCheckpoint(backup);
  if (earlier === undefined || typeof earlier === "string") {
    return { kind: "unusable", reason: `${folder.checkpointFile}: ${state}` };
  }
  await rename(`${folder.checkpointFile}.bak`, folder.checkpointFile);
  return { kind: "state", state: earlier };
}

/** The state in a checkpoint's text, or what is wrong with it. */
export function parseCheckpoint(text: string): StackState | string {
  let checkpoint: Checkpoint;
  try {
    checkpoint = JSON.parse(text) as Checkpoint;
  } catch (error) {
    return `not JSON (${(error as Error).message})`;
  }
  if (!READ_VERSIONS.includes(checkpoint?.version)) {
    return `format ${READ_VERSIONS.join(" or ")} expected, ${checkpoint?.version} found`;
  }
  return checkpoint.checkpoint?.latest ?? {};
}

export function resourcesOf(found: StateFound): readonly StateResource[] {
  return found.kind === "state" ? (found.state.resources ?? []) : [];
}

export function pendingOf(found: StateFound): readonly PendingOperation[] {
  return found.kind === "state" ? (found.state.pending_operations ?? []) : [];
}

/** How Pulumi marks a secret, a resource or an asset inside a value; the value beside it says which. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** The outputs of the stack itself. Those that are or hold a secret stay encrypted in the state, and are only named. */
export function outputsOf(found: StateFound): { outputs: Record<string, Json>; secretOutputs: string[] } {
  const stack = resourcesOf(found).find((r) => r.type === "pulumi:pulumi:Stack");
  const outputs: Record<string, Json> = {};
  const secretOutputs: string[] = [];
  for (const [name, value] of Object.entries(stack?.outputs ?? {})) {
    if (holdsSecret(value)) secretOutputs.push(name);
    else outputs[name] = value;
  }
  return { outputs, secretOutputs };
}

function holdsSecret(value: Json): boolean {
  if (value === null || typeof value !== "object") return false;
  if (Array.isArray(value)) return value.some(holdsSecret);
  const record = value as { [key: string]: Json };
  return record[SIGNATURE] === SECRET || Object.values(record).some(holdsSecret);
}
