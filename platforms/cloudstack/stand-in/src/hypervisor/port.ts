/** A guest network as the router and the hosts know it. */
export interface HostedNetwork {
  id: string;
  name: string;
  /** For example 10.1.1.0/24. */
  cidr: string;
  /** The router's own address, which serves DHCP and metadata. */
  gateway: string;
}

export interface HostedDisk {
  id: string;
  /** Bytes. */
  size: number;
  /** Slot on the machine; the root disk has 0. */
  deviceId: number;
}

export interface HostedMachine {
  id: string;
  name: string;
  /** For example i-2-3-VM. */
  instanceName: string;
  network: HostedNetwork;
  macAddress: string;
  ipAddress: string;
  /** What the metadata service answers as user-data, decoded. */
  userData: Buffer | undefined;
  /** Public keys, one a line. */
  publicKeys: string | undefined;
  zoneName: string;
  offeringName: string;
  template: string;
  /** Data disks only. */
  disks: HostedDisk[];
}

/** One way from outside to a machine's port. */
export interface Forwarding {
  publicAddress: string;
  publicPort: number;
  address: string;
  port: number;
  /** Who may connect. */
  cidrs: string[];
}

/**
 * What makes machines out of records. Every method resolves when the thing has happened, and may reject: the job that asked for it then
 * fails. What comes twice is done once.
 */
export interface Hypervisor {
  /** The router of a network comes up. */
  openNetwork(network: HostedNetwork): Promise<void>;
  closeNetwork(network: HostedNetwork): Promise<void>;
  start(machine: HostedMachine): Promise<void>;
  stop(machineId: string, forced: boolean): Promise<void>;
  reboot(machineId: string): Promise<void>;
  /** The machine and its root disk are gone; data disks stay. */
  expunge(machineId: string): Promise<void>;
  attach(machineId: string, disk: HostedDisk): Promise<void>;
  detach(machineId: string, diskId: string): Promise<void>;
  resize(diskId: string, size: number, machineId: string | undefined): Promise<void>;
  removeDisk(diskId: string): Promise<void>;
  /** All ways from outside that are open now; replaces those before. */
  forward(open: Forwarding[]): Promise<void>;
}
