import { Table } from "../table.js";
import type { Tenant } from "../tenancy/model.js";

export interface KeyPair {
  id: string;
  name: string;
  publicKey: string;
  tenant: Tenant;
}

export interface AffinityGroup {
  id: string;
  name: string;
  description: string | undefined;
  type: string;
  tenant: Tenant;
}

export class Keys {
  readonly pairs = new Table<KeyPair>("SSHKeyPair");
  readonly affinity = new Table<AffinityGroup>("AffinityGroup");
}
