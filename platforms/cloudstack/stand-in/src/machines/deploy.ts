import { randomUUID } from "node:crypto";
import { ApiError, badValue } from "../api-error.js";
import { sameTenant, tenantOf, withinLimit, type Tenant } from "../tenancy/model.js";
import type { Call } from "../wire/command.js";
import type { Machine } from "./model.js";
import { hasGroups, type SecurityGroup } from "../groups/model.js";
import { isEverybodys, type Network } from "../networks/model.js";

/** Bytes of user data before base64: CloudStack's `vm.userdata.max.length`. */
export const maxUserData = 32_768;

/** The machine that a request describes, checked against all that CloudStack refuses before there is a job. */
export function describeMachine(call: Call): Machine {
  const { cloud, caller, params, pairs } = call;
  const zone = params.entity("zoneid", cloud.catalogue.zones);
  const offering = params.entity("serviceofferingid", cloud.catalogue.serviceOfferings);
  if (!params.has("templateid")) {
    throw new ApiError(
      530,
      "Please provide only one of the following parameters - template ID, volume ID or snapshot ID",
      4250,
    );
  }
  const template = params.entity("templateid", cloud.catalogue.templates);
  const [network] = params.entities("networkids", cloud.networks.table);
  if (!network) throw badValue("Unable to find a network for the VM: networkids is required in an advanced zone");
  const tenant = tenantOf(call);
  if (!isEverybodys(network) && !sameTenant(tenant)(network))
    throw badValue(`Network ${network.id} belongs to another account or project`);
  if (network.zone !== zone) throw badValue(`Network ${network.id} is in another zone than ${zone.name}`);
  const name = params.optional("name");
  if (name !== undefined) refuseName(call, network, name);
  const userData = params.optional("userdata");
  if (userData !== undefined) refuseUserData(params.has("userdataid"), userData);
  const keyPairs = [...params.list("keypairs"), ...params.list("keypair")];
  const keys = publicKeysOf(call, tenant, keyPairs);
  const affinity = params.entities("affinitygroupids", cloud.keys.affinity);
  const groups = groupsOf(call, network, tenant);
  withinLimit(tenant, "user_vm", cloud.machines.table.where(sameTenant(tenant)).length);
  withinLimit(tenant, "volume", cloud.volumes.table.where(sameTenant(tenant)).length);
  const ipAddress = cloud.networks.guestAddress(cloud, network, params.optional("ipaddress"));
  const id = randomUUID();
  return cloud.machines.table.insert({
    id,
    name: name ?? `VM-${id}`,
    displayName: params.optional("displayname") ?? name ?? `VM-${id}`,
    group: params.optional("group"),
    tenant,
    userId: caller.userId,
    userName: caller.userName,
    zone,
    template,
    offering,
    network,
    nicId: randomUUID(),
    ipAddress,
    macAddress: macAddress(ipAddress),
    instanceName: `i-${cloud.accounts.number(tenant.account.id)}-${cloud.machines.nextNumber()}-VM`,
    userData,
    details: { ...params.map("details", pairs), ...keys },
    keyPairs,
    affinity,
    groups,
    state: "Stopped",
    created: cloud.now(),
    updated: cloud.now(),
  });
}

/** In a network with security groups a machine is in the account's default one where it names none. */
function groupsOf({ cloud, params }: Call, network: Network, tenant: Tenant): SecurityGroup[] {
  const named = params.entities("securitygroupids", cloud.groups.table);
  if (!network.zone.securityGroups && named.length > 0) {
    throw badValue("Can't create vm with security groups; security group feature is not enabled per zone");
  }
  const strange = named.find((g) => !sameTenant(tenant)(g));
  if (strange) throw badValue(`Security group ${strange.name} belongs to another account or project`);
  if (named.length > 0) return named;
  return hasGroups(network) ? [cloud.groups.defaultOf(tenant)] : [];
}

export function refuseName(call: Call, network: Network, name: string): void {
  if (!/^[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(name)) {
    throw new ApiError(
      431,
      `Unable to execute API command ${call.params.command.toLowerCase()} due to invalid value. Invalid value provided for API arg: name - ` +
        "it can contain ASCII letters 'a' through 'z', the digits '0' through '9', and the hyphen ('-'), must be between 1 and 63 characters " +
        "long, and can't start or end with \"-\" and can't start with digit",
    );
  }
  if (call.cloud.machines.table.all().some((m) => m.network === network && m.name === name)) {
    throw badValue(
      `The vm with hostName ${name} already exists in the network domain: ${network.domain}; network=${network.name}`,
    );
  }
}

export function refuseUserData(alsoId: boolean, userData: string): void {
  if (alsoId) throw badValue("Both userdata and userdata ID inputs are not allowed, please provide only one");
  if (userData.includes("%")) {
    throw new ApiError(431, 'URLDecoder: Illegal hex characters in escape (%) pattern - Error at index 0 in: "%%"');
  }
  if (Buffer.from(userData, "base64").length > maxUserData) {
    throw badValue(`User data is too long for an http POST request: at most ${maxUserData} bytes`);
  }
}

/** The two details that key pairs leave on a machine. */
export function publicKeysOf({ cloud }: Call, tenant: Tenant, names: string[]): Record<string, string> {
  if (names.length === 0) return {};
  const found = names.map((name) => cloud.keys.pairs.where(sameTenant(tenant)).find((k) => k.name === name));
  const keys = found.flatMap((k) => (k ? [k.publicKey] : []));
  if (keys.length !== names.length) throw badValue("Not all specified keypairs exist");
  return { "SSH.PublicKey": keys.join("\n"), "SSH.KeyPairNames": names.join(",") };
}

/** One address, one MAC: a machine that takes over another's address is the same one to DHCP. */
export function macAddress(ipAddress: string): string {
  return `02:01:${ipAddress
    .split(".")
    .map((p) => Number(p).toString(16).padStart(2, "0"))
    .join(":")}`;
}
