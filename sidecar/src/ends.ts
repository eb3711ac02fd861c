import type { AssignmentView } from "@dinfra/chain/client";
import type { NotedEnd } from "./cursor.js";
import { idOf } from "./plan.js";

/** Blocks of the clock that an end must have been known before it comes: less, and it is a surprise. */
export const noticeOfEnds = 100;

/** What changes in the notes when the chain says this: an end that moved is known anew, from this block on. */
export function noteEnds(
  noted: ReadonlyMap<string, NotedEnd>,
  assignments: readonly AssignmentView[],
  now: number,
): Map<string, NotedEnd | null> {
  const changes = new Map<string, NotedEnd | null>();
  const there = new Set(assignments.map(idOf));
  for (const id of noted.keys()) if (!there.has(id)) changes.set(id, null);
  for (const assignment of assignments) {
    const { stored, endsAt } = assignment;
    // One that has ended has no end to come: the last note stays, and is what its end is compared with.
    if (stored.kind !== "Active" || endsAt === null) continue;
    const id = idOf(assignment);
    if (noted.get(id)?.endsAt !== endsAt) changes.set(id, { endsAt, notedAt: now });
  }
  return changes;
}

/** Whether an end at this block, or before it, was known long before. */
export function isExpected(noted: NotedEnd | undefined, now: number): boolean {
  return noted !== undefined && noted.endsAt <= now && noted.notedAt + noticeOfEnds <= now;
}

/** At most so many blocks were paid for: from the declaration to now. */
export function paidBlocks({ deployedAt }: Pick<AssignmentView, "deployedAt">, now: number): number {
  return deployedAt === null ? 0 : Math.max(0, now - deployedAt);
}
