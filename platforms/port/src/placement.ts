import * as pulumi from "@pulumi/pulumi";
import { ComponentError, invalidArgument } from "./errors.js";
import { platformNamed, platformOfPackage } from "./load.js";
import { ownerOfStack } from "./naming.js";
import type { Observer } from "./observer.js";
import type { EngineNeeds, Platform, PlatformDefinition } from "./platform.js";
import type { AwsPlacementArgs } from "./placements/aws.js";
import type { MachinesPlacementArgs } from "./placements/machines.js";
import type { CloudStackPlacementArgs } from "./placements/cloudstack.js";
import type { KubernetesPlacementArgs } from "./placements/kubernetes.js";
import { checkSettings } from "./settings.js";
import { requireOneZone } from "./zones.js";

/** Settings of the platform "local": processes of this machine. */
export interface LocalPlacementArgs {
  /**
   * Absolute path of the folder that this machine's processes are kept under. Defaults to the host provider's own default.
   * @example "/var/lib/dinfra/host"
   */
  root?: string;
  /**
   * `own-user`: every owner has a uid of its own, without privileges, and reaches on loopback its own ports only; needs root.
   * `namespaces`: every process has namespaces of its own, sees its own folders and the system's programs, and reaches on
   * loopback its owner's ports only; needs bubblewrap, pasta and socat, and no root.
   * `shared-user`, the default: everything runs as the user that runs Pulumi. What runs keeps the user that it has.
   * @example "own-user"
   */
  isolation?: string;
  /**
   * Uids, and gids of the same numbers, that owners are given theirs from. Defaults to 65536 from 1900000000.
   * @example { first: 1900000000, count: 65536 }
   */
  uids?: LocalUidsArgs;
  /**
   * Absolute paths of files and folders that workloads with namespaces of their own may read, beside their programs and the
   * system: libraries of a program outside of /usr, say. None may show the provider's own folders.
   * Defaults to none.
   * @example ["/opt/polkadot-1.20.2"]
   */
  readable?: string[];
  /**
   * DINFRA's agent on this machine: with it, a node whose JSON-RPC is for gateways has one by default, as on machines. Workloads
   * that have users of their own must be able to read and run it. Defaults to none.
   * @example { command: "/opt/dinfra/dinfra-agent" }
   */
  agent?: LocalAgentArgs;
}

/** The file of DINFRA's agent on this machine. */
export interface LocalAgentArgs {
  /**
   * Absolute path of the file.
   * @example "/opt/dinfra/dinfra-agent"
   */
  command: string;
  /**
   * Hash of the file: sha256: and 64 hex digits. Defaults to none. A reactor holds the file against it before each use.
   * @example "sha256:…"
   */
  digest?: string;
}

/** A range of uids that no user of the machine has, also not for namespaces (subuid). */
export interface LocalUidsArgs {
  /**
   * The first uid.
   * @example 1900000000
   */
  first: number;
  /**
   * How many there are.
   * @example 65536
   */
  count: number;
}

/** A platform of a third party: the name of its npm package, or the name under which the program registered it. */
export interface CustomPlacementArgs {
  /**
   * npm package of the platform, or the absolute path of a folder with one.
   * Defaults to none: then `name` says which.
   * @example "@example/dinfra-platform"
   */
  package?: string;
  /**
   * Name of a platform that the program registered with `registerPlatform`, or of the package `@dinfra/platform-<name>`.
   * Defaults to none: then `package` says which.
   * @example "mine"
   */
  name?: string;
  /**
   * Settings as that platform defines them. Never secrets: name the environment variable or file that has one.
   * Defaults to none.
   * @example { region: "north" }
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- any JSON: the platform's own schema says which
  settings?: Record<string, any>;
}

/** Where a component is placed: exactly one platform, by its nested argument. */
export interface PlacementArgs {
  /**
   * Processes of this machine, on loopback addresses. Defaults to none.
   * @example {}
   */
  local?: LocalPlacementArgs;
  /**
   * Machines of a CloudStack; needs the package `@dinfra/platform-cloudstack`. Defaults to none.
   * @example { zone: "zone-1", template: "debian-12" }
   */
  cloudstack?: CloudStackPlacementArgs;
  /**
   * Machines of Amazon EC2; needs the package `@dinfra/platform-aws`. Defaults to none.
   * @example { region: "eu-central-1", image: "ami-0123456789abcdef0" }
   */
  aws?: AwsPlacementArgs;
  /**
   * Pods of a Kubernetes cluster; needs the package `@dinfra/platform-kubernetes`. Defaults to none.
   * @example { storageClass: "ssd" }
   */
  kubernetes?: KubernetesPlacementArgs;
  /**
   * A platform of a third party. Defaults to none.
   * @example { package: "@example/dinfra-platform", settings: { region: "north" } }
   */
  custom?: CustomPlacementArgs;
  /**
   * What machines are like, whatever the cloud. Defaults to the defaults of each of its fields.
   * @example { ranges: { operators: ["198.51.100.0/24"] } }
   */
  machines?: MachinesPlacementArgs;
  /**
   * Whether what holds data is protected from deletion (Pulumi's option `protect`). Defaults to true.
   * @example false
   */
  protectData?: boolean;
  /**
   * Who owns what is made; goes into every physical name and tag. Defaults to the project and stack.
   * @example "stack:shop:prod"
   */
  owner?: string;
}

/** The platform of a placement, opened. */
export interface OpenedPlatform {
  name: string;
  platform: Platform;
}

/** A placement, decided. */
export interface Place extends OpenedPlatform {
  owner: string;
  protectData: boolean;
  machines: MachinesPlacementArgs;
}

const notPlatforms = ["custom", "machines", "protectData", "owner"];

/**
 * Decides the platform of a placement.
 * @throws ComponentError `NoPlatform` unless exactly one platform is named, `UnknownPlatform`, `PlatformPackageMissing`,
 *   `PlatformPackageInvalid`, `PlatformSettingsInvalid`, `InvalidArgument`
 */
export function resolvePlacement(placement: PlacementArgs): Place {
  const { owner, protectData = true, machines = {} } = placement;
  if (owner !== undefined && (owner === "" || owner.includes("\0"))) {
    throw invalidArgument("placement.owner", "a text that is not empty", owner);
  }
  return {
    ...openPlacement(placement),
    owner: owner ?? ownerOfStack(pulumi.getProject(), pulumi.getStack()),
    protectData,
    machines,
  };
}

/** The same without an owner: needs no running program. Throws as `resolvePlacement`. */
export function openPlacement(placement: PlacementArgs): OpenedPlatform {
  const { definition, where, settings } = namedIn(placement);
  const place = opened(definition, where, settings);
  requireOneZone(place, placement.machines?.zone);
  return place;
}

/** What the placement's platform needs of the engine that runs its resources. */
export function engineNeedsOf(placement: PlacementArgs, env = process.env): EngineNeeds {
  return namedIn(placement).definition.engine?.(env) ?? { plugins: [], environment: {} };
}

function namedIn(placement: PlacementArgs): { definition: PlatformDefinition; where: string; settings: object } {
  const { custom } = placement;
  const named = Object.entries(placement).filter(
    ([name, value]) => value !== undefined && !notPlatforms.includes(name),
  );
  if (named.length + (custom ? 1 : 0) !== 1) {
    throw new ComponentError(
      "NoPlatform",
      `placement: expected exactly one platform, found ${[...named.map(([name]) => name), ...(custom ? ["custom"] : [])].join(" and ") || "none"}; ` +
        "give one of placement.local, placement.cloudstack, placement.aws, placement.kubernetes and placement.custom",
    );
  }
  if (custom) return namedCustom(custom);
  const [name, settings] = named[0] as [string, object];
  return { definition: platformNamed(name), where: `placement.${name}`, settings };
}

function namedCustom({ name, settings = {}, ...wanted }: CustomPlacementArgs) {
  if ((name === undefined) === (wanted.package === undefined)) {
    throw invalidArgument("placement.custom", "one of package and name", { name, package: wanted.package });
  }
  const definition = name === undefined ? platformOfPackage(wanted.package as string) : platformNamed(name);
  return { definition, where: "placement.custom.settings", settings };
}

const openedBefore = new WeakMap<PlatformDefinition, Map<string, Platform>>();

/** Plain settings open a platform once in a process, so that all deployments share one observer. */
function opened(definition: PlatformDefinition, where: string, settings: object): OpenedPlatform {
  const checked = checkSettings(where, definition.settingsSchema, settings);
  const { name } = definition;
  if (pulumi.Output.isInstance(checked) || holdsOutput(checked)) return { name, platform: definition.open(checked) };
  const key = JSON.stringify(checked);
  const known = openedBefore.get(definition) ?? new Map<string, Platform>();
  openedBefore.set(definition, known);
  const platform = known.get(key) ?? definition.open(checked);
  known.set(key, platform);
  return { name, platform };
}

function holdsOutput(value: unknown): boolean {
  if (pulumi.Output.isInstance(value)) return true;
  if (value === null || typeof value !== "object") return false;
  return Object.values(value).some(holdsOutput);
}

/** The observer of a placement's platform. Needs no Pulumi engine and no running program. */
export function observerFor(placement: PlacementArgs): Observer {
  return openPlacement(placement).platform.observer;
}
