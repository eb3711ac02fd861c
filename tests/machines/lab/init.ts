import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Disk } from "./disk.js";

const folder = "/etc/udev/rules.d";

/** The rules by which udev names a disk as a cloud's hypervisor has it named, whatever loop device it has. */
export function writeRules(root: string, disks: Disk[]): void {
  mkdirSync(join(root, folder), { recursive: true });
  const rules = disks.map(({ id, device }) => `KERNEL=="${device!.slice(5)}", SYMLINK+="disk/by-id/virtio-${id}"\n`);
  writeFileSync(join(root, folder, "61-lab-disks.rules"), rules.join(""));
}

/** Shell lines that make a disk's node and its name. */
export const present = ({ id, device, number }: Disk): string =>
  `[ -b ${device} ] || mknod -m 660 ${device} b ${number.replace(":", " ")}; ` +
  `mkdir -p /dev/disk/by-id; ln -sfn ../../${device!.slice(5)} /dev/disk/by-id/virtio-${id}`;

/**
 * The machine's first process, before systemd is. A container has a read-only /sys and so no udev and no device units;
 * with these lines it has both, and mounts by UUID wait for their device as on a machine.
 */
export function writeInit(root: string, disks: Disk[], boots: boolean): void {
  const lines = [
    "#!/bin/sh",
    "mount -o remount,rw,nosuid,nodev,noexec /sys",
    "mount --bind /proc/sys/net /proc/sys/net && mount -o remount,bind,rw /proc/sys/net",
    ...disks.map(present),
    // systemd takes events of devices only where it sees that udev will run.
    "mkdir -p /run/udev && : >/run/udev/control",
    boots ? "exec /lib/systemd/systemd" : "exec sleep infinity",
  ];
  writeFileSync(join(root, "sbin/lab-init"), `${lines.join("\n")}\n`, { mode: 0o755 });
}
