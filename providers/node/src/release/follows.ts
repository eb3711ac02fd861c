import type { ReleaseDocument } from "@dinfra/schemas";
import { NodeError } from "../errors.js";

/** Facts of the data on each volume, by the volume's name. */
export type Fixed = Record<string, Record<string, string>>;

/**
 * Refuses a release that the data on a volume cannot follow, before anything is stopped. Facts that were not told before
 * are new, and fit. The agent holds the same against the mark on the disk itself.
 * @throws NodeError `volume-cannot-follow`
 */
export function assertFollows(fixed: Fixed, document: ReleaseDocument): void {
  for (const volume of document.volumes ?? []) {
    for (const [fact, value] of Object.entries(fixed[volume.name] ?? {})) {
      const wanted = volume.fixed?.[fact];
      if (wanted === undefined || wanted === value) continue;
      throw new NodeError(
        "volume-cannot-follow",
        `expected the ${fact} ${value}, which the data on volume ${volume.name} of ${document.name} was made with, ` +
          `found ${wanted}: keep it, or give the node a new disk`,
      );
    }
  }
}
