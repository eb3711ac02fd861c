import { HEALTH_PORT, physicalName, type Meeting, type Met, type Workload } from "@dinfra/port";
import * as pulumi from "@pulumi/pulumi";
import type { Client } from "../api/client.js";
import type { KubernetesSettings } from "../settings.js";
import type { PodPeers } from "./agent.js";
import { waitForPeerIds } from "./peer-ids.js";

/** Name of a workload's headless service in the cluster's DNS: it leads to its pod, also before that is ready. */
const hostOf = (name: string, namespace: string): string => `${name}.${namespace}.svc`;

/** Whom the agent of a pod asks, once it is known where they are. */
export function podPeers(
  meets: Meeting | undefined,
  owner: string,
  namespace: pulumi.Output<string>,
): pulumi.Output<PodPeers> {
  if (!meets) return pulumi.output<PodPeers>({});
  const { service, reserved } = meets;
  return pulumi.all([namespace, pulumi.all(reserved.map(({ incarnation }) => incarnation))]).apply(([ns, found]) => ({
    [service]: reserved.map(({ role, index, service: of, port }, i) => {
      const name = physicalName(owner, role, index);
      return { ...{ name, service: of, host: hostOf(name, ns), port }, agentPort: HEALTH_PORT, incarnation: found[i]! };
    }),
  }));
}

export interface MetRequest {
  name: string;
  namespace: pulumi.Output<string>;
  wanted: pulumi.Output<Workload>;
  /** Uid of each volume's claim: a claim that is made anew is an empty one, on which another key is made. */
  claims: Readonly<Record<string, pulumi.Output<string>>>;
  set: pulumi.CustomResource;
}

/** What a workload that meets others says of itself. */
export function metOf(settings: KubernetesSettings, client: () => Client, request: MetRequest): Met {
  const { name, namespace, wanted, claims, set } = request;
  return {
    address: namespace.apply((ns) => hostOf(name, ns)),
    incarnation: pulumi.all([wanted, pulumi.all(claims)]).apply(([{ services }, uids]) => {
      const volume = services.find(({ peers }) => peers)?.peers?.volume;
      return (volume !== undefined && uids[volume]) || "";
    }),
    peerIds: pulumi.all([set.id, namespace]).apply(([, ns]): Promise<Record<string, string>> => {
      if (pulumi.runtime.isDryRun()) return Promise.resolve({});
      return waitForPeerIds(client(), { namespace: ns, name, startSeconds: settings.startSeconds ?? 60 });
    }),
  };
}
