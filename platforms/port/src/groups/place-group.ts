import { renderUserData } from "@dinfra/node";
import * as pulumi from "@pulumi/pulumi";
import { requireCapability } from "../capabilities.js";
import { Architecture, type Identity, type NetworkAttachment } from "../driver.js";
import { ComponentError, invalidArgument } from "../errors.js";
import { checkLogs, refuseLogsWithSecret, withLogs } from "../machines/logs.js";
import { portsOf, rangesOf, refuseLogs, sumOfResources } from "../place-workload.js";
import type { BalancerHealth } from "../balancers/balancer.js";
import type { Place } from "../placement.js";
import type { MachinesPlacementArgs, RangesArgs } from "../placements/machines.js";
import type { MachinePlatform, Platform, WorkloadPlatform } from "../platform.js";
import { assertFetchable, HEALTH_PORT, renderRelease } from "../workload/render-release.js";
import { renderCloudInit } from "../workload/render-systemd.js";
import { assertOutline, type Outline, type Workload } from "../workload/workload.js";
import type { GroupPort, MachineGroup } from "./machine-group.js";
import { requirePolicy, signalCapability, type GroupPolicy } from "./policy.js";
import { groupDevice, withDataDisk, withRelease } from "./user-data.js";

export interface PlaceableGroup extends Identity {
  /** Decides what exists. */
  outline: Outline;
  /** What runs on each machine. */
  workload: pulumi.Output<Workload>;
  network: pulumi.Output<NetworkAttachment>;
  /** Ports that clients connect to. */
  served: readonly GroupPort[];
  /** Where the workload itself says whether it should get clients: one of its ports, by name. An agent says it in its place. */
  readiness: { port: string; path: string };
  policy: GroupPolicy;
  /** The platform's image that machines boot from, in place of that of the placement. */
  image?: pulumi.Input<string>;
  /** The platform's snapshot that data disks are made from. */
  diskSnapshot?: pulumi.Input<string>;
}

export type PlacedGroup = MachineGroup;

/**
 * Refuses what the platform or arithmetic does not allow, before anything is made.
 * @throws ComponentError `PlatformLacks`, `InvalidArgument`
 */
export function groupPolicy(
  component: string,
  place: Place,
  policy: GroupPolicy,
  { diskSnapshot = false } = {},
): Platform {
  requireCapability(component, place, "machineGroup");
  if (policy.warmPool) requireCapability(`${component}.warmStart`, place, "groupWarmPool");
  if (policy.drainSeconds > 0) requireCapability(`${component}.drainSeconds`, place, "groupDrain");
  if (diskSnapshot) requireCapability(`${component}.warmStart.diskSnapshot`, place, "groupDiskSnapshot");
  if (policy.scaling) requireCapability(`${component}.scaling`, place, signalCapability[policy.scaling.signal]);
  const { platform } = place;
  requirePolicy(policy, platform.shape === "machine" ? (platform.groupZones ?? 1) : 1);
  return platform;
}

/** Runs a workload as often as is needed: handed over whole where the platform runs workloads, else on a group of machines. */
export function placeGroup(
  component: string,
  place: Place,
  request: PlaceableGroup,
  opts: pulumi.CustomResourceOptions,
): PlacedGroup {
  const { policy, diskSnapshot } = request;
  if (place.platform.shape === "workload") refuseLogs(component, place);
  const platform = groupPolicy(component, place, policy, { diskSnapshot: diskSnapshot !== undefined });
  if (platform.shape === "machine") return placeOnMachines(place, platform, request, opts);
  return handOver(place, platform, request, opts);
}

function handOver(
  { name }: Place,
  { driver }: WorkloadPlatform,
  request: PlaceableGroup,
  opts: pulumi.CustomResourceOptions,
): PlacedGroup {
  if (!driver.group) throw new Error(`the platform ${name} claims machineGroup and has no driver.group`);
  const { logicalName, owner, role, index, outline, network, served, policy, image, diskSnapshot } = request;
  if (image !== undefined)
    throw invalidArgument("warmStart.image", "nothing on a platform that has no machines", image);
  const workload = request.workload.apply((w) => {
    assertOutline(w, outline);
    return w;
  });
  return driver.group(
    { logicalName, owner, role, index, outline, workload, network, served, policy, diskSnapshot },
    opts,
  );
}

/** All of a workload is in the user data of a group's machines. */
function placeOnMachines(
  place: Place,
  platform: MachinePlatform,
  request: PlaceableGroup,
  opts: pulumi.CustomResourceOptions,
): PlacedGroup {
  const { logicalName, owner, role, index, outline, served, policy, network } = request;
  const { machines } = place;
  const { driver, groupDisk } = platform;
  const groupNotice = policy.drainSeconds > 0 ? platform.groupNotice : undefined;
  refuseOfOneMachine(place, platform);
  checkLogs(machines);
  refuseLogsWithSecret(machines);
  if (!driver.group) throw new Error(`the platform ${place.name} claims machineGroup and has no driver.group`);
  const architecture = machines.architecture ?? Architecture.Amd64;
  const [volume, ...more] = outline.volumes;
  if (more.length > 0)
    throw invalidArgument("volumes", "at most one of a machine of a group", outline.volumes.join(", "));
  const asked = request.workload.apply((w) => {
    assertOutline(w, outline);
    refuseSecrets(w);
    if (machines.artifacts) assertFetchable(w, architecture);
    return w;
  });
  const workload = withLogs(asked, machines);
  const machinesOf = network.apply((n) => withBalancersIn(n, machines));
  return driver.group(
    {
      ...{ logicalName, owner, role, index, network, architecture, served, policy },
      health: workload.apply((w) => healthOf(w, request.readiness, machines)),
      image: request.image ?? machines.image,
      size: machines.size,
      resources: workload.apply(sumOfResources),
      bootDisk: { sizeGib: machines.bootDiskGib ?? 20 },
      ...(volume !== undefined && {
        data: { volume, sizeGib: workload.apply((w) => w.volumes[0]?.sizeGib ?? 0), snapshot: request.diskSnapshot },
      }),
      loginKeys: pulumi.output(machines.operators?.publicKeys ?? []),
      tags: machines.tags ?? {},
      userData: pulumi
        .all([workload, machines.artifacts?.baseUrl, machines.operators?.publicKeys ?? [], machinesOf])
        .apply(([w, baseUrl, keys, { ranges }]) =>
          userDataOf(w, place, { baseUrl, keys, architecture, groupDisk, groupNotice, ranges }),
        ),
      ports: pulumi.all([workload, machinesOf]).apply(([w, { ranges }]) => portsOf(w, { ...machines, ranges })),
      publicAddresses: machines.via === undefined,
    },
    opts,
  );
}

/** A balancer of the platform asks from addresses of the network. */
function withBalancersIn({ ranges = [] }: NetworkAttachment, machines: MachinesPlacementArgs) {
  const { gateway = [], ...others } = machines.ranges ?? {};
  return { ranges: { ...others, gateway: [...new Set([...gateway, ...ranges])] } };
}

function healthOf(
  { ports }: Workload,
  { port: name, path }: PlaceableGroup["readiness"],
  { artifacts }: MachinesPlacementArgs,
): BalancerHealth {
  if (artifacts) return { port: HEALTH_PORT, path: "/ready" };
  const port = ports.find((p) => p.name === name);
  if (!port) throw new Error(`expected a port ${name} that says whether it should get clients`);
  return { port: port.number, path };
}

/** What a placement says of a single machine has no meaning for a group, and nothing is skipped in silence. */
function refuseOfOneMachine({ machines: { diskGrowth, zone } }: Place, { networkZone }: MachinePlatform): void {
  if (diskGrowth) {
    const expected = "nothing for a group: the disk of a machine is made with it, as large as resources.disk says";
    throw invalidArgument("placement.machines.diskGrowth", expected, diskGrowth);
  }
  if (zone !== undefined && networkZone === undefined)
    throw invalidArgument(
      "placement.machines.zone",
      "nothing for a group: it is spread over all zones of its network",
      zone,
    );
}

/** Whoever brings a Release seals its secrets to the machine, and nobody brings one here. */
function refuseSecrets({ name, services }: Workload): void {
  const secrets = services.flatMap((service) => service.secrets.map((secret) => secret.name));
  if (secrets.length === 0) return;
  throw new ComponentError(
    "NotRenderable",
    `${name}: expected no secret on a machine of a group, because nobody seals one to it, found ${secrets.join(", ")}; ` +
      "make a SubstrateNode for each machine",
  );
}

interface Rendering {
  baseUrl: string | undefined;
  keys: readonly string[];
  architecture: Architecture;
  groupDisk: MachinePlatform["groupDisk"];
  groupNotice: MachinePlatform["groupNotice"];
  ranges: RangesArgs;
}

/** With artefacts, the agent and its release; without, the whole workload as units. Both find the data disk at its link. */
function userDataOf(
  workload: Workload,
  { machines }: Place,
  { baseUrl, keys, architecture, groupDisk, groupNotice, ranges: who }: Rendering,
): string {
  const devices = Object.fromEntries(workload.volumes.map(({ name }) => [name, groupDevice(name)]));
  const ranges = rangesOf(who);
  const config =
    machines.artifacts && baseUrl !== undefined
      ? withRelease(
          renderUserData({
            name: workload.name,
            agent: Object.fromEntries(
              Object.entries(machines.artifacts.agent).map(([arch, sum]) => [arch, sum.replace(/^sha256:/, "")]),
            ),
            artifacts: { baseUrl },
            operators: { keys },
          }),
          renderRelease(workload, { devices, ranges, architecture }),
          groupNotice,
        )
      : renderCloudInit(workload, { devices });
  return workload.volumes.reduce(
    (text, { name, sizeGib }) => withDataDisk(text, { volume: name, sizeGib, disk: groupDisk }),
    config,
  );
}
