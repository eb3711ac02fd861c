import { createHash } from "node:crypto";
import type { ReleaseDocument } from "@dinfra/schemas";
import { parse, stringify } from "yaml";
import { shellWord } from "../workload/shell.js";
import type { GroupDisk, GroupNotice } from "./machine-group.js";

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

const NOTICE = "/etc/dinfra/notice.sh";
const NOTICE_UNIT = "/etc/systemd/system/dinfra-notice.service";

/** The machine's balancers and gateways learn of its end while it still answers. An agent that was started anew is told again. */
const noticeScript = ({ script }: GroupNotice) => `stays() (
${script.trimEnd()}
)
gone=
while :; do
  code=0
  stays || code=$?
  if [ "$code" -eq 10 ]; then
    /usr/local/bin/dinfra-agent drain >/dev/null && gone=1
  elif [ "$code" -eq 0 ] && [ -n "$gone" ]; then
    /usr/local/bin/dinfra-agent undrain >/dev/null && gone=
  fi
  sleep 5
done
`;

const noticeUnit = `[Unit]
Description=DINFRA: whether the platform takes this machine away
After=dinfra-bootstrap.service
StartLimitIntervalSec=0
[Service]
ExecStart=/bin/sh ${NOTICE}
Restart=always
RestartSec=5
[Install]
WantedBy=multi-user.target
`;

/**
 * User data of a group's machine that has an agent: first boot as of any machine, and the release, which nobody brings to it.
 * @param bootstrap cloud-config of the first boot
 */
export function withRelease(bootstrap: string, release: ReleaseDocument, notice?: GroupNotice): string {
  const units = ["dinfra-release.service", ...(notice ? ["dinfra-notice.service"] : [])].join(" ");
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
${notice ? putNotice(notice) : ""}systemctl daemon-reload
systemctl enable ${units}
systemctl start --no-block ${units}
`,
  );
}

const putNotice = (notice: GroupNotice) => `put ${NOTICE} <<'DINFRA'
${noticeScript(notice)}DINFRA
put ${NOTICE_UNIT} <<'DINFRA'
${noticeUnit}DINFRA
`;

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
