import type { PublicAddress } from "../addresses/model.js";
import type { Machine } from "../machines/model.js";
import type { Network } from "../networks/model.js";
import { Table } from "../table.js";
import type { Tenant } from "../tenancy/model.js";

export interface BalancerRule {
  id: string;
  name: string;
  description: string | undefined;
  address: PublicAddress;
  network: Network | undefined;
  publicPort: number;
  privatePort: number;
  algorithm: string;
  protocol: string | undefined;
  cidrs: string[];
  members: Machine[];
  tenant: Tenant;
}

export class Balancers {
  readonly table = new Table<BalancerRule>("FirewallRule");

  forgetMachine(machine: Machine): void {
    for (const rule of this.table.all()) rule.members = rule.members.filter((m) => m !== machine);
  }
}
