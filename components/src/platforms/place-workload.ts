import * as pulumi from "@pulumi/pulumi";
import { requireCapability } from "./capabilities.js";
import type { Place } from "../placement.js";
import { renderCloudInit } from "../workload/render-systemd.js";
import { assertOutline, Reach } from "../workload/workload.js";
import type { Placed, WorkloadRequest } from "./port.js";

/** Whether workloads of a platform share one machine's loopback addresses or have addresses of their own. */
export function reachOf(place: Place): Reach {
  return place.platform.shape === "workload" ? place.platform.reach : Reach.Network;
}

/**
 * Runs a workload on whatever the platform has: handed over whole where it runs workloads, else as a machine that
 * makes itself by cloud-init, with its volumes as disks of their own so that they outlive the machine.
 */
export function placeWorkload(
  component: string,
  place: Place,
  request: WorkloadRequest,
  opts: pulumi.CustomResourceOptions,
): Placed {
  const { platform, settings } = place;
  if (platform.shape === "workload") {
    requireCapability(component, platform, "workload");
    return platform.driver.workload(request, settings, opts);
  }
  requireCapability(component, platform, "machine");
  if (request.outline.volumes.length > 0) requireCapability(component, platform, "disk");
  const { logicalName, owner, role, index } = request;
  const workload = request.workload.apply((w) => {
    assertOutline(w, request.outline);
    return w;
  });
  const disks = request.outline.volumes.map((volume, i) => ({
    volume,
    disk: platform.driver.disk(
      {
        ...{ logicalName: `${logicalName}-${volume}`, owner, role: `${role}/${volume}`, index },
        sizeGib: workload.apply((w) => (w.volumes[i] as { sizeGib: number }).sizeGib),
      },
      settings,
      opts,
    ),
  }));
  const devices = pulumi
    .all(disks.map((d) => d.disk.devicePath))
    .apply((paths) => Object.fromEntries(disks.map((d, i) => [d.volume, paths[i] as string])));
  const machine = platform.driver.machine(
    {
      ...{ logicalName: `${logicalName}-machine`, owner, role: `${role}/machine`, index },
      network: request.network,
      userData: pulumi.all([workload, devices]).apply(([w, d]) => renderCloudInit(w, { devices: d })),
      resources: workload.apply((w) => ({
        cpu: w.services.reduce((sum, s) => sum + s.resources.cpu, 0),
        memory: w.services.reduce((sum, s) => sum + s.resources.memory, 0),
      })),
      disks: disks.map((d) => d.disk.id),
      ports: workload.apply((w) => w.ports),
    },
    settings,
    opts,
  );
  return {
    ports: pulumi
      .all([machine.address, workload])
      .apply(([address, w]) => w.ports.map((p) => ({ name: p.name, address, port: p.number }))),
    resources: [...disks.flatMap((d) => d.disk.resources), ...machine.resources],
  };
}
