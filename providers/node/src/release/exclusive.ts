import { changed, holdsUnknown, plain, type Properties } from "@dinfra/host/dist/values.js";
import { NodeError } from "../errors.js";

/** Environment variable of the engine: names of releases whose end somebody else made sure of, with commas between. */
export const ASSUME_STOPPED = "DINFRA_ASSUME_STOPPED";

/**
 * Whether a release that must not run twice goes to another machine. It is then taken off the old one first, which a
 * replacement with the deletion before it does: the engine deletes it before the machine under it.
 */
export function movesAway(olds: Properties, news: Properties): boolean {
  if (plain(news["exclusive"]) !== true) return false;
  return holdsUnknown(news["machine"]) || changed(olds, news, ["machine"]).length > 0;
}

/** Whether somebody says that nothing of the release runs any more. */
export function assumedStopped(name: string, env: Readonly<Record<string, string | undefined>>): boolean {
  return (env[ASSUME_STOPPED] ?? "")
    .split(",")
    .map((one) => one.trim())
    .includes(name);
}

/** Why a release stays where it is. */
export function unverifiedEnd(name: string, error: unknown): NodeError {
  const { message = String(error) } = error as Partial<Error>;
  return new NodeError(
    "end-unverified",
    `expected the machine of ${name} to say that nothing of it runs any more, found: ${message}. Two validators with one ` +
      `key are slashed, so nothing is started elsewhere: bring the machine back, and update again. Where its platform ` +
      `says that it is stopped for good, set ${ASSUME_STOPPED}=${name} for one update`,
    true,
  );
}
