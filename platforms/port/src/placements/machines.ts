import type * as pulumi from "@pulumi/pulumi";
import type { Architecture, JumpHost } from "../driver.js";
import type { SecretRef } from "../secret.js";

/** Address ranges (CIDR, of either family) by who is meant. What is not listed is shut from outside the network. */
export interface RangesArgs {
  /** For ports that the world may reach. Defaults to everybody. */
  world?: string[];
  /** For ports of peers. Defaults to everybody: peers of a public chain are anywhere. */
  peers?: string[];
  /** For ports that a gateway asks. Defaults to nobody from outside the network. */
  gateway?: string[];
  /** For ports of operators, SSH among them. Defaults to nobody from outside the network. */
  operators?: string[];
}

/** How operators, and what brings a node onto its machine, log in. */
export interface OperatorsArgs {
  /** OpenSSH public keys that may log in. */
  publicKeys?: pulumi.Input<string[]>;
  /** Where the private key lies that belongs to one of them. */
  privateKey?: SecretRef;
}

/** Where machines fetch what they run. */
export interface ArtifactsArgs {
  /** Folder (https) from which machines fetch the agent and what runs. */
  baseUrl: pulumi.Input<string>;
  /** Hash of the agent: sha256: and 64 hex digits, by architecture (amd64, arm64). */
  agent: Record<string, string>;
}

/** When a data disk grows, and how far. It grows while the node runs, and never shrinks. */
export interface DiskGrowthArgs {
  /** Share in use, in percent from 1 to 99, from which on the disk should grow. */
  thresholdPercent: number;
  /** By how much, in GiB. */
  stepGib: number;
  /** Never beyond, in GiB. */
  maximumGib: number;
}

/** What machines are like, whatever the cloud. */
export interface MachinesPlacementArgs {
  /** Zone. Defaults to that of the network, then to that of the platform's settings. */
  zone?: string;
  /** Processor. Defaults to amd64. */
  architecture?: Architecture;
  /** The platform's name or id of an image. Defaults to that of the platform's settings. */
  image?: pulumi.Input<string>;
  /** The platform's name or id of a size. Defaults to the smallest of the platform's settings that has the resources. */
  size?: pulumi.Input<string>;
  /** Size of the boot disk in GiB. Defaults to 20. */
  bootDiskGib?: number;
  /** When data disks grow. Defaults to never: they are as large as is asked for. */
  diskGrowth?: DiskGrowthArgs;
  /** Who may reach what. */
  ranges?: RangesArgs;
  /** Who logs in. */
  operators?: OperatorsArgs;
  /** Where machines fetch what they run. */
  artifacts?: ArtifactsArgs;
  /** Machine that SSH goes through. Defaults to none: machines get an address that SSH reaches. */
  via?: JumpHost;
  /** Tags of every machine and disk, beside ours. */
  tags?: Record<string, string>;
}
