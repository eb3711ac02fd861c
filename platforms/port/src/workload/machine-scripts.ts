import { shellWord } from "./shell.js";
import type { Program, RestoreStep } from "./workload.js";

/** User that services of a machine run as; it owns the volumes and nothing else. */
export const SERVICE_USER = "dinfra";

export const volumePath = (volume: string): string => `/var/lib/dinfra/${volume}`;

/**
 * Makes a disk usable, once and again. It is named by its stable path, never by the order in which the kernel found it;
 * it is formatted only when nothing at all is on it. blkid says 2 for "nothing", and any other failure stops here.
 */
export function diskScript(volume: string, device: string | undefined): string {
  return `#!/bin/sh
set -eu
${device === undefined ? findDisk(volume) : `device=${shellWord(device)}`}
mount=${shellWord(volumePath(volume))}
tries=0
until [ -b "$device" ]; do
  tries=$((tries + 1))
  if [ "$tries" -ge 150 ]; then echo "disk $device did not appear in five minutes: attach it" >&2; exit 1; fi
  sleep 2
done
root=$(findmnt --noheadings --output SOURCE /)
if [ "$(lsblk --noheadings --nodeps --output KNAME "$device")" = "$(lsblk --noheadings --output PKNAME "$root" | head -n 1)" ]; then
  echo "disk $device holds the root file system: expected a data disk" >&2
  exit 1
fi
found=0
blkid --probe "$device" >/dev/null || found=$?
if [ "$found" -eq 2 ]; then
  mkfs.ext4 -q -L ${labelOf(volume)} "$device"
elif [ "$found" -ne 0 ]; then
  echo "disk $device cannot be read with certainty (blkid $found): it is not formatted" >&2
  exit 1
fi
uuid=$(blkid --probe --match-tag UUID --output value "$device")
mkdir -p "$mount"
grep -q " $mount " /etc/fstab || echo "UUID=$uuid $mount ext4 noatime,nofail 0 2" >>/etc/fstab
mountpoint -q "$mount" || mount "$mount"
chown ${SERVICE_USER}:${SERVICE_USER} "$mount"
chmod 0750 "$mount"
`;
}

const labelOf = (volume: string) => `dinfra-${volume.slice(0, 8)}`;

/**
 * For a device that is not known when the script is written: the disk whose file system bears the volume's label, else the
 * one disk on which nothing at all is. Two blank disks are refused, because either may be meant.
 */
function findDisk(volume: string): string {
  return `device=/dev/disk/by-label/${labelOf(volume)}
if [ ! -b "$device" ]; then
  blank=
  for name in $(lsblk --nodeps --noheadings --output KNAME,TYPE | awk '$2 == "disk" || $2 == "loop" { print $1 }'); do
    nothing=0
    blkid --probe "/dev/$name" >/dev/null 2>&1 || nothing=$?
    if [ "$nothing" -eq 2 ] && [ "$(lsblk --noheadings "/dev/$name" | wc -l)" -eq 1 ]; then blank="$blank /dev/$name"; fi
  done
  case "$blank" in
    "") ;;
    " "*" "*) echo "several blank disks, expected one for the volume ${volume}:$blank" >&2; exit 1 ;;
    *) device=\${blank# } ;;
  esac
fi`;
}

/**
 * Fills a folder from a snapshot. A restore that was cut off left its "started" marker and begins again from nothing; a
 * folder with data and no marker is the node's own, and stays. The "complete" marker is written last, after every file
 * was held against the manifest, and the manifest against its hash.
 */
export function restoreScript(step: RestoreStep, volume = volumePath(step.volume), user = SERVICE_USER): string {
  return `#!/bin/sh
set -eu
volume=${shellWord(volume)}
folder="$volume"/${shellWord(step.folder)}
url=${shellWord(step.baseUrl.replace(/\/+$/, ""))}
wanted=${shellWord(step.manifestSha256)}
started="$volume/.restore-started"
complete="$volume/.restore-complete"
if [ -f "$complete" ]; then exit 0; fi
if [ ! -f "$started" ] && [ -d "$folder" ] && [ -n "$(ls -A "$folder")" ]; then
  echo "$folder has data that no restore of ours began: it is kept as it is"
  exit 0
fi
: >"$started"
sync "$started"
rm -rf "$folder"
mkdir -p "$folder"
manifest="$volume/.restore-manifest"
get() { curl --fail --silent --show-error --proto '${step.baseUrl.startsWith("https:") ? "=https" : "=http"}' --retry 6 --create-dirs --output "$2" "$1"; }
get "$url/SHA256SUMS" "$manifest"
echo "$wanted  $manifest" | sha256sum --check --status || { echo "the manifest of $url is not the expected one" >&2; exit 1; }
while read -r sum file; do
  case "/$file/" in *[!A-Za-z0-9._/-]* | */../* | *//*)
    echo "the manifest names a file that may lie outside its folder: $file" >&2
    exit 1 ;;
  esac
  get "$url/$file" "$folder/$file"
done <"$manifest"
(cd "$folder" && sha256sum --check --quiet --strict "$manifest")
chown -R ${user}: "$volume"
sync
echo "$wanted" >"$complete"
sync "$complete"
rm -f "$started" "$manifest"
`;
}

/** Puts the catalogue's file in place: fetched where it has a URL, and held against its hash before anything runs it. */
export function programScript(program: Program & { command: string; digest: string }): string {
  const sum = program.digest.replace(/^sha256:/, "");
  const check = `echo "${sum}  $1" | sha256sum --check --status`;
  const fetch = program.url
    ? `if ! right "$command"; then
  mkdir -p "$(dirname "$command")"
  curl --fail --silent --show-error --location --proto '=https' --retry 6 --output "$command.part" ${shellWord(program.url)}
  right "$command.part" || { echo "${program.name} ${program.version}: what was fetched has another hash" >&2; exit 1; }
  chmod 0755 "$command.part"
  mv "$command.part" "$command"
fi
`
    : "";
  return `#!/bin/sh
set -eu
command=${shellWord(program.command)}
right() { [ -f "$1" ] && ${check}; }
${fetch}right "$command" || { echo "$command is not ${program.name} ${program.version}: its hash is another" >&2; exit 1; }
`;
}
