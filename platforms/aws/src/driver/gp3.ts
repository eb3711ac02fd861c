import { invalidArgument, type AwsDiskArgs } from "@dinfra/port";

/** What a gp3 volume does. Source: "General Purpose SSD volumes" of the EBS user guide. */
export interface Gp3 {
  /** Operations a second. */
  iops: number;
  /** MiB a second. */
  throughput: number;
}

/** Every gp3 volume has these, whatever its size. */
const least: Gp3 = { iops: 3000, throughput: 125 };
const iopsPerGib = 500;
/** A MiB a second costs four operations a second. */
const iopsPerThroughput = 4;

/**
 * A node's own check wants 950 MiB a second of its disk (`reference_hardware.json` of polkadot-sdk: sequential write), which a
 * volume of 125 fails. 1000 is what one gp3 volume does at most.
 */
const wanted: Gp3 = { iops: 4000, throughput: 1000 };

/**
 * What the disk is made to do: what the settings say, else what passes the node's check, as far as the size allows.
 * @throws ComponentError `InvalidArgument` where the settings want more than a disk of that size can do
 */
export function gp3For(sizeGib: number, { iops, throughput }: AwsDiskArgs = {}): Gp3 {
  const most = Math.max(least.iops, iopsPerGib * sizeGib);
  if (iops !== undefined && iops > most) {
    throw invalidArgument("placement.aws.disk.iops", `at most ${most} for a disk of ${sizeGib} GiB`, iops);
  }
  const ops = iops ?? Math.min(most, Math.max(wanted.iops, (throughput ?? 0) * iopsPerThroughput));
  const through = Math.floor(ops / iopsPerThroughput);
  if (throughput !== undefined && throughput > through) {
    throw invalidArgument(
      "placement.aws.disk.throughput",
      `at most ${through} with ${ops} operations a second`,
      throughput,
    );
  }
  return { iops: ops, throughput: throughput ?? Math.min(wanted.throughput, through) };
}
