import { invalidArgument, type NetworkAttachment } from "@dinfra/port";
import type { AwsSettings } from "../settings.js";

/** @throws ComponentError `InvalidArgument` where a zone is not one of the region */
export function requireZones({ region, zones = [] }: AwsSettings): void {
  const other = zones.find((zone) => zone.slice(0, -1) !== region);
  if (other !== undefined) throw invalidArgument("placement.aws.zones", `zones of the region ${region}`, other);
}

const prefix = "subnet:";

/** Where machines may be, as the details of a network's attachment hold it. */
export function subnetDetails(subnets: readonly { zone: string; id: string }[]): Record<string, string> {
  return { first: subnets[0]?.zone ?? "", ...Object.fromEntries(subnets.map(({ zone, id }) => [prefix + zone, id])) };
}

/**
 * Zone and subnet of a machine in that network.
 * @throws ComponentError `InvalidArgument` where the network has no subnet in the zone
 */
export function subnetFor(
  { id, details = {} }: NetworkAttachment,
  wanted: string | undefined,
): { zone: string; subnet: string } {
  const zone = wanted ?? details.first ?? "";
  const subnet = details[prefix + zone];
  if (subnet !== undefined) return { zone, subnet };
  const zones = Object.keys(details).flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []));
  throw invalidArgument(
    "placement.machines.zone",
    `one of ${zones.join(", ")}, in which the network ${id} has a subnet`,
    zone,
  );
}
