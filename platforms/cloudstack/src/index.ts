import {
  withoutBalancers,
  withoutGroups,
  type BalancerCapability,
  type CapabilityColumn,
  type GroupCapability,
  type MachinePlatform,
  type PlatformDefinition,
  type Support,
} from "@dinfra/port";
import { balancer } from "./driver/balancer.js";
import { disk } from "./driver/disk.js";
import { group } from "./driver/group.js";
import { machine } from "./driver/machine.js";
import { hasSecurityGroups, isVpc, network } from "./driver/network.js";
import { evidence } from "./evidence.js";
import { engine } from "./engine.js";
import { cloudStackObserver } from "./observer/observer.js";
import { settingsSchema, type CloudStackSettings } from "./settings.js";

export { installBridge } from "./engine.js";
export type { CloudStackSettings, Size } from "./settings.js";

/** How far the machines of one network are kept from each other, by kind of network. */
function sharedNetwork(settings: CloudStackSettings): Support {
  if (hasSecurityGroups(settings)) return true;
  if (isVpc(settings)) {
    return { lacks: "an access list is for all machines of a tier; take networkKind isolated, or a network for each" };
  }
  return {
    limited:
      "such a network has a firewall per public address and none between its machines, which the agent's firewall alone keeps " +
      "apart; in a zone with security groups, networkKind shared has a group per machine",
  };
}

/** The router of an isolated network has a balancer of connections. */
function balancers(settings: CloudStackSettings): Pick<CapabilityColumn, BalancerCapability> {
  const isolated = !isVpc(settings) && settings.networkKind !== "shared";
  const rows = withoutBalancers(
    "it is the router of an isolated network that balances; take networkKind isolated, or one proxy",
  );
  if (!isolated) return rows;
  return {
    ...rows,
    address: { lacks: "an address is taken for what it leads to; that of a balancer outlives its machines" },
    balancer: { limited: "it knows connections alone, and says a client's address in the PROXY protocol's header" },
    balancerHealth: {
      lacks: "its router asks nothing by HTTP; give the endpoint a proxy: HAProxy, of which replicas may be two",
    },
  };
}

/** A group stands behind the balancer of an isolated network's router. */
function groups(settings: CloudStackSettings): Pick<CapabilityColumn, GroupCapability> {
  if (isVpc(settings) || settings.networkKind === "shared")
    return withoutGroups("a group stands behind the router of an isolated network; take networkKind isolated");
  if (settings.project !== undefined)
    return withoutGroups(
      "conditions of a project were not tried; place it in an account, or make a SubstrateNode for each",
    );
  return {
    machineGroup: true,
    groupDrain: true,
    groupWarmPool: { lacks: "it has no machines that wait; take a template that has the data on it" },
    groupDiskSnapshot: {
      lacks: "a group's data disks would stay behind, so data lies on the boot disk; take a template",
    },
    scaleOnCpu: true,
    scaleOnMemory: true,
    scaleOnNetworkIn: true,
    scaleOnNetworkOut: true,
    scaleOnConnections: true,
  };
}

/** Machines of an Apache CloudStack, through its Terraform provider. */
export const platform: PlatformDefinition<CloudStackSettings> = {
  name: "cloudstack",
  settingsSchema,
  evidence,
  engine,
  open: (settings): MachinePlatform => ({
    shape: "machine",
    guarded: {
      "cloudstack:index/disk:Disk": "disk",
      "cloudstack:index/ipaddress:Ipaddress": "address",
      "cloudstack:index/instance:Instance": "machine",
    },
    networkZone: settings.zone,
    balancerTellsClients: true,
    driver: {
      network: (request, opts) => network(settings, request, opts),
      disk: (request) => disk(request),
      machine: (request, opts) => machine(settings, request, opts),
      group: (request, opts) => group(settings, request, opts),
      balancer: (request, opts) => balancer(settings, request, opts),
    },
    observer: cloudStackObserver(settings),
    capabilities: {
      network: true,
      existingNetwork: true,
      sharedNetwork: sharedNetwork(settings),
      workload: { lacks: "it has machines; a workload gets one of its own" },
      machine: true,
      disk: true,
      diskGrowth: true,
      snapshotRestore: true,
      reservedPeers: true,
      mountedSecrets: { lacks: "a secret is sealed to a machine; say in which file or variable it lies" },
      login: true,
      ...balancers(settings),
      ...groups(settings),
    },
  }),
};
