import { HostError } from "../errors.js";
import { applyFilter } from "../isolation/filter.js";
import { makeLayout } from "../layout.js";
import { withLock } from "../lock.js";
import { listRecords, readRecord, removeRecord, writeRecord, type Owning } from "../records.js";
import { bindProblem } from "./bindable.js";
import { candidate, crowded, highestGrown, overlap, type Range } from "./range.js";

/** The reservation itself: a network is nothing but its record. */
export interface NetworkRecord extends Owning, Range {
  size: number;
  /** Ports that workloads have, by the workload's name and the port's. */
  leases?: Record<string, Record<string, number>>;
}

/** One lock for all: two networks must not take the same place. */
export const lockKey = "networks";
export const lockMs = 60_000;
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
    if (existing) {
      const others = listRecords<NetworkRecord>(layout, "networks").filter((other) => other.name !== name);
      const adopted = { ...(await resized(existing, size, others)), urn };
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

/**
 * The same network with more or fewer ports at its end: what is in it keeps its ports. It may grow to where Linux begins to take
 * the local ends of outgoing connections from.
 */
async function resized(record: NetworkRecord, size: number, others: NetworkRecord[]): Promise<NetworkRecord> {
  if (record.size === size) return record;
  const after = { ...record, size, lastPort: record.firstPort + size - 1 };
  const refuse = (found: string) =>
    new HostError(
      "no-free-range",
      `network ${record.name}: expected to change its size from ${record.size} to ${size} in place, found ${found}: ` +
        "choose another size, or make another network",
    );
  const used = Object.entries(record.leases ?? {}).find(([, numbers]) =>
    Object.values(numbers).some((port) => port > after.lastPort),
  );
  if (used) throw refuse(`ports of ${used[0]} beyond it`);
  if (size < record.size) return after;
  if (after.lastPort > highestGrown) throw refuse(`that it would go beyond port ${highestGrown}`);
  const other = others.find((one) => overlap(one, after));
  if (other) throw refuse(`ports of the network ${other.name} behind it`);
  const problem = await problemWith({ ...after, firstPort: record.lastPort + 1 });
  if (problem) throw refuse(`a port behind it that cannot be had (${problem})`);
  return after;
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
