import type { PlatformObserver, Surroundings } from "./ports.js";
import type { DeploymentRecord } from "./record.js";

/** What a deployment is compared with reality by. */
export type Examined = Pick<DeploymentRecord, "watched" | "endpoints">;

export type Finding = { well: true } | { well: false; code: string; message: string };

/**
 * Whether a deployment is as the last update left it: every resource that was there still exists for the platform and
 * runs, and every endpoint takes connections.
 *
 * @throws when the platform cannot be asked. That is no finding: trouble of the platform's interface is not ill health of
 * what runs on it.
 */
export async function examine(
  record: Examined,
  owner: string,
  observer: PlatformObserver,
  /** A look that began then is new enough: so one serves all deployments. */
  notBefore: number,
  reachable: Surroundings["reachable"],
): Promise<Finding> {
  const found = await observer.list(owner, notBefore);
  const ended = found.filter(({ state }) => state === "ended").map(({ name }) => name);
  if (ended.length > 0) return { well: false, code: "platform.ended", message: `runs no more: ${ended.join(", ")}` };
  const present = new Set(found.map(({ name }) => name));
  const missing = record.watched.filter((name) => !present.has(name));
  if (missing.length > 0) {
    return { well: false, code: "platform.missing", message: `not on the platform any more: ${missing.join(", ")}` };
  }
  for (const endpoint of record.endpoints) {
    if (!(await reachable(endpoint))) {
      return {
        well: false,
        code: "endpoint.unreachable",
        message: `${endpoint.name} takes no connections at ${endpoint.url}`,
      };
    }
  }
  return { well: true };
}
