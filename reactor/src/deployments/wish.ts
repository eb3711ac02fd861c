import { isDeepStrictEqual } from "node:util";
import { ReactorError } from "@dinfra/service/failure";
import type { Ending } from "@dinfra/schemas";
import { weigh } from "./breaker.js";
import {
  deployedTick,
  newRecord,
  type DeploymentRecord,
  type End,
  type Generation,
  type Instant,
  type Moment,
  type Owner,
} from "./record.js";

/**
 * A PUT, as a change of the record. The same wish twice changes nothing; a lower generation, other content under the same
 * generation, and anything after a DELETE are refused with the code of the API's problem.
 */
export function wishPresent(
  record: DeploymentRecord | undefined,
  id: string,
  owner: Owner,
  wish: Generation,
  now: Instant,
): DeploymentRecord {
  if (record === undefined) return { ...newRecord(id, owner, now), desired: wish };
  if (record.wanted === "absent") {
    throw new ReactorError(
      "ended",
      `deployment ${id} was deleted; an ended assignment does not come back under the same attempt`,
    );
  }
  const known = record.desired;
  if (known !== null && wish.generation < known.generation) {
    throw new ReactorError(
      "stale-generation",
      `generation ${known.generation} of ${id} is known, ${wish.generation} is older; send the newest one`,
    );
  }
  if (known !== null && wish.generation === known.generation) {
    if (wish.cid !== known.cid || wish.typeId !== known.typeId) {
      throw new ReactorError(
        "generation-conflict",
        `generation ${known.generation} of ${id} has descriptor ${known.cid}; other content needs a higher generation`,
      );
    }
    return record;
  }
  // Latest wins: the count of failures belonged to the older wish.
  return { ...record, desired: wish, failure: null, tries: 0, nextAt: 0, awaiting: undefined, approved: undefined };
}

/**
 * A DELETE. For an id that nobody knows here it makes a record too: the platform is searched, then a receipt is given. One that
 * comes again only adds what was not said of the end.
 */
export function wishAbsent(
  record: DeploymentRecord | undefined,
  id: string,
  owner: Owner,
  hint: Generation | null,
  now: Moment,
  ending: Ending = {},
): DeploymentRecord {
  const known = record ?? newRecord(id, owner, now.wall);
  if (known.wanted === "absent") return withMoreSaid(known, ending, now.wall);
  return {
    ...known,
    wanted: "absent",
    desired: known.desired ?? hint,
    absentSince: now.tick,
    end: endSaid({ by: "unknown", reason: "", at: now.wall }, ending),
    toll: { weight: weigh(ending, deployedTick(known), now.tick), expected: ending.expected === true },
    failure: null,
    tries: 0,
    nextAt: 0,
  };
}

function withMoreSaid(record: DeploymentRecord, ending: Ending, now: Instant): DeploymentRecord {
  const before = record.end ?? { by: "unknown", reason: "", at: record.teardownStartedAt ?? now };
  const after = endSaid(before, ending);
  return isDeepStrictEqual(after, before) ? record : { ...record, end: after };
}

/** What was said before stays as it is. */
function endSaid({ by, reason, at, ...settled }: End, ending: Ending): End {
  const { endBlock: block, paid, refunded } = ending;
  return {
    by: by === "unknown" ? (ending.endedBy ?? by) : by,
    reason: reason === "" ? (ending.endReason ?? reason) : reason,
    at,
    ...(block !== undefined && { block }),
    ...(paid !== undefined && { paid }),
    ...(refunded !== undefined && { refunded }),
    ...settled,
  };
}
