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
