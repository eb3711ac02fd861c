import { stringify } from "yaml";
import { ComponentError } from "../errors.js";
import { diskScript, programScript, restoreScript, SERVICE_USER, volumePath } from "./machine-scripts.js";
import { systemdWord } from "./shell.js";
import {
  assetPath,
  portNamed,
  secretKey,
  resolveText,
  type Binding,
  type Probe,
  type Service,
  type Step,
  type Workload,
} from "./workload.js";

/** What only the machine's maker knows. */
export interface MachinePlace {
  /** Stable device path of each volume; without one the machine looks for the disk by its label. */
  devices?: Readonly<Record<string, string>>;
}

export interface MachineFile {
  path: string;
  content: string;
  mode: string;
}

const SCRIPTS = "/usr/local/lib/dinfra";
const UNITS = "/etc/systemd/system";

/**
 * cloud-init for a machine of its own: files, then units, each safe to run on every boot. It is readable by whoever
 * reads the machine's metadata, so it holds names of secrets and never a secret.
 * @throws ComponentError `EntryNotRunnable` for a program without command and digest, `NotRenderable`
 */
export function renderCloudInit(workload: Workload, place: MachinePlace): string {
  const files = renderMachineFiles(workload, place);
  const units = files.filter((f) => f.path.startsWith(`${UNITS}/`)).map((f) => f.path.slice(UNITS.length + 1));
  // A liveness check is started by its timer, never at boot by itself.
  const started = units.filter((u) => !u.endsWith("-alive.service"));
  const document = {
    users: [{ name: SERVICE_USER, system: true, no_create_home: true, shell: "/usr/sbin/nologin", lock_passwd: true }],
    ssh_pwauth: false,
    package_update: true,
    packages: ["ca-certificates", "curl"],
    write_files: files.map(({ path, content, mode }) => ({ path, permissions: mode, owner: "root:root", content })),
    runcmd: [
      ["systemctl", "daemon-reload"],
      ["systemctl", "enable", ...started],
      ["systemctl", "start", "--no-block", ...started],
    ],
  };
  return `#cloud-config\n${stringify(document, { lineWidth: 0, defaultStringType: "PLAIN" })}`;
}

/** The same as files, for whoever puts them on a machine otherwise. */
export function renderMachineFiles(workload: Workload, place: MachinePlace): MachineFile[] {
  return [
    ...workload.steps.flatMap((step, i) => stepFiles(workload, step, i, place)),
    ...workload.services.flatMap((service) => serviceFiles(workload, service)),
  ];
}

const stepUnit = (step: Step) => `dinfra-${step.kind}-${step.volume}.service`;

/** Each step waits for the one before it; what follows does not start when one fails. */
function stepFiles(workload: Workload, step: Step, index: number, place: MachinePlace): MachineFile[] {
  const script = `${SCRIPTS}/${step.kind}-${step.volume}`;
  const after = index === 0 ? ["network-online.target"] : [stepUnit(workload.steps[index - 1] as Step)];
  return [
    { path: script, mode: "0755", content: stepScript(step, place) },
    unit(stepUnit(step), {
      Unit: [
        ["Description", `${workload.name}: ${step.kind} of volume ${step.volume}`],
        ...after.flatMap((u): Line[] => [
          ["After", u],
          [index === 0 ? "Wants" : "Requires", u],
        ]),
      ],
      Service: [
        ["Type", "oneshot"],
        ["RemainAfterExit", "yes"],
        ["ExecStart", script],
        // A restore takes hours.
        ["TimeoutStartSec", "infinity"],
      ],
      Install: [["WantedBy", "multi-user.target"]],
    }),
  ];
}

function stepScript(step: Step, place: MachinePlace): string {
  if (step.kind === "restore") return restoreScript(step);
  const device = place.devices?.[step.volume];
  if (place.devices && device === undefined) throw new Error(`no device was given for the volume ${step.volume}`);
  return diskScript(step.volume, device);
}

function serviceFiles(workload: Workload, service: Service): MachineFile[] {
  const name = `dinfra-${service.name}`;
  const { program } = service;
  if (!program.command || !program.digest) {
    throw new ComponentError(
      "EntryNotRunnable",
      `catalogue entry ${program.name} ${program.version} needs a command and its digest to run on a machine`,
    );
  }
  const script = `${SCRIPTS}/program-${service.name}`;
  return [
    ...service.files.map((f) => ({
      path: configPath(service, f.name),
      mode: f.mode,
      content: resolveText(f.content, bindingOf(workload, service)),
    })),
    {
      path: script,
      mode: "0755",
      content: programScript({ ...program, command: program.command, digest: program.digest }),
    },
    serviceUnit(workload, service, script),
    ...livenessUnits(workload, service, name),
  ];
}

const configPath = (service: Service, file: string) => `/etc/dinfra/${service.name}/${file}`;

const bindingOf = (workload: Workload, service: Service): Binding => ({
  // The machine is the workload's own: the platform's firewall decides who reaches it.
  address: () => "0.0.0.0",
  port: (name) => portNamed(workload, name).number,
  volume: volumePath,
  file: (file) => configPath(service, file),
  asset: (asset) => assetPath(service, asset),
  secret: (secret) => `\${CREDENTIALS_DIRECTORY}/${secret}`,
});

function serviceUnit(workload: Workload, service: Service, script: string): MachineFile {
  const { program, stop, resources } = service;
  const volumes = workload.volumes.map((v) => volumePath(v.name));
  const binding = bindingOf(workload, service);
  const argv = [
    ...(program.interpreter ? [program.interpreter] : []),
    program.command as string,
    ...program.args,
    ...service.args.map((a) => resolveText(a, binding)),
  ];
  const needed = ["network-online.target", ...workload.steps.map(stepUnit)];
  return unit(`dinfra-${service.name}.service`, {
    Unit: [
      ["Description", `${workload.name}: ${service.name} (${program.name} ${program.version})`],
      ...needed.flatMap((u): Line[] => [
        ["After", u],
        [u.endsWith(".target") ? "Wants" : "Requires", u],
      ]),
      ...volumes.map((v): Line => ["RequiresMountsFor", v]),
      // A broken database would otherwise be opened for ever.
      ["StartLimitIntervalSec", "3600"],
      ["StartLimitBurst", "10"],
    ],
    Service: [
      ["Type", "exec"],
      ["User", SERVICE_USER],
      ["Group", SERVICE_USER],
      // `+`: only root may write where the program lies.
      ["ExecStartPre", `+${script}`],
      ["ExecStart", argv.map(systemdWord).join(" ")],
      ["KillSignal", stop.signal],
      ["TimeoutStopSec", String(stop.graceSeconds)],
      ["TimeoutStartSec", "infinity"],
      ["Restart", "always"],
      // A node that comes back faster may vote twice: its votes may not be on disk yet.
      ["RestartSec", "120"],
      ["LimitNOFILE", "65536"],
      ["MemoryMax", `${resources.memory}M`],
      ["CPUQuota", `${Math.ceil(resources.cpu / 10)}%`],
      ...service.secrets.map((s): Line => {
        return ["LoadCredentialEncrypted", `${s.name}:/etc/credstore.encrypted/${secretKey(service, s)}`];
      }),
      ...volumes.map((v): Line => ["ReadWritePaths", v]),
      ...hardening,
    ],
    Install: [["WantedBy", "multi-user.target"]],
  });
}

/** What a node never needs. Writing is possible below its volumes only. */
const hardening: Line[] = [
  ["CapabilityBoundingSet", ""],
  ["NoNewPrivileges", "yes"],
  ["LockPersonality", "yes"],
  ["PrivateDevices", "yes"],
  ["PrivateMounts", "yes"],
  ["PrivateTmp", "yes"],
  ["PrivateUsers", "yes"],
  ["ProtectClock", "yes"],
  ["ProtectControlGroups", "yes"],
  ["ProtectHome", "yes"],
  ["ProtectHostname", "yes"],
  ["ProtectKernelLogs", "yes"],
  ["ProtectKernelModules", "yes"],
  ["ProtectKernelTunables", "yes"],
  ["ProtectProc", "invisible"],
  ["ProtectSystem", "strict"],
  ["RemoveIPC", "yes"],
  ["RestrictAddressFamilies", "AF_INET AF_INET6 AF_NETLINK AF_UNIX"],
  ["RestrictRealtime", "yes"],
  ["RestrictSUIDSGID", "yes"],
  ["SystemCallArchitectures", "native"],
  ["SystemCallFilter", "@system-service"],
  ["SystemCallFilter", "~@clock @module @mount @reboot @swap @privileged"],
  ["UMask", "0027"],
];

/** Readiness is asked from outside, by whoever sends traffic; the machine itself acts on liveness alone. */
function livenessUnits(workload: Workload, service: Service, name: string): MachineFile[] {
  const { alive } = service.probes;
  const script = `${SCRIPTS}/alive-${service.name}`;
  return [
    { path: script, mode: "0755", content: livenessScript(workload, service, alive, name) },
    unit(`${name}-alive.service`, {
      Unit: [["Description", `${workload.name}: is ${service.name} alive?`]],
      Service: [
        ["Type", "oneshot"],
        ["ExecStart", script],
      ],
    }),
    unit(`${name}-alive.timer`, {
      Unit: [["Description", `${workload.name}: asks whether ${service.name} is alive`]],
      Timer: [
        ["OnActiveSec", `${alive.periodSeconds}s`],
        ["OnUnitInactiveSec", `${alive.periodSeconds}s`],
        ["AccuracySec", "1s"],
      ],
      Install: [["WantedBy", "timers.target"]],
    }),
  ];
}

function livenessScript(workload: Workload, service: Service, probe: Probe, name: string): string {
  const { started } = service.probes;
  if (probe.kind !== "http") {
    throw new ComponentError(
      "NotRenderable",
      `${workload.name}: a machine can ask ${service.name} by http only, not by ${probe.kind}; give it an http probe`,
    );
  }
  const url = `http://127.0.0.1:${portNamed(workload, probe.port).number}${probe.path ?? "/"}`;
  return `#!/bin/sh
set -eu
failures=/run/dinfra-${service.name}-failures
up=$(systemctl show --property ActiveEnterTimestampMonotonic --value ${name}.service)
now=$(cut -d. -f1 /proc/uptime)
if ! systemctl is-active --quiet ${name}.service || [ "$((now - up / 1000000))" -lt ${started.periodSeconds * started.failureThreshold} ]; then
  rm -f "$failures"
  exit 0
fi
if curl --fail --silent --output /dev/null --max-time ${probe.timeoutSeconds} ${url}; then
  rm -f "$failures"
  exit 0
fi
echo x >>"$failures"
if [ "$(wc -l <"$failures")" -ge ${probe.failureThreshold} ]; then
  rm -f "$failures"
  systemctl restart ${name}.service
fi
`;
}

type Line = [key: string, value: string];

function unit(name: string, sections: Record<string, Line[]>): MachineFile {
  const content = Object.entries(sections)
    .map(([section, lines]) => `[${section}]\n${lines.map(([key, value]) => `${key}=${value}\n`).join("")}`)
    .join("\n");
  return { path: `${UNITS}/${name}`, mode: "0644", content };
}
