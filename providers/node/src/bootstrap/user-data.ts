import { NodeError } from "../errors.js";
import { agentArtifactPath } from "./artifact.js";

/** What the user data of a machine says once and for ever. None of it is secret. */
export interface Bootstrap {
  /** Physical name of the node. */
  name: string;
  /** sha2-256 of the agent, by architecture. */
  agent: Partial<Record<"amd64" | "arm64", string>>;
  artifacts: {
    /** Where agents and artifacts are fetched. */
    baseUrl: string;
  };
  operators: {
    /** Public keys that may talk to the agent, lines of authorized_keys without options. */
    keys: readonly string[];
    /** Address ranges that they come from. Defaults to everywhere. */
    sources?: readonly string[];
  };
}

const machines = { amd64: "x86_64", arm64: "aarch64" } as const;

/**
 * cloud-init for a machine's first boot. It runs at every boot and is done when the agent is in place: cloud-init marks
 * what runs once as done before it has run, so a power cut in between would leave a machine without an agent for ever.
 * Every step is safe to repeat and to be cut off.
 */
export function renderUserData(bootstrap: Bootstrap): string {
  assertBootstrap(bootstrap);
  const { name, agent, artifacts, operators } = bootstrap;
  // JSON is YAML, and holds no character that a here-document or YAML would read otherwise.
  const identity = JSON.stringify({
    name,
    agent,
    artifacts: { baseUrl: artifacts.baseUrl },
    operators: { keys: [...operators.keys], sources: [...(operators.sources ?? [])] },
  });
  const base = artifacts.baseUrl.replace(/\/+$/, "");
  const choices = Object.entries(agent).map(
    ([arch, sum]) =>
      `  ${machines[arch as keyof typeof machines]}) sum=${sum} url='${base}/${agentArtifactPath(sum)}' ;;`,
  );
  return `#cloud-config
${JSON.stringify({ bootcmd: [["sh", "-c", install(identity, fetchScript(choices))]] })}
`;
}

/** What ends up in a shell script is held against patterns, whatever checked it before. */
function assertBootstrap({ name, agent, artifacts, operators }: Bootstrap): void {
  const refuse = (what: string, expected: string, found: unknown) => {
    throw new NodeError("user-data-invalid", `expected ${what} as ${expected}, found ${JSON.stringify(found)}`);
  };
  if (!/^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/.test(name))
    refuse("the name", "lower-case letters, digits and inner hyphens", name);
  if (!/^https?:\/\/[A-Za-z0-9._~:/@!&*+,;=%[\]-]+$/.test(artifacts.baseUrl))
    refuse("artifacts.baseUrl", "an http or https URL", artifacts.baseUrl);
  const sums = Object.entries(agent);
  if (sums.length === 0 || sums.some(([arch, sum]) => !(arch in machines) || !/^[0-9a-f]{64}$/.test(sum)))
    refuse("the agent", "a sha256 for amd64, arm64 or both", agent);
  const key = /^(ssh|ecdsa|sk)-[A-Za-z0-9@.-]+ [A-Za-z0-9+/]+=*( [^\r\n]*)?$/;
  if (operators.keys.length === 0 || !operators.keys.every((one) => key.test(one)))
    refuse("operators.keys", "at least one line of authorized_keys without options", operators.keys);
  for (const range of operators.sources ?? [])
    if (!/^[0-9a-f.:]+\/\d{1,3}$/.test(range)) refuse("operators.sources", "address ranges", range);
}

/**
 * Fetches the agent with whatever the image has, holds it against its digest, and becomes it. A server that says nothing for a
 * minute is given up: the unit asks again.
 */
function fetchScript(choices: readonly string[]): string {
  return `#!/bin/sh
set -eu
case $(uname -m) in
${choices.join("\n")}
  *) echo "dinfra: no agent for $(uname -m)" >&2; exit 1 ;;
esac
to=/opt/dinfra/agent/$sum
right() { [ -f "$1" ] && echo "$sum  $1" | sha256sum -c --status; }
get() {
  if command -v curl >/dev/null; then curl -fsSL --retry 3 --connect-timeout 20 -y60 -o "$2" "$1"
  elif command -v wget >/dev/null; then wget -qT60 -O "$2" "$1"
  else python3 -c 'import sys,socket,urllib.request as u; socket.setdefaulttimeout(60); u.urlretrieve(*sys.argv[1:])' "$1" "$2"; fi
}
if ! right "$to/dinfra-agent"; then
  mkdir -p "$to"
  get "$url" "$to/.part"
  right "$to/.part" || { echo "dinfra: expected an agent with the sha256 $sum at $url, found another" >&2; exit 1; }
  chmod 0755 "$to/.part"
  sync "$to/.part"
  mv "$to/.part" "$to/dinfra-agent"
  sync "$to"
fi
exec "$to/dinfra-agent" bootstrap
`;
}

const unit = `[Unit]
Description=DINFRA first boot
Wants=network-online.target
After=network-online.target
ConditionPathExists=!/var/lib/dinfra/agent/bootstrapped
StartLimitIntervalSec=0
[Service]
Type=oneshot
ExecStart=/bin/sh /usr/local/lib/dinfra/bootstrap
Restart=on-failure
RestartSec=10
[Install]
WantedBy=multi-user.target
`;

/** Puts files in place whole or not at all, and starts the unit, which tries again until it succeeds. */
function install(identity: string, script: string): string {
  const unitFile = "/etc/systemd/system/dinfra-bootstrap.service";
  return `set -eu
[ ! -e /var/lib/dinfra/agent/bootstrapped ] || exit 0
umask 022
mkdir -p /etc/dinfra /usr/local/lib/dinfra /etc/systemd/system
put() { cat >"$1.new"; chmod 0644 "$1.new"; sync "$1.new"; mv "$1.new" "$1"; }
put /etc/dinfra/identity.json <<'DINFRA'
${identity}
DINFRA
put /usr/local/lib/dinfra/bootstrap <<'DINFRA'
${script}DINFRA
put ${unitFile} <<'DINFRA'
${unit}DINFRA
sync
systemctl daemon-reload
systemctl enable dinfra-bootstrap.service
systemctl start --no-block dinfra-bootstrap.service
`;
}
