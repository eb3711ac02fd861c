// What the reactor asks of the engine, and what it gets back. Everything here crosses a process boundary, so all of it is
// plain JSON.

import type { Guard, Plan } from "./guard.js";

/** Anything that survives `JSON.stringify` and back. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * Which deployment, and where its real things are. Enough to find what an ended process left behind, whatever the
 * descriptor says by now.
 */
export interface Subject {
  /** `<subscription>.<attempt>`; also the name of the Pulumi stack. */
  readonly id: string;
  /** The owner that physical names and marks on the platform are made from (`ownerOfDeployment`). */
  readonly owner: string;
  /** The provider's profile, pinned for this deployment: it names the platform, and so the observer. */
  readonly profile: unknown;
}

/** A deployment as it is wanted. */
export interface Job extends Subject {
  /** Descriptor type, for example `substrate-node/v1`; `findProgram` of the stacks turns it into a program. */
  readonly type: string;
  /** The descriptor itself, already checked against its hash and schema. */
  readonly descriptor: unknown;
  /**
   * Look at reality before the update (`up` only), so that what somebody changed or killed is seen and put back on any
   * platform. The host provider sees it without.
   */
  readonly refresh?: boolean;
  /** What an update (`up`) of what is there must not do without an approval. */
  readonly guard?: Guard;
  /** Milliseconds that the platform may take to bring it up, on top of the engine's limit for `up` and `destroy`. Default: 0. */
  readonly patience?: number;
}

/** One line of an update's progress. `at` is milliseconds since the epoch. */
export type EngineEvent =
  | { readonly kind: "phase"; readonly id: string; readonly at: number; readonly phase: Phase }
  | {
      readonly kind: "resource";
      readonly id: string;
      readonly at: number;
      /** The engine's operation: create, update, delete, replace, same, refresh, … */
      readonly op: string;
      readonly urn: string;
      readonly status: "started" | "done" | "failed";
    }
  | {
      readonly kind: "message";
      readonly id: string;
      readonly at: number;
      readonly severity: "info" | "warning" | "error";
      readonly text: string;
    };

export type Phase =
  "queued" | "started" | "recovering" | "planning" | "updating" | "refreshing" | "destroying" | "verifying" | "ended";

export type OnEvent = (event: EngineEvent) => void;

/** How many resources met which fate: `{ create: 2, same: 1 }`. */
export type Changes = Readonly<Record<string, number>>;

/** Milliseconds, as the engine measured them. */
export interface Timings {
  /** Waiting for the deployment's earlier operation and for a free worker. */
  readonly queuedMs: number;
  /** Finding the way back after an unclean end; 0 when there was nothing to find. */
  readonly recoveryMs: number;
  /** The update itself, from the first engine process to the last. */
  readonly updateMs: number;
}

export interface UpResult {
  /** The program's outputs (`endpoints`, …). A secret output is left out and named in `secretOutputs`. */
  readonly outputs: { readonly [name: string]: Json };
  readonly secretOutputs: readonly string[];
  readonly changes: Changes;
  readonly timings: Timings;
  /** What had to be put right before the update; undefined when the last operation had ended by itself. */
  readonly recovery?: Recovery;
}

/** What an `up` would do. Nothing was done. */
export interface PreviewResult {
  readonly plan: Plan;
  readonly changes: Changes;
  readonly timings: Timings;
  /** Nothing is put right by a preview. */
  readonly recovery?: undefined;
}

export interface RefreshResult {
  /** What differs from the state: `{ same: 2 }`, `{ delete: 1 }` when the process is gone, `{ update: 1 }` when it changed. */
  readonly changes: Changes;
  /** True if reality was not as the state had it: the next `up` puts it back. */
  readonly drifted: boolean;
  readonly timings: Timings;
  readonly recovery?: Recovery;
}

/** Written only after the engine's state had no resource left and the platform's observer found nothing of the owner. */
export interface Receipt {
  readonly id: string;
  readonly owner: string;
  /** When the observer found the platform empty; ISO 8601, UTC. */
  readonly emptyAt: string;
  /** What this teardown deleted; empty if all was gone already. */
  readonly changes: Changes;
  readonly timings: Timings;
  readonly recovery?: Recovery;
}

/** What a recovery found and did. All lists empty: there was nothing to do. */
export interface Recovery {
  readonly id: string;
  /** The operation that did not come to its end, if its intent was still there. */
  readonly interrupted?: Operation;
  /** Pids of engine, plugin and worker processes that had survived and were ended. */
  readonly reaped: readonly number[];
  /** Locks of dead engine processes that were removed. */
  readonly locks: number;
  /** URNs of half-made resources that the observer found and that are in the state now. */
  readonly adopted: readonly string[];
  /** URNs of half-made resources that do not exist and were dropped from the state. */
  readonly dropped: readonly string[];
}

export type Operation = "up" | "refresh" | "destroy" | "recover" | "preview";
