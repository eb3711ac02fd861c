import {
  Exposure,
  ownerLabel,
  ownerTag,
  nameTag,
  openPorts,
  physicalName,
  type Meeting,
  type OpenPort,
  type Peer,
  type Workload,
} from "@dinfra/port";
import type { KubernetesSettings } from "../settings.js";
import { exposureLabel } from "./identity.js";

/** NetworkPolicySpec, networking.k8s.io/v1, as far as we write it. */
export interface PolicySpec {
  podSelector: { matchLabels?: Record<string, string> };
  policyTypes: ("Ingress" | "Egress")[];
  ingress: PolicyRule[];
  egress: PolicyRule[];
}

export interface PolicyRule {
  from?: PolicyPeer[];
  to?: PolicyPeer[];
  ports?: { port: number; protocol: string }[];
}

export interface PolicyPeer {
  podSelector?: { matchLabels?: Record<string, string> };
  namespaceSelector?: { matchLabels?: Record<string, string> };
  ipBlock?: { cidr: string; except?: string[] };
}

/** Ranges that are no internet: a cluster's own pods, services and machines are in them, and a cloud's metadata. */
const notTheInternet = {
  v4: ["10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"],
  v6: ["fc00::/7", "fe80::/10"],
};

const block = (cidr: string): PolicyPeer => ({ ipBlock: { cidr } });
const podsOf = (owner: string): PolicyPeer => ({ podSelector: { matchLabels: { [ownerTag]: ownerLabel(owner) } } });

/** Nothing comes in and nothing goes out, but for what the policy of a workload opens. */
export const denyAll = (podSelector: PolicySpec["podSelector"]): PolicySpec => ({
  podSelector,
  policyTypes: ["Ingress", "Egress"],
  ingress: [],
  egress: [],
});

export interface PolicyRequest {
  owner: string;
  /** Label of the pods that it is for. */
  name: string;
  peers?: readonly Peer[];
  /** Whom it meets; with `only`, nobody else of its owner. */
  meets?: Meeting;
  /** Port of the agent's verdicts, where there is an agent. */
  healthPort?: number;
}

/** Who may reach a workload's pods, by the exposure of its ports, and whom they may call. */
export function policyOf(settings: KubernetesSettings, workload: Workload, request: PolicyRequest): PolicySpec {
  const { owner, name, peers = [], healthPort, meets } = request;
  const alone = meets?.only ? meets.reserved.map((one) => podsNamed(owner, one)) : undefined;
  const asked = healthPort === undefined ? [] : asks.map((by) => health(healthPort, by));
  return {
    podSelector: { matchLabels: { [nameTag]: name } },
    policyTypes: ["Ingress", "Egress"],
    ingress: [...openPorts(workload), ...asked].map((port) => ({
      ...(alone ? whoReachesAlone(settings, alone, port) : whoReaches(settings, owner, port)),
      ports: [{ port: port.number, protocol: port.protocol.toUpperCase() }],
    })),
    egress: [
      {
        ports: [
          { port: 53, protocol: "UDP" },
          { port: 53, protocol: "TCP" },
        ],
      },
      {
        to: [
          ...(alone ?? [podsOf(owner)]),
          ...peers.filter((peer) => peer.owner !== owner).map(podsOfPeer),
          { ipBlock: { cidr: "0.0.0.0/0", except: notTheInternet.v4 } },
          { ipBlock: { cidr: "::/0", except: notTheInternet.v6 } },
          ...(settings.egress ?? []).map(block),
        ],
      },
    ],
  };
}

/** Who may ask the agent. */
const asks = [Exposure.Gateway, Exposure.Operators] as const;

const health = (number: number, exposure: OpenPort["exposure"]): OpenPort => ({
  ...{ name: "health", number, protocol: "tcp", exposure },
});

/** A workload of another owner of the same stack, in whatever namespace it is. */
const podsOfPeer = ({ owner, role, index }: Peer): PolicyPeer => ({
  namespaceSelector: {},
  podSelector: { matchLabels: { [nameTag]: physicalName(owner, role, index) } },
});

/** A workload of the same owner, in the same namespace. */
const podsNamed = (owner: string, { role, index }: { role: string; index: number }): PolicyPeer => ({
  podSelector: { matchLabels: { [ownerTag]: ownerLabel(owner), [nameTag]: physicalName(owner, role, index) } },
});

/** Its ports and its agent are reached by those that it meets; its figures, and its agent too, by operators from elsewhere. */
function whoReachesAlone(
  { ranges = {} }: KubernetesSettings,
  met: readonly PolicyPeer[],
  { exposure }: OpenPort,
): Required<Pick<PolicyRule, "from">> {
  if (exposure !== Exposure.Operators) return { from: [...met] };
  return { from: [labelled(exposure), ...(ranges[exposure] ?? []).map(block)] };
}

/** Namespaces that an administrator lets in. */
const labelled = (exposure: OpenPort["exposure"]): PolicyPeer => ({
  namespaceSelector: { matchLabels: { [exposureLabel]: exposure } },
});

/** Without `from` everybody may come: that is what the world is. */
function whoReaches(
  { ranges = {} }: KubernetesSettings,
  owner: string,
  { exposure }: OpenPort,
): Pick<PolicyRule, "from"> {
  const given = ranges[exposure];
  if (exposure === Exposure.World || exposure === Exposure.Peers)
    return given === undefined ? {} : { from: [podsOf(owner), ...given.map(block)] };
  return { from: [podsOf(owner), labelled(exposure), ...(given ?? []).map(block)] };
}
