import { Reach, withoutBalancers, withoutGroups, type PlatformDefinition, type WorkloadPlatform } from "@dinfra/port";
import { network } from "./driver/network.js";
import { workload } from "./driver/workload.js";
import { engine } from "./engine.js";
import { evidence } from "./evidence.js";
import { kinds } from "./kinds.js";
import { kubernetesObserver } from "./observer/observer.js";
import { settingsSchema, type KubernetesSettings } from "./settings.js";

export type { KubernetesSettings } from "./settings.js";

/** Pods of a Kubernetes cluster, through Pulumi's own provider for Kubernetes. */
export const platform: PlatformDefinition<KubernetesSettings> = {
  name: "kubernetes",
  settingsSchema,
  evidence,
  engine,
  open: (settings): WorkloadPlatform => ({
    shape: "workload",
    reach: Reach.Network,
    // Whoever deletes a namespace deletes the claims in it.
    guarded: { [kinds.claim.type]: "disk", [kinds.namespace.type]: "disk" },
    driver: {
      network: (request, opts) => network(settings, request, opts),
      workload: (request, opts) => workload(settings, request, opts),
    },
    observer: kubernetesObserver(settings),
    capabilities: {
      network: true,
      existingNetwork: true,
      sharedNetwork: true,
      workload: true,
      machine: { lacks: "pods run on machines of the cluster; place it on a cloud" },
      disk: { lacks: "a workload brings its claims; they are made, kept and grown with it" },
      diskGrowth: { lacks: "a claim is as large as resources.disk says; make that larger, and it grows in place" },
      snapshotRestore: settings.agent
        ? { limited: "the agent of a pod asks no nodes of others (snapshot.verifyEndpoints)" }
        : { lacks: "it is the agent of a pod that restores; give placement.kubernetes.agent, or start the node empty" },
      login: { lacks: "a pod has no login; leave the list of logins empty, or place the node on a cloud" },
      ...withoutBalancers("give the endpoint a proxy: HAProxy, whose port a Gateway or an Ingress opens"),
      ...withoutGroups("make a SubstrateNode for each, or place the group on a cloud"),
    },
  }),
};
