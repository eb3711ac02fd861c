import type * as pulumi from "@pulumi/pulumi";
import type { Outline, Reach, Workload } from "../workload/workload.js";
import type { CapabilityColumn } from "./capabilities.js";

/**
 * The platform port. A component asks it for networks, workloads or machines and knows no cloud; a platform implements
 * it and knows no Substrate. Third parties implement it too, and register with `registerPlatform`.
 */

/** What a platform runs: whole workloads (this machine, Kubernetes), or machines on which we run them (clouds). */
export type Platform = WorkloadPlatform | MachinePlatform;

interface PlatformBase {
  /** Lower-case word; `placement.custom.name` of a third party's platform. */
  name: string;
  capabilities: CapabilityColumn;
  /** Looks without Pulumi. `settings` are those of the placement. */
  observer(settings: PlatformSettings): Observer;
}

export interface WorkloadPlatform extends PlatformBase {
  shape: "workload";
  /** Loopback where workloads share one machine, else Network. */
  reach: Reach;
  driver: WorkloadDriver;
}

export interface MachinePlatform extends PlatformBase {
  shape: "machine";
  driver: MachineDriver;
}

/** Plain settings of one platform, from the nested argument of the placement. */
export type PlatformSettings = Readonly<Record<string, unknown>>;

/** Whose resource it is and what it is called, in Pulumi (`logicalName`) and on the platform (`role`, `index`). */
export interface Identity {
  logicalName: string;
  owner: string;
  role: string;
  index: number;
}

/** A network as other components see it. Where machines have their own addresses, only `id` says anything. */
export interface NetworkAttachment {
  /** Id of the network on its platform. */
  id: string;
  /** Address that workloads on a shared machine listen on. */
  address: string;
  /** First port of the range on a shared machine, 0 where each machine has all ports. */
  firstPort: number;
  /** Last port of the range, inclusive; 0 where each machine has all ports. */
  lastPort: number;
}

export interface NetworkRequest extends Identity {
  /** Ports wanted on a shared machine. */
  size: pulumi.Input<number>;
}

/** A port of a workload, where it can be reached. */
export interface BoundPort {
  name: string;
  address: string;
  port: number;
}

/** A resource by what the observer would call it. */
export interface PlacedResource {
  /** What it is, in the platform's word, for example process. */
  kind: string;
  /** Physical name. */
  name: string;
}

export interface Placed {
  ports: pulumi.Output<BoundPort[]>;
  /** What was made, by physical name: plain, since names are functions of plain values. */
  resources: PlacedResource[];
}

export interface WorkloadRequest extends Identity {
  /** Decides what exists. */
  outline: Outline;
  workload: pulumi.Output<Workload>;
  network: pulumi.Output<NetworkAttachment>;
}

export interface DiskRequest extends Identity {
  sizeGib: pulumi.Output<number>;
}

export interface Disk {
  id: pulumi.Output<string>;
  /** Stable path of the device on the machine, for example below /dev/disk/by-id; never /dev/nvme1n1. */
  devicePath: pulumi.Output<string>;
  resources: PlacedResource[];
}

export interface MachineRequest extends Identity {
  network: pulumi.Output<NetworkAttachment>;
  /** cloud-init. Holds no secret. */
  userData: pulumi.Output<string>;
  /** cpu in thousandths of a core, memory in MiB. */
  resources: pulumi.Output<{ cpu: number; memory: number }>;
  disks: pulumi.Output<string>[];
  /** What the platform's firewall opens, and to whom. */
  ports: pulumi.Output<Workload["ports"]>;
}

export interface Machine {
  address: pulumi.Output<string>;
  resources: PlacedResource[];
}

/** `settings` are the placement's; `opts` hold the parent, and are passed on as they are. */
export interface WorkloadDriver {
  network(request: NetworkRequest, settings: PlatformSettings, opts: pulumi.CustomResourceOptions): PlacedNetwork;
  workload(request: WorkloadRequest, settings: PlatformSettings, opts: pulumi.CustomResourceOptions): Placed;
}

export interface MachineDriver {
  network(request: NetworkRequest, settings: PlatformSettings, opts: pulumi.CustomResourceOptions): PlacedNetwork;
  disk(request: DiskRequest, settings: PlatformSettings, opts: pulumi.CustomResourceOptions): Disk;
  machine(request: MachineRequest, settings: PlatformSettings, opts: pulumi.CustomResourceOptions): Machine;
}

export interface PlacedNetwork {
  attachment: pulumi.Output<NetworkAttachment>;
  resources: PlacedResource[];
}

/** What the platform itself says there is. */
export interface Observed {
  /** Pulumi type token of the resource, for example `dinfra-host:index:Process`. */
  type: string;
  /** Physical name. */
  name: string;
  /** Pulumi id. */
  id: string;
  owner: string;
  /** For what can end by itself, such as a process: whether it still runs. */
  state?: "running" | "ended";
}

/**
 * The platform's own truth, asked without Pulumi: recovery, the proof of an empty teardown and the search for orphans
 * stand on it. Every method throws when the platform cannot be asked; "nothing there" is always an answer, never a guess.
 */
export interface Observer {
  /** The owner's resource of that physical name. */
  find(owner: string, name: string): Promise<Observed | undefined>;
  list(owner: string): Promise<Observed[]>;
  isEmpty(owner: string): Promise<boolean>;
}
