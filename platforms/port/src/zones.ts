import * as pulumi from "@pulumi/pulumi";
import type { NetworkAttachment } from "./driver.js";
import { ComponentError } from "./errors.js";
import type { OpenedPlatform } from "./placement.js";

/**
 * Refuses, at construction, machines in another zone than the one that networks of the same placement lie in.
 * @throws ComponentError `InvalidArgument`
 */
export function requireOneZone({ name, platform }: OpenedPlatform, machines: string | undefined): void {
  if (platform.shape !== "machine" || machines === undefined) return;
  const { networkZone } = platform;
  if (networkZone === undefined || networkZone === machines) return;
  throw otherZone("placement.machines.zone", `the zone of the networks of placement.${name}`, networkZone, machines);
}

/**
 * Zone of the network that a resource is part of. In a preview an attachment is known only when its network's id is, which is in the
 * update; the resources that it depends on are known at once, through whatever outputs it went.
 */
const planned = new WeakMap<pulumi.Resource, string>();

/** Remembers in which zone the network of a placement will lie, for whoever is given its attachment. */
export function planZone(attachment: pulumi.Output<NetworkAttachment>, { platform }: OpenedPlatform): void {
  if (platform.shape !== "machine" || platform.networkZone === undefined) return;
  for (const resource of resourcesOf(attachment)) planned.set(resource, platform.networkZone);
}

/** Undefined where it is not known yet, and for an output of several networks, of which one is chosen later. */
function plannedZone(network: pulumi.Output<NetworkAttachment>): string | undefined {
  const zones = new Set([...resourcesOf(network)].map((resource) => planned.get(resource)));
  zones.delete(undefined);
  return zones.size === 1 ? [...zones][0] : undefined;
}

/** Part of every output, and not of its published type. Without it a wrong zone is refused in the update alone. */
function resourcesOf(output: pulumi.Output<unknown>): Iterable<pulumi.Resource> {
  return (output as { resources?: () => Set<pulumi.Resource> }).resources?.() ?? [];
}

/**
 * The network of machines in a zone. Refused at construction, so in the preview, where the network's zone is planned by a placement
 * of the same program; else as soon as it is known, and before the machine is made.
 * @throws ComponentError `InvalidArgument`
 */
export function networkInZone(
  network: pulumi.Output<NetworkAttachment>,
  machines: string,
): pulumi.Output<NetworkAttachment> {
  const zone = plannedZone(network);
  if (zone !== undefined && zone !== machines) throw otherZone("zone", "the zone of the network", zone, machines);
  return network.apply((attachment) => sameZone(attachment, machines));
}

/**
 * The network of a machine, which lies in the machine's zone or in none.
 * @throws ComponentError `InvalidArgument`
 */
export function sameZone(network: NetworkAttachment, machine: string): NetworkAttachment {
  if (network.zone === undefined || network.zone === machine) return network;
  throw otherZone("zone", `the zone of the network ${network.id}`, network.zone, machine);
}

function otherZone(where: string, what: string, zone: string, found: string): ComponentError {
  const [wanted, given] = [JSON.stringify(zone), JSON.stringify(found)];
  return new ComponentError(
    "InvalidArgument",
    `${where}: expected ${wanted}, ${what}, found ${given}; such a network lies in one zone: give each zone a network of its own`,
  );
}
