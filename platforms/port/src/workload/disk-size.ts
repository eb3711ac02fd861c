/** When a disk grows, by the fill of its file system, and how far. */
export interface DiskGrowth {
  /** Share in use, in percent, from which on the disk should grow. */
  thresholdPercent: number;
  /** By how much, in GiB. */
  stepGib: number;
  /** Never beyond, in GiB. */
  maximumGib: number;
}

/** What a machine's agent last said of a disk, in GiB. */
export interface DiskSeen {
  /** Size that the disk has. */
  sizeGib: number;
  /** Size that it should be given; 0 while it is large enough. */
  wantsGib: number;
}

/**
 * The size in GiB that a disk is asked for: what was asked for at first, or what it wants by now, within what the growth
 * allows. It never shrinks, also not to a maximum or a first size that were made smaller later.
 */
export function diskSize(askedGib: number, seen: DiskSeen | undefined, growth: DiskGrowth | undefined): number {
  const has = Math.max(askedGib, seen?.sizeGib ?? 0);
  if (!growth || !seen) return has;
  return Math.max(has, Math.min(seen.wantsGib, growth.maximumGib));
}
