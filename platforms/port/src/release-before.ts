import type { ReleaseDocument } from "@dinfra/schemas";
import { outputsBefore } from "./outputs-before.js";
import type { DiskSeen } from "./workload/disk-size.js";

/** What the stack's state has of a Release, of which nothing is sure: an older version wrote it. */
interface ReleaseState {
  document?: Partial<ReleaseDocument>;
  disks?: Record<string, DiskSeen>;
}

/**
 * What the machine of that name said of its disks when it was last looked at, by volume; nothing where it has not been made.
 * A refresh looks. A disk stands before its machine in the program, so its size cannot come from the Release's outputs: it
 * comes from the state that the last update left.
 */
export async function disksSeen(name: string): Promise<Readonly<Record<string, DiskSeen>>> {
  const releases = (await outputsBefore("dinfra-node:index:Release")) as ReleaseState[];
  return releases.find(({ document }) => document?.name === name)?.disks ?? {};
}
