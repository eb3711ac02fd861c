import { invalidArgument, type NetworkAttachment } from "@dinfra/port";
import type { AwsSettings } from "../settings.js";

/** @throws ComponentError `InvalidArgument` where a zone is not one of the region */
export function requireZones({ region, zones = [] }: AwsSettings): void {
  const other = zones.find((zone) => zone.slice(0, -1) !== region);
  if (other !== undefined) throw invalidArgument("placement.aws.zones", `zones of the region ${region}`, other);
}

export const subnetPrefix = "subnet:";

/** Where machines may be, as the details of a network's attachment hold it. */
export function subnetDetails(subnets: readonly { zone: string; id: string }[]): Record<string, string> {
  return {
    first: subnets[0]?.zone ?? "",
    ...Object.fromEntries(subnets.map(({ zone, id }) => [subnetPrefix + zone, id])),
  };
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
  const subnet = details[subnetPrefix + zone];
  if (subnet !== undefined) return { zone, subnet };
  const zones = placesOf(details).map(([known]) => known);
  throw invalidArgument(
    "placement.machines.zone",
    `one of ${zones.join(", ")}, in which the network ${id} has a subnet`,
    zone,
  );
}

/** Ids of all subnets of a network, sorted: a group's machines are in any of them. */
export const subnetsOf = ({ details = {} }: NetworkAttachment): string[] =>
  placesOf(details)
    .map(([, subnet]) => subnet)
    .sort();

/** Zone and subnet, of each subnet. */
const placesOf = (details: Readonly<Record<string, string>>): [string, string][] =>
  Object.entries(details).flatMap(([key, id]) =>
    key.startsWith(subnetPrefix) ? [[key.slice(subnetPrefix.length), id]] : [],
  );
