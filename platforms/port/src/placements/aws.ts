import type * as pulumi from "@pulumi/pulumi";
import type { SecretRef } from "../secret.js";

/** Settings of the platform "aws". What its package accepts is its own schema; this is the same as types. */
export interface AwsPlacementArgs {
  /**
   * Region, for example eu-central-1. A provider in `opts.providers` must be of the same.
   * @example "eu-central-1"
   */
  region: string;
  /**
   * Availability zones of the region, for example eu-central-1a: a network has a subnet in each, a machine without a zone
   * of its own is in the first. Defaults to one zone of AWS's choice.
   * @example ["eu-central-1a", "eu-central-1b"]
   */
  zones?: string[];
  /**
   * Name of a profile in the AWS configuration of whoever runs the program. Defaults to AWS's own order of credentials.
   * @example "substrate"
   */
  profile?: string;
  /**
   * Where the id of the access key lies. Defaults to AWS's own order of credentials.
   * @example { env: "AWS_ACCESS_KEY_ID" }
   */
  accessKey?: SecretRef;
  /**
   * Where the secret of the access key lies. Defaults to none: it goes with `accessKey`.
   * @example { env: "AWS_SECRET_ACCESS_KEY" }
   */
  secretKey?: SecretRef;
  /**
   * Where the token of a session lies, for keys that end. Defaults to none.
   * @example { env: "AWS_SESSION_TOKEN" }
   */
  sessionToken?: SecretRef;
  /**
   * Id of the image (AMI) that machines boot from; it has cloud-init and boots from EBS.
   * Defaults to none: then each machine says its image.
   * @example "ami-0123456789abcdef0"
   */
  image?: pulumi.Input<string>;
  /**
   * Instance types that machines may be, for those whose size is not said: the smallest that has what a node needs is taken.
   * Defaults to the compute, general and memory families of the processor (c7i, m7i, r7i; c7g, m7g, r7g).
   * @example [{ name: "c7i.large", cpu: 2000, memory: 4096 }]
   */
  sizes?: AwsSizeArgs[];
  /**
   * What data disks do. Defaults to what passes a node's own check of its disk, as far as the disk's size allows.
   * @example { iops: 4000, throughput: 1000 }
   */
  disk?: AwsDiskArgs;
  /**
   * Key (ARN of KMS) that disks are encrypted with. Defaults to the account's own for EBS.
   * @example "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
   */
  kmsKey?: pulumi.Input<string>;
  /**
   * Address range of networks. Defaults to 10.0.0.0/16.
   * @example "10.0.0.0/16"
   */
  cidr?: string;
  /**
   * Ids of subnets, at most one a zone, for a network that exists and is given by the id of its VPC.
   * Defaults to none.
   * @example ["subnet-0123456789abcdef0"]
   */
  subnets?: string[];
  /**
   * Name of the instance profile that machines get. Defaults to none: a machine has no credentials of AWS.
   * @example "node"
   */
  instanceProfile?: pulumi.Input<string>;
  /**
   * Name of a key pair that AWS knows and that machines get beside the login keys. Defaults to none.
   * @example "operators"
   */
  keyPair?: string;
}

/** An instance type, and what a machine of it has. */
export interface AwsSizeArgs {
  /**
   * Name of the instance type.
   * @example "c7i.large"
   */
  name: string;
  /**
   * Thousandths of a core.
   * @example 2000
   */
  cpu: number;
  /**
   * MiB.
   * @example 4096
   */
  memory: number;
}

/** What a gp3 disk does. */
export interface AwsDiskArgs {
  /**
   * Operations a second: 3000 to 16000, at most 500 for each GiB of the disk.
   * Defaults to what the size of the disk gives.
   * @example 4000
   */
  iops?: number;
  /**
   * MiB a second: 125 to 1000, at most a quarter of the operations a second.
   * Defaults to what the size of the disk gives.
   * @example 1000
   */
  throughput?: number;
}
