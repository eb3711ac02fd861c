// Failures that the reactor can act on: a stable code, and whether trying again may help.

import type { GuardedStep } from "./guard.js";

export type FailureCode =
  /** No Pulumi CLI of a fitting version. Retryable: it is the machine that lacks something, not the deployment. */
  | "engine.missing"
  /** A resource plugin is not installed. Retryable, for the same reason. */
  | "engine.pluginMissing"
  /** The update would delete or replace what is guarded. Not retryable: somebody has to approve its plan. Nothing was changed. */
  | "approval.needed"
  /** Somebody else's live engine holds the stack. Retryable. */
  | "engine.locked"
  /** The operation did not end within its time and was stopped. Retryable. */
  | "engine.timeout"
  /** Worker or engine process died under the operation. Retryable; the next operation recovers first. */
  | "engine.killed"
  /** `cancel(id)` stopped it. Retryable. */
  | "engine.cancelled"
  /** A later job for the same deployment took this one's place in the queue. Not retryable: the later one does the work. */
  | "engine.superseded"
  /** The engine is closing or closed. Retryable, by the next incarnation. */
  | "engine.closed"
  /** The state of the deployment cannot be read or mended. Not retryable: somebody has to look. */
  | "engine.stateUnusable"
  /** The engine failed in a way that none of the others names. Retryable. */
  | "engine.failed"
  /** No program for this descriptor type. Permanent. */
  | "program.unknownType"
  /** The program refused its input, with an error that says it is permanent. */
  | "program.refused"
  /** The program threw. Retryable `MAX_PROGRAM_TRIES` times: it may be our defect, or the moment's. */
  | "program.threw"
  /** A provider refused a resource's inputs. Permanent. */
  | "provider.invalid"
  /** Made, but did not become ready in its time. Retryable. */
  | "provider.notReady"
  /** A provider could not do what was asked. Retryable. */
  | "provider.failed"
  /** The engine's state is empty, and the observer still finds something of the owner. Retryable; never a receipt. */
  | "teardown.notEmpty";

/** After so many tries a program that throws is not tried again until descriptor or profile change. */
export const MAX_PROGRAM_TRIES = 3;

/** A failure as it crosses a process boundary. */
export interface FailureReport {
  readonly code: FailureCode;
  readonly retryable: boolean;
  /** At most so many tries in all, where that is bounded; undefined: as long as the deployment is wanted. */
  readonly maxTries?: number;
  readonly message: string;
  /** Of `approval.needed`: the plan, and what of it needs the approval. */
  readonly needs?: { readonly digest: string; readonly steps: readonly GuardedStep[] };
}

export class EngineFailure extends Error implements FailureReport {
  override readonly name = "EngineFailure";
  readonly code: FailureCode;
  readonly retryable: boolean;
  readonly maxTries?: number;
  readonly needs?: FailureReport["needs"];

  constructor(report: FailureReport, options?: ErrorOptions) {
    super(report.message, options);
    this.code = report.code;
    this.retryable = report.retryable;
    if (report.maxTries !== undefined) this.maxTries = report.maxTries;
    if (report.needs !== undefined) this.needs = report.needs;
  }

  toReport(): FailureReport {
    return {
      code: this.code,
      retryable: this.retryable,
      ...(this.maxTries === undefined ? {} : { maxTries: this.maxTries }),
      message: this.message,
      ...(this.needs === undefined ? {} : { needs: this.needs }),
    };
  }
}
