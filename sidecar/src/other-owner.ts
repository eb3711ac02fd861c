import type { Owner } from "@dinfra/schemas";
import { ReactorError } from "@dinfra/service/failure";

/**
 * What a reactor has deployed for one chain instance is unknown to every other one: there it would look like orphans, and
 * awards would be taken into a store that belongs elsewhere.
 *
 * @param found whose the reactor's store is; undefined while nothing was ever asked of it
 * @throws {ReactorError} `wrong-instance`
 */
export function refuseOtherOwner(found: Owner | undefined, owner: Owner): void {
  if (found === undefined || (found.instance === owner.instance && found.provider === owner.provider)) return;
  throw new ReactorError(
    "wrong-instance",
    `the reactor's store belongs to provider ${found.provider} on chain instance ${found.instance}; ` +
      `followed is provider ${owner.provider} on chain instance ${owner.instance}: use the endpoint and provider of before, or another data directory`,
  );
}
