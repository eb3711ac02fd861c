import type * as pulumi from "@pulumi/pulumi";
import type { GroupPort } from "../groups/machine-group.js";
import type { BoundPort, Identity, NetworkAttachment, PlacedResource } from "../driver.js";

export interface AddressRequest extends Identity {
  /** Zone of the network in which it is used, undefined for the first one. */
  zone?: string;
  tags: Record<string, string>;
}

/**
 * An address of its own that the world reaches: it outlives what it leads to. `handle` is whatever the driver's own `balancer`
 * needs of it, and nobody else reads it.
 */
export interface Address {
  ip: pulumi.Output<string>;
  handle: unknown;
  resources: PlacedResource[];
}

/**
 * One address before machines, by connections (layer 4): what is said over them, TLS too, passes as it is. A platform that asks
 * its machines by HTTP whether they are ready has the capability `balancerHealth`.
 */
export interface BalancerRequest extends Identity {
  network: pulumi.Output<NetworkAttachment>;
  /** Ports that clients connect to. Plain: they decide what exists. */
  ports: readonly GroupPort[];
  /** Who may connect: address ranges (CIDR). */
  ranges: readonly string[];
  /** Plain, but for what each is: another target is made or removed, and no other changes. */
  targets: readonly BalancerTarget[];
  /** How each machine is asked. Undefined on a platform without `balancerHealth`. */
  health?: pulumi.Output<BalancerHealth>;
  /** Whether the machines read the header of the PROXY protocol, by which a balancer says who a client is. Defaults to false. */
  readsClients?: pulumi.Output<boolean>;
  /** Seconds after which a connection without a byte in either direction is closed. */
  idleSeconds: pulumi.Output<number>;
  /** Seconds that connections to a machine which is taken out are kept, at most. */
  drainSeconds: pulumi.Output<number>;
  /** One for each zone that the balancer is in. None: the platform gives it addresses, which go with it. */
  addresses: readonly Address[];
  tags: Record<string, string>;
}

export interface BalancerTarget {
  /** What it is called in Pulumi, behind the balancer's logical name: the same for ever. */
  name: string;
  /** Id of its machine on the platform. */
  machine: pulumi.Output<string>;
  /** Its port for each of the balancer's, by name. */
  ports: Readonly<Record<string, pulumi.Output<number>>>;
}

/** A GET, which is to be answered by 200. What is not said is the platform's own. */
export interface BalancerHealth {
  port: number;
  path: string;
  /** Seconds between two questions to one machine. */
  intervalSeconds?: number;
  /** Seconds that an answer may take. */
  timeoutSeconds?: number;
  /** Questions in a row without a good answer that take a machine out. */
  fall?: number;
  /** Good answers in a row that bring it back. */
  rise?: number;
}

export interface Balancer {
  /** Name on its platform. */
  name: string;
  /** Where each port is reached: a name or an address. */
  ports: pulumi.Output<BoundPort[]>;
  /** Its addresses: those that it was given, else those that are known. */
  addresses: pulumi.Output<string[]>;
  resources: PlacedResource[];
}
