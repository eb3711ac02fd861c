import { Table } from "../table.js";

export interface Zone {
  id: string;
  name: string;
  networkType: "Advanced" | "Basic";
  securityGroups: boolean;
  dns1: string;
}

export interface Template {
  id: string;
  name: string;
  zone: Zone;
  /** Bytes of the root disk. */
  size: number;
  created: Date;
}

export interface ServiceOffering {
  id: string;
  name: string;
  cpuNumber: number;
  /** MHz of one core. */
  cpuSpeed: number;
  /** MiB. */
  memory: number;
  created: Date;
}

export interface DiskOffering {
  id: string;
  name: string;
  displaytext: string;
  /** GiB; 0 where the request says it. */
  size: number;
  custom: boolean;
  created: Date;
}

export interface NetworkOffering {
  id: string;
  name: string;
  displaytext: string;
  forVpc: boolean;
  guestType: "Isolated" | "Shared" | "L2";
  specifyIpRanges: boolean;
  /** What leaves an isolated network without an egress rule. */
  egressDefault: boolean;
  services: string[];
  created: Date;
}

export interface VpcOffering {
  id: string;
  name: string;
  displaytext: string;
  services: string[];
  created: Date;
}

/** What the operator of a cloud sets up once, and tenants choose from by name. */
export class Catalogue {
  readonly zones = new Table<Zone>("DataCenter");
  readonly templates = new Table<Template>("VMTemplate");
  readonly serviceOfferings = new Table<ServiceOffering>("ServiceOffering");
  readonly diskOfferings = new Table<DiskOffering>("DiskOffering");
  readonly networkOfferings = new Table<NetworkOffering>("NetworkOffering");
  readonly vpcOfferings = new Table<VpcOffering>("VpcOffering");
}
