import { ComponentError } from "./errors.js";

/**
 * What a component may need of a platform, one row of the table each; a platform answers every row. A row exists only with
 * the method or the argument of the port that needs it.
 */
export const capabilityNames = [
  /** `driver.network`: a network of the owner's own. */
  "network",
  /** `driver.network` with `existing`: one that somebody else made. */
  "existingNetwork",
  /**
   * One network for the machines of strangers: each has a security group, an access list or a firewall of its own in it.
   * Networks of a profile are shared where a platform has this.
   */
  "sharedNetwork",
  /** `driver.workload`. */
  "workload",
  /** `driver.machine`. */
  "machine",
  /** `driver.disk`. */
  "disk",
  /** `driver.disk` with a larger size than before, while the machine runs. */
  "diskGrowth",
  /** A workload with a step `restore`. */
  "snapshotRestore",
  /**
   * A workload with a service that has `peers`: its network key is made where it runs, and it does not start before it knows
   * the ids of its peers. `meets` of a workload, or a Release.
   */
  "reservedPeers",
  /** A service's secret with a `key`: a file of it from the platform's own store, which is another one when that changes. */
  "mountedSecrets",
  /** `loginKeys` of a machine, for the consumer of a deployment. */
  "login",
  /** `driver.address`: an address that the world reaches, and that outlives what it leads to. */
  "address",
  /** `driver.balancer`: one address before machines, by connections. */
  "balancer",
  /** `health` of a balancer: it asks its machines by HTTP whether they should get traffic. */
  "balancerHealth",
  /** `driver.group`: machines that are alike, as many as are needed, replaced one after another by those of a new version. */
  "machineGroup",
  /** `drainSeconds` of a group: a machine that goes is taken out of its balancer first, and kept for a while. */
  "groupDrain",
  /** `warmPool` of a group: machines that have started once and wait, stopped. */
  "groupWarmPool",
  /** `data.snapshot` of a group: the data disk of each machine is made from the platform's snapshot of a disk. */
  "groupDiskSnapshot",
  /** A group's signal `cpu`. */
  "scaleOnCpu",
  /** A group's signal `memory`. */
  "scaleOnMemory",
  /** A group's signal `network-in`. */
  "scaleOnNetworkIn",
  /** A group's signal `network-out`. */
  "scaleOnNetworkOut",
  /** A group's signal `connections`. */
  "scaleOnConnections",
] as const;

export type Capability = (typeof capabilityNames)[number];

export type BalancerCapability = Extract<Capability, "address" | `balancer${string}`>;

export type GroupCapability = Extract<Capability, "machineGroup" | `group${string}` | `scaleOn${string}`>;

/** `true`, or with what limit, or the way out for whoever needed it. */
export type Support = true | { limited: string } | { lacks: string };

export type CapabilityColumn = Readonly<Record<Capability, Support>>;

/** A platform under the name by which people know it. */
export interface HasCapabilities {
  name: string;
  platform: { capabilities: CapabilityColumn };
}

/** A platform's answer. One that was built before a row existed does not have what the row is about. */
export function supportOf({ platform }: HasCapabilities, capability: Capability): Support {
  const { [capability]: said }: Partial<CapabilityColumn> = platform.capabilities;
  return said ?? { lacks: "the platform was built before this could be asked; use a newer version of its package" };
}

/** Whether it has it, be it with a limit. */
export const supports = (place: HasCapabilities, capability: Capability): boolean => {
  const support = supportOf(place, capability);
  return support === true || "limited" in support;
};

/** Throws, at construction, where a platform lacks what a component needs; nothing is ever skipped in silence. */
export function requireCapability(component: string, place: HasCapabilities, capability: Capability): void {
  const support = supportOf(place, capability);
  if (support === true || "limited" in support) return;
  throw new ComponentError(
    "PlatformLacks",
    `${component} needs "${capability}", which the platform "${place.name}" does not have: ${support.lacks}`,
  );
}

/** The rows about groups, for a platform that has none. */
export function withoutGroups(lacks: string): Pick<CapabilityColumn, GroupCapability> {
  const rows = capabilityNames.filter((name): name is GroupCapability => /^(machineGroup|group|scaleOn)/.test(name));
  return Object.fromEntries(rows.map((name) => [name, { lacks }])) as Pick<CapabilityColumn, GroupCapability>;
}

/** The rows about balancers, for a platform that has none. */
export function withoutBalancers(lacks: string): Pick<CapabilityColumn, BalancerCapability> {
  return { address: { lacks }, balancer: { lacks }, balancerHealth: { lacks } };
}

/** The table as Markdown, a column a platform: docs/platforms.md holds it and a test compares. */
export function capabilityTable(platforms: readonly HasCapabilities[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    row(["capability", ...platforms.map((p) => p.name)]),
    row(["---", ...platforms.map(() => "---")]),
    ...capabilityNames.map((c) =>
      row([
        c,
        ...platforms.map((p) => {
          const support = supportOf(p, c);
          if (support === true) return "yes";
          return "limited" in support ? `yes, but ${support.limited}` : `no: ${support.lacks}`;
        }),
      ]),
    ),
  ].join("\n");
}
