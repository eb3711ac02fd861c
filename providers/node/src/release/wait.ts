import { NodeError } from "../errors.js";
import { pause, type AgentClient, type Status } from "../ssh/agent.js";
import type { Inputs } from "./inputs.js";

const between = 2000;

/** Failures that the agent ended by itself: asking again would give the same. */
const ended = new Set(["upgrade-returned", "canary-failed"]);

/** The failure of a release that the machine gave up; undefined while it still works on it. */
export const givenUp = ({ failure }: Status["release"]) =>
  failure && (failure.permanent || ended.has(failure.code)) ? failure : undefined;

/** Seconds that are left of so many, from now on: what an update waits for one after the other, it waits for once. */
export function timeLeft(seconds: number): () => number {
  const until = performance.now() + seconds * 1000;
  return () => (until - performance.now()) / 1000;
}

/**
 * Waits until the machine says what is waited for, of this very release. The machine works on alone, so a wait that is
 * given up loses nothing.
 * @throws NodeError `not-reached`, `cancelled`, or the agent's own
 */
export async function waitFor(
  agent: AgentClient,
  first: Status,
  digest: string,
  { waitFor: wanted, timeoutSeconds }: Pick<Inputs, "waitFor" | "timeoutSeconds">,
  cancel: AbortSignal,
  left: () => number,
  settled: (status: Status) => boolean = identified,
): Promise<Status> {
  let status = first;
  for (;;) {
    const { failure, running, desired } = status.release;
    const lost = givenUp(status.release);
    if (desired !== digest)
      throw new NodeError(
        "not-reached",
        `expected the machine to have this release, found that another was asked for meanwhile`,
      );
    if (settled(status) && reached(status, wanted, digest)) return status;
    if (lost) throw new NodeError(`agent/${lost.code}`, lost.message);
    if (cancel.aborted)
      throw new NodeError("cancelled", `expected ${wanted}, found the wait cancelled: the machine goes on alone`, true);
    const { reason } = status.conditions[wanted];
    const why = failure ? `${failure.message} [agent/${failure.code}]` : `${reason} (phase ${status.release.phase})`;
    if (left() <= 0) {
      throw new NodeError(
        "not-reached",
        `expected ${wanted} within ${timeoutSeconds} s, found not yet${running ? "" : ", no release runs"}: ${why}. ` +
          `The machine goes on alone; wait longer with timeoutSeconds`,
        true,
      );
    }
    agent.waiting(`expected ${wanted}, found not yet: ${why}`);
    await pause(between, cancel);
    status = await agent.askUntil("status", "", left());
  }
}

/** What has peers has a key, by which they know it. */
const identified = ({ nodes = [] }: Status) => nodes.every(({ peerId }) => peerId !== "");

function reached(status: Status, wanted: Inputs["waitFor"], digest: string): boolean {
  if (wanted === "booted") return status.conditions.booted.status;
  if (wanted === "restored") return status.conditions.restored.status && status.release.failure === null;
  return status.release.running === digest && status.conditions[wanted].status;
}
