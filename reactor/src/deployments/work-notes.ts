import type { Reason } from "@dinfra/service/failure";
import type { ChangeLog } from "./change-log.js";
import type { Tick, Work } from "./record.js";

/** What the engine says of one resource, as far as the change log has it. */
export interface EngineStep {
  op: string;
  urn: string;
  status: string;
}

/** What one piece of work may leave in the change log. */
const mostSteps = 1_000;

/** Writes down in the change log what work does: that it began, what the engine did, and how it ended. */
export class WorkNotes {
  private readonly steps = new Map<string, string[]>();

  /** @param changeLog undefined: nothing is written down */
  constructor(
    private readonly changeLog: ChangeLog | undefined,
    private readonly tick: () => Tick,
  ) {}

  /** Of the work under way for a deployment. */
  step(deployment: string, { op, urn, status }: EngineStep): void {
    if (op === "same" || op === "refresh" || status === "started") return;
    this.steps.get(deployment)?.push(`${op} ${urn}${status === "failed" ? " failed" : ""}`);
  }

  /**
   * @param approved digest of the plan that somebody approved for it
   * @returns notes how it ended
   */
  begin(
    deployment: string,
    work: Work,
    approved: string | undefined,
  ): (outcome: "done" | "failed" | "held", reason?: Reason) => void {
    const began = this.tick();
    const { kind, ...more } = work;
    const what = { deployment, operation: kind, ...more, ...(approved !== undefined && { approved }) };
    this.steps.set(deployment, []);
    this.changeLog?.add({ ...what, outcome: "begun" });
    return (outcome, reason) => {
      const steps = (this.steps.get(deployment) ?? []).slice(0, mostSteps);
      this.steps.delete(deployment);
      const why = reason === undefined ? {} : { code: reason.code, message: reason.message };
      this.changeLog?.add({ ...what, outcome, milliseconds: this.tick() - began, ...why, steps });
    };
  }
}
