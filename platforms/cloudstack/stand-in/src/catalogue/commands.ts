import { badValue } from "../api-error.js";
import type { Table } from "../table.js";
import { timestamp, type Call, type Commands } from "../wire/command.js";
import { page } from "../wire/page.js";
import type { DiskOffering, NetworkOffering, ServiceOffering, Template, VpcOffering, Zone } from "./model.js";

export const catalogueCommands: Commands = {
  listZones: (call) => chosen("zone", call, call.cloud.catalogue.zones, renderZone),
  listTemplates: (call) => {
    if (!call.params.has("templatefilter")) throw badValue("Invalid template filter: null");
    const zone = call.params.optionalEntity("zoneid", call.cloud.catalogue.zones);
    return chosen("template", call, call.cloud.catalogue.templates, renderTemplate, (t) => !zone || t.zone === zone);
  },
  listServiceOfferings: (call) =>
    chosen("serviceoffering", call, call.cloud.catalogue.serviceOfferings, renderServiceOffering),
  listDiskOfferings: (call) => chosen("diskoffering", call, call.cloud.catalogue.diskOfferings, renderDiskOffering),
  listNetworkOfferings: (call) =>
    chosen("networkoffering", call, call.cloud.catalogue.networkOfferings, renderNetworkOffering),
  listVPCOfferings: (call) => chosen("vpcoffering", call, call.cloud.catalogue.vpcOfferings, renderVpcOffering),
  listCapabilities: ({ cloud }) => ({
    capability: {
      securitygroupsenabled: cloud.settings.securityGroups,
      cloudstackversion: "4.22.0.0",
      allowusercreateprojects: true,
      customdiskofferingminsize: 1,
      customdiskofferingmaxsize: 1024,
      allowuserexpungerecovervm: true,
      allowuserexpungerecovervolume: true,
    },
  }),
};

function chosen<T extends { id: string; name: string }>(
  name: string,
  { params }: Call,
  table: Table<T>,
  render: (row: T) => object,
  also: (row: T) => boolean = () => true,
): object {
  const id = params.optionalEntity("id", table);
  const [wanted, keyword] = [params.optional("name"), params.optional("keyword")];
  const rows = table.where(
    (r) => (!id || r === id) && (!wanted || r.name === wanted) && (!keyword || r.name.includes(keyword)),
  );
  return page(name, rows.filter(also).map(render), params);
}

function renderZone(zone: Zone): object {
  return {
    id: zone.id,
    name: zone.name,
    dns1: zone.dns1,
    internaldns1: zone.dns1,
    guestcidraddress: "10.1.1.0/24",
    networktype: zone.networkType,
    securitygroupsenabled: zone.securityGroups,
    allocationstate: "Enabled",
    dhcpprovider: "VirtualRouter",
    localstorageenabled: false,
    tags: [],
    type: "Core",
    hasannotations: false,
  };
}

function renderTemplate(template: Template): object {
  return {
    id: template.id,
    name: template.name,
    displaytext: template.name,
    ispublic: true,
    created: timestamp(template.created),
    isready: true,
    passwordenabled: false,
    format: "QCOW2",
    isfeatured: true,
    crossZones: true,
    account: "system",
    zoneid: template.zone.id,
    zonename: template.zone.name,
    status: "Download Complete",
    size: template.size,
    templatetype: "USER",
    hypervisor: "KVM",
    isextractable: false,
    arch: "x86_64",
    tags: [],
    hasannotations: false,
  };
}

function renderServiceOffering(offering: ServiceOffering): object {
  return {
    id: offering.id,
    name: offering.name,
    state: "Active",
    displaytext: offering.name,
    cpunumber: offering.cpuNumber,
    cpuspeed: offering.cpuSpeed,
    memory: offering.memory,
    created: timestamp(offering.created),
    storagetype: "shared",
    iscustomized: false,
    hasannotations: false,
  };
}

function renderDiskOffering(offering: DiskOffering): object {
  return {
    id: offering.id,
    name: offering.name,
    state: "Active",
    displaytext: offering.displaytext,
    disksize: offering.size,
    created: timestamp(offering.created),
    iscustomized: offering.custom,
    storagetype: "shared",
    hasannotations: false,
  };
}

function renderNetworkOffering(offering: NetworkOffering): object {
  return {
    id: offering.id,
    name: offering.name,
    displaytext: offering.displaytext,
    created: timestamp(offering.created),
    traffictype: "Guest",
    isdefault: true,
    specifyvlan: false,
    specifyipranges: offering.specifyIpRanges,
    state: "Enabled",
    guestiptype: offering.guestType,
    service: services(offering.services),
    forvpc: offering.forVpc,
    egressdefaultpolicy: offering.egressDefault,
    hasannotations: false,
  };
}

function renderVpcOffering(offering: VpcOffering): object {
  return {
    id: offering.id,
    name: offering.name,
    displaytext: offering.displaytext,
    created: timestamp(offering.created),
    isdefault: true,
    state: "Enabled",
    service: services(offering.services),
  };
}

export function services(names: readonly string[]): object[] {
  return names.map((name) => ({ name, provider: [{ name: "VirtualRouter" }] }));
}
