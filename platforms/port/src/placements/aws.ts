import type * as pulumi from "@pulumi/pulumi";
import type { SecretRef } from "../secret.js";

/** Settings of the platform "aws". What its package accepts is its own schema; this is the same as types. */
export interface AwsPlacementArgs {
  /** Region, for example eu-central-1. A provider in `opts.providers` must be of the same. */
  region: string;
  /**
   * Availability zones of the region, for example eu-central-1a: a network has a subnet in each, a machine without a zone
   * of its own is in the first. Defaults to one zone of AWS's choice.
   */
  zones?: string[];
  /** Name of a profile in the AWS configuration of whoever runs the program. Defaults to AWS's own order of credentials. */
  profile?: string;
  /** Where the id of the access key lies. Defaults to AWS's own order of credentials. */
  accessKey?: SecretRef;
  /** Where the secret of the access key lies. */
  secretKey?: SecretRef;
  /** Where the token of a session lies, for keys that end. */
  sessionToken?: SecretRef;
  /** Id of the image (AMI) that machines boot from; it has cloud-init and boots from EBS. */
  image?: pulumi.Input<string>;
  /**
   * Instance types that machines may be, for those whose size is not said: the smallest that has what a node needs is taken.
   * Defaults to the compute, general and memory families of the processor (c7i, m7i, r7i; c7g, m7g, r7g).
   */
  sizes?: AwsSizeArgs[];
  /** What data disks do. Defaults to what passes a node's own check of its disk, as far as the disk's size allows. */
  disk?: AwsDiskArgs;
  /** Key (ARN of KMS) that disks are encrypted with. Defaults to the account's own for EBS. */
  kmsKey?: pulumi.Input<string>;
  /** Address range of networks. Defaults to 10.0.0.0/16. */
  cidr?: string;
  /** Ids of subnets, at most one a zone, for a network that exists and is given by the id of its VPC. */
  subnets?: string[];
  /** Name of the instance profile that machines get. Defaults to none: a machine has no credentials of AWS. */
  instanceProfile?: pulumi.Input<string>;
  /** Name of a key pair that AWS knows and that machines get beside the login keys. Defaults to none. */
  keyPair?: string;
}

/** An instance type, and what a machine of it has. */
export interface AwsSizeArgs {
  /** Name of the instance type. */
  name: string;
  /** Thousandths of a core. */
  cpu: number;
  /** MiB. */
  memory: number;
}

/** What a gp3 disk does. */
export interface AwsDiskArgs {
  /** Operations a second: 3000 to 16000, at most 500 for each GiB of the disk. */
  iops?: number;
  /** MiB a second: 125 to 1000, at most a quarter of the operations a second. */
  throughput?: number;
}
