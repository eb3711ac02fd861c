import type * as pulumi from "@pulumi/pulumi";
import type { SecretRef } from "../secret.js";

/** Settings of the platform "cloudstack". What its package accepts is its own schema; this is the same as types. */
export interface CloudStackPlacementArgs {
  /**
   * URL of the API, ending in /client/api. Defaults to that of the provider in `opts.providers`.
   * @example "https://cloud.example.com/client/api"
   */
  apiUrl?: string;
  /**
   * Where the API key lies. Defaults to the provider in `opts.providers`.
   * @example { env: "CLOUDSTACK_API_KEY" }
   */
  apiKey?: SecretRef;
  /**
   * Where the secret key lies. Defaults to the provider in `opts.providers`.
   * @example { env: "CLOUDSTACK_SECRET_KEY" }
   */
  secretKey?: SecretRef;
  /**
   * Name of the zone.
   * @example "zone-1"
   */
  zone: string;
  /**
   * Name or id of the template that machines boot from.
   * Defaults to none: then each machine says its image.
   * @example "debian-12"
   */
  template?: pulumi.Input<string>;
  /**
   * Name or id of the project. Defaults to none.
   * @example "substrate"
   */
  project?: string;
  /**
   * What machines may be, for those whose size is not said: the smallest that has what a node needs is taken.
   * Defaults to none: then each machine says its size.
   * @example [{ name: "medium", cpu: 2000, memory: 4096 }]
   */
  sizes?: CloudStackSizeArgs[];
  /**
   * Disk offering of data disks; one whose size the request says. Defaults to Custom.
   * @example "Custom"
   */
  diskOffering?: string;
  /**
   * `isolated`: a network with a firewall per address. `vpc`: a VPC with one tier and its access list. `shared`: the shared
   * network of a zone with security groups, in which each machine has a group of its own. Defaults to isolated.
   * @example "isolated"
   */
  networkKind?: string;
  /**
   * Id of the shared network that machines join, for the kind shared: such networks are made by the zone's operator.
   * Defaults to none.
   * @example "5d3a9f0e-1c7b-4e3a-9d57-2f1f0c8e6a11"
   */
  network?: pulumi.Input<string>;
  /**
   * Offering of networks, or of tiers. Defaults to CloudStack's own with source NAT.
   * @example "DefaultIsolatedNetworkOfferingWithSourceNatService"
   */
  networkOffering?: string;
  /**
   * Id of a VPC that is there: each network is a tier of it, with `cidr` as its range. Defaults to none: a network of kind
   * vpc has a VPC of its own.
   * @example "0b1f4c7a-5f3e-4a6f-8a57-7d0f2b9f1c22"
   */
  vpc?: pulumi.Input<string>;
  /**
   * Offering of VPCs. Defaults to Default VPC offering.
   * @example "Default VPC offering"
   */
  vpcOffering?: string;
  /**
   * Address range of networks. Defaults to 10.1.1.0/24.
   * @example "10.1.1.0/24"
   */
  cidr?: string;
  /**
   * Machines of one network run on different hosts; one without a host of its own does not start. Defaults to false.
   * @example true
   */
  antiAffinity?: boolean;
  /**
   * Ids of affinity groups that are there, in which each machine is made. Defaults to none.
   * @example ["8f6f2f0c-6a0a-4f7c-9a57-1d2b3c4d5e6f"]
   */
  affinityGroups?: pulumi.Input<string>[];
  /**
   * Name of a key pair that the cloud knows and that machines get beside the login keys. Defaults to none.
   * @example "operators"
   */
  keyPair?: string;
}

/** A size of machine that a cloud offers: the name of its service offering, and what a machine of it has. */
export interface CloudStackSizeArgs {
  /**
   * Name of the service offering.
   * @example "medium"
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
