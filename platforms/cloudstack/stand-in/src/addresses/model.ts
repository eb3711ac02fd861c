import { ApiError } from "../api-error.js";
import type { Zone } from "../catalogue/model.js";
import type { Cloud } from "../cloud.js";
import type { Machine } from "../machines/model.js";
import type { Network, Vpc } from "../networks/model.js";
import { Table } from "../table.js";
import { sameTenant, withinLimit, type Tenant } from "../tenancy/model.js";

/** An address of a zone's public range. It is there, with its id, whether somebody has it or not. */
export interface PublicAddress {
  id: string;
  address: string;
  zone: Zone;
  tenant: Tenant | undefined;
  allocated: Date | undefined;
  network: Network | undefined;
  vpc: Vpc | undefined;
  sourceNat: boolean;
  staticNat: { machine: Machine; guestAddress: string } | undefined;
}

export interface PortRule {
  id: string;
  protocol: string;
  startPort: number | undefined;
  endPort: number | undefined;
  icmpType: number | undefined;
  icmpCode: number | undefined;
  cidrs: string[];
  tenant: Tenant;
}

export interface FirewallRule extends PortRule {
  address: PublicAddress;
}

export interface EgressRule extends PortRule {
  network: Network;
}

export interface PortForward {
  id: string;
  address: PublicAddress;
  protocol: string;
  publicPort: number;
  publicEndPort: number;
  privatePort: number;
  privateEndPort: number;
  machine: Machine;
  guestAddress: string;
  network: Network;
  tenant: Tenant;
}

export class Addresses {
  readonly table = new Table<PublicAddress>("IpAddress");
  readonly firewallRules = new Table<FirewallRule>("FirewallRule");
  readonly egressRules = new Table<EgressRule>("FirewallRule");
  readonly portForwards = new Table<PortForward>("PortForwardingRule");

  /** The next free address of the zone. Refuses at once, before any job, when there is none. */
  allocate(
    cloud: Cloud,
    {
      zone,
      tenant,
      network,
      vpc,
      sourceNat,
    }: { zone: Zone; tenant: Tenant; network?: Network; vpc?: Vpc; sourceNat: boolean },
  ): PublicAddress {
    const taken = this.table.where((a) => a.tenant !== undefined && sameTenant(tenant)({ tenant: a.tenant }));
    withinLimit(tenant, "public_ip", taken.length);
    const free = this.table.all().find((a) => a.zone === zone && a.tenant === undefined);
    if (!free) throw new ApiError(530, "Insufficient address capacity", 0);
    return Object.assign(free, { tenant, network, vpc, sourceNat, allocated: cloud.now(), staticNat: undefined });
  }

  /** An isolated network has one address that its machines leave by; the first that is taken is it. */
  ensureSourceNat(cloud: Cloud, network: Network): void {
    if (network.vpc || !network.offering.services.includes("SourceNat") || this.sourceNatOf(network)) return;
    this.allocate(cloud, { zone: network.zone, tenant: network.tenant, network, sourceNat: true });
  }

  sourceNatOf(network: Network): PublicAddress | undefined {
    return this.table.all().find((a) => a.network === network && a.sourceNat);
  }

  release(address: PublicAddress): void {
    for (const rules of [this.firewallRules, this.portForwards]) {
      for (const rule of rules.all()) if (rule.address === address) rules.remove(rule.id);
    }
    Object.assign(address, {
      tenant: undefined,
      allocated: undefined,
      network: undefined,
      vpc: undefined,
      sourceNat: false,
      staticNat: undefined,
    });
  }

  /** With a network go its addresses. Their tags stay, as on a real server: nothing asked for them one by one. */
  releaseOfNetwork(network: Network): void {
    for (const rule of this.egressRules.all()) if (rule.network === network) this.egressRules.remove(rule.id);
    for (const address of this.table.all()) if (address.network === network && !address.vpc) this.release(address);
  }

  releaseOfVpc(vpc: Vpc): void {
    for (const address of this.table.all()) if (address.vpc === vpc) this.release(address);
  }

  /** What leads to a machine that is gone. */
  forgetMachine(machine: Machine): void {
    for (const rule of this.portForwards.all()) if (rule.machine === machine) this.portForwards.remove(rule.id);
    for (const address of this.table.all()) if (address.staticNat?.machine === machine) this.disableStaticNat(address);
  }

  /** Takes the address's firewall rules with it. */
  disableStaticNat(address: PublicAddress): void {
    address.staticNat = undefined;
    for (const rule of this.firewallRules.all()) if (rule.address === address) this.firewallRules.remove(rule.id);
  }
}
