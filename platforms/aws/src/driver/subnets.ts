import { invalidArgument } from "@dinfra/port";

/** AWS takes subnets of /16 to /28 (API reference of EC2, CreateSubnet) and VPCs of the same. */
const widest = 16;
const narrowest = 28;

/**
 * The ranges of a network's subnets: the network's range in equal parts, at least as many as there are zones. The number of parts is
 * a power of two and at least 16, so that zones can be added later without moving the subnets that are there.
 * @throws ComponentError `InvalidArgument`
 */
export function subnetRanges(cidr: string, zones: number): string[] {
  const [address = "", bits = ""] = cidr.split("/");
  const prefix = Number(bits);
  const parts = address.split(".").map(Number);
  const newPrefix = prefix + 4;
  const start = parts.reduce((sum, part) => sum * 256 + part, 0);
  const fits = parts.every((part) => part <= 255) && prefix >= widest && newPrefix <= narrowest;
  if (!fits || start % 2 ** (32 - prefix) !== 0) {
    const expected = `the first address of a range of /${widest} to /${narrowest - 4}, in which 16 subnets have room`;
    throw invalidArgument("placement.aws.cidr", expected, cidr);
  }
  const size = 2 ** (32 - newPrefix);
  return Array.from({ length: zones }, (_, i) => `${dotted(start + i * size)}/${newPrefix}`);
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}
