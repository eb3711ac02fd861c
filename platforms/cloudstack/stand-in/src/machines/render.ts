import type { Cloud } from "../cloud.js";
import { tenantFields } from "../tenancy/model.js";
import { known, timestamp } from "../wire/command.js";
import type { Machine } from "./model.js";

/** A machine as an answer has it; `minimal` is `details=min`, without what needs another table. */
export function renderMachine(cloud: Cloud, machine: Machine, minimal = false): object {
  const scaled = minimal ? undefined : cloud.autoscale.groupOf(machine);
  const { offering, template, zone } = machine;
  const running = machine.state === "Running";
  return known({
    id: machine.id,
    name: machine.name,
    displayname: machine.displayName,
    ...tenantFields(machine.tenant),
    userid: machine.userId,
    username: machine.userName,
    created: timestamp(machine.created),
    lastupdated: timestamp(machine.updated),
    state: machine.state,
    haenable: false,
    group: machine.group,
    zoneid: zone.id,
    zonename: zone.name,
    hostname: running ? "host-1" : undefined,
    ...(minimal
      ? {}
      : {
          templateid: template.id,
          templatename: template.name,
          templatetype: "USER",
          templateformat: "QCOW2",
          templatedisplaytext: template.name,
          passwordenabled: false,
          serviceofferingid: offering.id,
          serviceofferingname: offering.name,
          cpunumber: offering.cpuNumber,
          cpuspeed: offering.cpuSpeed,
          memory: offering.memory,
          rootdeviceid: 0,
          rootdevicetype: "ROOT",
          ipaddress: machine.ipAddress,
        }),
    securitygroup: minimal
      ? []
      : machine.groups.map((g) =>
          known({ id: g.id, name: g.name, description: g.description, account: g.tenant.account.name }),
        ),
    nic: minimal ? [] : [nic(machine)],
    hypervisor: "KVM",
    instancename: machine.instanceName,
    details: machine.details,
    keypairs: machine.keyPairs.length > 0 && !minimal ? machine.keyPairs.join(",") : undefined,
    affinitygroup: minimal
      ? []
      : machine.affinity.map((g) =>
          known({ id: g.id, name: g.name, description: g.description, account: g.tenant.account.name }),
        ),
    displayvm: true,
    isdynamicallyscalable: false,
    deleteprotection: false,
    autoscalevmgroupid: scaled?.id,
    autoscalevmgroupname: scaled?.name,
    arch: "x86_64",
    tags: minimal ? [] : cloud.tags.of(machine.id),
    hasannotations: false,
  });
}

function nic(machine: Machine): object {
  const { network } = machine;
  return {
    id: machine.nicId,
    networkid: network.id,
    networkname: network.name,
    netmask: network.netmask,
    gateway: network.gateway,
    ipaddress: machine.ipAddress,
    traffictype: "Guest",
    type: network.offering.guestType,
    isdefault: true,
    macaddress: machine.macAddress,
    secondaryip: [],
    extradhcpoption: [],
    deviceid: "0",
  };
}
