import { type Disk, type DiskRequest, tagged, type Tagged } from "@dinfra/port";

/** What `machine` needs to make the disk: CloudStack's provider makes one well only together with where it is attached. */
export interface DiskPlan {
  request: DiskRequest;
  identity: Tagged;
}

export function disk(request: DiskRequest): Disk {
  const identity = tagged(request, "");
  const handle: DiskPlan = { request, identity };
  return { volume: request.volume, handle, resources: [{ kind: "disk", name: identity.name }] };
}

/** Slot of the nth data disk: 0 is the root disk, 3 the CD drive. */
export function deviceId(n: number): number {
  return n < 2 ? n + 1 : n + 2;
}

/** On KVM a disk's serial number is its id without hyphens, cut to the 20 characters that virtio takes. */
export function devicePath(volumeId: string): string {
  return `/dev/disk/by-id/virtio-${volumeId.replaceAll("-", "").slice(0, 20)}`;
}
