#!/bin/sh
# The first process of a machine with a kernel of its own. $1 is a folder of the host: the agent's code as `pass`, and the
# loop driver. Its disk grows while a writer is at work on the mounted volume; result.json says what was seen.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
host=$1
at=/var/lib/dinfra/volumes/data
finish() { printf '%s\n' "$1" >"$host/result.json"; sync; poweroff -f; }
trap 'finish "{\"failed\":\"after: $step\"}"' EXIT
set -e

step=boot
mount -t proc proc /proc
mount -t sysfs sys /sys
for at_ram in /tmp /run /var/lib; do mount -t tmpfs ram $at_ram; done
cp -a /etc /tmp/etc && mount --bind /tmp/etc /etc
groupadd --system dinfra && useradd --system -g dinfra dinfra
insmod "$host/loop.ko"

step=disk
truncate -s 128M /tmp/disk
device=$(losetup --find --show /tmp/disk)
mkdir -p /dev/disk/by-id && ln -s "$device" /dev/disk/by-id/virtio-ours
"$host/pass" /dev/disk/by-id/virtio-ours

size() { df --output=size -m $at | tail -1 | tr -d ' '; }
mounted() { grep " $at " /proc/self/mountinfo; }
lines() { wc -l <$at/written; }
wait_for() { while [ "$(lines)" -lt "$1" ]; do sleep 0.3; done; }

# One open file, a line and a sync at a time, as a database writes its log.
(exec 3>>$at/written; i=0; while :; do i=$((i + 1)); echo $i >&3; sync $at/written; done) &
writer=$!
touch $at/written
wait_for 5
before=$(size) mount_before=$(mounted)

step=growth
truncate -s 256M /tmp/disk
losetup --set-capacity "$device"
at_growth=$(lines)
"$host/pass" /dev/disk/by-id/virtio-ours 2>"$host/said"
after=$(size) mount_after=$(mounted)
at_end=$(lines)

step=use
# More than the disk had at first.
dd if=/dev/zero of=$at/filler bs=1M count=140 status=none conv=fsync
wait_for $((at_end + 5))
kill $writer
wait $writer || true
written=$(lines)
gaps=$(awk 'NR != $1' $at/written | wc -l)
same=$([ "$mount_before" = "$mount_after" ] && echo true || echo false)

step=check
umount $at
e2fsck -fn "$device" >/dev/null
trap - EXIT
finish "{\"before\":$before,\"after\":$after,\"sameMount\":$same,\"atGrowth\":$at_growth,\"atEnd\":$at_end,\"written\":$written,\"gaps\":$gaps}"
