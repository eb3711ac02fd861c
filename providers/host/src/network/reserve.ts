import { HostError } from "../errors.js";
import { applyFilter } from "../isolation/filter.js";
import { makeLayout } from "../layout.js";
import { withLock } from "../lock.js";
import { listRecords, readRecord, removeRecord, writeRecord, type Owning } from "../records.js";
import { bindProblem } from "./bindable.js";
import { candidate, crowded, type Range } from "./range.js";

/** The reservation itself: a network is nothing but its record. */
export interface NetworkRecord extends Owning, Range {
  size: number;
}

/** One lock for all: two networks must not take the same place. */
const lockKey = "networks";
const lockMs = 60_000;
const attempts = 64;

/** Why the range cannot be had: the first port that cannot be bound, with the system's error code. */
async function problemWith(range: Range): Promise<string | undefined> {
  for (let port = range.firstPort; port <= range.lastPort; port++) {
    const problem = await bindProblem(range.address, port);
    if (problem) return problem;
  }
  return undefined;
}

/** Whether the machine answers on 127.0.0.1 only (some sandboxes, and macOS, where the rest of this provider does not run). */
async function hasOneAddressOnly(): Promise<boolean> {
  return (await bindProblem("127.84.17.3", 0)) === "EADDRNOTAVAIL";
}

export interface WantedNetwork {
  root: string;
  name: string;
  owner: string;
  size: number;
}

/**
 * Reserves an address and ports, or gives what the name has already. Killed before the record is written: nothing has
 * happened; after it: the next call for the name finds it.
 */
export async function reserveNetwork(urn: string, wanted: WantedNetwork): Promise<NetworkRecord> {
  const { root, name, owner, size } = wanted;
  const layout = makeLayout(root);
  return withLock(layout, lockKey, lockMs, async () => {
    const existing = readRecord<NetworkRecord>(layout, "networks", name);
    if (existing && existing.owner !== owner)
      throw new HostError(
        "name-taken",
        `network ${name} belongs to ${existing.owner}, not to ${owner}: choose another name, or destroy that one first`,
      );
    if (existing?.size === size) {
      const adopted = { ...existing, urn };
      writeRecord(layout, "networks", name, adopted);
      return adopted;
    }
    const taken = listRecords<NetworkRecord>(layout, "networks").filter((other) => other.name !== name);
    const shared = await hasOneAddressOnly();
    let last = "every place is taken";
    for (let attempt = 0; attempt < attempts; attempt++) {
      const range = candidate(name, size, attempt, shared);
      if (taken.some((other) => crowded(other, range, shared))) continue;
      const problem = await problemWith(range);
      if (problem === undefined) {
        const record = { name, owner, urn, size, ...range };
        writeRecord(layout, "networks", name, record);
        return record;
      }
      last = `${range.address}:${range.firstPort}-${range.lastPort}: ${problem}`;
    }
    throw new HostError(
      "no-free-range",
      `network ${name}: expected ${size} free ports in a row on a loopback address, found none in ${attempts} places (the last: ${last}): end what listens there, or ask for fewer`,
      true,
    );
  });
}

/** Gives the ports back. Nothing is done for a resource that no longer has it, nor when there is none. */
export async function releaseNetwork(root: string, name: string, urn?: string): Promise<void> {
  const layout = makeLayout(root);
  await withLock(layout, lockKey, lockMs, async () => {
    const existing = readRecord<NetworkRecord>(layout, "networks", name);
    if (!existing || (urn !== undefined && existing.urn !== urn)) return;
    removeRecord(layout, "networks", name);
    await applyFilter(layout);
  });
}
