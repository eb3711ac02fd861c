import type { Connection, SetUp } from "@dinfra/node";
import type * as pulumi from "@pulumi/pulumi";
import type { Address, AddressRequest, Balancer, BalancerRequest } from "./balancers/balancer.js";
import type { MachineGroup, MachineGroupRequest, WorkloadGroupRequest } from "./groups/machine-group.js";
import type { OpenPort, Outline, Port, Workload } from "./workload/workload.js";

/**
 * The declarative half of the port: what a component asks for, and what it gets. Everything here makes Pulumi resources.
 * `opts` hold the parent and, through it, the providers that the user gave; a driver passes them on (see `provider.ts`).
 */

/** Whose resource it is and what it is called, in Pulumi (`logicalName`) and on the platform (`role`, `index`). */
export interface Identity {
  logicalName: string;
  owner: string;
  role: string;
  index: number;
}

/** A network as other components see it. */
export interface NetworkAttachment {
  /** Id of the network on its platform. */
  id: string;
  /** Address that workloads on a shared machine listen on; empty where machines have addresses of their own. */
  address: string;
  /** First port of the range on a shared machine, 0 where each machine has all ports. */
  firstPort: number;
  /** Last port of the range, inclusive; 0 where each machine has all ports. */
  lastPort: number;
  /** Zone of the network, where a network lies in one. */
  zone?: string;
  /** Address ranges (CIDR) of the network: balancers of the platform are in them. Undefined where it has no such balancers. */
  ranges?: string[];
  /** What else the platform's driver has to know of it, such as the id of its access list. Only that driver reads it. */
  details?: Record<string, string>;
}

export interface NetworkRequest extends Identity {
  /** Ports wanted on a shared machine. */
  size: pulumi.Input<number>;
  /** Id of a network that is there: nothing is made, and the attachment tells of that one. */
  existing?: pulumi.Input<string>;
}

export interface PlacedNetwork {
  attachment: pulumi.Output<NetworkAttachment>;
  resources: PlacedResource[];
}

/** A port of a workload, where it can be reached. */
export interface BoundPort {
  name: string;
  address: string;
  port: number;
  /** TLS ends before it: clients use wss or https where the port's scheme is ws or http. Defaults to false. */
  tls?: boolean;
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
  /** URL at which the machine's agent says whether it should get traffic; undefined where no agent does. */
  readiness?: pulumi.Output<string>;
  /** Host key of the machine, as in known_hosts; undefined where nothing is brought to a machine. */
  hostKey?: pulumi.Output<string>;
  /** How far the machine got with what was brought to it; undefined where an update waits for it to come up. */
  setUp?: pulumi.Output<SetUp | undefined>;
  /** Of a machine of its own. */
  addresses?: Machine["addresses"];
  /** Id of a machine of its own on its platform. */
  machineId?: pulumi.Output<string>;
  /** Of a workload that meets others, where `meets` was said. */
  met?: Met;
  /** How the machine is told more, where a Release is brought to it. Only `tellPeers` reads it. */
  brought?: Brought;
}

/** A workload whose service has a network key that is made where it runs. */
export interface Met {
  /** Name by which its peers reach it. */
  address: pulumi.Output<string>;
  /** Another text when its volume, and so its key, is another one. */
  incarnation: pulumi.Output<string>;
  /** Ids of its services that have peers, as far as they have said them when the update ends its wait. */
  peerIds: pulumi.Output<Record<string, string>>;
}

/** A Release on a machine, and the way there. */
export interface Brought {
  /** Name of its document. */
  node: pulumi.Output<string>;
  digest: pulumi.Output<string>;
  /** Peer ids of its services that have peers. */
  peerIds: pulumi.Output<Record<string, string> | undefined>;
  connection: pulumi.Output<Connection>;
  machine: pulumi.Input<string>;
  resource: pulumi.Resource;
  deletedWith?: pulumi.Resource;
}

/**
 * A workload of another owner of the same stack, of which some ports may be reached where both
 * share a machine. By name: a driver finds the ports. Workloads of one owner reach each other
 * without.
 */
export interface Peer {
  owner: string;
  role: string;
  index: number;
  /** Its service that has the ports. */
  service: string;
  /** Names of the ports. */
  ports: readonly string[];
  /** Services of it that may have the ports in its place: what stands before it, where anything does. */
  also?: readonly string[];
}

/** A service with a network key, as another one is told of it: of the same owner, in the same network. */
export interface ReservedPeer {
  role: string;
  index: number;
  service: string;
  /** Port at which its peers reach it. */
  port: number;
  /** `Placed.met.incarnation` of its workload. What is told of it comes after it. */
  incarnation: pulumi.Output<string>;
}

/**
 * Whom a service with a network key meets before it starts, on a platform that runs whole workloads: keys are made where
 * the services run, which tell each other their ids. Two workloads may meet each other.
 */
export interface Meeting {
  /** The service, which has `peers`. */
  service: string;
  reserved: readonly ReservedPeer[];
  /** Nobody else reaches its ports of the exposure peers, and of its owner's workloads none but these reaches anything of it. */
  only: boolean;
}

export interface WorkloadRequest extends Identity {
  /** Decides what exists. */
  outline: Outline;
  workload: pulumi.Output<Workload>;
  network: pulumi.Output<NetworkAttachment>;
  /**
   * Whether the network may hold other workloads: on a shared machine, ports are then allocated by the workload's name. Else the
   * whole range is this workload's.
   */
  sharesNetwork: boolean;
  /** None where it is not said. Without meaning where workloads have addresses of their own. */
  peers?: readonly Peer[];
  /** Whom its service that has `peers` meets. Asked for only where the capability `reservedPeers` is claimed. */
  meets?: Meeting;
  /** Pulumi refuses to delete what holds data (its option `protect`). */
  protectData: boolean;
}

/** Processor of a machine, in the words of Go and Debian. */
export enum Architecture {
  Amd64 = "amd64",
  Arm64 = "arm64",
}

export interface DiskRequest extends Identity {
  /** Name of the workload's volume that lies on it. */
  volume: string;
  /** Grows in place, never shrinks. */
  sizeGib: pulumi.Output<number>;
  zone?: string;
  /** Pulumi refuses to delete the disk (its option `protect`). */
  protectData: boolean;
}

/**
 * A disk of its own: it outlives the machine. A platform on which a disk can only be made attached may make it in
 * `machine`; `handle` is whatever its own `machine` needs for that, and nobody else reads it.
 */
export interface Disk {
  volume: string;
  handle: unknown;
  resources: PlacedResource[];
}

/** A port of a machine, and who may reach it: the platform's firewall and the machine's own open it to these alone. */
export interface MachinePort extends Port {
  /** Address ranges (CIDR), of either family. Empty: nobody from outside the network. */
  ranges: readonly string[];
}

/** A machine that SSH goes through on its way. */
export interface JumpHost {
  /**
   * Name or address.
   * @example "jump.example.com"
   */
  host: pulumi.Input<string>;
  /**
   * Port of its SSH server. Defaults to 22.
   * @example 22
   */
  port?: pulumi.Input<number>;
  /**
   * User to log in as. Defaults to that of the machine behind it.
   * @example "operator"
   */
  user?: pulumi.Input<string>;
}

export interface MachineRequest extends Identity {
  network: pulumi.Output<NetworkAttachment>;
  /** Zone, undefined for that of the network or of the settings. */
  zone?: string;
  architecture: Architecture;
  /** The platform's name or id of an image, undefined for that of the settings. Later changes are ignored. */
  image?: pulumi.Input<string>;
  /** The least that the machine must have: cpu in thousandths of a core, memory in MiB. */
  resources: pulumi.Output<{ cpu: number; memory: number }>;
  /** The platform's name or id of a size of machine, undefined: the smallest of the settings that has the resources. */
  size?: pulumi.Input<string>;
  bootDisk: { sizeGib: number };
  /** OpenSSH public keys that may log in, one a line each. */
  loginKeys: pulumi.Output<string[]>;
  tags: Record<string, string>;
  /**
   * cloud-init. Written once: later changes are ignored, because clouds stop a machine to change it and cloud-init does not
   * run again. Holds no secret.
   */
  userData: pulumi.Output<string>;
  /** Attached in this order. */
  disks: readonly Disk[];
  /** What is open; everything else is shut. SSH is among them. */
  ports: pulumi.Output<MachinePort[]>;
  /** Without it the machine gets an address that SSH reaches by itself, where the platform has such addresses. */
  via?: JumpHost;
  /** Another number is another machine, made on purpose; the disks are kept. Goes into the physical name. */
  rebuild: number;
}

export interface Machine {
  /** Id on its platform, another one each time it is made: a new machine shows a new host key. */
  id?: pulumi.Output<string>;
  addresses: {
    /** Address that the world reaches; undefined where the machine has none. */
    public?: pulumi.Output<string>;
    /** Address in the network. */
    private: pulumi.Output<string>;
  };
  /** The machine itself: what is brought to it goes with it, and is not taken off it first. */
  resource?: pulumi.Resource;
  /**
   * How its SSH server is reached, from `via` where that is given. The host is known once the machine is reachable there: it
   * depends on the rules that let SSH in.
   */
  ssh: { host: pulumi.Output<string>; port: pulumi.Output<number>; user: pulumi.Output<string> };
  /**
   * Volume → stable path of the disk's device on the machine, for example below /dev/disk/by-id; never /dev/nvme1n1. Known
   * after the disks are attached, so never part of user data.
   */
  devices: pulumi.Output<Record<string, string>>;
  resources: PlacedResource[];
}

/** For platforms that run whole workloads: this machine, Kubernetes. */
export interface WorkloadDriver {
  network(request: NetworkRequest, opts: pulumi.CustomResourceOptions): PlacedNetwork;
  workload(request: WorkloadRequest, opts: pulumi.CustomResourceOptions): Placed;
  /** Undefined where the capability `machineGroup` is not claimed. */
  group?(request: WorkloadGroupRequest, opts: pulumi.CustomResourceOptions): MachineGroup;
}

/** For platforms that have machines: clouds. */
export interface MachineDriver {
  network(request: NetworkRequest, opts: pulumi.CustomResourceOptions): PlacedNetwork;
  disk(request: DiskRequest, opts: pulumi.CustomResourceOptions): Disk;
  machine(request: MachineRequest, opts: pulumi.CustomResourceOptions): Machine;
  /** Undefined where the capability `machineGroup` is not claimed. */
  group?(request: MachineGroupRequest, opts: pulumi.CustomResourceOptions): MachineGroup;
  /** Undefined where the capability `address` is not claimed. */
  address?(request: AddressRequest, opts: pulumi.CustomResourceOptions): Address;
  /** Undefined where the capability `balancer` is not claimed. */
  balancer?(request: BalancerRequest, opts: pulumi.CustomResourceOptions): Balancer;
}

/** Who may reach what is open, by exposure: address ranges (CIDR). */
export type Ranges = Readonly<Record<OpenPort["exposure"], readonly string[]>>;
