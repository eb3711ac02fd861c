import { ReactorError } from "@dinfra/service/failure";
import type { Awaiting, DeploymentRecord, Tick } from "./record.js";

/** Milliseconds for which an approval is good. */
const approvalLasts = 3_600_000;

/** What somebody approves: the plan's digest and its guarded steps, as they were shown. */
export interface Approval {
  digest: string;
  steps: readonly { urn: string; operation: string }[];
}

/**
 * The plan that waits and is approved by this.
 * @throws {ReactorError} `approval-mismatch`
 */
export function approvedPlan({ id, awaiting }: DeploymentRecord, approval: Approval): Awaiting {
  const named = new Set(approval.steps.map(({ urn, operation }) => `${operation} ${urn}`));
  const missing = awaiting?.steps.filter(({ urn, operation }) => !named.delete(`${operation} ${urn}`)) ?? [];
  if (awaiting?.digest === approval.digest && missing.length === 0 && named.size === 0) return awaiting;
  const found =
    awaiting === undefined ? "nothing waits" : `the plan ${awaiting.digest} waits, with other steps or another digest`;
  throw new ReactorError(
    "approval-mismatch",
    `${id}: expected the plan that waits, found that ${found}: look at it again`,
  );
}

/** The record with an approval of this plan: good once, and for an hour. */
export const withApproval = (record: DeploymentRecord, { digest }: Awaiting, now: Tick): DeploymentRecord => ({
  ...record,
  approved: { digest, until: now + approvalLasts },
});

/** Digest of the plan that may be carried out now although it is guarded; undefined where there is none. */
export const standingApproval = ({ approved }: DeploymentRecord, now: Tick): string | undefined =>
  approved !== undefined && approved.until > now ? approved.digest : undefined;
