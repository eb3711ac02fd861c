import { createHash } from "node:crypto";

/** What a resource is to those who depend on it. */
export type Guarded = "disk" | "address" | "machine";

/** A step of an engine's plan that is not "nothing to do". */
export interface PlannedStep {
  /** The engine's word: create, update, delete, replace, create-replacement, delete-replaced, … */
  readonly op: string;
  readonly urn: string;
  /** Pulumi type token. */
  readonly type: string;
  /** Properties that differ, where the engine says which. */
  readonly keys: readonly string[];
}

export interface Plan {
  readonly steps: readonly PlannedStep[];
  /** 0x and the sha2-256 of the steps: the same for the same plan, whatever the order in which the engine came to them. */
  readonly digest: string;
}

/** A step that waits for an approval. */
export interface GuardedStep {
  readonly urn: string;
  readonly operation: "delete" | "replace";
}

/** What an update must not do by itself. */
export interface Guard {
  /** By Pulumi type token. */
  readonly kinds: Readonly<Record<string, Guarded>>;
  /** Whether its machines are guarded too: a validator's must not be made twice. */
  readonly machines: boolean;
  /** Digest of a plan that somebody approved. */
  readonly approved?: string;
}

const nothing = new Set(["same", "refresh", "read"]);

export function planOf(all: readonly PlannedStep[]): Plan {
  const text = ({ op, urn, type, keys }: PlannedStep) => JSON.stringify([urn, op, type, [...keys].sort()]);
  const steps = all
    // The stack itself and the engine's own providers stand for nothing real.
    .filter(({ op, type }) => !nothing.has(op) && !type.startsWith("pulumi:"))
    .map((step) => ({ step, text: text(step) }))
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  const digest = createHash("sha256")
    .update(steps.map(({ text }) => text).join("\n"))
    .digest("hex");
  return { steps: steps.map(({ step }) => step), digest: `0x${digest}` };
}

/** Whether a resource of this type is kept from an update that nobody approved. */
export function isGuarded(type: string, { kinds, machines }: Guard): boolean {
  const kind = kinds[type];
  return kind !== undefined && (kind !== "machine" || machines);
}

/** Steps of a plan that need an approval, each resource once. */
export function guardedSteps({ steps }: Plan, guard: Guard): GuardedStep[] {
  const found = new Map<string, GuardedStep["operation"]>();
  for (const { op, urn, type } of steps) {
    if (!isGuarded(type, guard)) continue;
    if (/replace/.test(op)) found.set(urn, "replace");
    else if (/^(delete|discard)/.test(op) && !found.has(urn)) found.set(urn, "delete");
  }
  return [...found].map(([urn, operation]) => ({ urn, operation }));
}

/** Whether what is deployed is a validator: another machine beside it could sign with the same keys. */
export function isValidator(type: string, descriptor: unknown): boolean {
  return type.startsWith("validator-sentry/") || (descriptor as { role?: unknown } | null)?.role === "validator";
}
