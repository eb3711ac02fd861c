import type { CapabilityColumn } from "./capabilities.js";
import type { GroupDisk, GroupNotice } from "./groups/machine-group.js";
import type { Evidence } from "./evidence.js";
import type { MachineDriver, WorkloadDriver } from "./driver.js";
import type { Observer } from "./observer.js";
import type { Reach } from "./workload/workload.js";

/**
 * What the package of a platform exports under the name `platform`. A component asks the port for networks, workloads or
 * machines and knows no cloud; a platform implements it and knows no Substrate.
 */
export interface PlatformDefinition<Settings = unknown> {
  /** Lower-case word. */
  name: string;
  /**
   * JSON Schema (2020-12) of the settings. They are checked against it before `open` is called, and nothing is filled in.
   * A value that is an `Output` passes at first, and is checked when it resolves.
   */
  settingsSchema: object;
  /**
   * Called with checked settings, in a Pulumi program and outside of one (for the observer): it makes no resource and asks
   * nothing of the network. Load a large SDK inside the methods that need it.
   */
  open(settings: Settings): Platform;
  /** What its resources need of the Pulumi engine that runs them, where that is more than npm packages. */
  engine?(env: Readonly<Record<string, string | undefined>>): EngineNeeds;
  /** For conformance runs alone. */
  evidence?: Evidence;
}

/** What an engine is given before it runs programs with resources of a platform. */
export interface EngineNeeds {
  /** Resource plugins, each a file that exists already. */
  plugins: readonly EnginePlugin[];
  /** Variables of the engine and its plugins. Never secrets. */
  environment: Readonly<Record<string, string>>;
}

export interface EnginePlugin {
  /** For example `terraform-provider`. */
  name: string;
  /** For example `1.1.3`. */
  version: string;
  /** Absolute path of the program. */
  file: string;
}

/** What a platform runs: whole workloads (this machine, Kubernetes), or machines on which we run them (clouds). */
export type Platform = WorkloadPlatform | MachinePlatform;

/** How the workloads of strangers are kept from their provider. */
export interface IsolationFinding {
  /** False: nothing of strangers may be started like this. */
  ok: boolean;
  /** What was found; where it is not ok, what to do. */
  detail: string;
}

/** What became of an owner that was isolated. */
export interface IsolationMove {
  /** Its user: one of its own, or the provider's with namespaces of its own. */
  uid: number;
  /** Paths that were not given to the user, because they may be somebody else's too. */
  notGiven: string[];
}

/** What an owner takes, as the platform says it; what it cannot say is left out. */
export interface Usage {
  /** Of what runs now, since it was started. */
  cpuSeconds?: number;
  memoryBytes?: number;
  diskBytes?: number;
  receivedBytes?: number;
  sentBytes?: number;
}

interface PlatformBase {
  /** What an owner takes now. Defaults to nothing being known. */
  usage?(owner: string): Promise<Usage>;
  /**
   * For platforms whose workloads share a machine with their provider: looks whether they can be kept from it.
   * @param hidden files and folders that no workload may be given to read
   */
  isolation?(hidden?: readonly string[]): Promise<IsolationFinding>;
  /** Isolates what an owner has from before. It is ended; the next update starts it again. */
  isolate?(owner: string): Promise<IsolationMove>;
  capabilities: CapabilityColumn;
  observer: Observer;
  /**
   * What holds data, or is known by others, by Pulumi type token: a reactor deletes or replaces none of it in an update that nobody approved.
   * Defaults to nothing.
   */
  guarded?: Readonly<Record<string, "disk" | "address" | "machine">>;
}

export interface WorkloadPlatform extends PlatformBase {
  shape: "workload";
  /** Loopback where workloads share one machine, else Network. */
  reach: Reach;
  driver: WorkloadDriver;
  /**
   * The file of DINFRA's agent that its workloads may run as a program beside a node, and the file's hash (`sha256:` and 64 hex
   * digits) where it is known. Undefined where there is none.
   */
  agent?: { command: string; digest?: string };
}

export interface MachinePlatform extends PlatformBase {
  shape: "machine";
  driver: MachineDriver;
  /** Zone of every network that these settings make, where a network lies in one: machines elsewhere are refused. */
  networkZone?: string;
  /** Seconds from asking for a machine until its agent answers, as a rule. Defaults to 60. */
  bootSeconds?: number;
  /** Over how many zones a group is spread. Defaults to one. */
  groupZones?: number;
  /** Zones that a balancer is in, each with an address of its own; undefined for the first of its network. Defaults to that. */
  balancerZones?: readonly (string | undefined)[];
  /** Whether its balancer says who a client is, in the header of the PROXY protocol. Defaults to false. */
  balancerTellsClients?: boolean;
  /** How the data disk of a group's machine is found. Undefined: its data lies on its boot disk. */
  groupDisk?: GroupDisk;
  /** How a machine of a group learns that it goes. Undefined: nothing tells it. */
  groupNotice?: GroupNotice;
}
