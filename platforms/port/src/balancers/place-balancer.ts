import type * as pulumi from "@pulumi/pulumi";
import { requireCapability, supports } from "../capabilities.js";
import { invalidArgument } from "../errors.js";
import { rangesOf } from "../place-workload.js";
import type { Place } from "../placement.js";
import { Exposure } from "../workload/workload.js";
import type { Balancer, BalancerRequest } from "./balancer.js";

/** Everything but what a place says by itself. */
export type PlaceableBalancer = Omit<BalancerRequest, "addresses" | "ranges" | "tags">;

/**
 * Refuses what the platform does not have, before anything is made.
 * @throws ComponentError `PlatformLacks`, `InvalidArgument`
 */
export function requireBalancer(component: string, place: Place, { asksByHttp }: { asksByHttp: boolean }): void {
  requireCapability(component, place, "balancer");
  if (asksByHttp) requireCapability(component, place, "balancerHealth");
  const { ranges } = place.machines;
  if (rangesOf(ranges)[Exposure.Gateway].length > 0) return;
  throw invalidArgument(
    "placement.machines.ranges.gateway",
    "the ranges that the balancer's own addresses are in, those of its network: it comes to the machines from there, and they let " +
      "nobody else in",
    ranges?.gateway,
  );
}

/**
 * A balancer of the platform's own before machines, at addresses that outlive it where the platform has such addresses.
 * @throws ComponentError `PlatformLacks`, `InvalidArgument`
 */
export function placeBalancer(
  component: string,
  place: Place,
  request: PlaceableBalancer,
  opts: pulumi.CustomResourceOptions,
): Balancer {
  requireBalancer(component, place, { asksByHttp: request.health !== undefined });
  const { platform, machines } = place;
  const { driver } = requireMachines(place);
  if (!driver.balancer) throw new Error(`the platform ${place.name} claims balancer and has no driver.balancer`);
  const ranges = rangesOf(machines.ranges);
  const { logicalName, owner, role, index } = request;
  const tags = machines.tags ?? {};
  const zones = (platform.shape === "machine" ? platform.balancerZones : undefined) ?? [undefined];
  const { address } = driver;
  const addresses =
    address && supports(place, "address")
      ? zones.map((zone) => {
          const part = zone === undefined ? "address" : `address-${zone}`;
          const identity = { logicalName: `${logicalName}-${part}`, owner, role: `${role}/${part}`, index };
          return address({ ...identity, zone, tags }, opts);
        })
      : [];
  const made = driver.balancer({ ...request, ranges: ranges[Exposure.World], addresses, tags }, opts);
  return { ...made, resources: [...addresses.flatMap(({ resources }) => resources), ...made.resources] };
}

function requireMachines({ name, platform }: Place) {
  if (platform.shape === "machine") return platform;
  throw new Error(`${name} claims balancers of machines and has no machines`);
}
