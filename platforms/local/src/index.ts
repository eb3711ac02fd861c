import { Reach, withoutBalancers, withoutGroups, type PlatformDefinition, type WorkloadPlatform } from "@dinfra/port";
import { localDriver } from "./driver.js";
import { evidence } from "./evidence.js";
import { isolate, lookAtIsolation } from "./isolation.js";
import { localObserver } from "./observer.js";
import { localUsage } from "./usage.js";
import { settingsSchema, type LocalSettings } from "./settings.js";

/** Processes and folders of this machine. Everything listens on loopback. */
export const platform: PlatformDefinition<LocalSettings> = {
  name: "local",
  settingsSchema,
  evidence,
  open: (settings): WorkloadPlatform => ({
    shape: "workload",
    reach: Reach.Loopback,
    driver: localDriver(settings),
    agent: settings.agent,
    observer: localObserver(settings),
    guarded: { "dinfra-host:index:Directory": "disk", "dinfra-host:index:Network": "address" },
    usage: (owner) => localUsage(settings, owner),
    isolation: (hidden) => lookAtIsolation(settings, hidden),
    isolate: (owner) => isolate(settings, owner),
    capabilities: {
      network: true,
      existingNetwork: { lacks: "a network is a loopback address of one owner; give the attachment of a Network" },
      sharedNetwork: { lacks: "a network is a loopback address of one owner; give each deployment one of its own" },
      workload: true,
      machine: { lacks: "processes share this machine; place it on a cloud" },
      disk: { lacks: "data lies in a folder of this machine" },
      diskGrowth: { lacks: "a folder grows by itself" },
      snapshotRestore: { lacks: "start the node empty, or place it on a cloud" },
      reservedPeers: { lacks: "other programs of this machine reach a node's port; place it on a cloud" },
      mountedSecrets: { lacks: "this machine has no store of secrets; place it on a cloud, or in a cluster" },
      login: { lacks: "nobody may log in to the provider's own machine; leave the list of logins empty" },
      ...withoutBalancers("processes share this machine; give the endpoint a proxy: HAProxy, as a process"),
      ...withoutGroups("processes share this machine; make a SubstrateNode for each, or place the group on a cloud"),
    },
  }),
};
