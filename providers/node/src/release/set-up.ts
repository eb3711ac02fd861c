import type { Status } from "../ssh/agent.js";
import type { SetUp } from "../resources/set-up.js";
import { givenUp } from "./wait.js";

export type { SetUp };

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
