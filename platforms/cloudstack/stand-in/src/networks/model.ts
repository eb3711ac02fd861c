import { ApiError, badValue, jobFailure } from "../api-error.js";
import type { NetworkOffering, VpcOffering, Zone } from "../catalogue/model.js";
import type { Cloud } from "../cloud.js";
import type { HostedNetwork } from "../hypervisor/port.js";
import { pass } from "../pass.js";
import { Table } from "../table.js";
import type { Tenant } from "../tenancy/model.js";
import { addressesOf } from "./cidr.js";

export interface Network {
  id: string;
  name: string;
  displaytext: string;
  zone: Zone;
  offering: NetworkOffering;
  tenant: Tenant;
  cidr: string;
  gateway: string;
  netmask: string;
  domain: string;
  vpc: Vpc | undefined;
  acl: Acl | undefined;
  /** Implemented once its router runs, which the first machine brings about. */
  state: "Allocated" | "Implementing" | "Implemented";
  created: Date;
}

/** A shared network is its zone's operator's, and every account may have machines in it. */
export const isEverybodys = ({ offering }: Network): boolean => offering.guestType === "Shared";

export interface Vpc {
  id: string;
  name: string;
  displaytext: string;
  cidr: string;
  zone: Zone;
  offering: VpcOffering;
  tenant: Tenant;
  domain: string;
  created: Date;
}

export interface Acl {
  id: string;
  name: string;
  description: string | undefined;
  /** The two that every VPC may use have none. */
  vpc: Vpc | undefined;
  tenant: Tenant;
}

export interface AclRule {
  id: string;
  acl: Acl;
  number: number;
  protocol: string;
  startPort: number | undefined;
  endPort: number | undefined;
  icmpType: number | undefined;
  icmpCode: number | undefined;
  cidrs: string[];
  traffic: "Ingress" | "Egress";
  action: "Allow" | "Deny";
  reason: string | undefined;
  tenant: Tenant;
}

export class Networks {
  readonly table = new Table<Network>("Network", 204);
  readonly vpcs = new Table<Vpc>("Vpc");
  readonly acls = new Table<Acl>("NetworkACL");
  readonly aclRules = new Table<AclRule>("NetworkACLItem");
  private readonly implementing = new Map<string, Promise<void>>();

  /** Starts the network's router, once, whoever asks first. */
  implement(cloud: Cloud, network: Network): Promise<void> {
    if (network.state === "Implemented") return Promise.resolve();
    const begun = this.implementing.get(network.id);
    if (begun) return begun;
    const work = this.startRouter(cloud, network).finally(() => this.implementing.delete(network.id));
    this.implementing.set(network.id, work);
    return work;
  }

  private async startRouter(cloud: Cloud, network: Network): Promise<void> {
    network.state = "Implementing";
    try {
      cloud.addresses.ensureSourceNat(cloud, network);
      await cloud.hypervisor.openNetwork(hosted(network));
      await pass(cloud.settings.routerStart);
      network.state = "Implemented";
    } catch (error) {
      network.state = "Allocated";
      throw error;
    }
  }

  /** A machine's address: the one that was asked for, else the first free. */
  guestAddress(cloud: Cloud, network: Network, wanted: string | undefined): string {
    const used = new Set(cloud.machines.table.where((m) => m.network === network).map((m) => m.ipAddress));
    const all = addressesOf(network.cidr);
    // The first few last: a router and whoever tests it have some of them.
    const free = [...all.slice(9), ...all.slice(0, 9)].filter((a) => a !== network.gateway && !used.has(a));
    if (wanted === undefined) {
      const first = free[0];
      if (!first) throw new ApiError(530, "Insufficient address capacity", 0);
      return first;
    }
    if (!free.includes(wanted)) {
      const shown = {
        id: this.table.number(network.id),
        name: network.name,
        uuid: network.id,
        networkofferingid: cloud.catalogue.networkOfferings.number(network.offering.id),
      };
      const text = JSON.stringify(shown).replaceAll('":', '": ').replaceAll(",", ", ");
      throw new ApiError(530, `Unable to acquire Guest IP address for network Network ${text}`, 0);
    }
    return wanted;
  }

  async remove(cloud: Cloud, network: Network): Promise<void> {
    if (cloud.machines.table.all().some((m) => m.network === network))
      throw jobFailure(530, "Failed to delete network");
    if (network.state !== "Allocated") await cloud.hypervisor.closeNetwork(hosted(network));
    cloud.addresses.releaseOfNetwork(network);
    cloud.tags.removeAll(network.id);
    this.table.remove(network.id);
  }

  async removeVpc(cloud: Cloud, vpc: Vpc): Promise<void> {
    if (this.table.all().some((n) => n.vpc === vpc)) throw jobFailure(530, "Failed to delete VPC");
    for (const acl of this.acls.where((a) => a.vpc === vpc)) this.removeAcl(cloud, acl);
    cloud.addresses.releaseOfVpc(vpc);
    cloud.tags.removeAll(vpc.id);
    this.vpcs.remove(vpc.id);
  }

  removeAcl(cloud: Cloud, acl: Acl): void {
    for (const rule of this.aclRules.where((r) => r.acl === acl)) this.removeAclRule(cloud, rule);
    this.acls.remove(acl.id);
  }

  removeAclRule(cloud: Cloud, rule: AclRule): void {
    cloud.tags.removeAll(rule.id);
    this.aclRules.remove(rule.id);
  }

  refuseTakenNumber(acl: Acl, number: number, except?: AclRule): void {
    if (this.aclRules.all().some((r) => r.acl === acl && r.number === number && r !== except)) {
      throw badValue(`ACL item with number ${number} already exists in ACL: ${acl.id}`);
    }
  }

  freeNumber(acl: Acl): number {
    return Math.max(0, ...this.aclRules.where((r) => r.acl === acl).map((r) => r.number)) + 1;
  }
}

export function hosted(network: Network): HostedNetwork {
  return { id: network.id, name: network.name, cidr: network.cidr, gateway: network.gateway };
}
