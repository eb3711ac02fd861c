import { badValue } from "../api-error.js";
import { services } from "../catalogue/commands.js";
import { asynchronously } from "../jobs/start.js";
import { own, sameTenant, tenantFields, tenantOf, visible, withinLimit } from "../tenancy/model.js";
import { known, timestamp, type Call, type Commands } from "../wire/command.js";
import { page } from "../wire/page.js";
import { cidrOf, contains, formatAddress, parseCidr } from "./cidr.js";
import { isEverybodys, type Network, type Vpc } from "./model.js";

export const networkCommands: Commands = {
  createNetwork: (call) => {
    const { cloud, params } = call;
    const offering = params.entity("networkofferingid", cloud.catalogue.networkOfferings);
    const zone = params.entity("zoneid", cloud.catalogue.zones);
    const name = params.required("name");
    const tenant = tenantOf(call);
    const vpc = params.optionalEntity("vpcid", cloud.networks.vpcs);
    const acl = params.optionalEntity("aclid", cloud.networks.acls);
    if (offering.forVpc !== (vpc !== undefined)) {
      throw badValue(
        vpc ? "Network offering can't be used for VPC networks" : "Network offering can be used for VPC networks only",
      );
    }
    // Its addresses are a part of the operator's own network, which only an administrator gives away.
    if (offering.guestType === "Shared")
      throw badValue("StartIp/endIp/gateway/netmask are required for a shared network");
    withinLimit(tenant, "network", cloud.networks.table.where(sameTenant(tenant)).length);
    const gateway = params.optional("gateway") ?? "10.1.1.1";
    const netmask = params.optional("netmask") ?? "255.255.255.0";
    const cidr = cidrOf(gateway, netmask);
    if (vpc) refuseTier(call, vpc, cidr);
    const network = cloud.networks.table.insert({
      name,
      displaytext: params.optional("displaytext") ?? name,
      zone,
      offering,
      tenant,
      cidr,
      gateway,
      netmask,
      domain: params.optional("networkdomain") ?? `cs${cloud.accounts.number(tenant.account.id)}cloud.internal`,
      vpc,
      acl: acl ?? (vpc && cloud.networks.acls.all().find((a) => a.name === "default_deny" && !a.vpc)),
      state: "Allocated",
      created: cloud.now(),
    });
    return { network: renderNetwork(call, network) };
  },

  updateNetwork: (call) => {
    const network = own(call, call.params.entity("id", call.cloud.networks.table));
    return asynchronously(call, { type: "Network" }, () => {
      network.name = call.params.optional("name") ?? network.name;
      network.displaytext = call.params.optional("displaytext") ?? network.displaytext;
      network.domain = call.params.optional("networkdomain") ?? network.domain;
      return { network: renderNetwork(call, network) };
    });
  },

  deleteNetwork: (call) => {
    const network = own(call, call.params.entity("id", call.cloud.networks.table));
    return asynchronously(call, { type: "Network" }, async () => {
      await call.cloud.networks.remove(call.cloud, network);
      return { success: true };
    });
  },

  listNetworks: (call) => {
    const { cloud, params } = call;
    const id = params.optionalEntity("id", cloud.networks.table);
    const [zone, vpc] = [
      params.optionalEntity("zoneid", cloud.catalogue.zones),
      params.optionalEntity("vpcid", cloud.networks.vpcs),
    ];
    const [keyword, tags] = [params.optional("keyword"), params.keyValues("tags")];
    const seen = visible(call);
    const shown = cloud.networks.table
      .where((n) => isEverybodys(n) || seen(n))
      .filter((n) => (!id || n === id) && (!zone || n.zone === zone) && (!vpc || n.vpc === vpc))
      .filter((n) => (!keyword || n.name.includes(keyword)) && cloud.tags.matches(n.id, tags));
    return page(
      "network",
      shown.map((n) => renderNetwork(call, n)),
      params,
    );
  },

  createVPC: (call) => {
    const { cloud, params } = call;
    const name = params.required("name");
    const cidr = params.required("cidr");
    const offering = params.entity("vpcofferingid", cloud.catalogue.vpcOfferings);
    const zone = params.entity("zoneid", cloud.catalogue.zones);
    const tenant = tenantOf(call);
    parseCidr(cidr);
    withinLimit(tenant, "vpc", cloud.networks.vpcs.where(sameTenant(tenant)).length);
    const vpc = cloud.networks.vpcs.insert({
      name,
      displaytext: params.optional("displaytext") ?? name,
      cidr,
      zone,
      offering,
      tenant,
      domain: params.optional("networkdomain") ?? `cs${cloud.accounts.number(tenant.account.id)}cloud.internal`,
      created: cloud.now(),
    });
    return asynchronously(call, { type: "None", id: vpc.id }, () => {
      cloud.addresses.allocate(cloud, { zone, tenant, vpc, sourceNat: true });
      return { vpc: renderVpc(call, vpc) };
    });
  },

  updateVPC: (call) => {
    const vpc = own(call, call.params.entity("id", call.cloud.networks.vpcs));
    return asynchronously(call, { type: "None" }, () => {
      vpc.name = call.params.optional("name") ?? vpc.name;
      vpc.displaytext = call.params.optional("displaytext") ?? vpc.displaytext;
      return { vpc: renderVpc(call, vpc) };
    });
  },

  deleteVPC: (call) => {
    const vpc = own(call, call.params.entity("id", call.cloud.networks.vpcs));
    return asynchronously(call, { type: "None" }, async () => {
      await call.cloud.networks.removeVpc(call.cloud, vpc);
      return { success: true };
    });
  },

  listVPCs: (call) => {
    const { cloud, params } = call;
    const id = params.optionalEntity("id", cloud.networks.vpcs);
    const tags = params.keyValues("tags");
    const shown = cloud.networks.vpcs
      .where(visible(call))
      .filter((v) => (!id || v === id) && cloud.tags.matches(v.id, tags));
    return page(
      "vpc",
      shown.map((v) => renderVpc(call, v)),
      params,
    );
  },
};

/** A tier lies within its VPC and beside the others. */
function refuseTier({ cloud }: Call, vpc: Vpc, cidr: string): void {
  const { base, prefix } = parseCidr(cidr);
  if (!contains(vpc.cidr, formatAddress(base)) || prefix < parseCidr(vpc.cidr).prefix) {
    throw badValue(`Invalid cidr ${cidr}; not within vpc cidr ${vpc.cidr}`);
  }
  const taken = cloud.networks.table
    .all()
    .find((n) => n.vpc === vpc && (contains(n.cidr, formatAddress(base)) || contains(cidr, n.gateway)));
  if (taken) throw badValue(`Network's CIDR ${cidr} overlaps with the CIDR of ${taken.name}`);
}

export function renderNetwork({ cloud }: Call, network: Network): object {
  const { offering, vpc, acl } = network;
  return known({
    id: network.id,
    name: network.name,
    displaytext: network.displaytext,
    broadcastdomaintype: "Vlan",
    traffictype: "Guest",
    gateway: network.gateway,
    netmask: network.netmask,
    cidr: network.cidr,
    zoneid: network.zone.id,
    zonename: network.zone.name,
    networkofferingid: offering.id,
    networkofferingname: offering.name,
    networkofferingdisplaytext: offering.displaytext,
    networkofferingconservemode: true,
    networkofferingavailability: "Optional",
    issystem: false,
    state: network.state,
    related: network.id,
    dns1: network.zone.dns1,
    type: offering.guestType,
    acltype: isEverybodys(network) ? "Domain" : "Account",
    ...tenantFields(network.tenant),
    service: services(offering.services),
    networkdomain: network.domain,
    restartrequired: false,
    specifyvlan: false,
    vpcid: vpc?.id,
    vpcname: vpc?.name,
    specifyipranges: offering.specifyIpRanges,
    canusefordeploy: true,
    ispersistent: false,
    tags: cloud.tags.of(network.id),
    details: {},
    aclid: acl?.id,
    aclname: acl?.name,
    displaynetwork: true,
    strechedl2subnet: false,
    redundantrouter: false,
    created: timestamp(network.created),
    hasannotations: false,
  });
}

function renderVpc(call: Call, vpc: Vpc): object {
  const { cloud } = call;
  return {
    id: vpc.id,
    name: vpc.name,
    displaytext: vpc.displaytext,
    state: "Enabled",
    zoneid: vpc.zone.id,
    zonename: vpc.zone.name,
    service: services(vpc.offering.services),
    cidr: vpc.cidr,
    vpcofferingid: vpc.offering.id,
    vpcofferingname: vpc.offering.name,
    created: timestamp(vpc.created),
    ...tenantFields(vpc.tenant),
    network: cloud.networks.table.where((n) => n.vpc === vpc).map((n) => renderNetwork(call, n)),
    restartrequired: false,
    networkdomain: vpc.domain,
    tags: cloud.tags.of(vpc.id),
    fordisplay: true,
    distributedvpcrouter: false,
    redundantvpcrouter: false,
    hasannotations: false,
  };
}
