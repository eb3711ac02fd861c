import type * as pulumi from "@pulumi/pulumi";
import type { Architecture, BoundPort, Identity, MachinePort, NetworkAttachment, PlacedResource } from "../driver.js";
import type { BalancerHealth } from "../balancers/balancer.js";
import type { Outline, Workload } from "../workload/workload.js";
import type { GroupPolicy } from "./policy.js";

/**
 * Machines that are alike, of which a platform runs as many as are needed. A machine of a group takes no Release: its user
 * data says all that runs on it, and a change makes a new version of the group, whose machines replace those of before.
 */
export interface MachineGroupRequest extends Identity {
  network: pulumi.Output<NetworkAttachment>;
  architecture: Architecture;
  /** The platform's name or id of an image, undefined for that of the settings. Another image is another version. */
  image?: pulumi.Input<string>;
  /** The least that each machine must have: cpu in thousandths of a core, memory in MiB. */
  resources: pulumi.Output<{ cpu: number; memory: number }>;
  /** The platform's name or id of a size of machine, undefined: the smallest of the settings that has the resources. */
  size?: pulumi.Input<string>;
  bootDisk: { sizeGib: number };
  /**
   * The data of each machine, undefined where it keeps none. It is made with the machine and goes with it: a disk of its own
   * where the platform says how one is found (`groupDisk` of the platform), else room on the boot disk.
   */
  data?: GroupData;
  /** OpenSSH public keys that may log in, one a line each. Other keys are another version. */
  loginKeys: pulumi.Output<string[]>;
  tags: Record<string, string>;
  /** cloud-init of every machine. Holds no secret. Other user data is another version. */
  userData: pulumi.Output<string>;
  /** What is open on each machine; everything else is shut. */
  ports: pulumi.Output<MachinePort[]>;
  /** Ports that clients of the group connect to, for platforms whose groups stand behind a balancer of their own. */
  served: readonly GroupPort[];
  /** Where each machine says by HTTP whether it should get clients. */
  health: pulumi.Output<BalancerHealth>;
  /** Whether machines get an address that the world reaches. */
  publicAddresses: boolean;
  policy: GroupPolicy;
}

/**
 * The same workload as many times as are needed, for platforms that run whole workloads. Another workload is another version, of
 * which one takes the place of one of before at a time.
 */
export interface WorkloadGroupRequest extends Identity {
  /** Decides what exists. */
  outline: Outline;
  /** What each of them runs. */
  workload: pulumi.Output<Workload>;
  network: pulumi.Output<NetworkAttachment>;
  /** Ports that clients of the group connect to. */
  served: readonly GroupPort[];
  /** The platform's snapshot that the data of each is made from; undefined for blank data. */
  diskSnapshot?: pulumi.Input<string>;
  policy: GroupPolicy;
}

export interface GroupPort {
  name: string;
  number: number;
}

export interface GroupData {
  volume: string;
  sizeGib: pulumi.Output<number>;
  /** The platform's id of a snapshot that the disk is made from; undefined for a blank one. */
  snapshot?: pulumi.Input<string>;
}

export interface MachineGroup {
  /** Id of the group on its platform. */
  id: pulumi.Output<string>;
  /** Digest of what runs on its machines: another one is another version, and machines are replaced. */
  version: pulumi.Output<string>;
  /** Where the served ports are reached, on a platform whose groups stand behind a balancer of their own; else none. */
  ports: pulumi.Output<BoundPort[]>;
  resources: PlacedResource[];
}

/**
 * How the data disk of a group's machine is found on it: a pattern of the shell, below /dev/disk/by-id, that fits its path and
 * that of the boot disk at most. The disk that does not hold the root file system is taken.
 */
export interface GroupDisk {
  pattern: string;
}

/**
 * How a machine of a group learns that it goes, before it does: commands of the shell, run as root on the machine every few seconds.
 * They end with 0 while it stays, with 10 once it goes, and with another code where that cannot be told.
 */
export interface GroupNotice {
  script: string;
}
