import { jobFailure } from "../api-error.js";
import type { Cloud } from "../cloud.js";
import type { Machine } from "../machines/model.js";
import type { Network } from "../networks/model.js";
import { contains } from "../networks/cidr.js";
import { Table } from "../table.js";
import { sameTenant, type Tenant } from "../tenancy/model.js";

export type Traffic = "ingress" | "egress";

export interface GroupRule {
  id: string;
  traffic: Traffic;
  protocol: string;
  startPort: number | undefined;
  endPort: number | undefined;
  icmpType: number | undefined;
  icmpCode: number | undefined;
  /** Who may come, or where one may go: a range, or the members of another group. */
  peer: { cidr: string } | { group: SecurityGroup };
}

export interface SecurityGroup {
  id: string;
  name: string;
  description: string | undefined;
  tenant: Tenant;
  rules: GroupRule[];
}

/** What comes to a machine, or what it sends. */
export interface Packet {
  traffic: Traffic;
  protocol: "tcp" | "udp";
  port: number;
  /** Address of the other end. */
  peer: string;
}

/** Whether machines of a network have security groups. */
export const hasGroups = ({ offering }: Network): boolean => offering.services.includes("SecurityGroup");

export class SecurityGroups {
  readonly table = new Table<SecurityGroup>("SecurityGroup");
  readonly rules = new Table<GroupRule & { group: SecurityGroup }>("SecurityGroupRule");

  /** The group that each account has, in which a machine is that names none. */
  defaultOf(tenant: Tenant): SecurityGroup {
    const found = this.table.where(sameTenant(tenant)).find((g) => g.name === "default");
    return found ?? this.table.insert({ name: "default", description: "Default Security Group", tenant, rules: [] });
  }

  members(cloud: Cloud, group: SecurityGroup): Machine[] {
    return cloud.machines.table.where((m) => m.groups.includes(group));
  }

  /** The rules that were not there yet; a rule that is there already is no new one, and that alone is a failure. */
  authorize(group: SecurityGroup, wanted: Omit<GroupRule, "id">[]): GroupRule[] {
    const known = new Set(group.rules.map(meaning));
    const added = wanted.filter((rule) => !known.has(meaning(rule)));
    const [first] = wanted;
    if (added.length === 0) throw jobFailure(530, `Failed to authorize security group ${first?.traffic} rule(s)`);
    return added.map((rule) => {
      const { id } = this.rules.insert({ ...rule, group });
      const made = { ...rule, id };
      group.rules.push(made);
      return made;
    });
  }

  revoke(rule: GroupRule & { group: SecurityGroup }): void {
    rule.group.rules = rule.group.rules.filter((r) => r.id !== rule.id);
    this.rules.remove(rule.id);
  }

  /**
   * Whether a machine's groups let it through. Nothing comes in without a rule; everything goes out, until one of its groups
   * has a rule for what goes out.
   */
  admits(cloud: Cloud, machine: Machine, packet: Packet): boolean {
    if (!hasGroups(machine.network)) return true;
    const rules = machine.groups.flatMap((g) => g.rules).filter((r) => r.traffic === packet.traffic);
    if (packet.traffic === "egress" && rules.length === 0) return true;
    return rules.some((rule) => covers(rule, packet) && this.isPeer(cloud, rule, packet.peer));
  }

  private isPeer(cloud: Cloud, { peer }: GroupRule, address: string): boolean {
    if ("cidr" in peer) return !peer.cidr.includes(":") && contains(peer.cidr, address);
    return this.members(cloud, peer.group).some((m) => m.ipAddress === address);
  }
}

function covers({ protocol, startPort = 0, endPort = 65_535 }: GroupRule, packet: Packet): boolean {
  return (protocol === packet.protocol && startPort <= packet.port && packet.port <= endPort) || protocol === "all";
}

function meaning({ traffic, protocol, startPort, endPort, icmpType, icmpCode, peer }: Omit<GroupRule, "id">): string {
  const who = "cidr" in peer ? peer.cidr : peer.group.id;
  return JSON.stringify([traffic, protocol, startPort, endPort, icmpType, icmpCode, who]);
}
