import { Reach, withoutBalancers, type PlatformDefinition, type WorkloadPlatform } from "@dinfra/port";
import type { Client } from "./api/client.js";
import { clientOfPlacement } from "./api/of-placement.js";
import { group } from "./driver/group.js";
import { network } from "./driver/network.js";
import { workload } from "./driver/workload.js";
import { engine } from "./engine.js";
import { evidence } from "./evidence.js";
import { kinds } from "./kinds.js";
import { kubernetesObserver } from "./observer/observer.js";
import { settingsSchema, type KubernetesSettings } from "./settings.js";

export type { KubernetesSettings } from "./settings.js";

const oneTarget = { limited: "an autoscaler has one target, outAbove; inBelow is not used" };

/** Pods of a Kubernetes cluster, through Pulumi's own provider for Kubernetes. */
export const platform: PlatformDefinition<KubernetesSettings> = {
  name: "kubernetes",
  settingsSchema,
  evidence,
  engine,
  open: (settings) => opened(settings, clientOfPlacement(settings)),
};

const opened = (settings: KubernetesSettings, client: () => Client): WorkloadPlatform => ({
  shape: "workload",
  reach: Reach.Network,
  // Whoever deletes a namespace deletes the claims in it.
  guarded: { [kinds.claim.type]: "disk", [kinds.namespace.type]: "disk" },
  driver: {
    network: (request, opts) => network(settings, request, opts),
    workload: (request, opts) => workload(settings, request, opts, client),
    group: (request, opts) => group(settings, request, opts, client),
  },
  observer: kubernetesObserver(settings, client),
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
    reservedPeers: settings.agent
      ? true
      : { lacks: "it is the agent of a pod that asks peers who they are; give placement.kubernetes.agent" },
    mountedSecrets: true,
    login: { lacks: "a pod has no login; leave the list of logins empty, or place the node on a cloud" },
    ...withoutBalancers("give the endpoint a proxy: HAProxy, whose port a Gateway or an Ingress opens"),
    machineGroup: true,
    groupDrain: { limited: "the cluster must know the hook sleep, which is there from Kubernetes 1.30 on" },
    groupWarmPool: { lacks: "pods do not wait, stopped; take warmStart.diskSnapshot" },
    groupDiskSnapshot: true,
    scaleOnCpu: oneTarget,
    scaleOnMemory: oneTarget,
    scaleOnNetworkIn: { lacks: "a cluster does not measure it for each pod; take the signal cpu or connections" },
    scaleOnNetworkOut: { lacks: "a cluster does not measure it for each pod; take the signal cpu or connections" },
    scaleOnConnections:
      settings.agent || settings.connectionsMetric !== undefined
        ? { limited: "a metrics adapter of the cluster has to serve the figure; inBelow is not used" }
        : { lacks: "it is the agent of a pod that counts; give placement.kubernetes.agent, or take the signal cpu" },
  },
});
