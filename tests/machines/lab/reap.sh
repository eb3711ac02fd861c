#!/bin/bash
# Removes a lab: reap.sh LAB. First waits until standard input ends, which is when whoever opened the lab closed it or
# died, however that was. So an orderly end and a crash take the same way, and the next lab finds no remains.
#
# LAB is the lab's folder. Everything that a lab makes outside of it bears its name: control groups, network namespaces
# and interfaces, tables of nft. Mounts and loop devices are found by the folder.
set -u
lab=$1
id=$(basename "$lab")
case $id in dm?????) ;; *) echo "reap: expected the folder of a lab, found $lab" >&2; exit 2 ;; esac
trap '' HUP INT TERM # those of the terminal that the test was in
cat >/dev/null

members() { find /sys/fs/cgroup -path "*/$id/*" -name cgroup.procs -exec cat {} + 2>/dev/null | sort -u; }
for _ in $(seq 100); do
  pids=$(members)
  [ -n "$pids" ] || break
  # shellcheck disable=SC2086
  kill -KILL $pids 2>/dev/null
  sleep 0.1
done

# Those mounted last are unmounted first; mountinfo writes odd characters as octal.
mounts() {
  while read -r _ _ _ _ where _; do
    where=$(printf '%b' "$where")
    case $where in "$lab"/*) printf '%s\n' "$where" ;; esac
  done </proc/self/mountinfo | tac
}
while read -r mount; do
  umount "$mount" 2>/dev/null || umount --lazy "$mount"
done < <(mounts)

while read -r device file; do
  case $file in "$lab"/*) losetup --detach "$device" ;; esac
done < <(losetup --list --noheadings --raw --output NAME,BACK-FILE)

for name in $(ip netns list | awk '{print $1}' | grep "^$id"); do ip netns delete "$name"; done
for name in $(ip -o link show | awk -F': ' '{print $2}' | sed 's/@.*//' | grep "^$id"); do ip link delete "$name" 2>/dev/null; done
for family in inet bridge; do
  nft list tables "$family" 2>/dev/null | awk -v id="$id" '$3 ~ "^"id { print $3 }' | xargs -r -n1 nft delete table "$family"
done

find /sys/fs/cgroup -depth -type d \( -path "*/$id" -o -path "*/$id/*" \) -exec rmdir {} + 2>/dev/null
rm -rf --one-file-system "$lab"
[ ! -e "$lab" ]
