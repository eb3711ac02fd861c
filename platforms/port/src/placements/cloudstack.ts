import type * as pulumi from "@pulumi/pulumi";
import type { SecretRef } from "../secret.js";

/** Settings of the platform "cloudstack". What its package accepts is its own schema; this is the same as types. */
export interface CloudStackPlacementArgs {
  /** URL of the API, ending in /client/api. Defaults to that of the provider in `opts.providers`. */
  apiUrl?: string;
  /** Where the API key lies. Defaults to the provider in `opts.providers`. */
  apiKey?: SecretRef;
  /** Where the secret key lies. Defaults to the provider in `opts.providers`. */
  secretKey?: SecretRef;
  /** Name of the zone. */
  zone: string;
  /** Name or id of the template that machines boot from. */
  template?: pulumi.Input<string>;
  /** Name or id of the project. Defaults to none. */
  project?: string;
  /** What machines may be, for those whose size is not said: the smallest that has what a node needs is taken. */
  sizes?: CloudStackSizeArgs[];
  /** Disk offering of data disks; one whose size the request says. Defaults to Custom. */
  diskOffering?: string;
  /**
   * `isolated`: a network with a firewall per address. `vpc`: a VPC with one tier and its access list. `shared`: the shared
   * network of a zone with security groups, in which each machine has a group of its own. Defaults to isolated.
   */
  networkKind?: string;
  /** Id of the shared network that machines join, for the kind shared: such networks are made by the zone's operator. */
  network?: pulumi.Input<string>;
  /** Offering of networks, or of tiers. Defaults to CloudStack's own with source NAT. */
  networkOffering?: string;
  /**
   * Id of a VPC that is there: each network is a tier of it, with `cidr` as its range. Defaults to none: a network of kind
   * vpc has a VPC of its own.
   */
  vpc?: pulumi.Input<string>;
  /** Offering of VPCs. Defaults to Default VPC offering. */
  vpcOffering?: string;
  /** Address range of networks. Defaults to 10.1.1.0/24. */
  cidr?: string;
  /** Machines of one network run on different hosts; one without a host of its own does not start. Defaults to false. */
  antiAffinity?: boolean;
  /** Ids of affinity groups that are there, in which each machine is made. Defaults to none. */
  affinityGroups?: pulumi.Input<string>[];
  /** Name of a key pair that the cloud knows and that machines get beside the login keys. Defaults to none. */
  keyPair?: string;
}

/** A size of machine that a cloud offers: the name of its service offering, and what a machine of it has. */
export interface CloudStackSizeArgs {
  /** Name of the service offering. */
  name: string;
  /** Thousandths of a core. */
  cpu: number;
  /** MiB. */
  memory: number;
}
