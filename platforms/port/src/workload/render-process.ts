import { ComponentError } from "../errors.js";
import { startSeconds } from "./patience.js";
import {
  assetPath,
  portNamed,
  resolveText,
  type Binding,
  type OutlineFile,
  type Probe,
  type Service,
  type Workload,
} from "./workload.js";

/** Where a workload runs on a machine that it shares with others. Plain objects: an output would flatten a Map. */
export interface HostPlace {
  address: string;
  ports: Readonly<Record<string, number>>;
  /** Absolute path of each volume's folder. */
  volumes: Readonly<Record<string, string>>;
  /** Service → file → absolute path. None where it is not said. */
  files?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A service as a process of this machine. There is no shell: command and arguments are what they are. */
export interface HostProcess {
  command: string;
  args: string[];
  /** Flags whose value matters to the first start only. */
  firstStartFlags?: string[];
  ports: { name: string; address: string; port: number }[];
  /** Signal at which it reads its files again; undefined where it does not. */
  reloadSignal?: string;
  readiness: {
    kind: Probe["kind"];
    address: string;
    port: number;
    path?: string;
    method?: string;
    timeoutSeconds: number;
  };
  stopSignal: string;
  stopGraceSeconds: number;
}

/** A file that a service reads when it starts, as it is written. */
export interface HostFile {
  content: string;
  mode: string;
}

/** What is written for a service before it starts. */
export function renderFile(
  workload: Workload,
  { service: serviceName, file }: OutlineFile,
  place: HostPlace,
): HostFile {
  const service = serviceNamed(workload, serviceName);
  const found = service.files.find((f) => f.name === file);
  if (!found) throw new Error(`service ${serviceName} has no file ${file}`);
  return { content: resolveText(found.content, bindingOf(service, place)), mode: found.mode };
}

function serviceNamed(workload: Workload, name: string): Service {
  const service = workload.services.find((s) => s.name === name);
  if (!service) throw new Error(`workload ${workload.name} has no service ${name}`);
  return service;
}

/**
 * Renders one service. The process gets no secrets: this machine has no store for them.
 * @throws ComponentError `EntryNotRunnable` without a command, `NotRenderable` for what a host process cannot have
 */
export function renderProcess(workload: Workload, serviceName: string, place: HostPlace): HostProcess {
  const service = serviceNamed(workload, serviceName);
  refuseWhatHostsLack(workload, service);
  const [command, ...leading] = commandOf(service);
  const binding = bindingOf(service, place);
  const { started } = service.probes;
  return {
    command,
    args: [...leading, ...service.args.map((arg) => resolveText(arg, binding))],
    ...(service.firstStartFlags ? { firstStartFlags: [...service.firstStartFlags] } : {}),
    ports: workload.ports
      .filter((p) => p.service === undefined || p.service === serviceName)
      .map((p) => ({ name: p.name, address: place.address, port: portIn(place, p.name) })),
    ...(service.reload ? { reloadSignal: service.reload.signal } : {}),
    readiness: {
      kind: started.kind,
      address: place.address,
      port: portIn(place, portNamed(workload, started.port).name),
      path: started.path,
      method: started.method,
      timeoutSeconds: startSeconds(service.probes),
    },
    stopSignal: service.stop.signal,
    stopGraceSeconds: service.stop.graceSeconds,
  };
}

function commandOf({ program }: Service): [string, ...string[]] {
  if (!program.command) {
    throw new ComponentError(
      "EntryNotRunnable",
      `catalogue entry ${program.name} ${program.version} has no command: a process of this machine needs one`,
    );
  }
  return program.interpreter
    ? [program.interpreter, program.command, ...program.args]
    : [program.command, ...program.args];
}

function refuseWhatHostsLack(workload: Workload, service: Service): void {
  const lacking = [
    ...workload.steps.filter((s) => s.kind !== "disk").map((s) => `the step ${s.kind}`),
    ...service.secrets.map((s) => `the secret ${s.name}`),
  ];
  if (lacking.length > 0) {
    throw new ComponentError("NotRenderable", `a process of this machine cannot have ${lacking.join(", ")}`);
  }
}

function bindingOf(service: Service, place: HostPlace): Binding {
  const none = (kind: string) => (name: string) => {
    throw new Error(`service ${service.name} refers to the ${kind} ${name}, which a host process cannot have`);
  };
  return {
    address: () => place.address,
    port: (name) => portIn(place, name),
    volume: (name) => {
      const folder = place.volumes[name];
      if (folder === undefined) throw new Error(`service ${service.name} refers to an unknown volume ${name}`);
      return folder;
    },
    file: (name) => {
      const path = place.files?.[service.name]?.[name];
      if (path === undefined) throw new Error(`service ${service.name} refers to an unknown file ${name}`);
      return path;
    },
    asset: (name) => assetPath(service, name),
    secret: none("secret"),
  };
}

function portIn(place: HostPlace, name: string): number {
  const port = place.ports[name];
  if (port === undefined) throw new Error(`no port was given for ${name}`);
  return port;
}
