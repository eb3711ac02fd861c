import type { Status } from "../ssh/agent.js";
import { givenUp } from "./wait.js";

/** How far a machine got with its release, as of the last look. */
export interface SetUp {
  /** Every service of this release has come up on this machine once. A later outage does not change it. */
  started: boolean;
  /** Why the machine gave the release up, or has not got there yet. Empty once it has started. */
  reason: string;
  /** The machine gave it up: the reason begins with the code of its error. */
  failed: boolean;
}

/**
 * What a look at the machine says of its release. It changes a few times and then no more, so that a refresh of what runs
 * finds nothing.
 * @param digest the release that was looked at before, and what was found then
 */
export function setUpOf({ release, conditions }: Status, digest?: string, before?: SetUp): SetUp {
  const lost = givenUp(release);
  if (lost) return { started: false, reason: `${lost.code}: ${lost.message}`, failed: true };
  const same = digest === release.desired;
  const started = release.running === release.desired && conditions.started.status;
  if (started || (same && before?.started)) return { started: true, reason: "", failed: false };
  // The phase alone: progress in numbers would be another difference with every look.
  return { started: false, reason: `the machine is at ${release.phase}`, failed: false };
}
