import { Release, renderUserData, type Connection, type WaitFor } from "@dinfra/node";
import * as pulumi from "@pulumi/pulumi";
import { requireCapability } from "./capabilities.js";
import {
  Architecture,
  type Brought,
  type Machine,
  type MachinePort,
  type Placed,
  type Ranges,
  type WorkloadRequest,
} from "./driver.js";
import { invalidArgument } from "./errors.js";
import type { OpenedPlatform, Place } from "./placement.js";
import { checkLogs, withLogs } from "./machines/logs.js";
import type { DiskGrowthArgs, MachinesPlacementArgs, RangesArgs } from "./placements/machines.js";
import type { MachinePlatform } from "./platform.js";
import { disksSeen } from "./release-before.js";
import { diskSize, type DiskSeen } from "./workload/disk-size.js";
import {
  assertFetchable,
  HEALTH_PORT,
  releaseSecrets,
  renderRelease,
  type Upgrade,
} from "./workload/render-release.js";
import { renderCloudInit } from "./workload/render-systemd.js";
import { assertOutline, Exposure, openPorts, Reach, type Volume, type Workload } from "./workload/workload.js";
import { networkInZone } from "./zones.js";

/** Whether workloads of a platform share one machine's loopback addresses or have addresses of their own. */
export function reachOf({ platform }: OpenedPlatform): Reach {
  return platform.shape === "workload" ? platform.reach : Reach.Network;
}

/** Everything but the flag that a place says by itself. */
export type PlaceableWorkload = Omit<WorkloadRequest, "protectData"> & {
  /** Which machine it is of those made on purpose one after another. Defaults to 0. */
  rebuild?: number;
  /** What an update waits for. Defaults to booted. Only where there is a Release. */
  waitFor?: WaitFor;
  /** How long it may take to get there, in seconds. */
  waitForSeconds?: pulumi.Input<number>;
  /** How a running version gives way to another. Only where there is a Release. */
  upgrade?: pulumi.Output<Upgrade>;
  /**
   * Whether the world can reach the machine. Defaults to what the placement says: without a machine that SSH goes through
   * (`via`) it has a public address, where the platform has any.
   */
  address?: "public" | "private";
  /** Address ranges of its peers, instead of those of the placement. */
  peerRanges?: pulumi.Output<string[]>;
  /** It must never run twice: see `ReleaseArgs.exclusive`. */
  exclusive?: boolean;
};

/**
 * Runs a workload on whatever the platform has: handed over whole where it runs workloads, else on a machine of its own,
 * with its volumes as disks of their own so that they outlive the machine.
 */
export function placeWorkload(
  component: string,
  place: Place,
  request: PlaceableWorkload,
  opts: pulumi.CustomResourceOptions,
): Placed {
  const { platform, protectData } = place;
  if (place.machines.diskGrowth) checkGrowth(component, place);
  if (platform.shape === "workload") {
    refuseLogs(component, place);
    requireCapability(component, place, "workload");
    return platform.driver.workload({ ...request, protectData }, opts);
  }
  requireCapability(component, place, "machine");
  if (request.outline.volumes.length > 0) requireCapability(component, place, "disk");
  checkLogs(place.machines);
  if (request.waitFor ?? request.upgrade) requireArtifacts(place, "which is waited for, and brings another version");
  return placeOnMachine(withWayIn(place, request), platform, request, opts);
}

/** Whoever runs workloads has their logs already, and no journal of a machine. */
export function refuseLogs(component: string, place: Place): void {
  if (place.machines.logs) requireCapability(`${component}.placement.machines.logs`, place, "machine");
}

/** SSH goes through the placement's machine unless this one has a public address of its own. */
function withWayIn(place: Place, { address }: PlaceableWorkload): Place {
  const { machines } = place;
  if (address === "public") return { ...place, machines: { ...machines, via: undefined } };
  if (address === undefined || machines.via) return place;
  throw invalidArgument(
    "placement.machines.via",
    "a machine that SSH goes through, for one without a public address: without it every machine gets one",
    undefined,
  );
}

function checkGrowth(component: string, place: Place): void {
  requireCapability(component, place, "diskGrowth");
  const { thresholdPercent, stepGib, maximumGib } = place.machines.diskGrowth as DiskGrowthArgs;
  const whole = (name: string, value: number, most: number) => {
    if (Number.isInteger(value) && value >= 1 && value <= most) return;
    throw invalidArgument(`placement.machines.diskGrowth.${name}`, `a whole number from 1 to ${most}`, value);
  };
  whole("thresholdPercent", thresholdPercent, 99);
  whole("stepGib", stepGib, 2 ** 20);
  whole("maximumGib", maximumGib, 2 ** 20);
  requireArtifacts(place, "which says when a disk should grow");
}

/** @param why what the agent is needed for */
function requireArtifacts({ machines }: Place, why: string): void {
  if (machines.artifacts) return;
  throw invalidArgument("placement.machines.artifacts", `where machines fetch the agent, ${why}`, undefined);
}

function placeOnMachine(
  { machines, protectData }: Place,
  { driver, networkZone }: MachinePlatform,
  request: PlaceableWorkload,
  opts: pulumi.CustomResourceOptions,
): Placed {
  const { logicalName, owner, role, index, outline } = request;
  const zone = networkZone && (machines.zone ?? networkZone);
  const network = zone ? networkInZone(request.network, zone) : request.network;
  const asked = request.workload.apply((w) => {
    assertOutline(w, outline);
    if (machines.artifacts) assertFetchable(w, machines.architecture ?? Architecture.Amd64);
    return w;
  });
  const workload = withLogs(asked, machines);
  const seen = machines.artifacts ? workload.apply((w) => disksSeen(w.name)) : pulumi.output({});
  const sizeOf = (volume: string, i: number) =>
    pulumi
      .all([workload, seen as pulumi.Output<Record<string, DiskSeen>>])
      .apply(([w, was]) => diskSize((w.volumes[i] as Volume).sizeGib, was[volume], machines.diskGrowth));
  const disks = outline.volumes.map((volume, i) =>
    driver.disk(
      {
        ...{ logicalName: `${logicalName}-${volume}`, owner, role: `${role}/${volume}`, index },
        volume,
        sizeGib: sizeOf(volume, i),
        zone: machines.zone,
        protectData,
      },
      opts,
    ),
  );
  const machine = driver.machine(
    {
      ...{ logicalName: `${logicalName}-machine`, owner, role: `${role}/machine`, index },
      network,
      zone: machines.zone,
      architecture: machines.architecture ?? Architecture.Amd64,
      image: machines.image,
      size: machines.size,
      resources: workload.apply(sumOfResources),
      bootDisk: { sizeGib: machines.bootDiskGib ?? 20 },
      loginKeys: pulumi.output(machines.operators?.publicKeys ?? []),
      tags: machines.tags ?? {},
      userData: userDataOf(workload, machines),
      disks,
      ports: pulumi.all([workload, request.peerRanges]).apply(([w, peers]) => portsOf(w, machines, peers)),
      via: machines.via,
      rebuild: request.rebuild ?? 0,
    },
    opts,
  );
  const brought = machines.artifacts ? releaseOn(machine, workload, request, machines, opts) : undefined;
  const reachable = machine.addresses.public ?? machine.addresses.private;
  return {
    ports: pulumi
      .all([reachable, workload])
      .apply(([address, w]) => w.ports.map((p) => ({ name: p.name, address, port: p.number }))),
    resources: [...disks.flatMap((d) => d.resources), ...machine.resources],
    addresses: machine.addresses,
    machineId: idOf(machine),
    ...(brought && {
      readiness: reachable.apply((address) => `http://${address}:${HEALTH_PORT}/ready`),
      hostKey: brought.hostKey,
      setUp: brought.setUp,
      brought,
    }),
  };
}

/** Its id on the platform, also of a driver that does not say it by itself. */
function idOf({ id, resource }: Machine): pulumi.Output<string> | undefined {
  return id ?? (pulumi.CustomResource.isInstance(resource) ? resource.id : undefined);
}

/**
 * With artefacts and operators, user data is the agent's first boot, and a Release brings the workload. Without them the
 * whole workload goes into user data, and no later change reaches the machine.
 */
function userDataOf(workload: pulumi.Output<Workload>, machines: MachinesPlacementArgs): pulumi.Output<string> {
  const { artifacts, operators } = machines;
  if (!artifacts) return workload.apply((w) => renderCloudInit(w, {}));
  return pulumi.all([workload, artifacts.baseUrl, operators?.publicKeys ?? []]).apply(([w, baseUrl, keys]) =>
    renderUserData({
      name: w.name,
      agent: Object.fromEntries(
        Object.entries(artifacts.agent).map(([arch, sum]) => [arch, sum.replace(/^sha256:/, "")]),
      ),
      artifacts: { baseUrl },
      operators: { keys },
    }),
  );
}

/** What runs on the machine: a resource of its own, so that changing it changes no machine. */
function releaseOn(
  machine: Machine,
  workload: pulumi.Output<Workload>,
  { logicalName, waitFor, waitForSeconds, upgrade, peerRanges, exclusive }: PlaceableWorkload,
  machines: MachinesPlacementArgs,
  opts: pulumi.CustomResourceOptions,
): Brought & Required<Pick<Placed, "hostKey" | "setUp">> {
  const privateKey = machines.operators?.privateKey;
  if (!privateKey) {
    throw invalidArgument(
      "placement.operators.privateKey",
      "where the key lies with which the node is brought to the machine",
      privateKey,
    );
  }
  const architecture = machines.architecture ?? Architecture.Amd64;
  const { host, port } = machine.ssh;
  // Names bear the number of a rebuild, so that a machine made on purpose shows its own host key.
  const known = machine.id ?? machine.resources.map(({ name }) => name).join(" ");
  // What is exclusive hangs on the machine itself: the engine then takes it off before the machine goes.
  const machineId = exclusive ? pulumi.all([known, machine.addresses.private]).apply(([id]) => id) : known;
  const connection = pulumi.output({ host, port, privateKey, ...(machines.via ? { via: machines.via } : {}) });
  const release = new Release(
    `${logicalName}-release`,
    {
      document: pulumi.all([workload, machine.devices, upgrade, peerRanges]).apply(([w, devices, gives, peers]) =>
        renderRelease(w, {
          ...{ devices, ranges: rangesOf(machines.ranges, peers), architecture },
          ...{ growth: machines.diskGrowth, upgrade: gives, agent: machines.artifacts?.agent },
        }),
      ),
      connection,
      machine: machineId,
      ...(exclusive ? { exclusive } : {}),
      waitFor,
      timeoutSeconds: waitForSeconds,
      // None at all where there are none: a state of before has no such input.
      secrets: workload.apply((w) => (releaseSecrets(w).length > 0 ? releaseSecrets(w) : undefined)),
    },
    { parent: opts.parent, ...(machine.resource ? { deletedWith: machine.resource } : {}) },
  );
  return {
    hostKey: release.hostKey,
    setUp: release.setUp,
    node: workload.apply((w) => w.name),
    digest: release.digest,
    peerIds: release.peerIds,
    connection: pinned(connection, release, machines.via !== undefined),
    machine: machineId,
    resource: release,
    ...(machine.resource ? { deletedWith: machine.resource } : {}),
  };
}

/** The connection with the keys that were seen. A preview knows no output that is not there, such as the key of no jump host. */
function pinned(connection: pulumi.Output<object>, release: Release, via: boolean): pulumi.Output<Connection> {
  const viaHostKey: pulumi.Input<string | undefined> = via ? release.viaHostKey : undefined;
  return pulumi.all([connection, release.hostKey, viaHostKey]).apply(([way, hostKey, keyOfVia]) => {
    const { via: through } = way as Connection;
    return { ...way, hostKey, ...(through ? { via: { ...through, hostKey: keyOfVia } } : {}) } as Connection;
  });
}

/** What all services of a workload need, but for those that a machine's size does not count. */
export function sumOfResources({ services }: Workload): { cpu: number; memory: number } {
  const counted = services.filter(({ uncounted }) => !uncounted);
  return {
    cpu: counted.reduce((sum, s) => sum + s.resources.cpu, 0),
    memory: counted.reduce((sum, s) => sum + s.resources.memory, 0),
  };
}

const everybody = ["0.0.0.0/0", "::/0"];

/** The ranges of a placement with their defaults; `peers` are those of the workload itself. */
export function rangesOf(args: RangesArgs = {}, peers?: readonly string[]): Ranges {
  return {
    [Exposure.World]: args.world ?? everybody,
    [Exposure.Peers]: peers ?? args.peers ?? everybody,
    [Exposure.Gateway]: args.gateway ?? [],
    [Exposure.Operators]: args.operators ?? [],
  };
}

/** Port of a machine's SSH server, which is always open to operators. */
const ssh = { name: "ssh", number: 22, protocol: "tcp", exposure: Exposure.Operators } as const;

/** Ports of a machine: with an agent, its verdict for balancers is among them. */
export function portsOf(
  workload: Workload,
  { ranges, artifacts }: MachinesPlacementArgs,
  peers?: readonly string[],
): MachinePort[] {
  const who = rangesOf(ranges, peers);
  const ports = machinePorts(workload, who);
  if (!artifacts) return ports;
  const asked = [...new Set([...who[Exposure.Gateway], ...who[Exposure.Operators]])];
  const health = { name: "health", number: HEALTH_PORT, protocol: "tcp", exposure: Exposure.Gateway } as const;
  return [...ports, { ...health, ranges: asked }];
}

/** Ports of the machine on which a workload runs, with who may reach them. */
export function machinePorts(workload: Workload, ranges: Ranges): MachinePort[] {
  return [ssh, ...openPorts(workload)].map((port) => ({ ...port, ranges: ranges[port.exposure] }));
}
