import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import { Cloud } from "./cloud.js";
import { off } from "./hypervisor/off.js";
import type { Zone } from "./catalogue/model.js";
import { serve } from "./server.js";
import type { StandInSettings } from "./settings.js";
import type { Account, Caller, Limits } from "./tenancy/model.js";

export { commandNames } from "./server.js";
export { maxUserData } from "./machines/deploy.js";
export { sign } from "./wire/signature.js";
export { off } from "./hypervisor/off.js";
export type { Forwarding, HostedDisk, HostedMachine, HostedNetwork, Hypervisor } from "./hypervisor/port.js";
export type { StandInSettings } from "./settings.js";
export type { Cloud } from "./cloud.js";

/** A running CloudStack API, with an administrator's and a user's keys. */
export interface StandIn {
  /** For example http://127.0.0.1:40123/client/api. */
  url: string;
  admin: Caller;
  user: Caller;
  /** The state behind the API, for tests that look or that play the cloud's operator. */
  cloud: Cloud;
  /** The commands that were answered well, in order. */
  requests: string[];
  /** A further account with its own keys. */
  addAccount(name: string, limits?: Limits): Caller;
  close(): Promise<void>;
}

export async function startStandIn(settings: Partial<StandInSettings> = {}): Promise<StandIn> {
  const cloud = new Cloud({
    port: 0,
    zones: ["zone-1"],
    securityGroups: false,
    publicRange: { first: "198.51.100.1", count: 40 },
    jobDuration: () => 0,
    routerStart: 0,
    capacity: undefined,
    limits: {},
    hypervisor: off,
    errorsLive: undefined,
    rateLimit: undefined,
    now: () => new Date(),
    ...settings,
  });
  const root = { id: randomUUID(), name: "ROOT", path: "ROOT" };
  const admin = addCaller(cloud, {
    domainNumber: 1,
    name: "admin",
    domain: root,
    admin: true,
    limits: cloud.settings.limits,
  });
  const addAccount = (name: string, limits: Limits = {}) =>
    addCaller(cloud, {
      domainNumber: cloud.accounts.all().length + 1,
      name,
      domain: { id: randomUUID(), name: `dom-${name}`, path: `ROOT/dom-${name}` },
      admin: false,
      limits,
    });
  const user = addAccount("alice");
  for (const [name, description] of [
    ["default_allow", "Default Network ACL Allow All"],
    ["default_deny", "Default Network ACL Deny All"],
  ] as const) {
    cloud.networks.acls.insert({ name, description, vpc: undefined, tenant: { account: admin.account } });
  }
  if (cloud.settings.securityGroups) for (const zone of cloud.catalogue.zones.all()) openShared(cloud, zone, admin);
  const requests: string[] = [];
  const server = serve(cloud, (command) => requests.push(command));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(cloud.settings.port, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/client/api`,
    admin,
    user,
    cloud,
    requests,
    addAccount,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await cloud.jobs.idle();
      await cloud.autoscale.idle();
      cloud.close();
    },
  };
}

/** What the operator of a zone with security groups makes once: its machines' network, whose addresses all may reach. */
function openShared(cloud: Cloud, zone: Zone, { account }: Caller): void {
  const offering = cloud.catalogue.networkOfferings.where((o) => o.services.includes("SecurityGroup"))[0];
  if (!offering) return;
  cloud.networks.table.insert({
    name: `shared-${zone.name}`,
    displaytext: `shared-${zone.name}`,
    zone,
    offering,
    tenant: { account },
    cidr: "203.0.113.0/24",
    gateway: "203.0.113.1",
    netmask: "255.255.255.0",
    domain: "cs1cloud.internal",
    vpc: undefined,
    acl: undefined,
    state: "Implemented",
    created: cloud.now(),
  });
}

function addCaller(cloud: Cloud, fields: Omit<Account, "id">): Caller {
  const account = cloud.accounts.insert(fields);
  const caller: Caller = {
    account,
    userId: randomUUID(),
    userName: fields.name,
    apiKey: randomUUID(),
    secret: randomUUID(),
  };
  cloud.callers.push(caller);
  return caller;
}
