import { ReactorError } from "@dinfra/service/failure";
import type { NodeSetUp } from "@dinfra/stacks";

/** Code of a deployment that is made, and whose machine still works on it: a restore may take hours. */
export const STARTING = "deployment.starting";

/**
 * A deployment counts as deployed once what runs has come up. A machine works on alone until then, so nothing is held for it:
 * it is looked at again as any failure is tried again, and the award's deadline ends the wait.
 */
export function requireStarted(value: unknown): void {
  for (const seen of Array.isArray(value) ? (value as Partial<NodeSetUp>[]) : []) {
    if (seen.failed) throw new ReactorError("deployment.given-up", `expected it to come up, found ${seen.reason}`);
    if (seen.started === false)
      throw new ReactorError(STARTING, `expected every service to have come up, found ${seen.reason}`, true);
  }
}
