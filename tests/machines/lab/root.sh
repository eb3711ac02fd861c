#!/bin/bash
# Makes the Debian root that every machine of the lab boots: root.sh DEST SUITE MIRROR PACKAGE...
#
# Runs in a mount namespace of its own (see root.ts), so what debootstrap mounts is gone with it. The root is never booted
# itself: machines have it as the lower layer of an overlay. What a cloud's image would bring (cloud-init, sshd, udev) is
# in it; what a cloud's image would not bring is not.
set -euo pipefail
dest=$1 suite=$2 mirror=$3
shift 3

debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus,ca-certificates "$suite" "$dest" "$mirror"

# debootstrap does not resolve virtual packages, which cloud-init needs; apt does. It gets this machine's name resolution
# and proxy, and loses them again below.
cp /etc/resolv.conf "$dest/etc/resolv.conf"
cp /etc/hosts "$dest/etc/hosts"
apt-config dump Acquire | grep -i proxy >"$dest/etc/apt/apt.conf.d/00lab" || true
printf '#!/bin/sh\nexit 101\n' >"$dest/usr/sbin/policy-rc.d"
chmod +x "$dest/usr/sbin/policy-rc.d"
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
chroot "$dest" apt-get update -qq
chroot "$dest" apt-get install -y -qq --no-install-recommends "$@"
chroot "$dest" apt-get clean
rm -rf "$dest"/var/lib/apt/lists/* "$dest"/etc/apt/sources.list* "$dest/etc/apt/apt.conf.d/00lab" "$dest/usr/sbin/policy-rc.d"
printf '127.0.0.1 localhost\n' >"$dest/etc/hosts"
rm -f "$dest/etc/resolv.conf"

# Each machine makes its own: an image that ships host keys or a machine id gives all machines the same.
rm -f "$dest"/etc/ssh/ssh_host_* "$dest/etc/hostname" "$dest/var/lib/dbus/machine-id"
printf 'uninitialized\n' >"$dest/etc/machine-id"

# DHCP by networkd, as on a cloud: cloud-init's CloudStack data source reads the lease that networkd wrote.
cat >"$dest/etc/systemd/network/10-lab.network" <<'UNIT'
[Match]
Name=ens3

[Network]
DHCP=ipv4
LinkLocalAddressing=no

[DHCPv4]
ClientIdentifier=mac
UNIT
chroot "$dest" systemctl -q enable systemd-networkd.service systemd-networkd-wait-online.service

cat >"$dest/etc/cloud/cloud.cfg.d/90-lab.cfg" <<'CFG'
network: { config: disabled }
locale: C.UTF-8
growpart: { mode: "off" }
resize_rootfs: false
apt: { preserve_sources_list: true }
CFG
# It looks for a hypervisor's marks, which a container has none of; the data source is named per machine instead.
printf 'policy: enabled\n' >"$dest/etc/cloud/ds-identify.cfg"

# These would touch the kernel that all machines and this host share, or wait for what a container has not.
for unit in systemd-udev-trigger.service systemd-modules-load.service systemd-timesyncd.service apt-daily.timer \
  apt-daily-upgrade.timer dpkg-db-backup.timer fstrim.timer e2scrub_all.timer e2scrub_reap.service getty@.service console-getty.service; do
  ln -sf /dev/null "$dest/etc/systemd/system/$unit"
done
# The cold plug of udev, for what belongs to the machine only: sysfs shows all of this host.
cat >"$dest/etc/systemd/system/lab-udev-trigger.service" <<'UNIT'
[Unit]
DefaultDependencies=no
Wants=systemd-udevd.service
After=systemd-udevd-kernel.socket systemd-udevd-control.socket
Before=sysinit.target
ConditionPathIsReadWrite=/sys

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/sbin/lab-udev-trigger

[Install]
WantedBy=sysinit.target
UNIT
cat >"$dest/sbin/lab-udev-trigger" <<'SH'
#!/bin/sh
udevadm trigger --type=subsystems --action=add --subsystem-match=block --subsystem-match=net
udevadm trigger --type=devices --action=add --subsystem-match=net
for node in /dev/loop[0-9]*; do
  [ -b "$node" ] && udevadm trigger --type=devices --action=add "/sys/class/block/${node#/dev/}"
done
exit 0
SH
chmod +x "$dest/sbin/lab-udev-trigger"
chroot "$dest" systemctl -q enable lab-udev-trigger.service
