import { createHash } from "node:crypto";
import type { ReleaseDocument } from "@dinfra/schemas";
import { parse, stringify } from "yaml";
import { shellWord } from "../workload/shell.js";
import type { GroupDisk } from "./machine-group.js";

/** Where the data disk of a group's machine is linked at each boot: its own path is known on the machine alone. */
export const groupDevice = (volume: string): string => `/dev/dinfra/${volume}`;

const RELEASE = "/etc/dinfra/release.json";
const UNIT = "/etc/systemd/system/dinfra-release.service";

/** The agent takes the document once it answers; a machine that boots again finds it done. */
const unit = `[Unit]
Description=DINFRA release of a group's machine
After=dinfra-bootstrap.service
StartLimitIntervalSec=0
[Service]
Type=oneshot
ExecStart=/bin/sh -c 'exec /usr/local/bin/dinfra-agent apply <${RELEASE}'
Restart=on-failure
RestartSec=5
[Install]
WantedBy=multi-user.target
`;

/**
 * User data of a group's machine that has an agent: first boot as of any machine, and the release, which nobody brings to it.
 * @param bootstrap cloud-config of the first boot
 */
export function withRelease(bootstrap: string, release: ReleaseDocument): string {
  // JSON has no line of its own that ends a here-document.
  return withBootCommand(
    bootstrap,
    `set -eu
umask 022
mkdir -p /etc/dinfra /etc/systemd/system
put() { cat >"$1.new"; sync "$1.new"; mv "$1.new" "$1"; }
put ${RELEASE} <<'DINFRA'
${JSON.stringify(release)}
DINFRA
put ${UNIT} <<'DINFRA'
${unit}DINFRA
systemctl daemon-reload
systemctl enable dinfra-release.service
systemctl start --no-block dinfra-release.service
`,
  );
}

/** The same with the data disk linked at each boot; one that is room on the boot disk is a file, behind a loop device. */
export function withDataDisk(
  cloudConfig: string,
  { volume, sizeGib, disk }: { volume: string; sizeGib: number; disk: GroupDisk | undefined },
): string {
  const script = disk ? findDisk(disk) : fileAsDisk(volume, sizeGib);
  const link = groupDevice(volume);
  return withBootCommand(
    cloudConfig,
    `set -eu
mkdir -p /dev/dinfra
${script}ln -sfn "$device" ${link}
`,
  );
}

/** The one disk that fits and does not hold the root; its partitions and its other names count once, or not at all. */
function findDisk({ pattern }: GroupDisk): string {
  return `root=$(lsblk --noheadings --output PKNAME "$(findmnt --noheadings --output SOURCE /)" | head -n 1)
device=
for path in ${pattern}; do
  [ -b "$path" ] || continue
  real=$(readlink -f "$path")
  [ "$(lsblk --noheadings --nodeps --output TYPE "$real")" = disk ] || continue
  [ "$real" != "/dev/$root" ] && [ "$real" != "$device" ] || continue
  if [ -n "$device" ]; then echo "expected one data disk, found $device and $real" >&2; exit 1; fi
  device=$real
done
if [ -z "$device" ]; then echo "expected a data disk that fits ${pattern}, found none" >&2; exit 1; fi
`;
}

function fileAsDisk(volume: string, sizeGib: number): string {
  const file = shellWord(`/var/lib/dinfra-${volume}.img`);
  return `[ -f ${file} ] || { truncate --size=${sizeGib}G ${file}.new; mv ${file}.new ${file}; }
device=$(losetup --noheadings --output NAME --associated ${file} | head -n 1)
[ -n "$device" ] || device=$(losetup --find --show --direct-io=on ${file}) || device=$(losetup --find --show ${file})
`;
}

/** cloud-config with one more command of each boot. Those that are there stay before it. */
function withBootCommand(cloudConfig: string, script: string): string {
  const document = parse(cloudConfig) as { bootcmd?: unknown[] };
  const bootcmd = [...(document.bootcmd ?? []), ["sh", "-c", script]];
  return `#cloud-config\n${stringify({ ...document, bootcmd }, { lineWidth: 0, defaultStringType: "PLAIN" })}`;
}

/** Names a version of a group by what runs on its machines: 12 hex digits. */
export function groupVersion(parts: Readonly<Record<string, unknown>>): string {
  const sorted = Object.entries(parts)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256").update(JSON.stringify(sorted)).digest("hex").slice(0, 12);
}
