import { barrier } from "../barrier.js";
import { discard } from "../files/clear.js";
import { groupOf, killGroup, removeGroup } from "../isolation/cgroup.js";
import { releaseOwner } from "../isolation/release.js";
import { makeLayout, type Layout } from "../layout.js";
import { withLock } from "../lock.js";
import { removeRecord, unlessFull, writeRecord } from "../records.js";
import { endAll } from "./end.js";
import type { ProcessInputs } from "./inputs.js";
import { removeLogs } from "./log.js";
import { lockKeyOf } from "./record.js";
import { lookFor } from "./sighting.js";

export type Stopping = Pick<ProcessInputs, "stopSignal" | "stopGraceSeconds">;

/**
 * Ends everything of that name and forgets it: its leader, its session, whatever bears its mark, then its logs and, last,
 * its record. No error when there is nothing.
 *
 * @param urn the resource that asks; when another has taken the process over since (renamed without an alias), nothing
 *   is done. Undefined for a sweep, which asks nobody.
 * @param stopping undefined: as the record says, else SIGTERM and ten seconds
 */
export async function removeProcess(root: string, name: string, urn?: string, stopping?: Stopping): Promise<void> {
  const layout = makeLayout(root);
  const lockMs = 120_000;
  await withLock(layout, lockKeyOf(name), lockMs, async () => {
    const { record } = lookFor(layout, name);
    if (urn !== undefined && record && record.urn !== urn) return;
    // The intent. Killed after it: a create for the same name does not adopt what is half gone, it starts afresh.
    // On a full disk it goes without: ending things is how a disk gets free.
    if (record) unlessFull(() => writeRecord(layout, "processes", name, { ...record, phase: "deleting" }));
    await barrier("host.delete.inside");
    const recorded = record?.inputs as Partial<Stopping> | undefined;
    const signal = (stopping?.stopSignal ?? recorded?.stopSignal ?? "SIGTERM") as NodeJS.Signals;
    const grace = stopping?.stopGraceSeconds ?? recorded?.stopGraceSeconds ?? 10;
    // Killed within or after: the record is there, and the next delete does the rest.
    await endAll(
      () => lookFor(layout, name).members,
      signal,
      grace * 1000,
      () => killGroup(groupOf(layout, name)),
    );
    await removeGroup(groupOf(layout, name));
    await removeLogs(layout, name);
    await removeWorkFolder(layout, name);
    removeRecord(layout, "processes", name);
    if (record) await releaseOwner(layout, record.owner);
  });
}

/** The process's own working folder with all that is in it. */
export async function removeWorkFolder(layout: Layout, name: string): Promise<void> {
  await discard(layout, layout.work, name, `work+${name}`);
}
