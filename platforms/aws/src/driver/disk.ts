import { type Disk, type DiskRequest, invalidArgument, type Tagged } from "@dinfra/port";
import { named } from "./identity.js";

/** What `machine` needs to make the disk: its zone is the machine's, which the network decides. */
export interface DiskPlan {
  request: DiskRequest;
  identity: Tagged;
}

export function disk(request: DiskRequest): Disk {
  const identity = named(request, "");
  const handle: DiskPlan = { request, identity };
  return { volume: request.volume, handle, resources: [{ kind: "volume", name: identity.name }] };
}

const letters = "fghijklmnop";

/**
 * Name under which the nth data disk is attached: f to p are meant for EBS ("Device names for volumes", EC2 user guide).
 * @throws ComponentError `InvalidArgument` where there are more disks than names
 */
export function deviceName(n: number): string {
  const letter = letters[n];
  if (letter === undefined) throw invalidArgument("volumes", `at most ${letters.length} of a machine`, n + 1);
  return `/dev/sd${letter}`;
}

const byId = "/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_";

/** Fits the path of every EBS disk of a machine. */
export const devicePattern = `${byId}vol*`;

/** Path of an EBS disk on the machine, by its serial number, which is the volume's id without its hyphen (Nitro, NVMe). */
export function devicePath(volumeId: string): string {
  return `${byId}${volumeId.replace("-", "")}`;
}

/**
 * EBS refuses a smaller size (ModifyVolume), but only in the middle of an update.
 * @throws ComponentError `InvalidArgument`, in the preview
 */
export function refuseShrinking(volume: string, before: unknown, after: unknown): void {
  if (typeof before !== "number" || typeof after !== "number" || after >= before) return;
  throw invalidArgument(
    `size of the disk "${volume}"`,
    `at least ${before} GiB, because a disk of EBS never shrinks (make a new node for a smaller one)`,
    after,
  );
}
