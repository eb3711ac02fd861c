import { wallClock } from "@dinfra/service/clock";
import type { PlannedStep } from "./guard.js";
import type { Changes, EngineEvent } from "./job.js";

/** The engine's own events, as far as they are read here (`sdk/go/common/apitype/events.go`). */
interface RawEvent {
  readonly resourcePreEvent?: { readonly metadata: StepMetadata };
  readonly resOutputsEvent?: { readonly metadata: StepMetadata };
  readonly resOpFailedEvent?: { readonly metadata: StepMetadata };
  readonly diagnosticEvent?: {
    readonly urn?: string;
    readonly prefix?: string;
    readonly message: string;
    readonly severity: string;
    readonly ephemeral?: boolean;
  };
  readonly summaryEvent?: { readonly resourceChanges?: Changes };
}

interface StepMetadata {
  readonly op: string;
  readonly urn: string;
  readonly type?: string;
  /** Properties that make it a replacement. */
  readonly keys?: readonly string[] | null;
  /** Properties that differ. */
  readonly diffs?: readonly string[] | null;
}

const ERRORS_KEPT = 50;

/** Turns the engine's events into ours as they come, and keeps what the report at the end needs. */
export class Progress {
  changes: Changes = {};
  readonly errors: string[] = [];
  readonly failed: { urn: string; op: string }[] = [];
  /** In the order in which the engine came to them. */
  readonly planned: PlannedStep[] = [];

  constructor(
    private readonly id: string,
    private readonly onEvent: (event: EngineEvent) => void,
  ) {}

  readonly take = (event: unknown): void => {
    const raw = event as RawEvent;
    if (raw.resourcePreEvent) {
      const { op, urn, type = "", keys, diffs } = raw.resourcePreEvent.metadata;
      this.planned.push({ op, urn, type, keys: [...new Set([...(keys ?? []), ...(diffs ?? [])])] });
      this.resource(raw.resourcePreEvent.metadata, "started");
    }
    if (raw.resOutputsEvent) this.resource(raw.resOutputsEvent.metadata, "done");
    if (raw.resOpFailedEvent) {
      const { urn, op } = raw.resOpFailedEvent.metadata;
      this.failed.push({ urn, op });
      this.resource({ urn, op }, "failed");
    }
    if (raw.diagnosticEvent) this.diagnostic(raw.diagnosticEvent);
    if (raw.summaryEvent) this.changes = raw.summaryEvent.resourceChanges ?? {};
  };

  private resource({ op, urn }: StepMetadata, status: "started" | "done" | "failed"): void {
    this.onEvent({ kind: "resource", id: this.id, at: wallClock(), op, urn, status });
  }

  private diagnostic({ message, severity, ephemeral, prefix }: NonNullable<RawEvent["diagnosticEvent"]>): void {
    if (severity === "debug" || ephemeral) return;
    const text = plain(`${severity === "error" ? "" : (prefix ?? "")}${message}`).trim();
    if (text === "") return;
    const kind = severity === "error" || severity === "warning" ? severity : "info";
    if (kind === "error" && this.errors.length < ERRORS_KEPT) this.errors.push(text);
    this.onEvent({ kind: "message", id: this.id, at: wallClock(), severity: kind, text });
  }
}

/** Without the engine's colour marks (`<{%reset%}>`) and terminal escapes. */
export function plain(text: string): string {
  return text.replace(/<\{%[^%]*%\}>/g, "").replace(/\u001b\[[0-9;]*m/g, "");
}
