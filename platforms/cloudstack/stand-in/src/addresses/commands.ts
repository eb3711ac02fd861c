import { badValue, jobFailure } from "../api-error.js";
import { asynchronously } from "../jobs/start.js";
import { own, tenantFields, tenantOf, visible, type Tenant } from "../tenancy/model.js";
import { known, timestamp, type Call, type Commands } from "../wire/command.js";
import { page } from "../wire/page.js";
import type { PublicAddress } from "./model.js";

export const addressCommands: Commands = {
  associateIpAddress: (call) => {
    const { cloud, params } = call;
    const vpc = params.optionalEntity("vpcid", cloud.networks.vpcs);
    const network = params.optionalEntity("networkid", cloud.networks.table);
    const zone = vpc?.zone ?? network?.zone ?? params.entity("zoneid", cloud.catalogue.zones);
    if (!vpc && !network) throw badValue("Unable to figure out the network to associate ip to");
    const tenant = own(call, (vpc ?? network) as { tenant: Tenant }).tenant;
    const sourceNat = !vpc && network !== undefined && !cloud.addresses.sourceNatOf(network);
    const address = cloud.addresses.allocate(cloud, {
      zone,
      tenant,
      network: vpc ? undefined : network,
      vpc,
      sourceNat,
    });
    return asynchronously(call, { type: "IpAddress", id: address.id }, () => ({
      ipaddress: renderAddress(call, address, "Allocating"),
    }));
  },

  disassociateIpAddress: (call) => {
    const { cloud } = call;
    const address = owned(call, "id");
    return asynchronously(call, { type: "IpAddress" }, async () => {
      if (address.sourceNat) {
        throw jobFailure(530, "ip address is used for source nat purposes and can not be disassociated.");
      }
      cloud.addresses.release(address);
      cloud.tags.removeAll(address.id);
      await cloud.reachability.refresh(cloud);
      return { success: true };
    });
  },

  listPublicIpAddresses: (call) => {
    const { cloud, params } = call;
    const id = params.optionalEntity("id", cloud.addresses.table);
    const vpc = params.optionalEntity("vpcid", cloud.networks.vpcs);
    const network = params.optionalEntity("associatednetworkid", cloud.networks.table);
    const [sourceNat, tags] = [params.boolean("issourcenat"), params.keyValues("tags")];
    const mine = visible(call);
    const shown = cloud.addresses.table
      .where((a) => a.tenant !== undefined && mine({ tenant: a.tenant }))
      .filter((a) => (!id || a === id) && (!vpc || a.vpc === vpc) && (!network || a.network === network))
      .filter((a) => (sourceNat === undefined || a.sourceNat === sourceNat) && cloud.tags.matches(a.id, tags));
    return page(
      "publicipaddress",
      shown.map((a) => renderAddress(call, a, "Allocated")),
      params,
    );
  },

  enableStaticNat: (call) => {
    const { cloud, params } = call;
    const address = owned(call, "ipaddressid");
    const machine = own(call, params.entity("virtualmachineid", cloud.machines.table));
    if (address.sourceNat) throw badValue("Can't enable static, ip address is a sourceNat ip address");
    if (address.staticNat && address.staticNat.machine !== machine)
      throw badValue("Failed to enable static nat for the ip address as it is already in use");
    address.staticNat = { machine, guestAddress: params.optional("vmguestip") ?? machine.ipAddress };
    if (address.vpc) address.network = machine.network;
    void cloud.reachability.refresh(cloud);
    return { success: true };
  },

  disableStaticNat: (call) => {
    const { cloud } = call;
    const address = owned(call, "ipaddressid");
    return asynchronously(call, { type: "None" }, async () => {
      cloud.addresses.disableStaticNat(address);
      await cloud.reachability.refresh(cloud);
      return { success: true };
    });
  },

  createPortForwardingRule: (call) => {
    const { cloud, params } = call;
    const address = owned(call, "ipaddressid");
    const machine = own(call, params.entity("virtualmachineid", cloud.machines.table));
    const publicPort = port(call, "publicport");
    const privatePort = port(call, "privateport");
    const rule = cloud.addresses.portForwards.insert({
      address,
      protocol: params.required("protocol").toLowerCase(),
      publicPort,
      publicEndPort: params.integer("publicendport") ?? publicPort,
      privatePort,
      privateEndPort: params.integer("privateendport") ?? privatePort,
      machine,
      guestAddress: params.optional("vmguestip") ?? machine.ipAddress,
      network: machine.network,
      tenant: tenantOf(call),
    });
    return asynchronously(call, { type: "PortForwardingRule", id: rule.id }, async () => {
      await cloud.reachability.refresh(cloud);
      return { portforwardingrule: renderForward(call, rule) };
    });
  },

  deletePortForwardingRule: (call) => {
    const { cloud } = call;
    const rule = own(call, call.params.entity("id", cloud.addresses.portForwards));
    return asynchronously(call, { type: "PortForwardingRule" }, async () => {
      cloud.addresses.portForwards.remove(rule.id);
      cloud.tags.removeAll(rule.id);
      await cloud.reachability.refresh(cloud);
      return { success: true };
    });
  },

  listPortForwardingRules: (call) => {
    const { cloud, params } = call;
    const id = params.optionalEntity("id", cloud.addresses.portForwards);
    const address = params.optionalEntity("ipaddressid", cloud.addresses.table);
    const shown = cloud.addresses.portForwards
      .where(visible(call))
      .filter((r) => (!id || r === id) && (!address || r.address === address));
    return page(
      "portforwardingrule",
      shown.map((r) => renderForward(call, r)),
      params,
    );
  },
};

function owned(call: Call, parameter: string): PublicAddress {
  const address = call.params.entity(parameter, call.cloud.addresses.table);
  if (!address.tenant) throw badValue(`Ip address ${address.address} is not associated with any network or VPC`);
  own(call, { tenant: address.tenant });
  return address;
}

function port({ params }: Call, name: string): number {
  const value = Number(params.required(name));
  if (!Number.isInteger(value) || value < 1 || value > 65_535)
    throw badValue(`${name} is an invalid value: ${params.optional(name)}`);
  return value;
}

function renderForward(
  { cloud }: Call,
  rule: ReturnType<Call["cloud"]["addresses"]["portForwards"]["all"]>[number],
): object {
  return {
    id: rule.id,
    privateport: String(rule.privatePort),
    privateendport: String(rule.privateEndPort),
    protocol: rule.protocol,
    publicport: String(rule.publicPort),
    publicendport: String(rule.publicEndPort),
    virtualmachineid: rule.machine.id,
    virtualmachinename: rule.machine.name,
    virtualmachinedisplayname: rule.machine.displayName,
    ipaddressid: rule.address.id,
    ipaddress: rule.address.address,
    state: "Active",
    tags: cloud.tags.of(rule.id),
    vmguestip: rule.guestAddress,
    networkid: rule.network.id,
    fordisplay: true,
  };
}

function renderAddress({ cloud }: Call, address: PublicAddress, state: string): object {
  const { tenant, network, vpc, staticNat } = address;
  return known({
    id: address.id,
    ipaddress: address.address,
    allocated: address.allocated && timestamp(address.allocated),
    zoneid: address.zone.id,
    zonename: address.zone.name,
    issourcenat: address.sourceNat,
    ...(tenant && tenantFields(tenant)),
    forvirtualnetwork: true,
    isstaticnat: staticNat !== undefined,
    issystem: false,
    virtualmachineid: staticNat?.machine.id,
    vmipaddress: staticNat?.guestAddress,
    virtualmachinename: staticNat?.machine.name,
    virtualmachinedisplayname: staticNat?.machine.displayName,
    associatednetworkid: network?.id,
    associatednetworkname: network?.name,
    state,
    vpcid: vpc?.id,
    vpcname: vpc?.name,
    tags: cloud.tags.of(address.id),
    isportable: false,
    fordisplay: true,
    hasannotations: false,
  });
}
